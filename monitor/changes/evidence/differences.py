"""Every place where two versions differ: words inside linked sentences, and sentences without a partner.

Both versions go in, differences come out in reading order. Each word that differs is in exactly one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Indel

from monitor.changes.evidence.pairing import Link
from monitor.changes.evidence.spans import Span, whole
from monitor.changes.evidence.versions import Versions

ANEW = 0.5
"""Share of words in order below which a sentence was written anew: a single word of it says nothing."""


_LINE = 8
"""Words of a line that is compared word by word however much of it differs: a heading, an item of a list."""


class Shape(StrEnum):
    """How a difference lies."""

    REPLACED = "replaced"
    CAME = "came"
    WENT = "went"
    ANEW = "written anew"
    NEW_SENTENCE = "new sentence"
    LOST_SENTENCE = "lost sentence"


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """Words of the old version that became words of the new one; one side is None where nothing stood in its place.

    `same` is the share of words that the two linked sentences have in order; 0 without a link. `among` is how many
    differences their link has.
    """

    shape: Shape
    old: Span | None
    new: Span | None
    link: Link | None = None
    same: float = 0.0
    among: int = 1

    @property
    def spans(self) -> tuple[Span, ...]:
        """Its one or two spans."""
        return tuple(span for span in (self.old, self.new) if span is not None)


def differences(versions: Versions) -> list[Difference]:
    """In the order of the new version; what stands in the old one alone comes last."""
    found: list[Difference] = []
    linked_old, linked_new = set(), set()
    for link in versions.pairing.links:
        if link.main:
            linked_old.add(id(link.old))
            linked_new.add(id(link.new))
            found += inside(link)
    found += [Difference(Shape.NEW_SENTENCE, None, whole(s)) for s in versions.new if id(s) not in linked_new]
    found.sort(key=lambda d: d.new.sentence.order if d.new else d.link.new.order if d.link else 0)
    found += [Difference(Shape.LOST_SENTENCE, whole(s), None) for s in versions.old if id(s) not in linked_old]
    return [difference for difference in found if any(span.start < span.end for span in difference.spans)]


def inside(link: Link) -> Iterator[Difference]:
    """The differences between two linked sentences; one for both as a whole where they were written anew."""
    first, second = link.old.column.low, link.new.column.low
    steps = list(_replaced(first, second))
    kept = len(first) + len(second) - sum(b - a + d - c for a, b, c, d in steps)
    same = kept / (len(first) + len(second)) if first or second else 1.0
    if same < ANEW and steps and max(len(first), len(second)) > _LINE:
        yield Difference(Shape.ANEW, whole(link.old), whole(link.new), link, same)
        return
    for a, b, c, d in steps:
        old = Span(link.old, a, b) if a < b else None
        new = Span(link.new, c, d) if c < d else None
        shape = Shape.REPLACED if old and new else Shape.CAME if new else Shape.WENT
        yield Difference(shape, old, new, link, same, len(steps))


def _replaced(first: Sequence[str], second: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Runs of words that were replaced, as (from, to) of the old and (from, to) of the new side."""
    start: tuple[int, int] | None = None
    end = (0, 0)
    for step in Indel.opcodes(first, second):
        if step.tag == "equal":
            if start is not None:
                yield start[0], end[0], start[1], end[1]
                start = None
        else:
            start = start or (step.src_start, step.dest_start)
        end = (step.src_end, step.dest_end)
    if start is not None:
        yield start[0], end[0], start[1], end[1]
