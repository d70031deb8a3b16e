"""Units made comparable: a figure goes in, its interval in the first unit of its measure comes out.

Knows only exact conversions (measures.toml), and says how far written digits can be trusted. Finds no figures.
"""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from monitor.facts.figure import Figure

SHARE = "share"
"""The measure of fractions and percentages."""
COUNT = "count"
"""The measure of figures without a unit, and of people and things that are counted."""


class Measured(NamedTuple):
    """`measure` names what is measured ("length"); `lo` and `hi` are in its first unit, None where a bound is open."""

    measure: str
    lo: Decimal | None
    hi: Decimal | None
    value: Decimal
    """The end a reader would quote."""


@lru_cache(maxsize=1)
def _factors() -> dict[str, tuple[str, Decimal]]:
    table = tomllib.loads(files("monitor.changes.evidence").joinpath("measures.toml").read_text("utf-8"))
    return {unit: (measure, Decimal(factor)) for measure, units in table.items() for unit, factor in units.items()}


def measured(figure: Figure) -> Measured:
    """The figure's interval in the first unit of its measure. An unknown unit is a measure of its own."""
    unit, lo, hi = figure.unit, figure.lo, figure.hi
    if unit in ("", "person"):
        measure = SHARE if lo is not None and 0 < abs(lo) < 1 else COUNT
    else:
        base, per, what = unit.partition(" per ") if unit not in _factors() else (unit, "", "")
        measure, factor = _factors().get(base, (base, None))
        measure += per + what
        if factor is not None:
            lo, hi = None if lo is None else lo * factor, None if hi is None else hi * factor
    return Measured(measure, lo, hi, lo if lo is not None else hi if hi is not None else Decimal(0))


def converted_equal(first: Measured, second: Measured) -> bool:
    """Whether two amounts of one measure, given in different units, are the same to the digits that are usual."""
    larger = max(abs(first.value), abs(second.value))
    return abs(first.value - second.value) <= larger * Decimal("0.015")


def kindred_units(one: str, other: str) -> bool:
    """Whether one unit only says less than the other: "points" and "percentage points", "degrees" and "Celsius"."""
    first, second = set(one.split()), set(other.split())
    return first <= second or second <= first or "degree" in (one, other)
