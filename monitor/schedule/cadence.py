"""When an adaptive article is worth another look: often while it is young or keeps changing, rarely later, never not
at all.

Pure: a history comes in, seconds or a new learned state go out. To minimise the mean delay until an edit is seen
under a fixed number of looks, the rate of looks is proportional to the square root of the rate of edits; the age
shape of news edits and the start values are the measured ones of the schedule research (0.16 edits an hour when new,
falling with age).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

START = 0.45
"""Start of both Gamma parameters: weak knowledge, so that a few looks at a lively article outweigh it."""

FORGET_ABOVE = START + 0.7
"""The rate parameter is kept below this, so that what an article did long ago is forgotten."""

PRICE_HOURS = 0.1
"""Interval at one edit an hour; about 200 looks at an average article in its first 30 days, 15 minutes apart at
first.
"""


@dataclass(frozen=True, slots=True)
class Learned:
    """Gamma state of an article's multiplier on the age shape: a counts edits seen, b the edits the shape expected."""

    a: float = START
    b: float = START


def expected_rate(age_hours: float) -> float:
    """Edits an hour that an average article of this age gets."""
    fading: float = (1 + max(0.0, age_hours) / 1.5) ** -1.2
    return 0.16 * fading + 0.0003


def expected_edits(from_hours: float, to_hours: float) -> float:
    """The integral of `expected_rate` between two ages."""

    def upto(age: float) -> float:
        fading: float = (1 + max(0.0, age) / 1.5) ** -0.2
        return -1.2 * fading + 0.0003 * age

    return max(1e-9, upto(to_hours) - upto(from_hours))


def learn(known: Learned, from_hours: float, to_hours: float, changed: bool) -> Learned:
    """The state after one look over a gap between two ages; `changed` says whether the text differed."""
    expected = expected_edits(from_hours, to_hours)
    a, b = known.a, known.b
    if changed:
        mean = (a / b) * expected
        # At least one edit happened: its expected number given that, for a Poisson count.
        a += mean / -math.expm1(-mean)
    b += expected
    if b > FORGET_ABOVE:
        a, b = a * FORGET_ABOVE / b, FORGET_ABOVE
    return Learned(a, b)


def interval_seconds(known: Learned, age_hours: float) -> float:
    """Seconds to wait before the next look at an article of this age."""
    rate = (known.a / known.b) * expected_rate(age_hours)
    return 3600 * PRICE_HOURS / math.sqrt(max(rate, 1e-9))
