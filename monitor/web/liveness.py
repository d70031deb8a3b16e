"""Whether the service is fit to serve, as one word. What the daemon says of itself goes in; measures nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

LATEST_TICK = 60.0
"""Seconds without a tick after which the schedule stands still. A tick is due every second or so."""

LONGEST_STARVED = 40.0
"""Seconds that a fetched page may wait for a worker. A page of another host that takes long is set aside in two."""


@dataclass(frozen=True, slots=True)
class Liveness:
    """What the daemon says of itself.

    `tick_age` is seconds since the last tick ended, by the monotonic clock, and None before the first.
    `queue` is how many checks are handed out and not yet recorded; `stopping` is true from SIGTERM on. `starved` is
    how many seconds a fetched page has waited for a worker.
    """

    tick_age: float | None
    queue: int = 0
    stopping: bool = False
    starved: float = 0.0


class Readiness(StrEnum):
    """The answer of /readyz; all but READY are 503."""

    READY = "ready"
    STARTING = "starting"
    STOPPING = "stopping"
    TICK_LATE = "tick_late"
    STORE_SILENT = "store_silent"
    STORE_DAMAGED = "store_damaged"
    READERS_STUCK = "readers_stuck"


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
    if alive.tick_age > LATEST_TICK:
        return Readiness.TICK_LATE
    return Readiness.READERS_STUCK if alive.starved > LONGEST_STARVED else Readiness.READY
