"""Sends what is due: leases deliveries, hands each to its channel in a thread, records how the attempt ended.

Never decides whether to send; that was decided when the alert was stored. Keeps how each channel fares, and tells the
operator when that changes.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Protocol

import structlog
from sqlalchemy import Connection

from alerts.alert import Alert, Delivery, Outcome, State, Verdict
from alerts.channels import Channel
from alerts.health import Condition, Health
from alerts.notice import Notice
from alerts.retrying import Why, next_step
from monitor.clock import Clock
from monitor.deliveries.ailing import notice
from monitor.errors import StoreError
from monitor.store import Store, archived, channels, outbox
from monitor.store.channels import ChannelRow

log = structlog.get_logger(__name__)

AT_ONCE = 32
"""Attempts under way at the same time over all channels; a channel has its own, smaller number."""

WHILE_FAILING = 1
"""Attempts of one failing channel at the same time: enough to see that it works again."""

LOOK_AGAIN = 0.05
"""Seconds after which the place of an ended attempt is filled while more is due."""


class Counting(Protocol):
    """The part of the metrics that the pump feeds."""

    def delivery(self, state: str, reason: str) -> None:
        """Count one delivery that entered `state` because of `reason`."""


class Pump:
    """Drains the outbox: looks when told to by `drain`, and again by itself for as long as more is due."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        clock: Clock,
        jitter: Callable[[], float],
        counting: Counting,
        *,
        operator: str = "",
        public_url: str = "",
    ) -> None:
        """`operator` names the channel that hears of the others; `jitter` gives random numbers in [0, 1)."""
        self._store = store
        self._channels = channels
        self._clock = clock
        self._jitter = jitter
        self._counting = counting
        self._operator = operator
        self._public_url = public_url
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="send")
        self._under_way: dict[asyncio.Task[None], str] = {}
        self._telling: dict[asyncio.Task[None], str] = {}
        self._again: asyncio.TimerHandle | None = None
        self._turn = asyncio.Lock()
        self._more = False
        self._closed = False

    @property
    def under_way(self) -> int:
        """Attempts not yet ended."""
        return len(self._under_way)

    def use(self, channels: Mapping[str, Channel], operator: str = "") -> None:
        """Send through these channels from now on; an attempt under way ends on the one it began with."""
        self._channels = channels
        self._operator = operator

    async def drain(self) -> int:
        """Start attempts for what is due, as far as there is room; returns how many were started."""
        # One look at a time: two would each fill the places that they see free, and a channel get twice its number.
        async with self._turn:
            room = AT_ONCE - len(self._under_way)
            if room <= 0 or self._closed:
                return 0
            busy = Counter(self._under_way.values())
            at_once = {name: channel.at_once for name, channel in self._channels.items()}
            claimed, known = await asyncio.wrap_future(
                self._store.submit(_claim, self._clock.now_ms(), room, at_once, busy)
            )
            if self._closed:
                # Leased while the daemon stopped: the next one takes them over.
                return 0
            self._more = bool(claimed)
            for one in claimed:
                task = asyncio.create_task(self._attempt(one))
                self._under_way[task] = one.channel
                task.add_done_callback(self._ended)
            self._tell_operator(known)
            return len(claimed)

    async def announce(self, said: Notice) -> bool:
        """Tell the operator of something that is no channel. True where it was taken or nobody is named to be told."""
        channel = self._channels.get(self._operator)
        return channel is None or (not self._closed and await self._said(said, channel))

    async def finish(self, seconds: float) -> None:
        """Wait for attempts under way, `seconds` at most.

        What is cut off is sent again after its lease, under its id.
        """
        self._closed = True
        if self._again is not None:
            self._again.cancel()
        if tasks := [*self._under_way, *self._telling]:
            await asyncio.wait(tasks, timeout=seconds)
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.pop(task, None)
        if self._more and self._again is None and not self._closed:
            self._again = asyncio.get_running_loop().call_later(LOOK_AGAIN, self._look_again)

    def _look_again(self) -> None:
        self._again = None
        task = asyncio.ensure_future(self._drain_quietly())
        # Held, or the loop may forget a task that nobody waits for.
        self._telling[task] = ""
        task.add_done_callback(lambda ended: self._telling.pop(ended, None))

    async def _drain_quietly(self) -> None:
        try:
            await self.drain()
        except StoreError as wrong:
            # The next tick looks anyhow, and says what is wrong.
            log.warning("drain_put_off", error=str(wrong))

    async def _attempt(self, one: outbox.DueDelivery) -> None:
        started, clocked = self._clock.now_ms(), self._clock.monotonic()
        channel = self._channels.get(one.channel)
        if channel is None:
            outcome = Outcome(Verdict.CHANNEL, "no_channel", detail=f"[channel.{one.channel}] is not in rowback.toml")
        else:
            loop = asyncio.get_running_loop()
            digest = tuple(Alert.from_dict(told) for told in one.digest)
            delivery = Delivery(one.id, Alert.from_dict(one.alert), one.channel, one.recipient, one.attempts, digest)
            outcome = await loop.run_in_executor(self._threads, partial(channel.send, delivery, now_ms=started))
        took_ms = int((self._clock.monotonic() - clocked) * 1000)
        age = (started + took_ms - one.created_at) / 1000
        kind = channel.kind if channel else "webhook"
        step = next_step(kind, max(1, one.attempts), outcome, self._jitter(), age)
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
        fares = one.channel if channel else None
        try:
            health = await asyncio.wrap_future(
                self._store.submit_patient(_end, done, fares, outcome, started + took_ms, self._jitter())
            )
        except StoreError as wrong:
            # The lease runs out and the delivery is sent again with the same id: a repeat, never a loss.
            log.error("attempt_not_recorded", delivery=one.id, error=str(wrong))
            return
        self._counting.delivery(str(step.state), outcome.reason)
        level = log.info if step.state is State.SENT else log.warning
        level(
            "delivery", id=one.id, channel=one.channel, state=str(step.state), reason=outcome.reason, code=outcome.code
        )
        _log_health(one.channel, *health)

    def _tell_operator(self, known: Mapping[str, ChannelRow]) -> None:
        now = self._clock.now_ms()
        for row in known.values():
            if row.tell_at is not None and row.tell_at <= now and row.name not in self._telling.values():
                task = asyncio.create_task(self._tell(row, known))
                self._telling[task] = row.name
                task.add_done_callback(lambda ended: self._telling.pop(ended, None))

    async def _tell(self, row: ChannelRow, known: Mapping[str, ChannelRow]) -> None:
        """Tell the operator of one channel, on another; what fails is tried again at `tell_at`."""
        channel = self._channels.get(_other(self._operator, row.name, self._channels, known))
        reached = channel is None
        try:
            if channel is not None:
                held = (await asyncio.to_thread(self._store.read, channels.held)).get(row.name, 0)
                reached = await self._said(notice(row, held, self._public_url), channel)
                log.info("operator_told" if reached else "operator_not_told", channel=row.name, through=channel.name)
            work = self._store.submit(channels.told, row, self._clock.now_ms(), sent=reached)
            await asyncio.wrap_future(work)
        except StoreError as wrong:
            log.error("operator_told_not_recorded", channel=row.name, error=str(wrong))

    async def _said(self, said: Notice, channel: Channel) -> bool:
        """Whether at least one of the channel's recipients took it."""
        now, reached = self._clock.now_ms(), False
        for to in channel.recipients():
            told = partial(channel.tell, said, to, now_ms=now)
            outcome = await asyncio.get_running_loop().run_in_executor(self._threads, told)
            reached = reached or outcome.verdict is Verdict.SENT
        return reached


def _claim(
    connection: Connection, now_ms: int, room: int, at_once: Mapping[str, int], busy: Mapping[str, int]
) -> tuple[list[outbox.DueDelivery], dict[str, ChannelRow]]:
    """Lease what may go now. What a disabled channel or somebody who unsubscribed would get is held or suppressed."""
    known = channels.known(connection)
    disabled = [name for name, row in known.items() if row.health.condition is Condition.DISABLED]
    if disabled:
        channels.hold(connection, disabled)
    channels.stop_suppressed(connection, now_ms)
    rooms = {}
    for name, most in at_once.items():
        health = known[name].health if name in known else Health()
        if health.condition is Condition.FAILING:
            most = min(most, WHILE_FAILING)
        rests = health.rest_until is not None and health.rest_until > now_ms
        rooms[name] = 0 if rests or name in disabled else max(0, most - busy.get(name, 0))
    due = outbox.claim(connection, now_ms, room, rooms)
    return [replace(one, alert=archived.with_copies(connection, one.alert)) for one in due], known


def _end(
    connection: Connection, done: outbox.Attempted, name: str | None, outcome: Outcome, now_ms: int, jitter: float
) -> tuple[Health, Health]:
    """Record an attempt and what it says about its channel, together."""
    outbox.end_attempt(connection, done)
    return channels.settle(connection, name, outcome, now_ms, jitter) if name else (Health(), Health())


def _other(
    operator: str, name: str, known: Sequence[str] | Mapping[str, Channel], rows: Mapping[str, ChannelRow]
) -> str:
    """The channel that tells of `name`: the operator's, or where that is the one in trouble any other that works."""
    if operator != name:
        return operator
    for other in known:
        if other != name and (other not in rows or rows[other].health.condition is Condition.HEALTHY):
            return other
    return ""


def _log_health(name: str, before: Health, now: Health) -> None:
    if now.condition is not before.condition:
        level = log.info if now.condition is Condition.HEALTHY else log.error
        level("channel", channel=name, condition=str(now.condition), cause=str(now.cause), said=now.said)
