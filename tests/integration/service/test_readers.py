"""Worker processes: a page that does not end, or ends its worker, costs nobody but itself; none outlives the daemon."""

import asyncio
import os
import re
import resource
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace

import psutil
import pytest

from monitor.checks.readers import Readers
from monitor.checks.work import Patience, ReaderEnd, ReaderFailed, WorkFailed
from monitor.errors import StoreDamaged
from tests.outside import wait_for

PATIENCE = Patience(page=1.0, slow=0.2, begin=8.0, start=60.0, turn=30.0, idle=0.2)


def running(work, count=1, **more):
    """Run `work(readers)` on a loop with workers that are killed at its end."""

    async def whole():
        readers = Readers(count, patience=more.pop("patience", PATIENCE), **more)
        try:
            return await work(readers)
        finally:
            readers.close()

    return asyncio.run(whole())


async def end_of(readers, host, work, *args):
    with pytest.raises(ReaderFailed) as caught:
        await readers.run(host, work, *args)
    return caught.value.end


def loops_in_c():
    """One call that never looks back at the interpreter, so that no signal of Python's own can end it."""
    return re.match(r"(a|a)*b", "a" * 60)


def takes_memory():
    return [b"x" * 50_000_000 for _ in range(100)]


def stops_itself():
    os.kill(os.getpid(), signal.SIGSTOP)


def test_a_worker_that_is_killed_costs_one_page_and_the_next_is_read():
    async def work(readers):
        assert await readers.run("a.example", os.getpid) != os.getpid()
        assert await end_of(readers, "a.example", os._exit, 9) is ReaderEnd.DIED
        assert await readers.run("a.example", abs, -4) == 4

    running(work)


@pytest.mark.parametrize("hangs", [(time.sleep, 60), (loops_in_c,), (stops_itself,)], ids=["sleeps", "in C", "stopped"])
def test_a_page_past_its_deadline_ends_with_its_worker_while_others_are_read(hangs):
    async def work(readers):
        hostile = asyncio.ensure_future(end_of(readers, "hostile.example", *hangs))
        await asyncio.sleep(0.05)
        for n in range(5):
            assert await readers.run("honest.example", abs, -n) == n
        assert not hostile.done(), "read beside it, not after it"
        assert await hostile is ReaderEnd.TIMEOUT

    running(work, patience=replace(PATIENCE, page=8.0))


def test_a_page_that_wants_more_memory_than_a_worker_has_fails_by_itself():
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss

    async def work(readers):
        assert await end_of(readers, "hostile.example", takes_memory) is ReaderEnd.MEMORY
        assert await readers.run("honest.example", abs, -4) == 4

    running(work, patience=replace(PATIENCE, page=30.0))
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss <= max(before, 1_100_000)


def test_a_worker_that_was_stopped_while_idle_is_replaced_and_its_page_is_read():
    async def work(readers):
        number = await readers.run("a.example", os.getpid)
        os.kill(number, signal.SIGSTOP)
        began = time.monotonic()
        assert await readers.run("a.example", os.getpid) != number
        return time.monotonic() - began

    assert running(work, patience=replace(PATIENCE, begin=2.0)) < 30


def test_what_the_work_raises_comes_back_by_name_and_the_worker_goes_on():
    async def work(readers):
        number = await readers.run("a.example", os.getpid)
        with pytest.raises(WorkFailed, match="ValueError: invalid literal"):
            await readers.run("a.example", int, "x")
        with pytest.raises(WorkFailed, match="pickle"):
            await readers.run("a.example", threading.Lock)  # a result that cannot be handed over
        with pytest.raises(WorkFailed, match="pickle"):
            await readers.run("a.example", len, threading.Lock())  # nor a page
        assert await readers.run("a.example", os.getpid) == number

    running(work)


def test_a_host_whose_pages_take_long_waits_for_itself_and_for_nobody_else():
    async def work(readers):
        hostile = [asyncio.ensure_future(end_of(readers, "hostile.example", time.sleep, 60)) for _ in range(2)]
        waits = []
        for n in range(30):
            began = time.monotonic()
            assert await readers.run(f"honest{n}.example", abs, -n) == n
            waits.append(time.monotonic() - began)
        assert set(await asyncio.gather(*hostile)) == {ReaderEnd.TIMEOUT}
        return sorted(waits)

    waits = running(work, patience=replace(PATIENCE, page=5.0))
    # The first one waits until the slow page is known as such, and for a new worker; behind it they would wait 5 s.
    assert waits[-2] < 3.0


def test_a_page_that_gets_no_turn_fails_as_busy_and_is_seen_as_starving():
    async def work(readers):
        pages = [asyncio.ensure_future(end_of(readers, f"h{n}.example", time.sleep, 60)) for n in range(8)]
        assert ReaderEnd.BUSY in await asyncio.gather(*pages)
        return readers.starved()

    assert running(work, patience=replace(PATIENCE, page=2.0, turn=2.5)) > 2.0


def fails():
    raise RuntimeError("cannot be loaded")


def test_workers_that_cannot_start_are_tried_again_at_rest_and_pages_end_as_busy():
    async def work(readers):
        return await end_of(readers, "a.example", abs, -1), readers._failed_starts

    end, starts = running(work, warm=fails, patience=replace(PATIENCE, turn=6.0))
    assert end is ReaderEnd.BUSY
    assert 1 <= starts <= 4


def test_no_more_workers_are_left_than_there_are_places_once_nothing_is_slow():
    async def work(readers):
        slow = [asyncio.ensure_future(readers.run(f"h{n}.example", time.sleep, 0.5)) for n in range(4)]
        await asyncio.gather(*slow)
        await asyncio.sleep(0.3)
        return len(readers._places)

    assert running(work) == 1


def test_the_host_that_took_least_of_the_workers_time_comes_first():
    async def work(readers):
        done = []

        async def page(host, work, *args):
            await readers.run(host, work, *args)
            done.append(host)

        await page("long.example", time.sleep, 0.3)
        pages = [page("long.example", time.sleep, 0.3) for _ in range(3)]
        pages += [page("short.example", time.sleep, 0.01) for _ in range(5)]
        await asyncio.gather(*pages)
        return done

    done = running(work, patience=replace(PATIENCE, slow=5.0))
    # One of the long pages was handed out before any short one had come.
    assert done[2:7] == ["short.example"] * 5


def test_closing_kills_whatever_a_worker_does_at_once():
    async def work(readers):
        numbers = [await readers.run("a.example", os.getpid)]
        page = asyncio.ensure_future(readers.run("a.example", loops_in_c))
        await asyncio.sleep(0.3)
        began = time.monotonic()
        readers.close()
        page.cancel()
        return numbers, time.monotonic() - began

    numbers, took = running(work, patience=replace(PATIENCE, page=60.0))
    assert took < 1.0
    assert wait_for(lambda: all(ended(number) for number in numbers), 10)


def ended(number):
    """Also where nobody takes notice of its end: a container's first process may not."""
    try:
        return psutil.Process(number).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


@pytest.mark.parametrize("busy", ["", "asyncio.ensure_future(readers.run('b.example', time.sleep, 60)); "])
def test_workers_end_with_a_daemon_that_is_killed(busy):
    script = (
        "import asyncio, os, time\n"
        "from monitor.checks.readers import Readers\n"
        "async def run():\n"
        "    readers = Readers(1)\n"
        "    number = await readers.run('a.example', os.getpid)\n"
        f"    {busy}await asyncio.sleep(0.2); print(number, flush=True)\n"
        "    await asyncio.sleep(60)\n"
        "if __name__ == '__main__':\n"
        "    asyncio.run(run())\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as daemon:
        worker = int(daemon.stdout.readline())
        assert psutil.pid_exists(worker)
        daemon.send_signal(signal.SIGKILL)
    assert wait_for(lambda: ended(worker))


def asks_twice(first, ask):
    return (os.getpid(), first, ask(), ask())


def goes_on_without(ask):
    try:
        return ask()
    except Exception:
        return "made up"


def test_work_asks_for_a_value_on_its_way_and_gets_it():
    given = iter(["one", "two"])

    async def work(readers):
        number, *rest = await readers.run_asking("a.example", asks_twice, lambda: next(given), "first")
        assert number != os.getpid()
        assert rest == ["first", "one", "two"]

    running(work)


def test_who_is_asked_and_cannot_answer_ends_the_work_by_its_own_error_and_the_worker_goes_on():
    async def work(readers):
        number = await readers.run("a.example", os.getpid)
        for asking in (goes_on_without, asks):
            with pytest.raises(StoreDamaged, match="torn"):
                await readers.run_asking("a.example", asking, torn)
        assert await readers.run("a.example", os.getpid) == number

    running(work)


def torn():
    raise StoreDamaged("torn")


def asks(ask):
    return ask()
