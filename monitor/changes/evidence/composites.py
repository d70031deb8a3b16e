"""One amount told in several units: "two minutes and 40 seconds", "5 ft 3", "3 years 6 months".

The figures of a sentence go in, runs of them that are one amount come out as one figure in the smallest unit. Joins
only units of one measure, the larger first, with nothing but "and" or a comma between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from monitor.changes.evidence.measures import factors
from monitor.facts.figure import Figure
from monitor.facts.vocabulary import vocabulary

_BARE = {"foot": "inch", "hour": "minute"}
"""The unit of a number that stands bare behind another unit: "5 ft 3", "deux heures 40"."""


def composites(text: str, lang: str, figures: Sequence[Figure]) -> list[tuple[Figure, int, int]]:
    """Each amount with the numbers of its first and its last figure."""
    found: list[tuple[Figure, int, int]] = []
    for n, figure in enumerate(figures):
        joined = _joined(text, lang, found[-1][0], figure) if found else None
        if joined is None:
            found.append((figure, n, n))
        else:
            found[-1] = (joined, found[-1][1], n)
    return found


def _joined(text: str, lang: str, one: Figure, other: Figure) -> Figure | None:
    """Both as one amount, None where they are two."""
    known = factors()
    if one.unit not in known or one.lo != one.hi or other.lo != other.hi or one.lo is None or other.lo is None:
        return None
    between = text[one.end : other.start].strip().lower()
    bare = not other.unit and not between and one.unit in _BARE and other.surface.isdigit()
    unit = _BARE[one.unit] if bare else other.unit
    joiners = vocabulary(lang).numbers.joiners
    if unit not in known or not (between in joiners or between in ("", ",") or between.strip(", ") in joiners):
        return None
    (measure, large), (same, small) = known[one.unit], known[unit]
    times = round(large / small)
    if measure != same or times < 2 or abs(large / small - times) > _EXACT or not 0 <= other.lo < times:
        return None  # "12 km, 7 miles" are two amounts
    amount = one.lo * times + other.lo
    surface = text[one.start : other.end]
    whose = one if one.counted else other
    return replace(
        one, surface=surface, end=other.end, lo=amount, hi=amount, unit=unit, noun=whose.noun, counted=whose.counted
    )


_EXACT = Decimal("0.001")
