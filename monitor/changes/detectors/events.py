"""The outcome is another: a word was replaced by its opposite at the same place, rose by fell, missing by dead.

Linked sentences go in, findings of `event.changed` come out. A denial counts for the clause it stands in: denied on one
side, an opposite says the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from monitor.changes.change import Level
from monitor.changes.detectors.pairs import lined
from monitor.changes.evidence.lined_up import lined_up
from monitor.changes.evidence.opposites import Told, opposite, standing_alike, told_of
from monitor.changes.evidence.pairing import Link
from monitor.changes.evidence.two_sides import other_side
from monitor.changes.evidence.versions import Versions
from monitor.changes.findings import Finding
from monitor.changes.kinds import Kind
from monitor.facts.events import Sort

NAME = "events"
_FEW = 12
"""Outcomes at one place that are looked at."""


def find(versions: Versions) -> list[Finding]:
    """One finding for each outcome of a pair that became its opposite."""
    return [f for link in versions.pairing.links if link.readable for f in _events(link)]


def _events(link: Link) -> Iterator[Finding]:
    before, after = ([t for t in told_of(s) if t.event.sort is Sort.OUTCOME] for s in (link.old, link.new))
    if not before or not after:
        return
    kept = {told.event.words for told in before} & {told.event.words for told in after}
    by_run: dict[int, list[Told]] = defaultdict(list)
    runs = [{at: n for n, run in enumerate(lined_up(link).replaced) for at in run[side]} for side in (0, 1)]
    for told in after:
        if told.span.start in runs[1] and told.event.words not in kept:
            by_run[runs[1][told.span.start]].append(told)
    taken: set[tuple[int, int]] = set()
    for gone in before:
        run = runs[0].get(gone.span.start, -1)
        for there in by_run.get(run, ())[:_FEW] if gone.event.words not in kept else ():
            at = gone.span.start, there.span.start
            if at in taken or not _against(gone, there):
                continue
            taken.add(at)
            if not other_side(link.old, at[0], link.new, at[1], link.new.lang):
                yield _finding(link, gone, there)


def _against(gone: Told, there: Told) -> bool:
    """Whether the two say the opposite of each other, denials counted."""
    if gone.event.quoted and there.event.quoted:
        return False
    return opposite(gone.event, there.event) and gone.denied == there.denied and standing_alike(gone.event, there.event)


def _finding(link: Link, gone: Told, there: Told) -> Finding:
    old, new = (tuple(range(t.span.start, t.span.end)) for t in (gone, there))
    return lined(
        NAME,
        Kind.EVENT_CHANGED,
        link,
        (old, new),
        f"outcome: {gone.event.words} -> {there.event.words}",
        Level.ALERT,
    )
