"""Finding: what a detector proposes: a change, and the spans of both versions that it is about. Settles nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from monitor.changes.change import Change
from monitor.changes.evidence.spans import Span

NEAR = 4
"""Words between two findings that are about one thing."""


@dataclass(frozen=True, slots=True, eq=False)
class Finding:
    """A change that one detector proposes, and where it stands.

    `old` and `new` are the spans of either version that it is about; none where a version does not hold it. `key` is
    what the finding says, however often the article repeats it: of findings with one key the first is told, and the
    others are further places of it.
    """

    detector: str
    change: Change
    old: tuple[Span, ...] = ()
    new: tuple[Span, ...] = ()
    key: object = None

    @property
    def spans(self) -> tuple[Span, ...]:
        """All of its spans."""
        return (*self.old, *self.new)

    @property
    def headline(self) -> bool:
        """Whether it stands in a title."""
        return self.change.where == "headline"


def touch(one: Finding, other: Finding) -> bool:
    """Whether both are about a word of one sentence."""
    return _any(one.spans, other.spans)


def share_sentence(one: Finding, other: Finding) -> bool:
    """Whether both stand in one sentence of either version."""
    return not {id(s.sentence) for s in one.spans}.isdisjoint(id(s.sentence) for s in other.spans)


def share_new_sentence(one: Finding, other: Finding) -> bool:
    """Whether both stand in one sentence of the new version."""
    return not {id(s.sentence) for s in one.new}.isdisjoint(id(s.sentence) for s in other.new)


def near(one: Finding, other: Finding) -> bool:
    """Whether both stand within a few words of each other in one sentence of the new version."""
    return any(
        s.sentence is t.sentence and s.start - NEAR < t.end and t.start - NEAR < s.end
        for s in one.new
        for t in other.new
    )


def inside(one: Finding, other: Finding) -> bool:
    """Whether all words of the second are words of the first."""
    return bool(other.spans) and all(any(s.within(t) for t in one.spans) for s in other.spans)


def _any(first: Iterable[Span], second: Iterable[Span]) -> bool:
    others = list(second)
    return any(s.touches(t) for s in first for t in others)
