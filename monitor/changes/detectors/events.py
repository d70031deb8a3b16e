"""The outcome is another: a word was replaced by its opposite at the same place, rose by fell, missing by dead.

Linked sentences go in, findings of `event.changed` come out. Denied on one side, an opposite says the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from monitor.changes.detectors.pairs import worded
from monitor.changes.evidence.denials import denying, opposed
from monitor.changes.evidence.edits import Edited
from monitor.changes.evidence.spans import span
from monitor.changes.evidence.two_sides import other_side
from monitor.changes.evidence.versions import Versions
from monitor.changes.findings import Finding
from monitor.changes.kinds import Kind

NAME = "events"
_LOOSE = 0.4
"""Outcomes are telling words: they are looked for in sentences less alike than those the other rules need."""


def find(versions: Versions) -> list[Finding]:
    """At most one finding a pair."""
    return [f for pair in versions.pairs if _alike(pair) for f in _event(pair)]


def _alike(pair: Edited) -> bool:
    return pair.link.strong or (pair.link.order >= _LOOSE <= pair.link.likeness)


def _event(pair: Edited) -> Iterator[Finding]:
    """A word was replaced by its opposite: rose -> fell, missing -> dead. Denied on one side, it says the same."""
    found = opposed(pair)
    if found is not None and sum(map(len, denying(pair))) % 2 == 0:
        gone, there = found
        old, new = pair.link.old, pair.link.new
        places = (span(old, gone.start, gone.end).start, span(new, there.start, there.end).start)
        if other_side(old, places[0], new, places[1], new.lang):
            return
        yield worded(NAME, Kind.EVENT_CHANGED, pair, [gone], [there], f"outcome: {gone.low} -> {there.low}")
