"""What one version says in numbers and the other in their sum, their difference or their rest: "63 passengers and
three crew", "66 people".

The figures of the differing sentences of one version go in; whether they amount to a figure of the other comes out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property

from monitor.changes.evidence.held import SMALL
from monitor.changes.evidence.measures import COUNT, SHARE
from monitor.changes.evidence.slots import Fact, concepts, increment
from monitor.text.cues import cues

_MOST = 12
"""Figures of one sentence that are added to each other. A table holds more, and some two of them amount to anything."""


class Reckoned:
    """What the figures of one version amount to, two at a time. Worked out when it is first asked for."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self._facts = facts

    def gives(self, fact: Fact) -> bool:
        """Whether two figures of one sentence amount to this one, the rest of one does, or the ends of one hold it."""
        measured = fact.measured
        ends = {end for end in (measured.lo, measured.hi) if end is not None}
        if len(ends) > 1:
            return ends <= self._values.get(measured.measure, set())
        if _beside(fact) and self._is(fact, measured.value + 1):
            return True  # "two other bidders": three in all
        return any(_one_kind(fact, pair) for pair in self._sums.get((measured.measure, measured.value), ()))

    def splits(self, fact: Fact, other: Reckoned) -> bool:
        """Whether this version gives one part of a sum beside the other part, and the other version gives the sum.

        "71 passengers and five crew" was "76 people". A sum that this version gives too says nothing of its parts.
        """
        if fact.measured.measure not in (COUNT, SHARE):
            return False
        beside = [f for f in self._facts if f.sentence is fact.sentence and f.measured.measure == fact.measured.measure]
        if len(beside) > _MOST:
            return False
        sums = {fact.measured.value + f.measured.value for f in beside if f.measured.value != fact.measured.value}
        return any(total > SMALL and other._is(fact, total) and not self._is(fact, total) for total in sums)

    def adds_up(self, part: Fact, total: Fact) -> bool:
        """Whether the other figure is this one with one beside it: "71 passengers and five crew", "76"."""
        rest = total.measured.value - part.measured.value
        if total.measured.value <= SMALL:
            return False  # any two small numbers of a story amount to a third
        return part.figure.noun != total.figure.noun and any(
            f.sentence is part.sentence
            and f is not part
            and (f.measured.measure, f.measured.value) == (part.measured.measure, rest)
            for f in self._facts
        )

    def _is(self, fact: Fact, value: Decimal) -> bool:
        return value in self._values.get(fact.measured.measure, set())

    @cached_property
    def _values(self) -> dict[str, set[Decimal]]:
        found: dict[str, set[Decimal]] = {}
        for fact in self._facts:
            ends = (fact.measured.lo, fact.measured.hi)
            found.setdefault(fact.measured.measure, set()).update(end for end in ends if end is not None)
        return found

    @cached_property
    def _sums(self) -> dict[tuple[str, Decimal], list[tuple[Fact, ...]]]:
        found: dict[tuple[str, Decimal], list[tuple[Fact, ...]]] = {}
        for value, pair in self._reckonings():
            if value > SMALL or len(pair) == 1:  # any two small numbers of a story amount to a third
                found.setdefault((pair[0].measured.measure, value), []).append(pair)
        return found

    def _reckonings(self) -> Iterator[tuple[Decimal, tuple[Fact, ...]]]:
        rows: dict[int, list[Fact]] = {}
        for fact in self._facts:
            rows.setdefault(fact.sentence.order, []).append(fact)
        for row in rows.values():
            for n, one in enumerate(row[:_MOST]):
                a = one.measured
                if a.measure == SHARE and a.value < 1:
                    yield 1 - a.value, (one,)
                if a.lo is not None and a.hi is not None and a.lo != a.hi:
                    yield from ((value, (one,)) for value in (a.lo, a.hi, a.lo + a.hi, abs(a.hi - a.lo)))
                if _beside(one):
                    yield a.value + 1, (one,)
                for other in row[n + 1 : _MOST]:
                    b = other.measured
                    if a.measure == b.measure and a.value != b.value:
                        yield a.value + b.value, (one, other)
                        yield abs(a.value - b.value), (one, other)


def _beside(fact: Fact) -> bool:
    """Whether it counts what is there beside one that was named: "two other bidders", "zwei andere Bieter"."""
    others = cues(fact.sentence.lang).words("increments", "others")
    masked = fact.sentence.read.words.masked
    return increment(fact) or not others.isdisjoint(masked[max(0, fact.at - 1) : fact.at + 3])


def _one_kind(fact: Fact, parts: Sequence[Fact]) -> bool:
    """Whether no two of these say different things of people: the dead are no difference of the hurt and the missing.

    A total may leave open what happened to whom.
    """
    known = concepts(fact.sentence.lang)
    kinds = {part.figure.counted for part in parts if part.figure.counted in known}
    return len(kinds | ({fact.figure.counted} & known)) <= 1 or (len(kinds) > 1 and fact.figure.counted not in known)
