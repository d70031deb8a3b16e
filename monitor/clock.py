"""The only place that asks what time it is. Everything else is handed a Clock, so that tests never sleep."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol

from monitor.zones import zone


class Clock(Protocol):
    """Wall-clock time for what people read and the store keeps; monotonic time for measuring and for noticing steps."""

    def now_ms(self) -> int:
        """Milliseconds since 1970-01-01 UTC."""

    def monotonic(self) -> float:
        """Seconds that only ever grow."""


class SystemClock:
    """The machine's own clock."""

    def now_ms(self) -> int:
        """Milliseconds since 1970-01-01 UTC."""
        return time.time_ns() // 1_000_000

    def monotonic(self) -> float:
        """Seconds that only ever grow."""
        return time.monotonic()


def iso(ms: int) -> str:
    """ISO 8601 in UTC, to the second: 2026-11-22T08:10:00Z."""
    return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def iso_in(ms: int, zone_name: str) -> str:
    """ISO 8601 to the second as a clock in the zone shows it: 2026-11-22T09:10:00+01:00, and Z where that is UTC."""
    if zone_name == "UTC":
        return iso(ms)
    return datetime.fromtimestamp(ms / 1000, zone(zone_name)).isoformat(timespec="seconds")


def utc(ms: int) -> datetime:
    """The aware datetime of a store time."""
    return datetime.fromtimestamp(ms / 1000, UTC)
