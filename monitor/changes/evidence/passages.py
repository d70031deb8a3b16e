"""Passages: what stands at one place of both versions, between two neighbours that both hold.

Links, and the paragraphs that did not change, are the fixed points; what lies between two of them and is no fixed point
is loose. A sentence goes in, how many loose ones lie at its place in the other version comes out.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from monitor.changes.evidence.pairing import Link, Pairing
from monitor.facts.sentence import Sentence

FIXED = 0.6
"""Share of words in order from which a linked sentence is a fixed point: below, it was written anew itself."""
_BEHIND_ALL = 10**15


class Passages:
    """Fixed points of both versions, and the sentences of each that are none."""

    def __init__(self, points: Sequence[tuple[int, int]], loose: tuple[Sequence[int], Sequence[int]]) -> None:
        self._points = (sorted(points), sorted((b, a) for a, b in points))
        self._loose = (sorted(loose[0]), sorted(loose[1]))

    def loose_beside(self, sentence: Sentence, side: int) -> int:
        """How many loose sentences of the other version lie at its place."""
        low, high = self._place(sentence, side)
        others = self._loose[1 - side]
        return bisect_left(others, high) - bisect_left(others, low + 1)

    def _place(self, sentence: Sentence, side: int) -> tuple[int, int]:
        """The fixed points of the other version between which a sentence would stand there."""
        points = self._points[side]
        at = bisect_left(points, (sentence.order, -1))
        before = points[at - 1][1] if at else -1
        behind = points[at][1] if at < len(points) else _BEHIND_ALL
        return min(before, behind), max(before, behind)

    def facing(
        self, old: Sequence[Sentence], new: Sequence[Sentence]
    ) -> Iterator[tuple[list[Sentence], list[Sentence]]]:
        """Sentences of both versions that lie between the same two fixed points, in their order."""
        here: dict[tuple[int, int], list[Sentence]] = defaultdict(list)
        for sentence in new:
            here[self._place(sentence, 1)].append(sentence)
        there: dict[tuple[int, int], list[Sentence]] = defaultdict(list)
        ends = list(here)
        for sentence in old:
            for low, high in ends:
                if low < sentence.order < high:
                    there[low, high].append(sentence)
                    break
        for place, sentences in here.items():
            if there.get(place):
                yield there[place], sentences


def passages(
    old: Sequence[Sentence], new: Sequence[Sentence], pairing: Pairing, shared: Sequence[tuple[int, int]]
) -> Passages:
    """The passages of two versions. `shared` are the places of paragraphs that both hold, in sentence orders."""
    points = [(link.old.order, link.new.order) for link in pairing.links if link.main and link.order >= FIXED]
    fixed_old, fixed_new = {a for a, _ in points}, {b for _, b in points}
    loose = [s.order for s in old if s.order not in fixed_old], [s.order for s in new if s.order not in fixed_new]
    return Passages([*points, *shared], loose)


_MOST = 12
"""Sentences of a passage that are paired by their place; in a longer one places say little."""
_LINE = 12
"""Words of a line, a heading or an item of a list: it is known by its place where it holds other words."""


def pair_by_place(old: Sequence[Sentence], new: Sequence[Sentence], pairing: Pairing, places: Passages) -> None:
    """Link the lines that have no partner with those at their place, where both sides have as many."""
    taken = {id(s) for link in pairing.links if link.main for s in (link.old, link.new)}
    lone = [[s for s in side if id(s) not in taken and not s.headline] for side in (old, new)]
    for gone, came in places.facing(*lone):
        if len(gone) != len(came) or len(gone) > _MOST:
            continue
        if all(len(s.column.low) <= _LINE for s in (*gone, *came)):
            for a, b in zip(gone, came, strict=True):
                pairing.add(Link(a, b, 0.0, 0.0, True))
