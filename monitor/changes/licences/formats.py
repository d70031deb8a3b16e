"""Number and date format: both versions give this number or this date, in whatever form, unit or place.

A word of a figure or a date goes in; what the other version gives for it comes out.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from monitor.changes.evidence.serials import serial_end
from monitor.changes.evidence.slots import Fact, facts_of
from monitor.changes.evidence.told_dates import as_number
from monitor.changes.evidence.versions import Versions
from monitor.changes.evidence.written_numbers import Number, numbers
from monitor.changes.licences.case import Case, Word
from monitor.facts.labels import NamingNumber, numbers_that_name
from monitor.facts.sentence import Sentence
from monitor.text.cues import cues
from monitor.text.lexicon import lexicon

NAME = "number or date format"


def word(case: Case, word: Word) -> str | None:
    """What the other version gives, None where it gives no such number or date."""
    if named := _naming(case, word) or _label(case, word):
        return named
    if not word.content.number:
        return _more(case, word)
    column = word.sentence.column
    start, end = column.start[word.content.at], column.end[word.content.at]
    if end <= serial_end(word.sentence.text):
        return "the serial number of a row"
    if in_words := _in_words(case, word):
        return in_words
    for fact in facts_of(word.sentence):
        if fact.figure.start < end and start < fact.figure.end:
            return _figure(fact, case.versions, word.side) or _as_year(fact, _facing(case, word))
    for date in word.sentence.read.all_dates:
        if date.start < end and start < date.end:
            given = case.versions.given.date(date, 1 - word.side) or date.of_saying
            given = given or any(as_number(date, sentence) for sentence in _facing(case, word))
            return f"{date.text} is given in both versions" if given else None
    if number := _written(word):
        if number.value == 1 and not any(char.isdigit() for char in number.text) and not _numbered(case, word):
            return f"{number.text} is an article or a pronoun"
        others = [n for s in _facing(case, word) for n in numbers(s)[1]]
        same = any((n.value, n.unit) == (number.value, number.unit) or n.value == number.value for n in others)
        if same:
            return f"{number.text} is given in both versions"
    if _numbered(case, word) and word.low not in {w.low for w in case.beside(word)}:
        return None  # a number that names is compared in place, whatever else the page repeats
    held = word.low in case.versions.documents[1 - word.side].word_set
    return f"{word.written} stands in both versions" if held else None


def _more(case: Case, word: Word) -> str | None:
    """Whether both versions say of a number that it comes on top: "12 others", "12 more", "another 12"."""
    words = cues(case.lang)
    increments = words.words("increments", "after") | words.words("increments", "before")
    if word.low not in increments:
        return None
    facing = next((low for s in _facing(case, word) for low in s.column.low if low in increments), None)
    return f"{word.written} and {facing} both count what comes on top" if facing else None


def _in_words(case: Case, word: Word) -> str | None:
    """Whether a number in words is one of the facing sentence: "twice", "two times"; "third", "3rd"."""
    number = _written(word)
    if number is None:
        return None
    for other in (n for s in _facing(case, word) for n in numbers(s)[1]):
        if not (number.text + other.text).isdigit() and (other.value, other.unit) == (number.value, number.unit):
            worded = not any(char.isdigit() for char in number.text) or not any(char.isdigit() for char in other.text)
            return f"{number.text} and {other.text} are one number" if worded else None
    return None


def _naming(case: Case, word: Word) -> str | None:
    """Whether it is part of a number that names, and the other sentence names the same: "No. 1", "number one"."""
    column = word.sentence.column
    start, end = column.start[word.content.at], column.end[word.content.at]
    own = next((n for n in _names(word.sentence) if n.start < end and start < n.end), None)
    same = own and any(n.value == own.value for s in _facing(case, word) for n in _names(s))
    return f"number {own.value} is named in both versions" if own and same else None


def _label(case: Case, word: Word) -> str | None:
    """Whether it only says that a number names, and the other sentence has that number behind the same noun.

    "Room no. 12", "room 12": without the noun in front "no 12" may be a denial.
    """
    row, at = word.sentence.column.low, word.content.at
    number = next((low for low in row[at + 1 : at + 3] if low.isalnum()), "")  # "n° 12": the sign stands by itself
    if at == 0 or word.low not in _labels(word.sentence.lang) or not number.isdecimal():
        return None
    same = any(pair == (row[at - 1], number) for s in _facing(case, word) for pair in pairwise(s.column.low))
    return f"{row[at - 1]} {number} is named in both versions" if same else None


@lru_cache(maxsize=16)
def _labels(lang: str) -> frozenset[str]:
    """Words for "number", as they stand in a sentence: "no. 12" without its stop, "n° 12" without its sign too."""
    written = {form.replace(" ", "").rstrip(".") for form in lexicon(lang).words("labels", "number")}
    return frozenset(written | {form.rstrip("°º") for form in written} - {""})


def _names(sentence: Sentence) -> Sequence[NamingNumber]:
    return _names_of(sentence.text, sentence.lang)


@lru_cache(maxsize=4096)
def _names_of(text: str, lang: str) -> Sequence[NamingNumber]:
    return numbers_that_name(text, lang)


def _numbered(case: Case, word: Word) -> bool:
    """Whether another number stands in its place."""
    return any(other.content.number for other in case.beside(word))


def _written(word: Word) -> Number | None:
    """The number that a word is part of, figure or not."""
    column = word.sentence.column
    start, end = column.start[word.content.at], column.end[word.content.at]
    return next((n for n in numbers(word.sentence)[1] if n.start < end and start < n.end), None)


def _facing(case: Case, word: Word) -> list[Sentence]:
    link = case.difference.link
    return [] if link is None else [link.new if word.side == 0 else link.old]


def _as_year(fact: Fact, facing: Sequence[Sentence]) -> str | None:
    """Whether a facing sentence gives these digits bare, so that they read as a year there."""
    same = (d for s in facing for d in s.read.all_dates if d.text.isdecimal() and fact.figure.value == int(d.text))
    date = next(same, None)
    return f"{fact.figure.surface} is {date.text} in the other version" if date else None


def _figure(fact: Fact, versions: Versions, side: int) -> str | None:
    slots = versions.figure_slots
    alone = slots.went if side == 0 else slots.came
    if any(other.figure is fact.figure and other.sentence is fact.sentence for other in alone):
        return None
    return f"{fact.figure.surface} is given in both versions"
