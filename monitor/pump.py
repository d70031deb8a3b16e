"""Sends what is due: leases deliveries, hands each to its channel in a thread, records how the attempt ended.

Never decides whether to send; that was decided when the alert was stored.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

import structlog

from alerts.alert import Alert, Delivery, Outcome, State, Verdict
from alerts.channels import Channel
from alerts.retrying import Why, next_step
from monitor.clock import Clock
from monitor.errors import StoreError
from monitor.store import Store, outbox

log = structlog.get_logger(__name__)

AT_ONCE = 16
"""Attempts under way at the same time over all channels."""

OF_ONE_CHANNEL = 4
"""Attempts of one channel at the same time: a receiver that hangs must not keep the others waiting."""


class Counting(Protocol):
    """The part of the metrics that the pump feeds."""

    def delivery(self, state: str, reason: str) -> None:
        """Count one delivery that entered `state` because of `reason`."""


class Pump:
    """Drains the outbox. `wake` makes it look at once; without that it looks when told to by `drain`."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        clock: Clock,
        jitter: Callable[[], float],
        counting: Counting,
    ) -> None:
        self._store = store
        self._channels = channels
        self._clock = clock
        self._jitter = jitter
        self._counting = counting
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="send")
        self._under_way: dict[asyncio.Task[None], str] = {}

    @property
    def under_way(self) -> int:
        """Attempts not yet ended."""
        return len(self._under_way)

    def use(self, channels: Mapping[str, Channel]) -> None:
        """Send through these channels from now on; an attempt under way ends on the one it began with."""
        self._channels = channels

    async def drain(self) -> int:
        """Start attempts for what is due, as far as there is room; returns how many were started."""
        room = AT_ONCE - len(self._under_way)
        if room <= 0:
            return 0
        busy = Counter(self._under_way.values())
        full = [channel for channel, count in busy.items() if count >= OF_ONE_CHANNEL]
        claimed = await asyncio.wrap_future(
            self._store.submit(outbox.claim, self._clock.now_ms(), room, OF_ONE_CHANNEL, full)
        )
        for one in claimed:
            task = asyncio.create_task(self._attempt(one))
            self._under_way[task] = one.channel
            task.add_done_callback(lambda ended: self._under_way.pop(ended, None))
        return len(claimed)

    async def finish(self, seconds: float) -> None:
        """Wait for attempts under way, `seconds` at most.

        What is cut off is sent again after its lease, under its id.
        """
        if self._under_way:
            await asyncio.wait(list(self._under_way), timeout=seconds)
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _attempt(self, one: outbox.DueDelivery) -> None:
        started, clocked = self._clock.now_ms(), self._clock.monotonic()
        channel = self._channels.get(one.channel)
        if channel is None:
            outcome = Outcome(Verdict.CHANNEL, "no_channel", detail=f"[channel.{one.channel}] is not in rowback.toml")
        else:
            digest = tuple(Alert.from_dict(told) for told in one.digest)
            delivery = Delivery(one.id, Alert.from_dict(one.alert), one.channel, one.recipient, one.attempts, digest)
            loop = asyncio.get_running_loop()
            outcome = await loop.run_in_executor(self._threads, lambda: channel.send(delivery, now_ms=started))
        took_ms = int((self._clock.monotonic() - clocked) * 1000)
        step = next_step(channel.kind if channel else "webhook", max(1, one.attempts), outcome, self._jitter())
        due_at = None if step.state is not State.RETRYING else started + took_ms + int(step.wait_seconds * 1000)
        done = outbox.Attempted(
            id=one.id,
            token=one.token,
            number=one.attempts,
            started_at=started,
            took_ms=took_ms,
            verdict=str(outcome.verdict),
            reason=outcome.reason,
            code=outcome.code,
            detail=outcome.detail,
            state=str(step.state),
            state_reason=outcome.reason if step.reason in (Why.SENT, Why.REFUSED) else str(step.reason),
            due_at=due_at,
            counted=step.counts,
        )
        try:
            await asyncio.wrap_future(self._store.submit_patient(outbox.end_attempt, done))
        except StoreError as wrong:
            # The lease runs out and the delivery is sent again with the same id: a repeat, never a loss.
            log.error("attempt_not_recorded", delivery=one.id, error=str(wrong))
            return
        self._counting.delivery(str(step.state), outcome.reason)
        level = log.info if step.state is State.SENT else log.warning
        level(
            "delivery", id=one.id, channel=one.channel, state=str(step.state), reason=outcome.reason, code=outcome.code
        )
