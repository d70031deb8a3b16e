"""What a site teaches about its edits: looks are noted, a Shape comes out.

Counts edits beside those that were expected, by age and by hour of the day, and adds up of which kinds its articles
are. Little seen means little changed. Pure but for the counts it holds; never plans a look.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from monitor.schedule.cadence import Gap, Learned
from monitor.schedule.shape import AGES, HOURS, LIFE, MULTIPLES, PLAIN, Shape, usual_rate, walk

AGE_DOUBT, HOUR_DOUBT, KIND_DOUBT = 4.0, 12.0, 12.0
"""Edits (of a span of ages, of an hour) and articles that weigh as much as what was thought before."""

HINT_DOUBT = 5.0
"""Edits after which a site's own recall weighs as much as none at all."""

HALF_LIFE_DAYS = 60.0
"""How fast what a site did is forgotten."""

STORED = 1
_SPANS = len(AGES) + 1
_EDGES = (0.0, *AGES, LIFE)


def _usual_edits(start: float, end: float) -> float:
    pieces = 20
    size = (end - start) / pieces
    return sum(usual_rate(start + (n + 0.5) * size) for n in range(pieces)) * size


_USUAL = tuple(_usual_edits(start, end) for start, end in zip(_EDGES, _EDGES[1:], strict=False))
"""Edits within each span of ages, by the usual rate."""


class Habits:
    """The counts of one site; `everywhere` are those of all sites together, where a new site starts."""

    def __init__(self, everywhere: Habits | None = None) -> None:
        self._everywhere = everywhere
        self.edits, self.expected = [0.0] * _SPANS, [0.0] * _SPANS
        self.hour_edits, self.hour_expected = [0.0] * HOURS, [0.0] * HOURS
        self.kinds = [0.0] * len(MULTIPLES)
        self.hinted, self.unhinted = 0.0, 0.0
        self.changed = False
        self._shape: Shape | None = None
        self._noted = 0

    def shape(self) -> Shape:
        """What the counts say; made anew every so many looks, since it moves slowly."""
        if self._shape is None or self._noted >= max(8, min(100, sum(self.edits))):
            self._shape, self._noted = self._made(), 0
        return self._shape

    def shape_for(self, fed: bool) -> Shape:
        """The same for one article: nobody announces the edits of one that no feed brought."""
        return self.shape() if fed else replace(self.shape(), recall=0.0)

    def note(self, before: Learned, after: Learned, gap: Gap, changed: bool, hinted: bool = False) -> None:
        """Count one look over a gap, by what was known of the article before it and is after it."""
        shape = self.shape()
        mean = before.mean(shape)
        pieces = [
            (p.age, p.hour, p.usual * p.hours, shape.ages[p.age], shape.hours[p.hour])
            for p in walk(gap.age, gap.hour, gap.hours)
        ]
        whole = sum(usual * age * hour for _, _, usual, age, hour in pieces) * mean
        # At least one edit happened: the number to be expected, given that.
        many = (whole / -math.expm1(-whole) if whole > 1e-9 else 1.0) if changed else 0.0
        for age, hour, usual, age_factor, hour_factor in pieces:
            self.expected[age] += mean * usual * hour_factor
            self.hour_expected[hour] += mean * usual * age_factor
            if many:
                share = many * mean * usual * age_factor * hour_factor / whole if whole > 1e-9 else many / len(pieces)
                self.edits[age] += share
                self.hour_edits[hour] += share
        for n, (was, now) in enumerate(zip(before.shares or (0.0,) * len(self.kinds), after.shares, strict=True)):
            self.kinds[n] = max(0.0, self.kinds[n] + now - was)
        self._noted += 1
        self.changed = True
        if self._everywhere is not None:
            self._everywhere.note(before, after, gap, changed, hinted)

    def note_hint(self, announced: bool) -> None:
        """Count one edit that was seen, and whether a feed of the site had announced it."""
        self.hinted += announced
        self.unhinted += not announced
        self.changed = True
        self._noted += 1

    @property
    def recall(self) -> float:
        """The share of edits that the site's feeds announce, as far as was seen; 0 while little was."""
        return self.hinted / (self.hinted + self.unhinted + HINT_DOUBT)

    def fade(self, days: float) -> None:
        """Forget a little."""
        kept = 0.5 ** (days / HALF_LIFE_DAYS)
        for counts in (self.edits, self.expected, self.hour_edits, self.hour_expected, self.kinds):
            counts[:] = [one * kept for one in counts]
        self.hinted *= kept
        self.unhinted *= kept

    def stored(self) -> str:
        """The form in the store; `from_stored` reads it back."""
        counts = {
            "form": STORED,
            "edits": self.edits,
            "expected": self.expected,
            "hour_edits": self.hour_edits,
            "hour_expected": self.hour_expected,
            "kinds": self.kinds,
            "hints": [self.hinted, self.unhinted],
        }
        rounded = {k: [round(one, 4) for one in v] if isinstance(v, list) else v for k, v in counts.items()}
        return json.dumps(rounded, separators=(",", ":"))

    @classmethod
    def from_stored(cls, text: str | None, everywhere: Habits | None = None) -> Habits:
        """What `stored` wrote; of another form, as if nothing was known."""
        found = cls(everywhere)
        counts: dict[str, Any] = json.loads(text) if text else {}
        if counts.get("form") != STORED or len(counts["kinds"]) != len(MULTIPLES):
            return found
        for name in ("edits", "expected", "hour_edits", "hour_expected", "kinds"):
            getattr(found, name)[:] = counts[name]
        found.hinted, found.unhinted = counts["hints"]
        return found

    def _made(self) -> Shape:
        base = PLAIN if self._everywhere is None else self._everywhere.shape()
        ages = [
            (AGE_DOUBT * before + seen) / (AGE_DOUBT + wanted)
            for before, seen, wanted in zip(base.ages, self.edits, self.expected, strict=True)
        ]
        whole = sum(factor * usual for factor, usual in zip(ages, _USUAL, strict=True))
        hours = [
            (HOUR_DOUBT + seen) / (HOUR_DOUBT + wanted)
            for seen, wanted in zip(_spread(self.hour_edits), _spread(self.hour_expected), strict=True)
        ]
        level = sum(hours) / HOURS
        kinds = [KIND_DOUBT * before + seen for before, seen in zip(base.prior, self.kinds, strict=True)]
        return Shape(
            tuple(one / whole for one in ages),
            tuple(one / level for one in hours),
            tuple(one / sum(kinds) for one in kinds),
            self.recall,
        )


def _spread(counts: Sequence[float]) -> list[float]:
    """Each hour with its neighbours, two on each side: newsrooms do not stop on the hour."""
    weights = (1, 2, 3, 2, 1)
    return [
        sum(weight * counts[(n + shift) % HOURS] for shift, weight in zip(range(-2, 3), weights, strict=True)) / 3
        for n in range(HOURS)
    ]
