"""Another day or hour for the same thing, in a sentence that both versions hold.

Linked sentences go in, findings of `datetime.changed` and `figure.asof` come out. A date that the other version gives
anywhere is no change: it moved, or is said again.
"""

from __future__ import annotations

from collections.abc import Iterator

from monitor.changes.detectors.pairs import Part, paired
from monitor.changes.evidence.edits import Edited
from monitor.changes.evidence.given import Given
from monitor.changes.evidence.told_dates import told_dates
from monitor.changes.evidence.versions import Versions
from monitor.changes.findings import Finding
from monitor.changes.kinds import Kind
from monitor.facts.dates import Date, DateIndex

NAME = "dates"
_EQUAL = 0.85
"""Share of words in order from which a sentence is the same but for a word or two."""


def find(versions: Versions) -> list[Finding]:
    """One finding for each date that another one replaced."""
    return [finding for pair in versions.pairs for finding in _dates(pair, versions.given)]


def _dates(pair: Edited, given: Given) -> Iterator[Finding]:
    """Another day or hour for the same thing. The day on which someone said it is no fact of the story."""
    link = pair.link
    before, after = told_dates(link.old), told_dates(link.new)
    if not before and not after:
        return
    here, there = DateIndex(before), DateIndex(after)
    gone = [d for d in before if not there.agrees(d) and not given.date(d, 1)]
    came = [d for d in after if not here.agrees(d) and not given.date(d, 0)]
    if not gone or not came:
        # A weekday is soon said again elsewhere in the story; in a sentence that is otherwise equal it still moved.
        if link.order < _EQUAL or len(before) != len(after):
            return
        pairs = [(d, e) for d, e in zip(before, after, strict=True) if not d.agrees(e)]
        if len(pairs) != 1:
            return
        gone, came = [pairs[0][0]], [pairs[0][1]]
    for d, e in zip(gone, came, strict=False):
        if d.sorts & e.sorts:
            kind = Kind.FIGURE_ASOF if d.as_of and e.as_of else Kind.DATETIME_CHANGED
            why = f"{'as-of' if d.as_of else 'date'}: {d.text} -> {e.text}"
            yield paired(NAME, kind, pair, _part(d), _part(e), why, key=(d.parts, e.parts))


def _part(date: Date) -> Part:
    return Part(date.text, [(date.start, date.end)])
