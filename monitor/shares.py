"""A share with what chance leaves open: how many of how many go in, the ends of its interval come out."""

from __future__ import annotations

import math

Z = 1.959964
"""Of the normal distribution: an interval that holds the true share in 95 of 100 cases."""


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Wilson's score interval (1927) at 95 %. It stays inside 0 to 1, for few cases too; none say nothing."""
    if of <= 0:
        return 0.0, 1.0
    share, z2 = hits / of, Z * Z
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = Z / (1 + z2 / of) * math.sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    return max(0.0, middle - half), min(1.0, middle + half)
