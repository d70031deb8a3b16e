"""Turns: hosts alternate, no limit is passed, nobody is lost."""

from __future__ import annotations

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from spiders.fetched import DueCheck
from spiders.turns import Places, Turns


def check(host: str, number: int = 0) -> DueCheck:
    return DueCheck(article_id=number, token=1, url=f"http://{host}/{number}", host=host)


def test_a_host_with_many_checks_does_not_hold_up_the_others() -> None:
    turns = Turns(total=10, per_host=2)
    for number in range(5):
        turns.put(check("big", number))
    turns.put(check("small"))
    taken = [turns.take() for _ in range(4)]
    assert [one.host if one else None for one in taken] == ["big", "small", "big", None]


def test_a_host_is_served_in_the_order_of_arrival() -> None:
    turns = Turns(total=1, per_host=1)
    for number in range(4):
        turns.put(check("a", number))
    order = []
    while (one := turns.take()) is not None:
        order.append(one.article_id)
        turns.free(one.host)
    assert order == [0, 1, 2, 3]


def test_what_waits_can_be_taken_back_and_what_is_out_still_returns() -> None:
    turns = Turns(total=1, per_host=1)
    turns.put(check("a", 1))
    turns.put(check("a", 2))
    assert turns.take() == check("a", 1)
    assert turns.clear() == [check("a", 2)]
    turns.free("a")
    assert turns.take() is None
    assert len(turns) == 0


@given(
    st.lists(st.one_of(st.sampled_from("abcd"), st.just("take"), st.just("free")), max_size=80),
    st.integers(1, 5),
    st.integers(1, 3),
)
def test_limits_hold_and_everybody_gets_a_turn(steps: list[str], total: int, per_host: int) -> None:
    turns = Turns(total, per_host)
    put, out, done = 0, [], 0
    for step in steps:
        if step == "take":
            if (one := turns.take()) is not None:
                out.append(one)
        elif step == "free":
            if out:
                turns.free(out.pop(0).host)
                done += 1
        else:
            turns.put(check(step, put))
            put += 1
        hosts = [one.host for one in out]
        assert len(out) <= total
        assert all(hosts.count(host) <= per_host for host in hosts)
        assert len(turns) == put - done - len(out)
    while out or len(turns):
        while (one := turns.take()) is not None:
            out.append(one)
        assert out, "somebody waits and nobody is out: a turn was lost"
        turns.free(out.pop(0).host)
        done += 1
    assert done == put


def test_places_hold_at_a_host_even_for_those_that_come_in_one_turn_of_the_loop() -> None:
    async def work() -> tuple[int, int]:
        places, here, most = Places(2), 0, 0

        async def visit(host: str) -> None:
            nonlocal here, most
            async with places.at(host):
                here += 1
                most = max(most, here)
                await asyncio.sleep(0)
                here -= 1

        await asyncio.gather(*(visit("a") for _ in range(9)))
        return most, len(places._hosts)

    assert asyncio.run(work()) == (2, 0)


def test_a_visit_that_fails_or_is_cancelled_leaves_its_place() -> None:
    async def work() -> int:
        places = Places(1)

        async def fail() -> None:
            async with places.at("a"):
                raise RuntimeError

        await asyncio.gather(fail(), fail(), return_exceptions=True)
        async with places.at("a"):
            waiting = asyncio.create_task(fail())
            await asyncio.sleep(0)
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
        return len(places._hosts)

    assert asyncio.run(work()) == 0
