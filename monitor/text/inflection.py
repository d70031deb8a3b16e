"""Two words in, whether they are forms of one word, by the endings that a language puts on one stem.

    inflection("Häuser", "Haus", "de")        form      inflection("nahm an", "angenommen", "de")   form
    inflection("vendió", "vendieron", "es")   form      inflection("nation", "national", "en")      derived
    inflection("والحكومة", "الحكومة", "ar")   form      inflection("caso", "casa", "es")            other

Symmetric, pure and wary: endings that also part two words ("puerto", "puerta") are not trusted. Where the thesaurus
knows both words it decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from monitor.text.lexicon import code_of
from monitor.text.normal import compose, fold
from monitor.text.spelled import without_marks
from monitor.text.synonyms import Relation, relation
from monitor.text.wordlists import rows, switched, wordlist


class Inflection(StrEnum):
    """What two words are by their form."""

    SAME = "same"
    FORM = "form"
    DERIVED = "derived"
    """Of one root, but another sort of word: "decide", "decision"; or another person: "Lehrer", "Lehrerin"."""
    OTHER = "other"


class _Reading(NamedTuple):
    """One way to take a word apart."""

    paradigm: object
    stem: str
    short: bool = False
    """The ending is one that also parts two words; it needs another beside it that does not."""
    umlaut: bool | None = None
    """Where it is the change of the vowel that says the number, whether the vowel is changed."""


def inflection(one: str, other: str, lang: str) -> Inflection:
    """Whether two words are forms of one; German verbs may have their particle behind them ("nahm an")."""
    first, second = sorted((_plain(one), _plain(other)))
    return _inflection(first, second, code_of(lang))


def _plain(word: str) -> str:
    return " ".join(fold(compose(word).text).split())


@lru_cache(maxsize=32_768)
def _inflection(one: str, other: str, lang: str) -> Inflection:
    if one.lower() == other.lower():
        return Inflection.SAME
    known = relation(one, other, lang)
    if known is Relation.FORM:
        return Inflection.FORM
    if known is Relation.DERIVED:
        return Inflection.DERIVED
    if known not in (Relation.UNKNOWN, Relation.CONVERSE):
        return Inflection.OTHER
    if len(one) > _LONGEST or len(other) > _LONGEST:
        return Inflection.OTHER
    readings = _readings(one, lang), _readings(other, lang)
    if any(_agree(first, second) for first in readings[0] for second in readings[1]):
        return Inflection.FORM
    return Inflection.DERIVED if _is_derived(one, other, lang) else Inflection.OTHER


_LONGEST = 40
"""Characters. What is longer is no word."""


def _agree(one: _Reading, other: _Reading) -> bool:
    same = one.paradigm == other.paradigm and one.stem == other.stem
    return same and not (one.short and other.short) and (one.umlaut is None or one.umlaut != other.umlaut)


@lru_cache(maxsize=16_384)
def _readings(word: str, lang: str) -> frozenset[_Reading]:
    low = word.lower()
    found = {_Reading("irregular", str(number)) for number in _irregular(lang).get(_stem(low, lang), ())}
    for bare in _without_clitics(low, lang):
        for number, paradigm in enumerate(rows(lang, "inflection", "paradigms")):
            if paradigm.get("small" if word[:1].isupper() else "capital", False):
                continue
            found.update(_by_endings(bare, number, paradigm, lang))
    if word[:1].isupper():
        found.update(_by_umlaut(low, lang))
    return frozenset(found)


def _by_endings(word: str, number: int, paradigm: dict[str, Any], lang: str) -> Iterator[_Reading]:
    """The stems that a word has by one row of endings; of a verb without its prefixes, which are named apart."""
    verb = paradigm.get("verb", False)
    for particle, rest in _verb_parts(word, lang) if verb else [("", word)]:
        for short in (False, True):
            for stem in _stems(rest, paradigm.get("short" if short else "long", ()), paradigm["least"]):
                row = _strong(lang).get(stem) if verb else None
                core = _stem(stem, lang) if row is None else f"#{row}"
                yield _Reading((number, particle), core, short and row is None)


def _stem(stem: str, lang: str) -> str:
    """Without marks where they move with the ending ("región", "regiones"); the Arabic ending of nouns stays."""
    if not switched(lang, "inflection", "plain"):
        return stem
    return without_marks(stem) if "ة" not in stem else "ة".join(map(without_marks, stem.split("ة")))


def _stems(word: str, endings: list[str], least: int) -> Iterator[str]:
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


def _by_umlaut(low: str, lang: str) -> Iterator[_Reading]:
    """Nouns whose plural changes the vowel: "Haus", "Häuser"."""
    endings = rows(lang, "inflection", "umlaut")
    marks = {pair[0]: pair[1] for pair in wordlist(lang, "inflection", "marks")}
    for stem in _stems(low, list(map(str, endings)), 3):
        plain = "".join(marks.get(char, char) for char in stem)
        yield _Reading("umlaut", plain, umlaut=plain != stem)


def _without_clitics(word: str, lang: str) -> set[str]:
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


def _is_derived(one: str, other: str, lang: str) -> bool:
    """Whether one has an ending that makes another sort of word of the stem that the other has."""
    words = [one.lower(), other.lower()]
    for row in rows(lang, "inflection", "derived"):
        for first, second in (words, words[::-1]):
            left, right = (
                {_stem(stem, lang) for stem in _stems(word, row[side], row["least"])}
                for word, side in ((first, "one"), (second, "other"))
            )
            if left & right:
                return True
    return False


@lru_cache(maxsize=16)
def _irregular(lang: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, row in enumerate(wordlist(lang, "inflection", "irregular")):
        for word in row.split():
            found.setdefault(word, []).append(number)
    return found


@lru_cache(maxsize=16)
def _strong(lang: str) -> dict[str, int]:
    return {stem: number for number, row in enumerate(wordlist(lang, "inflection", "stems")) for stem in row.split()}
