"""The low, best and high number of a figure, as casualty recorders keep them: its stored ends and bound go in.

A number that the text leaves open is None. Decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def three_numbers(fields: Mapping[str, Any]) -> dict[str, str | None]:
    """The low, best and high number of a figure from its stored ends and bound.

    A range and a vague word have no best one; "about 40" has nothing else; "at least 41" is quoted as 41.
    """
    low, high, bound = fields.get("lo"), fields.get("hi"), fields.get("bound")
    if bound == "~":
        ranged = low is not None and high is not None and low != high
        return {"low": low if ranged else None, "best": None if ranged else low, "high": high if ranged else None}
    best = None if bound == "vague" or (low is not None and high is not None and low != high) else low or high
    return {"low": low, "best": best, "high": high}
