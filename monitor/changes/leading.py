"""Who said the newest value of a figure first, who followed, and who still prints an old one.

The series of one slot go in, a Standing for each comes out. A value that stood before the first look of an article was
said by then at the latest, and leads nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from monitor.changes.ledger import Point, Series, StorySlot

Amount = tuple[object, object]


class Stand(StrEnum):
    """Where an article stands on one figure."""

    FIRST = "first"
    """It said the newest value before the others."""
    SAME = "same"
    """It says the newest value too."""
    OLD = "old"
    """It still says what the newest value replaced."""
    OTHER = "other"
    """It says a value that was never the newest here."""
    GONE = "gone"
    """It does not report the figure any more."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How one article stands. `behind_ms` is how long after the first it came to the newest value.

    None where it has not, or where it said so before we looked.
    """

    stand: Stand
    since: int
    behind_ms: int | None = None


@dataclass(frozen=True, slots=True)
class _Said:
    series: Series
    point: Point
    before: Point | None


def standings(slot: StorySlot) -> list[Standing]:
    """A standing for each series, in their order."""
    newest, led = _newest(_in_order(slot.series))
    first = led.get(newest) if newest is not None else None
    return [_standing(one, newest, led, first) for one in slot.series]


def newest_of(slot: StorySlot) -> Point | None:
    """The first saying of the newest value; None where nothing is reported any more."""
    newest, led = _newest(_in_order(slot.series))
    return led[newest].point if newest is not None else None


def _in_order(series: Sequence[Series]) -> list[_Said]:
    found = []
    for one in series:
        befores = [None, *one.points[:-1]]
        found += [_Said(one, point, before) for point, before in zip(one.points, befores, strict=True)]
    return sorted(found, key=lambda said: (said.point.at, said.point.change_id or 0))


def _newest(said: Sequence[_Said]) -> tuple[Amount | None, dict[Amount, _Said]]:
    """The newest value, and who said each value first; one that was given up and came back is said anew."""
    newest: Amount | None = None
    led: dict[Amount, _Said] = {}
    told: dict[Amount, _Said] = {}
    for one in said:
        amount = one.point.amount
        if amount is None:
            continue
        left = one.before.amount if one.before else None
        if amount not in told:
            told[amount] = one
            if one.point.change_id is not None or newest is None:
                newest, led[amount] = amount, one
        elif amount != newest and one.point.change_id is not None and (left == newest or amount not in led):
            # Back from the newest value to an earlier one, or the first move to what another was first seen with.
            newest = amount
            led[amount] = one if left in led and amount in led else told[amount]
    return newest, led


def _standing(one: Series, newest: Amount | None, led: dict[Amount, _Said], first: _Said | None) -> Standing:
    now = one.now
    if now.amount is None:
        return Standing(Stand.GONE, now.at)
    since = _since(one)
    if now.amount != newest:
        return Standing(Stand.OLD if now.amount in led else Stand.OTHER, since.at)
    if first is None or first.series is one:
        return Standing(Stand.FIRST, since.at)
    seen = since.change_id is not None and since.at > first.point.at
    return Standing(Stand.SAME, since.at, since.at - first.point.at if seen else None)


def _since(one: Series) -> Point:
    """The point from which the number has been what it is; a bound or a source may have moved since."""
    found = one.now
    for point in reversed(one.points):
        if point.amount != one.now.amount:
            break
        found = point
    return found
