"""Whose figure it is and where: two figures of two holders or places are no one slot, however alike the sentences.

Figures of both versions go in; whether two have one holder, or two that both versions know, comes out. A holder that
the other version calls in no like words may be the same under another name, and tells nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Protocol

from monitor.changes.evidence.measures import Measured
from monitor.facts.figure import Figure
from monitor.text.words import words_of

_TELLING = 3
"""Letters of a word of a name that tells one from another."""


class Held(Protocol):
    """A figure with its measure."""

    @property
    def figure(self) -> Figure:
        """The figure."""

    @property
    def measured(self) -> Measured:
        """It in the first unit of its measure."""


class Whose:
    """Who holds a figure of which measure, in each version."""

    def __init__(self, old: Sequence[Held], new: Sequence[Held]) -> None:
        self._holders = tuple(_holders(side) for side in (old, new))
        self._places = tuple({fact.figure.place for fact in side} for side in (old, new))

    def apart(self, old: Held, new: Held, firm: bool = False) -> bool:
        """Whether they have two holders or places. `firm`: they stand at the same place of the same sentence."""
        return self._two_holders(old, new) or (not firm and self._two_places(old.figure, new.figure))

    def _two_places(self, old: Figure, new: Figure) -> bool:
        """Two places that both versions know, or a smaller number of a place that the old version gives none for.

        "212 died across the country", "in the town of Velm, 121 died": a part of the toll is no new value of it.
        """
        before, after = self._places
        if old.place and new.place:
            return old.place != new.place and (old.place in after or new.place in before)
        part, whole = new.value, old.value
        smaller = part is not None and whole is not None and part < whole
        return bool(new.place) and new.place not in before and smaller

    def _two_holders(self, old: Held, new: Held) -> bool:
        """Whether they have two holders, and one of these has such a figure in the other version too."""
        one, other = names_of(old.figure), names_of(new.figure)
        if not one or not other or same_name(one, other):
            return False
        before, after = self._holders
        there, here = after[new.measured.measure], before[old.measured.measure]
        return any(same_name(one, name) for name in there) or any(same_name(other, name) for name in here)


def same_holder(old: Held, new: Held) -> bool:
    """Whether both say who has the figure, and mean the same one."""
    one, other = names_of(old.figure), names_of(new.figure)
    return bool(one and other) and same_name(one, other)


def names_of(figure: Figure) -> tuple[str, ...]:
    """The words of the holder that tell it from another."""
    return _words(figure.holder) if figure.holder else ()


def same_name(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the shorter name is part of the longer one: "Arden", "Piet Arden"."""
    return set(one) <= set(other) or set(other) <= set(one)


def _holders(facts: Iterable[Held]) -> dict[str, set[tuple[str, ...]]]:
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for fact in facts:
        if names := names_of(fact.figure):
            found[fact.measured.measure].add(names)
    return found


@lru_cache(maxsize=4096)
def _words(holder: str) -> tuple[str, ...]:
    words = tuple(words_of(holder))
    return tuple(word for word in words if len(word) >= _TELLING) or words
