"""A day or hour that one version gives and the other nowhere, in any form.

The differing sentences of both versions go in, findings of `datetime.added` and `datetime.removed` come out. The day on
which something was said, and a bare weekday, are no facts of the story.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.changes.change import Change, Level, Mention
from monitor.changes.evidence.spans import span
from monitor.changes.evidence.told_dates import as_number, told_dates
from monitor.changes.evidence.unsaid import in_place, may_be_news
from monitor.changes.evidence.versions import Versions
from monitor.changes.findings import Finding
from monitor.changes.kinds import Kind
from monitor.facts.dates import Date
from monitor.facts.sentence import Sentence

NAME = "lone dates"
_LOOSE = frozenset({"weekday", "part", "zone"})
"""A bare weekday moves with the day of the report."""


def find(versions: Versions) -> list[Finding]:
    """One finding for each date that has no counterpart."""
    return [*_lone(versions.new, 1, versions), *_lone(versions.old, 0, versions)]


def _lone(sentences: Sequence[Sentence], side: int, versions: Versions) -> Iterator[Finding]:
    for sentence in sentences:
        for date in told_dates(sentence) if may_be_news(sentence, side, versions) else ():
            given = versions.given.day(date, 1 - side) or _a_number(date, sentence, side, versions)
            if not (date.sorts <= _LOOSE or date.as_of or given):
                yield _finding(date, sentence, side, bool(side) and in_place(sentence, side, versions))


def _a_number(date: Date, sentence: Sentence, side: int, versions: Versions) -> bool:
    links = versions.pairing.of_new(sentence) if side else versions.pairing.of_old(sentence)
    return any(as_number(date, link.old if side else link.new) for link in links)


def _finding(date: Date, sentence: Sentence, side: int, sure: bool) -> Finding:
    mention = Mention(date.text, sentence.text)
    change = Change(
        Kind.DATETIME_ADDED if side else Kind.DATETIME_REMOVED,
        None if side else mention,
        mention if side else None,
        where=sentence.where,
        level=Level.ALERT if sure else Level.DIGEST,
        explanation=f"date: {date.text}; the {'old' if side else 'new'} version gives no such day or hour.",
    )
    places = (span(sentence, date.start, date.end),)
    return Finding(NAME, change, () if side else places, places if side else (), date.parts)
