"""The rows of a language's own list of synonyms in which a word stands, in whatever form it is written.

A word or phrase in lower case and a language in, its places out: the row, its part of speech, the lemma. Nothing is
read before the first question. Says nothing about two words: monitor/text/synonyms.py does.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from monitor.text.endings import Reading, one_word, readings, stem_of, stems, without_clitics
from monitor.text.spelled import without_marks
from monitor.text.wordlists import wordlist

PARTS = ("verb", "noun", "adjective", "adverb", "preposition", "phrase")
INFLECTED = frozenset({"verb", "noun", "adjective"})
"""The others stand in a text as they stand in the list."""
_FRONT = 2
"""Letters with which the forms of a word open, or a row of irregular forms names; other lemmas are not compared."""


class Place(NamedTuple):
    """Where a lemma stands."""

    row: int
    part: str
    lemma: str


class Core(NamedTuple):
    """A language's list, by the lemmas themselves and by the letters with which they open."""

    exact: dict[str, list[Place]]
    fronts: dict[str, list[Place]]


@lru_cache(maxsize=16)
def core(code: str) -> Core | None:
    """The list of a language by its code; None where it has none."""
    path = files("monitor.text").joinpath("thesaurus", f"{code}.toml")
    if not path.is_file():
        return None
    exact: dict[str, list[Place]] = defaultdict(list)
    fronts: dict[str, list[Place]] = defaultdict(list)
    for place in _listed(tomllib.loads(path.read_text("utf-8"))):
        key = written_alike(place.lemma, code)
        exact[key].append(place)
        if place.part in INFLECTED:
            for first in {key, *turned(key, code)}:
                fronts[_front(first)].append(place)
    return Core(dict(exact), dict(fronts))


def _listed(tables: dict[str, str]) -> Iterator[Place]:
    number = 0
    for part, lines in tables.items():
        for line in lines.splitlines():
            if line.strip():
                number += 1
                yield from (Place(number, part, lemma.strip()) for lemma in line.split(","))


def written_alike(text: str, code: str) -> str:
    """Without what the cutting into words adds ("d' après"), and in Arabic without marks, which many leave out."""
    text = text.replace("' ", "'").replace("-", " ")
    return stem_of(text, code) if code == "ar" else text


@lru_cache(maxsize=16_384)
def places(text: str, code: str) -> frozenset[Place]:
    """Where a word or phrase stands: as it is written, else as a form of a lemma."""
    words, text = core(code), written_alike(text, code)
    if words is None:
        return frozenset()
    if text in words.exact:
        return frozenset(words.exact[text])
    if len(text) > _LONGEST:
        return frozenset()
    near = [place for front in _fronts(text, code) for place in words.fronts.get(front, ())]
    return frozenset(place for place in near if is_form(text, place, code))


_LONGEST = 60
"""Characters. What is longer is no phrase of a list."""


def is_form(text: str, place: Place, code: str) -> bool:
    """Whether a text is a form of a lemma; of a phrase, word for word."""
    lemma = written_alike(place.lemma, code)
    ours, theirs = text.split(" "), lemma.split(" ")
    if len(theirs) == 1:
        return forms(text, lemma, place.part, code)
    if len(ours) != len(theirs):
        return False
    return any(
        all(left == right or forms(left, right, place.part, code) for left, right in zip(ours, order, strict=True))
        for order in (theirs, *(phrase.split(" ") for phrase in turned(lemma, code)))
    )


def turned(lemma: str, code: str) -> list[str]:
    """A German verb of several words with its verb in front: "zu ende gehen", "gehen zu ende"."""
    rest, _, verb = lemma.rpartition(" ")
    return [f"{verb} {rest}"] if code == "de" and rest else []


def forms(one: str, other: str, part: str, code: str) -> bool:
    """Whether two words are forms of one as this part of speech: a German noun has its capital."""
    if code == "de" and part == "noun":
        return one_word(one.capitalize(), other.capitalize(), code)
    return one_word(one, other, code) or (part == "adjective" and _agreeing(one, other, code))


def _agreeing(one: str, other: str, code: str) -> bool:
    """Whether two words differ only in gender and number, which parts nouns but never an adjective."""
    left, right = (set(stems(word, wordlist(code, "inflection", "adjective"), 3)) for word in (one, other))
    return not left.isdisjoint(right)


def _fronts(text: str, code: str) -> set[str]:
    """The letters with which the lemma of a text can open."""
    first = text.split(" ")[0]
    found = {_front(bare) for bare in without_clitics(first, code)}
    for shown in {text, first}:
        for reading in readings(shown, code):
            found.update(_front(stem) for stem in _openings(reading, code))
    return found


def _openings(reading: Reading, code: str) -> list[str]:
    """What stands at the front of a reading: particle or stem; all of its row where the stem is irregular."""
    if reading.paradigm == "irregular":
        return wordlist(code, "inflection", "irregular")[int(reading.stem)].split()
    if isinstance(reading.paradigm, tuple) and reading.paradigm[1]:
        return [reading.paradigm[1]]
    if reading.stem.startswith("#"):
        return wordlist(code, "inflection", "stems")[int(reading.stem[1:])].split()
    return [reading.stem]


def _front(word: str) -> str:
    return without_marks(word[:_FRONT])
