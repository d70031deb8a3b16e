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
SCORE = "score"
"""The measure of two numbers of one contest, in the order written."""
COUNT = "count"
"""The measure of figures without a unit, and of people and things that are counted."""


_HALF = Decimal("0.5")
_USUAL, _MOST = Decimal("0.015"), Decimal("0.05")
"""How far two amounts may be apart that are one in two units, by their size: the usual, and the most that rounding to a
whole number explains."""


class Measured(NamedTuple):
    """`measure` names what is measured ("length"); `lo` and `hi` are in its first unit, None where a bound is open."""

    measure: str
    lo: Decimal | None
    hi: Decimal | None
    value: Decimal
    """The end a reader would quote."""
    half: Decimal = Decimal(0)
    """Half of what the last written digit stands for: "eleven miles" may be 10.5 to 11.5 of them."""


@lru_cache(maxsize=1)
def factors() -> dict[str, tuple[str, Decimal]]:
    """Each unit with its measure and its size in the first unit of that."""
    table = tomllib.loads(files("monitor.changes.evidence").joinpath("measures.toml").read_text("utf-8"))
    return {unit: (measure, Decimal(factor)) for measure, units in table.items() for unit, factor in units.items()}


def measured(figure: Figure) -> Measured:
    """The figure's interval in the first unit of its measure. An unknown unit is a measure of its own."""
    unit, lo, hi = figure.unit, figure.lo, figure.hi
    if unit in ("", "person"):
        measure, factor = SHARE if lo is not None and 0 < abs(lo) < 1 else COUNT, None
    else:
        base, per, what = unit.partition(" per ") if unit not in factors() else (unit, "", "")
        measure, factor = factors().get(base, (base, None))
        measure += per + what
        if factor is not None:
            lo, hi = None if lo is None else lo * factor, None if hi is None else hi * factor
    quoted = figure.value or Decimal(0)
    half = _HALF * Decimal(1).scaleb(min(0, int(quoted.as_tuple().exponent))) * (factor or 1)
    return Measured(measure, lo, hi, lo if lo is not None else hi if hi is not None else Decimal(0), half)


def converted_equal(first: Measured, second: Measured) -> bool:
    """Whether two amounts of one measure, given in different units, are the same to the digits that are usual."""
    larger = max(abs(first.value), abs(second.value))
    room = max(larger * _USUAL, min(max(first.half, second.half), larger * _MOST))
    return abs(first.value - second.value) <= room


def cents_of(first: Measured, second: Measured, units: tuple[str, str]) -> bool:
    """Whether one counts cents, of whatever money, and the other as much in whole units: "60 cents", "0.60 euros"."""
    cents = [unit.partition(" per ")[0] == _CENT for unit in units]
    rates = {unit.partition(" per ")[2] for unit in units}
    return (
        any(cents)
        and len(rates) == 1
        and all(m.measure.startswith("money") for m in (first, second))
        and (first.value == second.value)
    )


_CENT = "cent"


def kindred_units(one: str, other: str) -> bool:
    """Whether one unit only says less than the other: "points" and "percentage points", "degrees" and "Celsius"."""
    first, second = set(one.split()), set(other.split())
    return first <= second or second <= first or "degree" in (one, other)
