"""What sites taught and what a look costs now, in memory while the service runs: looks are noted, prices are kept.

Read from the store at the start and written back every few minutes; what a crash takes of it is learned again. Plans
nothing itself.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass

from monitor.schedule.cadence import PRICE
from monitor.schedule.control import DAY_MS, Meter
from monitor.schedule.habits import Habits
from monitor.schedule.shape import Shape
from monitor.store import Store, pacing

STEP_MS = 5 * 60_000
"""Between two steps of the prices."""

OF_A_HOST = 0.8
"""The share of what a host's pause allows that adaptive looks may fill, so that others find room."""

NEAR = 0.5
"""A host gets a price of its own when it asks for so much of its budget."""


@dataclass(frozen=True, slots=True)
class Budgets:
    """Looks a day: of all hosts together, None for any number, and of each host."""

    all: float | None = None
    host: float | None = None

    @classmethod
    def of(cls, looks_a_day: int | None, host_looks_a_day: int | None, host_pause: float) -> Budgets:
        """The budgets of a configuration; a host's never exceeds what its pause allows."""
        allowed = OF_A_HOST * 86_400 / host_pause if host_pause > 0 else None
        host = min((one for one in (host_looks_a_day, allowed) if one is not None), default=None)
        return cls(looks_a_day, host)


class Pacing:
    """Habits and prices of one service."""

    def __init__(self, budgets: Budgets, kept: dict[str, tuple[str, str]] | None = None) -> None:
        kept = kept or {}
        self._budgets = budgets
        self._everywhere = Habits.from_stored(kept.get(pacing.ALL, ("", ""))[0])
        self._habits = {
            name: Habits.from_stored(habits, self._everywhere) for name, (habits, _) in kept.items() if name
        }
        self._meters = {name: Meter.from_stored(meter) for name, (_, meter) in kept.items() if meter}
        self._spent: Counter[str] = Counter()
        self._other: Counter[str] = Counter()
        self._at_ms: int | None = None

    def use(self, budgets: Budgets) -> None:
        """Go on with other budgets."""
        self._budgets = budgets
        self._at_ms = None

    def habits(self, host: str) -> Habits:
        """What the site of this host taught."""
        found = self._habits.get(host)
        if found is None:
            found = self._habits[host] = Habits(self._everywhere)
        return found

    def price(self, host: str) -> float:
        """What a look at this host costs: the higher of the price of all and the host's own."""
        of_all = PRICE if self._budgets.all is None else self._price_of(pacing.ALL)
        return max(of_all, self._price_of(host) if self._budgets.host is not None else 0.0)

    def site(self, host: str) -> tuple[Shape, float]:
        """What is known of a host's articles, and what a look there costs."""
        return self.habits(host).shape(), self.price(host)

    def spent(self, host: str, *, adaptive: bool = True) -> None:
        """Count one look. One by an interval, a cron line, a hint or a doubt would be at any price."""
        for name in (host, pacing.ALL):
            self._spent[name] += 1
            self._other[name] += not adaptive

    def is_due(self, now_ms: int) -> bool:
        """Whether the prices are to be stepped."""
        return self._at_ms is None or not 0 <= now_ms - self._at_ms < STEP_MS

    def step(self, asked: dict[str, float], now_ms: int) -> None:
        """Step the prices by what the articles of each host ask for, and by what was spent."""
        days = (now_ms - self._at_ms) / DAY_MS if self._at_ms is not None else 0.0
        self._at_ms = now_ms
        self._everywhere.fade(max(0.0, min(days, 1.0)))
        if self._budgets.all is not None:
            self._step(pacing.ALL, self._budgets.all, sum(asked.values()), now_ms)
        of_all = PRICE if self._budgets.all is None else self._price_of(pacing.ALL)
        if self._budgets.host is not None:
            for host, wanted in asked.items():
                if host in self._meters or wanted / of_all > NEAR * self._budgets.host:
                    self._step(host, self._budgets.host, wanted, now_ms)
        self._spent.clear()
        self._other.clear()

    def to_keep(self) -> dict[str, tuple[str, str]]:
        """What is to be stored of it now: what moved since the last time."""
        rows: dict[str, tuple[str, str]] = {}
        for name, habits in [(pacing.ALL, self._everywhere), *self._habits.items()]:
            if habits.changed or name in self._meters:
                meter = self._meters.get(name)
                rows[name] = (habits.stored(), "" if meter is None else meter.stored())
                habits.changed = False
        return rows

    def _price_of(self, name: str) -> float:
        meter = self._meters.get(name)
        if meter is None or not meter.price:
            return PRICE if name == pacing.ALL else 0.0
        return meter.price

    def _step(self, name: str, budget: float, asked: float, now_ms: int) -> None:
        meter = self._meters.setdefault(name, Meter())
        meter.step(budget, asked, self._other[name], self._spent[name], now_ms)


async def keep_pace(pace: Pacing, store: Store, now_ms: int) -> None:
    """Step the prices if they are due, and store what moved."""
    if pace.is_due(now_ms):
        # In a thread: a sum over 100,000 articles takes some ten milliseconds.
        asked = await asyncio.to_thread(store.read, pacing.asked)
        pace.step(asked, now_ms)
        await asyncio.wrap_future(store.submit(pacing.keep, pace.to_keep()))
