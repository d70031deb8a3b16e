"""Whether the service is fit to serve, as one word. What the daemon says of itself goes in; measures nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

LATEST_TICK = 60.0
"""Seconds without a tick after which the schedule stands still. A tick is due every second or so."""


@dataclass(frozen=True, slots=True)
class Liveness:
    """What the daemon says of itself.

    `tick_age` is seconds since the last tick ended, by the monotonic clock, and None before the first.
    `queue` is how many checks are handed out and not yet recorded; `stopping` is true from SIGTERM on.
    """

    tick_age: float | None
    queue: int = 0
    stopping: bool = False


class Readiness(StrEnum):
    """The answer of /readyz; all but READY are 503."""

    READY = "ready"
    STARTING = "starting"
    STOPPING = "stopping"
    TICK_LATE = "tick_late"
    STORE_SILENT = "store_silent"
    STORE_DAMAGED = "store_damaged"


def readiness(alive: Liveness, store_answers: bool, store_damaged: bool = False) -> Readiness:
    """The first thing that stands in the way, in the order in which a person would look for it."""
    if alive.stopping:
        return Readiness.STOPPING
    if store_damaged:
        return Readiness.STORE_DAMAGED
    if not store_answers:
        return Readiness.STORE_SILENT
    if alive.tick_age is None:
        return Readiness.STARTING
    return Readiness.TICK_LATE if alive.tick_age > LATEST_TICK else Readiness.READY
