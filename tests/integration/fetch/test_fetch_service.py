"""The service itself: each check ends once, hosts take turns, a stop is quick and abandons what hangs."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import Any

import pytest

from spiders.fetched import NOT_SENT, End, Fetched
from spiders.fetching import Fetching
from spiders.robots import MemoryShelf
from tests.integration.fetch.fetch_rig import POLICY, Looks, Loop, Site, Visit, due, everywhere


def service(done: Any, **policy: Any) -> Fetching:
    return Fetching(
        replace(POLICY, obey_robots=False, **policy),
        done,
        robots=MemoryShelf(),
        clock=time.time,
        resolver=lambda host: [],
    )


async def until(true: Any, within: float = 60.0) -> None:
    async with asyncio.timeout(within):
        while not true():
            await asyncio.sleep(0.005)


async def slow(visit: Visit) -> None:
    await asyncio.sleep(0.03)
    await visit.send(body=b"<p>news</p>")


def together(site: Site, count: int) -> Any:
    """An answer that waits until so many looks are open at the same time, or have been."""

    async def answer(visit: Visit) -> None:
        await until(lambda: site.most_open >= count)
        await slow(visit)

    return answer


async def hanging(visit: Visit) -> None:
    await asyncio.sleep(60)


def test_a_host_is_never_asked_by_more_looks_than_the_policy_says(site: Site, looks: Looks) -> None:
    site.pages |= {f"/{number}": slow for number in range(12)}
    looks.at(*(f"{site.root}/{number}" for number in range(12)), obey_robots=False, per_host=1)
    assert site.most_open == 1
    site.pages |= {f"/{number}": together(site, 3) for number in range(12)}
    looks.at(*(f"{site.root}/{number}" for number in range(12)), obey_robots=False, per_host=3)
    assert site.most_open == 3


def test_no_more_looks_are_under_way_than_the_policy_says(site: Site, looks: Looks) -> None:
    site.pages["/a"] = together(site, 5)
    urls = [f"http://paper{number}.example:{site.port}/a" for number in range(30)]
    fetched = looks.at(*urls, resolver=everywhere, obey_robots=False, concurrency=5)
    assert {one.end for one in fetched} == {End.OK}
    assert site.most_open == 5


def test_checks_submitted_before_the_start_are_looked_at(loop: Loop, site: Site) -> None:
    site.pages["/a"] = slow

    async def work() -> list[Fetched]:
        done: list[Fetched] = []
        fetching = service(done.append)
        fetching.submit(due(f"{site.root}/a"))
        assert fetching.in_flight == 1
        await fetching.start()
        await until(lambda: not fetching.in_flight)
        await fetching.stop()
        return done

    assert [fetched.end for fetched in loop.run(work())] == [End.OK]


def test_the_same_check_submitted_twice_ends_twice(loop: Loop, site: Site) -> None:
    site.pages["/a"] = slow

    async def work() -> list[Fetched]:
        done: list[Fetched] = []
        fetching = service(done.append)
        await fetching.start()
        check = due(f"{site.root}/a")
        fetching.submit(check)
        fetching.submit(check)
        await until(lambda: not fetching.in_flight)
        await fetching.stop()
        return done

    assert [fetched.end for fetched in loop.run(work())] == [End.OK, End.OK]


def test_a_callback_that_breaks_stops_nothing(loop: Loop, site: Site, caplog: pytest.LogCaptureFixture) -> None:
    site.pages |= {"/a": slow, "/b": slow}
    told: list[str] = []

    def done(fetched: Fetched) -> None:
        told.append(fetched.check.url)
        raise RuntimeError("the store is full")

    async def work() -> None:
        fetching = service(done)
        await fetching.start()
        fetching.submit(due(f"{site.root}/a"))
        fetching.submit(due(f"{site.root}/b"))
        await until(lambda: not fetching.in_flight)
        await fetching.stop()

    loop.run(work())
    assert sorted(told) == [f"{site.root}/a", f"{site.root}/b"]
    assert "the store is full" in caplog.text


def test_a_stop_lets_a_look_end_that_is_nearly_done(loop: Loop, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.pages["/a"] = slow
    monkeypatch.setattr("spiders.fetching.GRACE", 60)

    async def work() -> list[Fetched]:
        done: list[Fetched] = []
        fetching = service(done.append)
        await fetching.start()
        fetching.submit(due(f"{site.root}/a"))
        await until(lambda: site.open)
        await fetching.stop()
        return done

    assert [fetched.end for fetched in loop.run(work())] == [End.OK]


def test_a_stop_is_quick_and_abandons_what_hangs(loop: Loop, site: Site) -> None:
    site.pages |= {f"/{number}": hanging for number in range(5)}

    async def work() -> tuple[list[Fetched], float]:
        done: list[Fetched] = []
        fetching = service(done.append, timeout=60.0, per_host=2)
        await fetching.start()
        for number in range(5):
            fetching.submit(due(f"{site.root}/{number}", number))
        await until(lambda: site.open == 2)
        began = time.monotonic()
        await fetching.stop()
        took = time.monotonic() - began
        fetching.submit(due(f"{site.root}/late"))
        await asyncio.sleep(0.05)
        assert fetching.in_flight == 0
        return done, took

    done, took = loop.run(work())
    assert done == []
    assert took < 30
    assert "/late" not in site.paths()


def test_a_look_that_nothing_ends_is_given_up(loop: Loop, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last net: whatever holds a look, its check comes back, and a late end of it is not told twice."""
    site.pages["/a"] = slow
    monkeypatch.setattr("spiders.fetching.PATIENCE", 0.00001)

    async def work() -> list[Fetched]:
        done: list[Fetched] = []
        fetching = service(done.append)
        await fetching.start()
        fetching.submit(due(f"{site.root}/a"))
        await until(lambda: done)
        await until(lambda: not site.open)
        await asyncio.sleep(0.05)
        assert fetching.in_flight == 0
        await fetching.stop()
        return done

    assert [fetched.end for fetched in loop.run(work())] == [End.TIMEOUT]


def test_no_check_is_left_without_an_end_if_the_spider_dies(
    loop: Loop, site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    site.pages["/a"] = hanging

    async def work() -> list[Fetched]:
        done: list[Fetched] = []
        fetching = service(done.append, timeout=60.0)
        await fetching.start()
        assert fetching.alive
        fetching.submit(due(f"{site.root}/a", 1))
        fetching.submit(due(f"{site.root}/a", 2))
        await until(lambda: site.open)
        assert fetching._crawl is not None
        fetching._crawl.cancel()  # whatever ends it: nobody asked for it through stop()
        await until(lambda: len(done) == 2)
        assert not fetching.alive
        fetching.submit(due(f"{site.root}/a", 3))
        await until(lambda: len(done) == 3)
        await fetching.stop()
        return done

    fetched = loop.run(work())
    assert [one.check.article_id for one in fetched] == [1, 2, 3]
    assert {one.end for one in fetched} == {End.BAD_RESPONSE}
    assert "the spider ended by itself" in caplog.text


def test_a_service_can_be_followed_by_another(loop: Loop, site: Site, looks: Looks) -> None:
    site.pages["/a"] = slow
    for _ in range(3):
        assert looks.at(f"{site.root}/a")[0].end is End.OK


def test_the_former_resolver_is_back_after_a_stop(loop: Loop, looks: Looks, site: Site) -> None:
    async def resolver() -> Any:
        from twisted.internet import reactor

        return reactor.nameResolver  # type: ignore[attr-defined]

    before = loop.run(resolver())
    looks.at(f"{site.root}/a")
    assert loop.run(resolver()) is before


def test_networks_that_are_none_are_refused_at_the_start(loop: Loop) -> None:
    async def work() -> None:
        await service(lambda fetched: None, allow_networks=("ten.dot.everything",)).start()

    with pytest.raises(ValueError, match=r"ten\.dot\.everything"):
        loop.run(work())


def test_a_machine_whose_hosts_may_be_anothers_by_now_sends_nothing(site: Site, loop: Loop) -> None:
    site.pages["/story"] = slow
    done: list[Fetched] = []
    own = [False]

    async def work() -> None:
        fetching = Fetching(
            replace(POLICY, obey_robots=False),
            done.append,
            robots=MemoryShelf(),
            clock=time.time,
            resolver=lambda host: [],
            may_send=lambda: own[0],
        )
        await fetching.start()
        for mine in (False, True):
            own[0] = mine
            fetching.submit(due(f"{site.root}/story"))
            await until(lambda mine=mine: len(done) == 1 + mine)
        await fetching.stop()

    loop.run(work())
    assert [(one.end, one.detail == NOT_SENT) for one in done] == [(End.UNREACHABLE, True), (End.OK, False)]
    assert site.most_open == 1
