"""A running service takes another configuration whole or not at all, also while looks and attempts are under way."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from alerts.alert import Delivery, Outcome
from monitor.clock import SystemClock
from monitor.config.loading import Config, load
from monitor.errors import StoreLocked
from monitor.metrics import Metrics
from monitor.service import Service
from monitor.store import Store, claims, recording, watches
from monitor.store.recording import Result
from tests.integration.service.test_pump import NOW, SENT, Fake, Hands, pump, stored

HOUR = 3_600_000
WATCH = '[[watch]]\nurl = "https://news.example/a"\n'


def config(folder: Path, text: str) -> Config:
    path = folder / "rowback.toml"
    path.write_text(text, encoding="utf-8")
    return load(path, {})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "data")
    yield store
    store.close()


def serve(store: Store, first: Config, work: Callable[[Service], Awaitable[Any]]) -> None:
    async def run() -> None:
        service = Service(first, store, SystemClock(), Metrics("0"))
        await work(service)
        await service.stop()

    asyncio.run(run())


def due_in(store: Store) -> list[int | None]:
    """Milliseconds until each article's next look, None where none will come."""
    now = SystemClock().now_ms()
    rows = store.read(lambda c: c.exec_driver_sql("SELECT due_at FROM article ORDER BY id").all())
    return [None if at is None else at - now for (at,) in rows]


def test_result_of_the_old_schedule_that_comes_late_does_not_outlast_the_new_one(tmp_path: Path, store: Store) -> None:
    first = config(tmp_path, '[schedule]\ndefault = "7d"\n' + WATCH)
    second = config(tmp_path, '[schedule]\ndefault = "1m"\n' + WATCH)
    late = f"UPDATE article SET due_at = {SystemClock().now_ms() + 100 * HOUR}"

    async def work(service: Service) -> None:
        switch = service._checking.use

        def at_the_last_moment(*new: Any) -> None:
            store.submit(lambda connection: connection.exec_driver_sql(late))
            switch(*new)

        service._checking.use = at_the_last_moment  # type: ignore[method-assign]
        await service.use(second)
        (wait,) = due_in(store)
        assert wait is not None
        assert wait <= 60_000

    serve(store, first, work)


def test_store_that_fails_in_the_middle_leaves_the_old_configuration_in_force(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = config(tmp_path, WATCH + '[[rule]]\nname = "old"\n')
    second = config(tmp_path, '[schedule]\ndefault = "1m"\n' + WATCH + '[[rule]]\nname = "new"\n')

    def locked(*_: Any) -> int:
        raise StoreLocked("another program holds the database")

    async def work(service: Service) -> None:
        with monkeypatch.context() as broken:
            broken.setattr(watches, "bring_forward", locked)
            with pytest.raises(StoreLocked):
                await service.use(second)
        assert (service.rule_names, service._checking._bounds.default) == (("old",), "adaptive")
        await service.use(second)
        assert (service.rule_names, service._checking._bounds.default) == (("new",), "every 60")

    serve(store, first, work)


@pytest.mark.parametrize(
    ("then", "wait"), [("", None), ('[[watch]]\nurl = "https://news.example/a"\nevery = "1m"\n', 0)]
)
def test_look_under_way_does_not_bring_back_what_its_watch_was(
    tmp_path: Path, store: Store, then: str, wait: int | None
) -> None:
    """A watch that left the file stays out of it, and one that is to be looked at each minute is due at once."""
    text = '[[watch]]\nurl = "https://news.example/b"\n'

    async def work(service: Service) -> None:
        await service.use(config(tmp_path, text + WATCH))
        now = SystemClock().now_ms()
        under_way = store.write(claims.claim, now, 9, pause_ms=0, per_host=9)
        await service.use(config(tmp_path, text + then))
        kept = [
            store.write(
                recording.record,
                Result(one.article_id, one.token, one.host, now, "ok", "unchanged", now + 100 * HOUR, "read"),
            )
            for one in under_way
        ]
        assert kept == [True, False]
        other, left = due_in(store)
        assert other is not None
        assert other > 99 * HOUR
        assert left is None if wait is None else left is not None and left <= wait

    serve(store, config(tmp_path, text), work)


def test_two_looks_at_the_same_moment_give_a_channel_no_more_than_its_number(tmp_path: Path) -> None:
    """The tick looks for what is due, and so does a check that has just raised an alert."""
    over = threading.Event()

    def hang(delivery: Delivery) -> Outcome:
        over.wait(60)
        return SENT

    async def work(store: Store) -> None:
        hook = Fake("hook", hang, at_once=2)
        one = pump(store, Hands(NOW), hook)
        assert await asyncio.gather(one.drain(), one.drain(), one.drain()) == [2, 0, 0]
        over.set()
        await one.finish(60)

    with stored(tmp_path, {f"dl_{n}": "hook" for n in range(9)}) as store:
        asyncio.run(work(store))
