"""One word in, the ways to take it apart into a stem and an ending; two words agree if one way of each is the same.

By the rows of `[inflection]` in a language's word list. Asks no thesaurus, and never trusts two endings that part words
as often as forms.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from monitor.text.spelled import without_marks
from monitor.text.wordlists import rows, switched, wordlist


class Reading(NamedTuple):
    """One way to take a word apart."""

    paradigm: object
    stem: str
    short: bool = False
    """The ending is one that also parts two words; it needs another beside it that does not."""
    umlaut: bool | None = None
    """Where it is the change of the vowel that says the number, whether the vowel is changed."""


def one_word(one: str, other: str, lang: str) -> bool:
    """Whether two words are forms of one by their endings alone."""
    return any(agree(first, second) for first in readings(one, lang) for second in readings(other, lang))


def agree(one: Reading, other: Reading) -> bool:
    """Whether two words have one stem by these readings."""
    same = one.paradigm == other.paradigm and one.stem == other.stem
    return same and not (one.short and other.short) and (one.umlaut is None or one.umlaut != other.umlaut)


@lru_cache(maxsize=16_384)
def readings(word: str, lang: str) -> frozenset[Reading]:
    """All ways to take a word apart; in German its capital says whether it is a noun."""
    low = word.lower()
    found = {Reading("irregular", str(number)) for number in irregular(lang).get(stem_of(low, lang), ())}
    for bare in without_clitics(low, lang):
        for number, paradigm in enumerate(rows(lang, "inflection", "paradigms")):
            if paradigm.get("small" if word[:1].isupper() else "capital", False):
                continue
            found.update(_by_endings(bare, number, paradigm, lang))
    if word[:1].isupper():
        found.update(_by_umlaut(low, lang))
    return frozenset(found)


def _by_endings(word: str, number: int, paradigm: dict[str, Any], lang: str) -> Iterator[Reading]:
    """The stems that a word has by one row of endings; of a verb without its prefixes, which are named apart."""
    verb = paradigm.get("verb", False)
    for particle, rest in _verb_parts(word, lang) if verb else [("", word)]:
        for short in (False, True):
            for stem in stems(rest, paradigm.get("short" if short else "long", ()), paradigm["least"]):
                row = _strong(lang).get(stem) if verb else None
                core = stem_of(stem, lang) if row is None else f"#{row}"
                yield Reading((number, particle), core, short and row is None)


def stem_of(stem: str, lang: str) -> str:
    """Without marks where they move with the ending ("región", "regiones"); the Arabic ending of nouns stays."""
    if not switched(lang, "inflection", "plain"):
        return stem
    return without_marks(stem) if "ة" not in stem else "ة".join(map(without_marks, stem.split("ة")))


def stems(word: str, endings: Sequence[str], least: int) -> Iterator[str]:
    """What stands before an ending."""
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            yield word[: len(word) - len(ending)]


def _verb_parts(word: str, lang: str) -> Iterator[tuple[str, str]]:
    """A verb as (particle, rest without "ge" or "zu"): "angenommen" and "nahm an" both have "an"."""
    particles = wordlist(lang, "inflection", "particles")
    prefix = "".join(wordlist(lang, "inflection", "prefix"))
    core, _, behind = word.partition(" ")
    if behind:
        if behind in particles:
            yield behind, core
        return
    yield "", word
    fronts = [particle for particle in particles if word.startswith(particle) and len(word) - len(particle) > 3]
    for particle in ("", *fronts):
        rest = word[len(particle) :]
        if particle:
            yield particle, rest
        for inner in (prefix, "zu") if particle else (prefix,):
            if inner and rest.startswith(inner) and len(rest) - len(inner) > 3:
                yield particle, rest[len(inner) :]


def _by_umlaut(low: str, lang: str) -> Iterator[Reading]:
    """Nouns whose plural changes the vowel: "Haus", "Häuser"."""
    endings = rows(lang, "inflection", "umlaut")
    marks = {pair[0]: pair[1] for pair in wordlist(lang, "inflection", "marks")}
    for stem in stems(low, list(map(str, endings)), 3):
        plain = "".join(marks.get(char, char) for char in stem)
        yield Reading("umlaut", plain, umlaut=plain != stem)


def without_clitics(word: str, lang: str) -> set[str]:
    """The word without what is written on to it: the article and prepositions, pronouns, who acts."""
    found = {word}
    for name in ("fronts", "persons"):
        found |= {
            rest[len(front) :]
            for rest in found
            for front in wordlist(lang, "inflection", name)
            if rest.startswith(front) and len(rest) - len(front) >= _ROOT
        }
    backs = wordlist(lang, "inflection", "backs")
    found |= {
        rest[: -len(back)] for rest in found for back in backs if rest.endswith(back) and len(rest) - len(back) >= _ROOT
    }
    return found


_ROOT = 3
"""Letters of an Arabic root: less than that is no word."""


@lru_cache(maxsize=16)
def irregular(lang: str) -> dict[str, list[int]]:
    """In which rows of irregular forms a word stands."""
    found: dict[str, list[int]] = {}
    for number, row in enumerate(wordlist(lang, "inflection", "irregular")):
        for word in row.split():
            found.setdefault(word, []).append(number)
    return found


@lru_cache(maxsize=16)
def _strong(lang: str) -> dict[str, int]:
    return {stem: number for number, row in enumerate(wordlist(lang, "inflection", "stems")) for stem in row.split()}
