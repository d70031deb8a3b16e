"""Robots: one fetch for many askers, a day's life, and what stands in when the file cannot be had."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.fetched import End
from spiders.robots import RETRY, RETRY_UNREACHED, TTL, Answer, MemoryShelf, Robots, Verdict

URL = "https://paper.example/world/toll"
DENY = b"User-agent: *\nDisallow: /world\n"


class Host:
    """Answers each fetch with the next of its answers, the last one for ever, and counts."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def __call__(self, address: str) -> Answer:
        self.asked.append(address)
        await asyncio.sleep(0)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def ask(robots: Robots, fetch: Callable[[str], Awaitable[Answer]], url: str = URL) -> Verdict:
    return asyncio.run(_ask(robots, fetch, url))


async def _ask(robots: Robots, fetch: Callable[[str], Awaitable[Answer]], url: str) -> Verdict:
    return await robots.ask(url, fetch)


def test_the_file_is_asked_for_at_the_root_of_the_origin_with_its_port() -> None:
    host = Host(Answer(b""))
    robots = Robots(MemoryShelf(), "rowback", Clock())
    ask(robots, host, "http://Paper.example:8080/a?b")
    ask(robots, host, "https://paper.example/a")
    assert host.asked == ["http://paper.example:8080/robots.txt", "https://paper.example/robots.txt"]


def test_many_askers_at_once_cost_one_fetch_and_one_giving_up_spoils_it_for_nobody() -> None:
    host = Host(Answer(DENY))
    robots = Robots(MemoryShelf(), "rowback", Clock())

    async def work() -> list[Verdict]:
        askers = [asyncio.ensure_future(robots.ask(URL, host)) for _ in range(5)]
        await asyncio.sleep(0)
        askers[0].cancel()
        return await asyncio.gather(*askers[1:])

    assert {verdict.end for verdict in asyncio.run(work())} == {End.ROBOTS_DENIED}
    assert len(host.asked) == 1


def test_a_fetch_that_breaks_is_no_reason_to_wait_for_ever() -> None:
    async def broken(address: str) -> Answer:
        raise RuntimeError("our own fault")

    robots = Robots(MemoryShelf(), "rowback", Clock())
    with pytest.raises(RuntimeError):
        ask(robots, broken)
    assert ask(robots, Host(Answer(b""))).end is End.OK


def test_a_copy_lives_a_day_over_restarts_too() -> None:
    shelf, clock, host = MemoryShelf(), Clock(), Host(Answer(DENY), Answer(b""))
    assert ask(Robots(shelf, "rowback", clock), host).end is End.ROBOTS_DENIED
    clock.now += TTL - 1
    assert ask(Robots(shelf, "rowback", clock), host).end is End.ROBOTS_DENIED
    clock.now += 1
    assert ask(Robots(shelf, "rowback", clock), host).end is End.OK


def test_a_broken_server_denies_everything_and_is_asked_again_soon() -> None:
    shelf, clock = MemoryShelf(), Clock()
    host = Host(Answer(None, End.ROBOTS_DENIED, "answered 503"), Answer(b""))
    robots = Robots(shelf, "rowback", clock)
    assert ask(robots, host) == Verdict(End.ROBOTS_DENIED, "answered 503")
    clock.now += RETRY - 1
    assert ask(robots, host).end is End.ROBOTS_DENIED
    assert ask(Robots(shelf, "rowback", clock), host).end is End.ROBOTS_DENIED, "remembered over a restart"
    clock.now += 1
    assert ask(robots, host).end is End.OK


@pytest.mark.parametrize("end", [End.UNKNOWN_HOST, End.TIMEOUT, End.TLS_FAILED, End.UNREACHABLE, End.BLOCKED_ADDRESS])
def test_a_host_that_cannot_be_reached_ends_as_that_and_is_asked_again_sooner(end: End) -> None:
    shelf, clock, host = MemoryShelf(), Clock(), Host(Answer(None, end, "no answer"), Answer(b""))
    robots = Robots(shelf, "rowback", clock)
    assert ask(robots, host) == Verdict(end, "no answer")
    assert shelf.get("https://paper.example") is None, "a dead line is nothing to remember over a restart"
    clock.now += RETRY_UNREACHED
    assert ask(robots, host).end is End.OK


def test_an_old_copy_stands_in_for_a_file_that_cannot_be_had() -> None:
    shelf, clock = MemoryShelf(), Clock()
    host = Host(Answer(DENY), Answer(None, End.ROBOTS_DENIED, "answered 500"), Answer(b""))
    robots = Robots(shelf, "rowback", clock)
    ask(robots, host)
    clock.now += TTL
    assert "does not allow" in ask(robots, host).detail
    assert ask(robots, host, "https://paper.example/sport").end is End.OK
    assert len(host.asked) == 2
    clock.now += RETRY
    assert ask(robots, host).end is End.OK


def test_a_clock_set_back_makes_a_copy_suspect_and_not_eternal() -> None:
    clock, host = Clock(), Host(Answer(DENY), Answer(b""))
    robots = Robots(MemoryShelf(), "rowback", clock)
    ask(robots, host)
    clock.now -= 3600
    assert ask(robots, host).end is End.OK


def test_many_hosts_do_not_fill_the_memory() -> None:
    robots, shelf = Robots(shelf := MemoryShelf(), "rowback", Clock()), shelf
    robots.SIZE = 3
    for number in range(9):
        ask(robots, Host(Answer(DENY)), f"http://paper{number}.example/world")
    assert len(robots._entries) == 3
    silent = Host(Answer(b""))
    assert ask(robots, silent, "http://paper0.example/world").end is End.ROBOTS_DENIED
    assert silent.asked == [], "the shelf still has it"


@given(st.binary(max_size=400))
def test_no_file_makes_it_raise(body: bytes) -> None:
    ask(Robots(MemoryShelf(), "rowback", Clock()), Host(Answer(b"User-agent: *\nDisallow: /a\n" + body)))
