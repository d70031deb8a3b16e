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

    @property
    def findings(self) -> list[Finding]:
        """All, in the order in which they were told."""
        return self._findings

    def add(self, finding: Finding) -> None:
        """One more."""
        self._findings.append(finding)
        self._index(len(self._findings) - 1, finding)

    def replace(self, finding: Finding, other: Finding) -> None:
        """Another one at the place of this one."""
        at = next(n for n in self._places(By.SENTENCE, finding) if self._findings[n] is finding)
        self._findings[at] = other
        self._index(at, other)

    def like(self, finding: Finding, by: By) -> Iterator[Finding]:
        """Those that have this in common with a finding."""
        if by is By.ANY or (by is By.STEP and finding.headline):  # a headline rounds
            return iter(self._findings)
        return (self._findings[n] for n in self._places(by, finding))

    def _index(self, at: int, finding: Finding) -> None:
        for by in (By.SENTENCE, By.KEY, By.NUMBERS, By.STEP):
            for mark in _marks(finding, by):
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
