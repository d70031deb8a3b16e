"""The ways out. A Delivery goes in, an Outcome comes out; what an outcome means for the next try is `retrying`'s part.

A channel keeps no state between attempts, asks no clock for the date and never raises.
"""

from __future__ import annotations

from typing import Protocol

from alerts.alert import Delivery, Outcome
from alerts.channels.trace import Trace, untold
from alerts.notice import Notice


class Channel(Protocol):
    """One configured way to reach people. Thread safe: several deliveries may be sent at the same time."""

    @property
    def name(self) -> str:
        """The name it has in the configuration."""

    @property
    def kind(self) -> str:
        """Which schedule and outcome table hold: "webhook", "email" or "chat"."""

    @property
    def deadline(self) -> float:
        """Wall-clock seconds after which one attempt has certainly ended; a lease must outlast it."""

    @property
    def at_once(self) -> int:
        """How many attempts may be under way at the same time."""

    def recipients(self) -> tuple[str, ...]:
        """Whom it reaches: each gets deliveries of its own. Safe to show and to store: it holds no secret."""

    def preview(self, delivery: Delivery, *, now_ms: int) -> dict[str, str]:
        """The message as `send` would make it now, part by part, what a person reads first. Reaches nobody."""

    def send(self, delivery: Delivery, *, now_ms: int, trace: Trace = untold) -> Outcome:
        """Try once, for `deadline` seconds at most. `now_ms` is the time of the attempt, in ms since 1970 UTC.

        `trace` hears of each step while it happens.
        """

    def tell(self, notice: Notice, recipient: str, *, now_ms: int, trace: Trace = untold) -> Outcome:
        """The same for a notice to whoever runs this Rowback."""
