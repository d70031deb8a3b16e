"""The paragraphs of two versions in, rows for a side-by-side view out: which stands beside which, and which moved.

For screens only; what changed in the facts is judged elsewhere. Never cuts or alters a paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz.distance import Indel

_ALIKE = 0.5
"""Two paragraphs stand side by side from this share of common words on; below, one left and another came."""
_REACH = 40
"""An edited paragraph is looked for this many places up or down, so that the work grows linearly with the text."""


class Row(NamedTuple):
    """One line of the view. `old` is None where the paragraph is new, `new` where it is gone; `moved`: other place."""

    old: str | None
    new: str | None
    moved: bool = False


def align_paragraphs(old: Sequence[str], new: Sequence[str]) -> list[Row]:
    """Rows in the order of `new`; a paragraph that is gone stands after its former neighbour above.

    Equal paragraphs first, wherever they stand, then the most alike ones. Every paragraph is in exactly one row.
    """
    pairs = _equal(old, new)
    pairs.update(_similar(old, new, pairs))
    steady = _steady(pairs)
    by_new = {j: i for i, j in pairs.items()}
    gone: dict[int, list[int]] = defaultdict(list)  # the steady old paragraph above -> those gone below it
    above = -1
    for i in range(len(old)):
        if i in steady:
            above = i
        elif i not in pairs:
            gone[above].append(i)
    rows = [Row(old[i], None) for i in gone[-1]]
    for j, text in enumerate(new):
        origin = by_new.get(j)
        if origin is None:
            rows.append(Row(None, text))
            continue
        rows.append(Row(old[origin], text, origin not in steady))
        if origin in steady:
            rows += [Row(old[i], None) for i in gone[origin]]
    return rows


def _equal(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Paragraphs that are the same but for white space; the n-th of several equal ones goes with the n-th."""
    places: dict[str, list[int]] = defaultdict(list)
    for j in reversed(range(len(new))):
        places[" ".join(new[j].split())].append(j)
    pairs = {}
    for i, text in enumerate(old):
        if waiting := places.get(" ".join(text.split())):
            pairs[i] = waiting.pop()
    return pairs


def _similar(old: Sequence[str], new: Sequence[str], taken: dict[int, int]) -> dict[int, int]:
    """Edited paragraphs, the most alike first; at equal likeness the nearest, then the first."""
    left = [i for i in range(len(old)) if i not in taken]
    used = set(taken.values())
    right = [j for j in range(len(new)) if j not in used]
    words = {("o", i): re.findall(r"\w+", old[i].lower()) for i in left}
    words |= {("n", j): re.findall(r"\w+", new[j].lower()) for j in right}
    scored = []
    for a, i in enumerate(left):
        for b in range(max(0, a - _REACH), min(len(right), a + _REACH + 1)):
            j = right[b]
            first, second = words["o", i], words["n", j]
            if not first or not second:
                continue
            likeness = Indel.normalized_similarity(first, second, score_cutoff=_ALIKE)
            if likeness >= _ALIKE:
                scored.append((-likeness, abs(a - b), i, j))
    pairs: dict[int, int] = {}
    matched: set[int] = set()
    for _, _, i, j in sorted(scored):
        if i not in pairs and j not in matched:
            pairs[i] = j
            matched.add(j)
    return pairs


def _steady(pairs: dict[int, int]) -> set[int]:
    """The old places of the longest run of pairs that kept their order: these did not move, the others did."""
    tails: list[int] = []  # smallest new place that ends a run of each length (patience sorting)
    at: list[int] = []
    before: dict[int, int | None] = {}
    for i in sorted(pairs):
        length = bisect_left(tails, pairs[i])
        before[i] = at[length - 1] if length else None
        tails[length : length + 1] = [pairs[i]]
        at[length : length + 1] = [i]
    steady: set[int] = set()
    last: int | None = at[-1] if at else None
    while last is not None:
        steady.add(last)
        last = before[last]
    return steady
