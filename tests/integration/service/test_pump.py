"""The pump: what a failing channel does to its own deliveries, to the other channels and to the operator."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from alerts.alert import Delivery, End, Outcome, Verdict
from alerts.channels.trace import Trace, untold
from alerts.health import Condition
from alerts.messages.sample import sample_alert
from alerts.notice import Notice
from monitor.deliveries.pump import Pump
from monitor.store import Store, by_hand, channels, claims, outbox, recording, watches
from monitor.store.recording import NewAlert, NewDelivery, Result

NOW = 1_795_000_000_000
MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
SENT = Outcome(Verdict.SENT, End.ACCEPTED, 200)
DOWN = Outcome(Verdict.RETRY, End.UNREACHABLE)
LOGIN = Outcome(Verdict.CHANNEL, End.AUTH_FAILED, 535)


@dataclass
class Hands:
    """A clock that stands until it is moved."""

    now: int = NOW

    def now_ms(self) -> int:
        return self.now

    def monotonic(self) -> float:
        return self.now / 1000


@dataclass
class Fake:
    """A channel that answers what it is told to; `got` holds the ids it was handed, `heard` the notices."""

    name: str
    answer: Callable[[Delivery], Outcome] = lambda delivery: SENT
    kind: str = "webhook"
    at_once: int = 4
    deadline: float = 20.0
    got: list[tuple[int, str]] = field(default_factory=list)
    heard: list[Notice] = field(default_factory=list)
    telling: Outcome = SENT

    def recipients(self) -> tuple[str, ...]:
        return (f"{self.name}.example",)

    def send(self, delivery: Delivery, *, now_ms: int, trace: Trace = untold) -> Outcome:
        self.got.append((now_ms, delivery.id))
        return self.answer(delivery)

    def tell(self, notice: Notice, recipient: str, *, now_ms: int, trace: Trace = untold) -> Outcome:
        self.heard.append(notice)
        return self.telling


class Counts:
    def __init__(self) -> None:
        self.seen: Counter[tuple[str, str]] = Counter()

    def delivery(self, state: str, reason: str) -> None:
        self.seen[state, reason] += 1


@contextmanager
def stored(folder: Path, deliveries: dict[str, str]) -> Iterator[Store]:
    """A store with one article, one alert and these deliveries: id -> channel."""
    store = Store(folder)
    url = "https://one.example/story"
    store.write(watches.add, watches.NewWatch(url, url, "one.example"), NOW)
    (claim,) = store.write(claims.claim, NOW, 10, pause_ms=0, per_host=8)
    told = tuple(NewDelivery(one, channel, f"{channel}.example") for one, channel in deliveries.items())
    body = sample_alert("http://127.0.0.1:8765", "2026-11-22T08:10:00Z").to_dict()
    result = Result(
        article_id=claim.article_id,
        token=claim.token,
        host=claim.host,
        at_ms=NOW,
        end="ok",
        result="changed",
        next_due_ms=NOW + 30 * DAY,
        state="read",
        version=claim.version,
        text='{"title":"t"}',
        alerts=[NewAlert("tolls", "high", "why", body, told)],
    )
    assert store.write(recording.record, result)
    try:
        yield store
    finally:
        store.close()


def pump(store: Store, clock: Hands, *fakes: Fake, **more: Any) -> Pump:
    return Pump(store, {one.name: one for one in fakes}, clock, lambda: 0.5, Counts(), **more)


async def settled(one: Pump) -> None:
    """Drain until nothing more is due at this moment."""
    while await one.drain() or one.under_way or one._telling:
        await asyncio.wait([*one._under_way, *one._telling] or [asyncio.ensure_future(asyncio.sleep(0))])


def states(store: Store) -> dict[str, tuple[str, str]]:
    return {row.id: (row.state, row.reason) for row in store.read(outbox.deliveries, limit=100_000)}


def run(work: Any) -> None:
    asyncio.run(work)


def test_410_disables_the_channel_and_keeps_its_other_deliveries_held(tmp_path: Path) -> None:
    async def work(store: Store) -> None:
        gone = Fake("hook", lambda delivery: Outcome(Verdict.DEAD, End.GONE, 410), at_once=1)
        one = pump(store, Hands(), gone)
        await settled(one)
        assert len(gone.got) == 1
        found = sorted(states(store).values())
        assert found == [("dead", "gone"), ("held", "channel_disabled"), ("held", "channel_disabled")]
        assert store.read(channels.held) == {"hook": 2}
        await one.finish(1)

    with stored(tmp_path, {"dl_a": "hook", "dl_b": "hook", "dl_c": "hook"}) as store:
        run(work(store))


def test_what_a_disabled_channel_held_is_sent_one_a_second_when_it_is_switched_on(tmp_path: Path) -> None:
    async def work(store: Store) -> None:
        clock, hook = Hands(), Fake("hook", lambda delivery: Outcome(Verdict.DEAD, End.GONE, 410), at_once=1)
        one = pump(store, clock, hook)
        await settled(one)
        hook.answer = lambda delivery: SENT
        assert store.write(channels.enable, "hook", NOW) == 2
        await settled(one)
        assert Counter(state for state, _ in states(store).values()) == {"dead": 1, "sent": 1, "due": 1}
        clock.now += 1000
        await settled(one)
        assert Counter(state for state, _ in states(store).values()) == {"dead": 1, "sent": 2}
        await one.finish(1)

    with stored(tmp_path, {"dl_a": "hook", "dl_b": "hook", "dl_c": "hook"}) as store:
        run(work(store))


@pytest.mark.parametrize(("what", "state"), [("drop", ("cancelled", "dropped")), ("digest", ("held", "digest"))])
def test_what_a_disabled_channel_held_may_be_dropped_or_told_in_a_digest(
    tmp_path: Path, what: channels.What, state: tuple[str, str]
) -> None:
    with stored(tmp_path, {"dl_a": "hook", "dl_b": "hook"}) as store:
        store.write(channels.settle, "hook", Outcome(Verdict.DEAD, End.GONE, 410), NOW)
        assert store.write(channels.enable, "hook", NOW, what) == 2
        assert set(states(store).values()) == {state}
        assert store.read(channels.known)["hook"].health.condition is Condition.HEALTHY


def test_wrong_password_is_tried_once_an_hour_and_burns_no_delivery(tmp_path: Path) -> None:
    async def work(store: Store) -> None:
        clock, mail = Hands(), Fake("desk", lambda delivery: LOGIN, kind="email", at_once=1)
        one = pump(store, clock, mail)
        for _ in range(24 * 6):  # a day, looked at every ten minutes
            await settled(one)
            clock.now += 10 * MINUTE
        assert 24 / 1.3 < len(mail.got) < 24 * 1.3
        assert all(row.attempts == 0 for row in store.read(outbox.deliveries))
        mail.answer = lambda delivery: SENT
        clock.now += 80 * MINUTE
        await settled(one)
        await settled(one)
        assert set(states(store).values()) == {("sent", "accepted")}
        await one.finish(1)

    with stored(tmp_path, {f"dl_{n}": "desk" for n in range(30)}) as store:
        run(work(store))


def test_operator_hears_of_a_failing_channel_once_and_of_its_recovery_once(tmp_path: Path) -> None:
    async def work(store: Store) -> None:
        clock, hook, desk = Hands(), Fake("hook", lambda delivery: DOWN), Fake("desk", kind="email")
        one = pump(store, clock, hook, desk, operator="desk", public_url="http://127.0.0.1:8765")
        for _ in range(30):
            await settled(one)
            clock.now += 10 * MINUTE
        assert [notice.condition for notice in desk.heard] == [Condition.FAILING]
        assert "Channel hook is failing" in desk.heard[0].title
        assert hook.heard == []
        hook.answer = lambda delivery: SENT
        clock.now += DAY
        await settled(one)
        await settled(one)
        assert [notice.condition for notice in desk.heard] == [Condition.FAILING, Condition.HEALTHY]
        await one.finish(1)

    with stored(tmp_path, {"dl_a": "hook", "dl_b": "hook"}) as store:
        run(work(store))


def test_operator_who_cannot_be_reached_is_told_later_and_over_a_restart(tmp_path: Path) -> None:
    async def work(store: Store) -> None:
        clock, hook, desk = Hands(), Fake("hook", lambda delivery: LOGIN), Fake("desk", telling=DOWN)
        one = pump(store, clock, hook, desk, operator="desk")
        await settled(one)
        await settled(one)
        assert len(desk.heard) == 1
        await one.finish(1)
        desk.telling = SENT
        again = pump(store, clock, hook, desk, operator="desk")
        clock.now += 2 * MINUTE
        await settled(again)
        clock.now += DAY
        await settled(again)
        assert [notice.id for notice in desk.heard] == [desk.heard[0].id] * 2
        await again.finish(1)

    with stored(tmp_path, {"dl_a": "hook"}) as store:
        run(work(store))


def test_what_is_no_channel_is_told_through_the_operators_and_asked_again_where_it_was_not_taken(
    tmp_path: Path,
) -> None:
    said = Notice("store_1", "", Condition.FAILING, "title", "text", "2026-11-22T08:10:00Z", "/", about="store")

    async def work(store: Store) -> None:
        desk = Fake("desk", telling=DOWN)
        one = pump(store, Hands(), desk, operator="desk")
        assert await one.announce(said) is False
        desk.telling = SENT
        assert await one.announce(said) is True
        assert desk.heard == [said, said]
        assert await pump(store, Hands(), desk).announce(said) is True  # nobody is named, so nobody is waited for
        assert len(desk.heard) == 2
        await one.finish(1)
        assert await one.announce(said) is False  # too late: the threads are gone

    with stored(tmp_path, {"dl_a": "desk"}) as store:
        run(work(store))


def test_operators_own_channel_in_trouble_is_told_of_on_another(tmp_path: Path) -> None:
    async def work(store: Store) -> None:
        hook, desk = Fake("hook"), Fake("desk", lambda delivery: LOGIN)
        one = pump(store, Hands(), desk, hook, operator="desk")
        await settled(one)
        await settled(one)
        assert [notice.channel for notice in hook.heard] == ["desk"]
        assert desk.heard == []
        await one.finish(1)

    with stored(tmp_path, {"dl_a": "desk"}) as store:
        run(work(store))


def test_channel_that_is_not_in_the_configuration_waits_and_hurts_nobody(tmp_path: Path) -> None:
    async def work(store: Store) -> None:
        hook = Fake("hook")
        one = pump(store, Hands(), hook)
        await settled(one)
        assert states(store) == {"dl_a": ("retrying", "channel_failing"), "dl_b": ("sent", "accepted")}
        assert "old" not in store.read(channels.known)
        await one.finish(1)

    with stored(tmp_path, {"dl_a": "old", "dl_b": "hook"}) as store:
        run(work(store))


def test_people_who_unsubscribed_get_nothing_until_it_is_lifted(tmp_path: Path) -> None:
    async def work(store: Store) -> None:
        desk = Fake("desk", kind="email")
        one = pump(store, Hands(), desk)
        stopped = store.write(channels.suppress, "dl_a", NOW)
        assert (stopped.channel, stopped.recipient) == ("desk", "desk.example")
        await settled(one)
        assert desk.got == []
        assert states(store) == {"dl_a": ("suppressed", "unsubscribed")}
        assert store.write(channels.lift, "desk", "desk.example")
        store.write(by_hand.redeliver, by_hand.Choice(("dl_a",)), NOW, lambda channel: 0.0)
        await settled(one)
        assert len(desk.got) == 1
        await one.finish(1)

    with stored(tmp_path, {"dl_a": "desk"}) as store:
        run(work(store))


@pytest.mark.parametrize("dead", [1, 3])
def test_dead_channels_cost_the_living_no_time(tmp_path: Path, dead: int) -> None:
    """F8 by order, not by the wall clock: the living send everything while every attempt of the dead still hangs."""

    async def work(store: Store) -> None:
        over = threading.Event()

        def hang(delivery: Delivery) -> Outcome:
            over.wait(120)
            return Outcome(Verdict.RETRY, End.TIMEOUT)

        hanging = [Fake(f"dead{n}", hang) for n in range(dead)]
        living = [Fake(f"live{n}") for n in range(9)]
        one = pump(store, Hands(), *hanging, *living)
        try:
            while sum(len(fake.got) for fake in living) < 9 * 20:
                await one.drain()
                await asyncio.sleep(0)
            assert all(0 < len(fake.got) <= 4 for fake in hanging)
        finally:
            over.set()
        await one.finish(60)

    names = [f"dead{n}" for n in range(dead)] + [f"live{n}" for n in range(9)]
    with stored(tmp_path, {f"dl_{name}_{n}": name for name in names for n in range(20)}) as store:
        run(work(store))
