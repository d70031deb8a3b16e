"""The findings told so far, asked for those that a row of the table can be about, without looking at all.

Findings go in one by one, those that may cover another come out in the order in which they were told. Settles nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import Enum, auto

from monitor.changes import steps
from monitor.changes.findings import Finding


class By(Enum):
    """What two findings have in common, if one can cover the other."""

    SENTENCE = auto()
    KEY = auto()
    NUMBERS = auto()
    STEP = auto()
    ANY = auto()


class Told:
    """What is told, by its place, by what it says and by its numbers."""

    def __init__(self) -> None:
        self._findings: list[Finding] = []
        self._by: dict[tuple[By, object], list[int]] = defaultdict(list)
        self._at: dict[int, int] = {}

    @property
    def findings(self) -> list[Finding]:
        """All, in the order in which they were told."""
        return self._findings

    def add(self, finding: Finding) -> None:
        """One more."""
        at = self._at[id(finding)] = len(self._findings)
        self._findings.append(finding)
        for by in (By.SENTENCE, By.KEY, By.NUMBERS, By.STEP):
            self._index(at, by, _marks(finding, by))

    def lengthen(self, finding: Finding, longer: Finding) -> None:
        """The same finding with further spans behind its own. Only these are indexed, however many it had."""
        at = self._at.pop(id(finding))
        self._at[id(longer)] = at
        self._findings[at] = longer
        further = (*longer.old[len(finding.old) :], *longer.new[len(finding.new) :])
        self._index(at, By.SENTENCE, [id(span.sentence) for span in further])

    def like(self, finding: Finding, by: By) -> Iterator[Finding]:
        """Those that have this in common with a finding."""
        if by is By.ANY or (by is By.STEP and finding.headline):  # a headline rounds
            return iter(self._findings)
        return (self._findings[n] for n in self._places(by, finding))

    def _index(self, at: int, by: By, marks: Iterable[object]) -> None:
        for mark in marks:
            places = self._by[by, mark]
            if at not in places[-1:] and at not in places:
                places.append(at)

    def _places(self, by: By, finding: Finding) -> list[int]:
        return sorted({n for mark in _marks(finding, by) for n in self._by.get((by, mark), ())})


def _marks(finding: Finding, by: By) -> Iterable[object]:
    change = finding.change
    if by is By.SENTENCE:
        return {id(span.sentence) for span in finding.spans}
    if by is By.KEY:
        return [] if finding.key is None else [finding.key]
    if by is By.STEP:
        return [(change.kind, *(steps.ends(side) if side else None for side in (change.old, change.new)))]
    if change.old is None or change.new is None:
        return []
    return [(change.old.lo, change.new.lo)]
