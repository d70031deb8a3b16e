"""When an adaptive article is worth another look: often while it is young or keeps changing, rarely later, never not
at all.

Pure: what is known of an article and of its site comes in, hours or a new learned state go out. To minimise the mean
delay until an edit is seen under a fixed number of looks, the rate of looks is proportional to the square root of the
rate of edits; the price is the factor, and the higher it is the fewer looks there are.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass

from monitor.schedule.shape import MULTIPLES, Shape, expected, walk

PRICE = 0.1
"""Where no budget binds: about 200 looks at an average article in its first 30 days, 15 minutes apart at first."""

BURST, BURST_HOURS = 0.26, 1.0
"""An edit brings about one more in four cases, within an hour or so."""

BURST_SEEN = 4.0
"""Bursts that are over for so many hours are not reckoned with."""

DRIFT_HOURS = 2000.0
"""How fast an article's past loses its weight: a story may come back to life."""

NEWS_HOURS = 24.0
"""How far back a feed's own pace is remembered."""

_STORED = struct.Struct(f"<{len(MULTIPLES)}f")


@dataclass(frozen=True, slots=True)
class Learned:
    """How likely it is that an article is of each kind (shape.py MULTIPLES); empty before its first comparison."""

    shares: tuple[float, ...] = ()

    def mean(self, shape: Shape) -> float:
        """Edits in 30 days that are to be expected of it, by the site's usual ageing."""
        return sum(share * many for share, many in zip(self.shares or shape.prior, MULTIPLES, strict=True))

    def stored(self) -> bytes:
        """The form in the store; `from_stored` reads it back."""
        return _STORED.pack(*self.shares) if self.shares else b""

    @classmethod
    def from_stored(cls, kept: bytes | None) -> Learned:
        """What `stored` wrote; of another number of kinds, as if nothing was known."""
        if not kept or len(kept) != _STORED.size:
            return cls()
        return cls(tuple(_STORED.unpack(kept)))


@dataclass(frozen=True, slots=True)
class Gap:
    """The time between two looks: the age and the hour of the day (UTC) at its begin, its length, all in hours."""

    age: float
    hour: float
    hours: float


def burst_edits(since_change: float | None, hours: float) -> float:
    """Edits that the last one brings within so many hours, which begin `since_change` hours after it."""
    if since_change is None:
        return 0.0
    return BURST * math.exp(-since_change / BURST_HOURS) * -math.expm1(-hours / BURST_HOURS)


def learn(
    known: Learned, shape: Shape, gap: Gap, changed: bool, hinted: bool = False, *, brought: float = 0.0
) -> Learned:
    """The state after a look over a gap. `changed` says whether the text differed, `hinted` whether a feed said so.

    `brought` are edits that an earlier one is expected to bring in the gap: they say nothing of the kind of article.
    """
    edits = expected(shape, gap.age, gap.hour, gap.hours)
    kept = math.exp(-gap.hours / DRIFT_HOURS)
    weights = []
    for share, usual, many in zip(known.shares or shape.prior, shape.prior, MULTIPLES, strict=True):
        weights.append(
            (kept * share + (1 - kept) * usual) * _likelihood(many * edits + brought, shape.recall, changed, hinted)
        )
    whole = sum(weights)
    if whole <= 0:
        return Learned()
    return Learned(tuple(one / whole for one in weights))


def _likelihood(edits: float, recall: float, changed: bool, hinted: bool) -> float:
    """How well `edits` expected in a gap fit what was seen; edits come as a Poisson process, `recall` of it hinted."""
    if hinted:
        # One announced edit, at the end of the gap; whatever else there was is seen with it.
        return edits * math.exp(-recall * edits)
    if not changed:
        return math.exp(-edits)
    return math.exp(-recall * edits) * -math.expm1(-(1 - recall) * edits)


def wait_hours(
    known: Learned, shape: Shape, now: Gap, price: float, *, weight: float = 1.0, since_change: float | None = None
) -> float:
    """Hours until the next look, `now.hours` at most: when the square roots of the rate add up to the price.

    `since_change` are the hours since the last edit was seen; None reckons with no burst.
    """
    # What a feed announces needs no look of its own.
    often = known.mean(shape) * (1 - shape.recall) * weight
    bursting = 0.0 if since_change is None else BURST / BURST_HOURS * (1 - shape.recall) * weight
    left = price
    ages, hours = shape.ages, shape.hours
    for piece in walk(now.age, now.hour, now.hours):
        rate = often * piece.usual * ages[piece.age] * hours[piece.hour]
        if bursting and since_change is not None:
            over = since_change + piece.start + piece.hours / 2
            if over < BURST_SEEN:
                rate += bursting * math.exp(-over / BURST_HOURS)
        spent = math.sqrt(rate) * piece.hours
        if spent >= left:
            return piece.start + piece.hours * left / spent
        left -= spent
    return now.hours


def poll_hours(price: float, news: float) -> float:
    """Hours until the next poll of a feed that announces so many edits and new articles an hour.

    A poll is a look at all of them at once, and is placed by the same rule and the same price.
    """
    return price / math.sqrt(max(news, 1e-6))


def news_rate(rate: float, found: int, hours: float) -> float:
    """News an hour, after a poll that found so many in the hours since the last: mostly those of the last day."""
    gain = -math.expm1(-hours / NEWS_HOURS)
    return rate + gain * (found / max(hours, 1e-6) - rate)
