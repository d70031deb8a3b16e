"""One APScheduler job looks for what is due, twice a second; a second one watches the clock for steps.

Never one job an article: every due time is in the store. A wall-clock step of an hour back would make the scheduler
wait an hour; the watch notices the drift against the monotonic clock and starts the tick again.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from monitor.clock import Clock
from monitor.errors import StoreError
from monitor.metrics import Metrics

log = structlog.get_logger(__name__)

TICK_SECONDS = 0.5
WATCH_SECONDS = 2.0
STEP_SECONDS = 2.0
"""Drift between wall clock and monotonic clock above which the clock counts as stepped."""


class Looking(Protocol):
    """What is ticked: the service itself, or the part that one of many machines has in it (monitor/worker.py)."""

    @property
    def under_way(self) -> int:
        """Checks claimed and not yet recorded."""

    @property
    def alive(self) -> bool:
        """False where nothing more will be fetched."""

    async def look(self) -> int:
        """Look for due checks."""

    async def send(self) -> int:
        """Look for due deliveries."""

    def rebase(self, step_ms: int) -> None:
        """The clock was stepped."""


class Pulse(BaseTrigger):  # type: ignore[misc]
    """Fires `TICK_SECONDS` after the last time, whatever the clock does.

    APScheduler's own interval trigger counts every run that was missed, one by one: after a step of 30 days forward
    that is five million of them, and the loop stands still for a minute.
    """

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        """The next run after `now`."""
        return now if previous is None else now + timedelta(seconds=TICK_SECONDS)


class Ticking:
    """The daemon's pulse. `broken` is set when the service can no longer fetch."""

    def __init__(self, service: Looking, clock: Clock, metrics: Metrics) -> None:
        self._service = service
        self._clock = clock
        self._metrics = metrics
        self._last: float | None = None
        self._stopped = False
        self._offset = self._drift()
        self._watching: asyncio.Task[None] | None = None
        # A tick that is still running when the next is due is no warning: the next one sees all that is due.
        logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self.broken = asyncio.Event()

    def start(self) -> None:
        """Begin to tick, at once."""
        self._scheduler.add_job(
            self.tick,
            Pulse(),
            id="tick",
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )
        self._scheduler.start()
        self._watching = asyncio.ensure_future(self._watch())

    def stop(self) -> None:
        """No tick starts after this."""
        self._stopped = True
        self._scheduler.shutdown(wait=False)
        if self._watching is not None:
            self._watching.cancel()

    def age(self) -> float | None:
        """Seconds since the last tick ended, None before the first."""
        return None if self._last is None else self._clock.monotonic() - self._last

    @property
    def queue(self) -> int:
        """Checks handed out and not yet recorded."""
        return self._service.under_way

    async def tick(self) -> None:
        """Look for due checks and due deliveries once."""
        began = self._clock.monotonic()
        # Before anything is claimed: after a step forward all would be due at once.
        self.check_clock()
        try:
            await self._service.look()
            await self._service.send()
        except asyncio.CancelledError:
            if not self._stopped:
                raise
            return
        except StoreError as wrong:
            # A full disk or a locked file: nothing is lost, the next tick tries again, /readyz says so meanwhile.
            log.error("tick_failed", error=str(wrong))
            return
        self._last = self._clock.monotonic()
        self._metrics.ticked(self._last - began)

    def check_clock(self) -> bool:
        """Whether the wall clock was stepped since the last call; if so, everything is brought back into reach."""
        drift = self._drift()
        if abs(drift - self._offset) <= STEP_SECONDS:
            return False
        log.warning("clock_stepped", seconds=round(drift - self._offset, 1))
        step_ms = int((drift - self._offset) * 1000)
        self._offset = drift
        self._service.rebase(step_ms)
        if self._scheduler.get_job("tick") is not None:
            # By the scheduler's own clock, which is the machine's: its next run is now.
            self._scheduler.reschedule_job("tick", trigger=Pulse())
        return True

    def _drift(self) -> float:
        return self._clock.now_ms() / 1000 - self._clock.monotonic()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            self.check_clock()
            if not self._service.alive:
                self.broken.set()
