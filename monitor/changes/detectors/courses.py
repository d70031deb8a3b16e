"""A figure that both versions give with opposite outcomes: up 12 percent, down 12 percent.

The slots of both versions go in, findings of `event.changed` come out. Sentences whose words stand in line are read by
the rule for outcomes; here the figure alone says that both tell of one thing. Scores say it not: "beat them 2-1" and
"lost to us 2-1" are one match.
"""

from __future__ import annotations

from collections.abc import Iterator

from monitor.changes.change import Level
from monitor.changes.detectors.pairs import lined
from monitor.changes.evidence.measures import COUNT
from monitor.changes.evidence.opposites import Told, opposite, standing_alike, told_of
from monitor.changes.evidence.pairing import Link
from monitor.changes.evidence.slots import Fact, Match
from monitor.changes.evidence.spans import Span, span
from monitor.changes.evidence.versions import Versions
from monitor.changes.evidence.whose import names_of, same_name
from monitor.changes.findings import Finding
from monitor.changes.kinds import Kind
from monitor.facts.events import Sort
from monitor.text.converses import converse

NAME = "courses"
_CLAUSE = frozenset(",;:()،؛")
_REACH = 6
"""Words between an outcome and the figure that it is told of."""


def find(versions: Versions) -> list[Finding]:
    """One finding for each figure that both versions give and that took another course."""
    return [finding for match in versions.figure_slots.matches for finding in _turned(match)]


def _turned(match: Match) -> Iterator[Finding]:
    if not match.old.same_amount(match.new) or match.old.measured.measure == COUNT or match.new.sentence.headline:
        return
    link = match.link or Link(match.old.sentence, match.new.sentence, 0.0, 0.0, False)
    ours, theirs = names_of(match.old.figure), names_of(match.new.figure)
    if link.readable or (ours and theirs and not same_name(ours, theirs)):
        return
    one, other = _course(match.old), _course(match.new)
    if one is None or other is None or one.denied != other.denied:
        return
    if converse(one.event.words, other.event.words, match.new.sentence.lang):
        return  # "sold for $5 million", "bought for $5 million" are one deal
    if opposite(one.event, other.event) and standing_alike(one.event, other.event):
        places = tuple(range(one.span.start, one.span.end)), tuple(range(other.span.start, other.span.end))
        why = f"outcome of {match.new.figure.surface}: {one.event.words} -> {other.event.words}"
        yield lined(NAME, Kind.EVENT_CHANGED, link, places, why, Level.ALERT)


def _course(fact: Fact) -> Told | None:
    """The outcome right beside a figure, None where there is none or several."""
    place = span(fact.sentence, fact.figure.start, fact.figure.end)
    near = [
        told
        for told in told_of(fact.sentence)
        if told.event.sort is Sort.OUTCOME and not told.event.quoted and _beside(told, place)
    ]
    members = {(told.event.family, told.event.member) for told in near}
    return near[0] if len(members) == 1 else None


def _beside(told: Told, place: Span) -> bool:
    """Whether few words and no comma stand between: behind a comma another amount is told of."""
    first, after = sorted((told.span, place), key=lambda one: one.start)
    column = place.sentence.column
    gap = place.sentence.text[column.end[first.end - 1] : column.start[after.start]]
    return after.start - first.end <= _REACH and _CLAUSE.isdisjoint(gap)
