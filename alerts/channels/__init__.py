"""The ways out. A Delivery goes in, an Outcome comes out; what an outcome means for the next try is `retrying`'s part.

A channel keeps no state between attempts, asks no clock for the date and never raises.
"""

from __future__ import annotations

from typing import Protocol

from alerts.alert import Delivery, Outcome


class Channel(Protocol):
    """One configured way to reach people. Thread safe: several deliveries may be sent at the same time."""

    @property
    def name(self) -> str:
        """The name it has in the configuration."""

    @property
    def kind(self) -> str:
        """Which schedule and outcome table hold: "webhook" or "email"."""

    @property
    def deadline(self) -> float:
        """Wall-clock seconds after which one attempt has certainly ended; a lease must outlast it."""

    def recipients(self) -> tuple[str, ...]:
        """Whom it reaches: each gets deliveries of its own. Safe to show and to store: it holds no secret."""

    def send(self, delivery: Delivery, *, now_ms: int) -> Outcome:
        """Try once, for `deadline` seconds at most. `now_ms` is the time of the attempt, in ms since 1970 UTC."""
