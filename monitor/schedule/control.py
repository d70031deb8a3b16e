"""The price of a look, kept so that a budget is spent and not overspent: what articles ask for and what was spent go
in, a price comes out.

One Meter for all looks and one for each host. Pure but for what a Meter holds; claims nothing and delays nothing.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from typing import Any

DAY_MS = 86_400_000
SMOOTH_DAYS = 1.0
"""Newsrooms sleep at night: what is asked for is averaged over a day, or looks would be moved from day to night."""

REPAY_DAYS = 1.0
"""In so many days about two thirds of what was spent too much, or too little, is made up for."""

MOST_OWED = 1.0
"""Days of budget that are remembered at most, either way."""

LEAST, MOST = 1e-4, 1e4


@dataclass(slots=True)
class Meter:
    """One budget: the looks that are spent, those asked for at price 1 (a day), and what is owed.

    `asked` is the sum over articles of looks a day times the price by which they were planned.
    """

    price: float = 0.0
    asked: float = 0.0
    other: float = 0.0
    owed: float = 0.0
    at_ms: int = 0

    def step(self, budget: float, asked: float, other: int, spent: int, now_ms: int) -> float:
        """The price from now on. `budget` and `asked` are looks a day.

        `spent` looks were used since the last step, and `other` of them would have been at any price.
        """
        days = max(0.0, (now_ms - self.at_ms) / DAY_MS) if self.at_ms else 0.0
        gain = 1 - math.exp(-days / SMOOTH_DAYS) if self.at_ms else 1.0
        self.asked = max(asked, 1e-9) if not self.asked else self.asked + gain * (asked - self.asked)
        if days:
            self.other += gain * (other / days - self.other)
            self.owed = min(max(self.owed + spent - budget * days, -MOST_OWED * budget), MOST_OWED * budget)
        self.at_ms = now_ms
        if self.asked >= asked * 4 or asked >= self.asked * 4:
            # A thousand articles were added, or taken away: no day's average says anything of what comes.
            self.asked = asked
        free = max(budget - self.other, budget * 0.05) - self.owed / REPAY_DAYS
        self.price = min(max(self.asked / max(free, budget * 0.05), LEAST), MOST)
        return self.price

    def stored(self) -> str:
        """The form in the store; `from_stored` reads it back."""
        return json.dumps({name: round(value, 6) for name, value in asdict(self).items()}, separators=(",", ":"))

    @classmethod
    def from_stored(cls, text: str | None) -> Meter:
        """What `stored` wrote."""
        fields: dict[str, Any] = json.loads(text) if text else {}
        return cls(**{name: fields[name] for name in cls.__dataclass_fields__ if name in fields})
