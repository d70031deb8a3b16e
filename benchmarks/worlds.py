"""Four worlds of articles that are edited, for the simulator of the schedule: a seed goes in, articles come out.

The rates are those of the schedule research (docs/schedule.md): what is edited how often, and at which age. An edit
brings others soon after, and a newsroom works by day. Knows nothing of how articles are watched.
"""

from __future__ import annotations

import bisect
import math
import random
from dataclasses import dataclass

LIFE = 720.0
"""Hours for which an article is followed."""

CALIBRATED, HEAVY, SLOW, STEADY = WORLDS = ("calibrated", "heavy", "slow", "steady")
"""As public counts of edits say; more edits; edits that come late; edits at any age alike."""

AFTERSHOCK, AFTERSHOCK_HOURS = 0.26, 0.67
MOST_AFTER = 5
BROUGHT = sum(AFTERSHOCK**n for n in range(1, MOST_AFTER + 1))
"""Edits that one edit brings, on average."""
HINT_HOURS = 5 / 60


@dataclass(slots=True)
class Story:
    """One article: when it was published (hours), its edits (hours since then), how lively it is, what is announced."""

    born: float
    edits: list[float]
    lively: float
    world: str
    announced: list[float]


def by_day(hour: float) -> float:
    """Newsroom hours: three edits by day for one at night."""
    return 1 + 0.5 * math.sin(2 * math.pi * (hour - 8) / 24)


def rate(world: str, age: float) -> float:
    """Edits an hour at an age, of an article of the usual liveliness."""
    if world == HEAVY:
        fading: float = (1 + age / 1.2) ** -1.25
        return 0.115 * fading + 0.10 / LIFE
    if world == CALIBRATED:
        return 0.52 * math.exp(-age / 1.5) / 1.5 + 0.33 * math.exp(-age / 10) / 10 + 0.15 / LIFE
    if world == SLOW:
        slowly: float = (1 + age / 20) ** -1.3
        return 0.030 * slowly + 0.15 / LIFE
    return 1.0 / LIFE


def _lively(world: str, chance: random.Random) -> float:
    kind = chance.random()
    if world == STEADY:
        return chance.lognormvariate(math.log(1.2), 1.3)
    if world == CALIBRATED:
        if kind < 0.58:
            return 0.03
        return chance.lognormvariate(math.log(1.1), 0.6) if kind < 0.97 else chance.lognormvariate(math.log(9), 0.4)
    if kind < 0.50:
        return 0.15
    return chance.lognormvariate(math.log(2.2), 0.8) if kind < 0.95 else chance.lognormvariate(math.log(22), 0.5)


def story(world: str, born: float, chance: random.Random, recall: float) -> Story:
    """One article, published at an hour; `recall` of its edits are announced within five minutes."""
    lively = _lively(world, chance)
    edits: list[float] = []
    age = 0.0
    while age < LIFE:
        most = lively * rate(world, age) * 1.5 + 1e-9
        age += chance.expovariate(most)
        if age < LIFE and chance.random() < lively * rate(world, age) * by_day(age + born) / most:
            edits.append(age)
    for edit in edits:
        more = 0
        while chance.random() < AFTERSHOCK and more < MOST_AFTER:
            more += 1
            after = edit + chance.expovariate(1 / AFTERSHOCK_HOURS)
            if after < LIFE:
                bisect.insort(edits, after)
    announced = sorted(edit + chance.uniform(0, HINT_HOURS) for edit in edits if chance.random() < recall)
    return Story(born, edits, lively, world, announced)


def to_wait_for(one: Story, start: float, end: float) -> tuple[float, float]:
    """Edits between two ages and the hours from each until the second, as they are to be expected.

    By the true rates and by what went before: the same on average as what happens, and far less a matter of luck.
    """
    pieces = max(3, min(24, math.ceil(end - start)))
    size = (end - start) / pieces
    edits = waited = 0.0
    for n in range(pieces):
        age = start + (n + 0.5) * size
        brought = one.lively * rate(one.world, age) * by_day(age + one.born) * size
        edits += brought
        waited += brought * (end - age)
    lag = AFTERSHOCK_HOURS
    for edit in one.edits[bisect.bisect_left(one.edits, start - 8 * lag) : bisect.bisect_left(one.edits, end)]:
        since = max(edit, start)
        left, still = end - since, BROUGHT * math.exp((edit - since) / lag)
        gone = -math.expm1(-left / lag)
        edits += still * gone
        waited += still * (left - lag * gone)
    return edits, waited


def stories(world: str, count: int, hours: float, seed: int, recall: float = 0.0) -> list[Story]:
    """`count` articles, published at any time within so many hours."""
    chance = random.Random(f"{world} {seed}")
    return [story(world, born, chance, recall) for born in sorted(chance.uniform(0, hours) for _ in range(count))]
