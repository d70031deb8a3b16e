"""One step told in several places: the same figure moved by the same amount in headline, lead and body.

Two changes of figures go in, whether they are one fact comes out. A headline may round what the body says in full.
"""

from __future__ import annotations

from decimal import Decimal

from monitor.changes.change import Change, Mention
from monitor.changes.kinds import Kind

_LARGE = 100


def numbers_of(change: Change) -> tuple[set[Decimal], set[Decimal]]:
    """The numbers of both sides."""
    old, new = (
        {n for n in (side.lo, side.hi) if n is not None} if side else set() for side in (change.old, change.new)
    )
    return old, new


def same_step(one: Change, other: Change) -> bool:
    """Whether two changes are one step: equal amounts on both sides, or a headline that rounds them."""
    if one.kind is not other.kind:
        return False
    sides = ((one.old, other.old), (one.new, other.new))
    if any((a is None) != (b is None) for a, b in sides):
        return False
    pairs = [(a, b) for a, b in sides if a and b]
    if all(ends(a) == ends(b) and _kindred(a, b) for a, b in pairs):
        return True
    rounded = one.where == "headline" and one.kind is Kind.FIGURE_VALUE
    return rounded and all(_near_amounts(a, b) for a, b in pairs)


def ends(side: Mention) -> tuple[Decimal, str]:
    """The number of a side and its unit; people need none."""
    number = side.lo if side.lo is not None else side.hi
    return number or Decimal(0), "" if side.unit == "person" else side.unit


def _kindred(a: Mention, b: Mention) -> bool:
    """Whether both can count the same. A number of three digits is hardly used for two things in one story."""
    return ends(a)[0] >= _LARGE or not a.counted or not b.counted or a.counted == b.counted


def _near_amounts(a: Mention, b: Mention) -> bool:
    share = {"percent": Decimal("0.01"), "": Decimal(1), "fraction": Decimal(1)}
    if a.unit not in share or b.unit not in share or a.unit == b.unit:
        return False
    one, other = ends(a)[0] * share[a.unit], ends(b)[0] * share[b.unit]
    return abs(one - other) <= Decimal("0.05") * max(abs(one), abs(other))
