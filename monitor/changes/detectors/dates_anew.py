"""Dates of sentences that were written anew: a day, hour, month or year that left, and the one that came for it.

The differing sentences and both whole versions go in, Changes come out. A pair is made only where neither side has a
second candidate and a telling word stands near both; a date that the other version gives anywhere is none.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from monitor.changes.change import Change, Mention
from monitor.changes.evidence.document import Document
from monitor.changes.evidence.spans import span
from monitor.changes.evidence.told_dates import told_dates
from monitor.changes.evidence.versions import Versions
from monitor.changes.findings import Finding
from monitor.changes.kinds import Kind
from monitor.facts.dates import Date
from monitor.facts.sentence import Sentence
from monitor.text.words import stem, words_of

NAME = "dates written anew"
_NEAR = 60
"""Code points on each side of a date whose words say what happened then."""
_CROWD = 60 * 60
"""Dates of one side times those of the other: among more, none is the only one of its kind."""
_LIST = 40
"""Dates of one sentence; with more it is a list, in which words near one tell of its neighbours."""
_TELLING = 4
"""Letters of a word that tells."""
_YEAR = re.compile(r"(?<![\w.,/-])(?:19|20)\d\d(?![\w/-]|[.,]\d)")
_LOOSE = frozenset({"weekday", "part", "zone"})
"""A bare weekday moves with the day of the report: alone it tells of no change in a sentence written anew."""


@dataclass(frozen=True, slots=True, eq=False)
class _When:
    date: Date
    sentence: Sentence
    near: frozenset[str]


def find(versions: Versions) -> list[Finding]:
    """`datetime.changed` for dates whose sentences are too unlike to be compared."""
    given = [[(date, s) for s in side if not s.headline for date in _dates(s)] for side in (versions.old, versions.new)]
    if not all(given):
        return []
    went, came = (
        [_When(date, s, _near(s.text, date)) for date, s in side if not _held(date, other)]
        for side, other in zip(given, versions.documents[::-1], strict=True)
    )
    if len(went) * len(came) > _CROWD:
        return []
    fits = [(a, b) for a in went for b in came if a.date.sorts == b.date.sorts and a.near & b.near]
    often = Counter(id(when) for pair in fits for when in pair)
    return [_finding(a, b) for a, b in fits if often[id(a)] == often[id(b)] == 1]


def _dates(sentence: Sentence) -> list[Date]:
    """The dates of a sentence that are not the day of a statement, bare years included."""
    text, read = sentence.text, sentence.read
    if len(read.dates) > _LIST:
        return []
    taken = [(date.start, date.end) for date in read.dates] + [(figure.start, figure.end) for figure in read.figures]
    years = (m for m in _YEAR.finditer(text) if all(m.end() <= start or end <= m.start() for start, end in taken))
    found = [date for date in told_dates(sentence) if not (date.as_of or date.sorts <= _LOOSE)]
    return found + [Date(m[0], m.start(), m.end(), frozenset({f"year:{m[0]}"})) for m in years]


def _near(text: str, date: Date) -> frozenset[str]:
    around = text[max(0, date.start - _NEAR) : date.start] + " " + text[date.end : date.end + _NEAR]
    return frozenset(stem(word) for word in words_of(around) if len(word) >= _TELLING and word.isalpha())


def _held(date: Date, document: Document) -> bool:
    """Whether a version gives a date that can be this one, or its year in any form."""
    if document.dates.agrees(date):
        return True
    return date.sorts == {"year"} and date.text in document.word_set


def _finding(a: _When, b: _When) -> Finding:
    shared = ", ".join(sorted(a.near & b.near))
    change = Change(
        Kind.DATETIME_CHANGED,
        Mention(a.date.text, a.sentence.text),
        Mention(b.date.text, b.sentence.text),
        where=b.sentence.where,
        explanation=f"date: {a.date.text} -> {b.date.text}; each is given by one version only, both beside {shared}.",
    )
    old, new = ((span(when.sentence, when.date.start, when.date.end),) for when in (a, b))
    return Finding(NAME, change, old, new)
