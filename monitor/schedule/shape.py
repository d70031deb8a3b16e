"""How often the articles of a site are edited: by age, by hour of the day, and how unlike each other they are.

Rates only: ages and moments go in, edits an hour come out. Learns nothing (habits.py does) and plans nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

AGES = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0)
"""Hours at which one span of ages ends and the next begins; the last has no end."""

HOURS = 24
LIFE = 720.0
"""Hours of the 30 days for which a multiple counts edits."""

MULTIPLES = (0.03, 0.1, 0.3, 0.8, 1.7, 3.5, 7.0, 15.0, 40.0)
"""Edits in 30 days: what kinds of article there are, from one that rests to a live page."""

PRIOR = (0.25, 0.22, 0.16, 0.13, 0.11, 0.07, 0.04, 0.015, 0.005)
"""How common each kind is before a site has taught otherwise: about two articles of three are never edited."""

SHORTEST_STEP, GROWTH = 1 / 12, 1.5
FIRST_DAY, LATER = 1.0, 4.0
"""Hours of the pieces in which a stretch of time is walked: of five minutes at first, then of one hour, then of four.

Newsroom hours stay visible in pieces of four hours, and a week is walked in some sixty of them.
"""


def usual_rate(age_hours: float) -> float:
    """Edits an hour of an article of this age that gets one in 30 days: many when it is new, then fewer and fewer.

    The integral over 30 days is 1.
    """
    fading: float = (1 + max(0.0, age_hours) / 1.5) ** -1.2
    return 0.1498 * fading + 0.000281


@dataclass(frozen=True, slots=True)
class Shape:
    """What is known of a site. `ages` and `hours` are factors on the usual rate, `prior` the share of each kind.

    `recall` is the share of edits that the site's own feeds announce.
    """

    ages: tuple[float, ...] = (1.0,) * (len(AGES) + 1)
    hours: tuple[float, ...] = (1.0,) * HOURS
    prior: tuple[float, ...] = PRIOR
    recall: float = 0.0


PLAIN = Shape()


@dataclass(frozen=True, slots=True)
class Piece:
    """A short stretch of time: where it begins (hours from the start), how long it is, in which spans it lies.

    `usual` is the usual rate in its middle.
    """

    start: float
    hours: float
    age: int
    hour: int
    usual: float


def walk(age_hours: float, hour_of_day: float, stretch: float) -> Iterator[Piece]:
    """The pieces of the `stretch` hours after an age, which begin at an hour of the day (UTC)."""
    at, step = 0.0, SHORTEST_STEP
    while at < stretch:
        size = min(step, stretch - at)
        middle = at + size / 2
        age = age_hours + middle
        yield Piece(at, size, bisect_right(AGES, age), int(hour_of_day + middle) % HOURS, usual_rate(age))
        at += size
        step = min(step * GROWTH, FIRST_DAY if at < 24 else LATER)


def expected(shape: Shape, age_hours: float, hour_of_day: float, stretch: float) -> float:
    """Edits in the `stretch` hours after an age, of an article that gets one in 30 days."""
    ages, hours = shape.ages, shape.hours
    found = sum(p.usual * ages[p.age] * hours[p.hour] * p.hours for p in walk(age_hours, hour_of_day, stretch))
    return max(1e-9, found)
