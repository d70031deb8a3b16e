"""The pulse: a step of the wall clock neither freezes nor floods it, and a store that fails does not end it."""

import asyncio
from datetime import UTC, datetime, timedelta

from monitor.checks.ticking import Pulse, Ticking
from monitor.errors import StoreFull
from monitor.metrics import Metrics


class Clock:
    """A clock whose wall time a test steps."""

    def __init__(self):
        self.wall = 1_790_000_000_000
        self.since_start = 100.0

    def now_ms(self):
        return self.wall

    def monotonic(self):
        return self.since_start

    def pass_seconds(self, seconds):
        self.wall += int(seconds * 1000)
        self.since_start += seconds


class Service:
    """Counts what the pulse asks of it."""

    alive = True
    under_way = 0

    def __init__(self):
        self.looks = self.rebases = 0
        self.wrong = None

    async def look(self):
        if self.wrong:
            raise self.wrong
        self.looks += 1

    async def send(self):
        return 0

    def rebase(self, step_ms):
        self.rebases += 1
        self.step_ms = step_ms
        self.looks_before = self.looks


def made():
    clock, service = Clock(), Service()
    return clock, service, Ticking(service, clock, Metrics("test"))


def test_time_that_passes_evenly_is_no_step():
    clock, service, ticking = made()
    for _ in range(100):
        clock.pass_seconds(3600)
        assert not ticking.check_clock()
    assert service.rebases == 0


def test_a_step_back_or_forth_brings_everything_back_into_reach_once():
    for step_ms in (-3_600_000, 3_600_000, 30 * 86_400_000):
        clock, service, ticking = made()
        clock.wall += step_ms
        assert ticking.check_clock()
        assert not ticking.check_clock()
        assert (service.rebases, service.step_ms) == (1, step_ms)


def test_a_step_is_seen_before_anything_is_claimed_by_the_new_time():
    async def run():
        clock, service, ticking = made()
        clock.wall += 3_600_000
        await ticking.tick()
        return service.rebases, service.looks_before, service.looks

    assert asyncio.run(run()) == (1, 0, 1)


def test_a_month_of_missed_ticks_is_one_tick():
    now = datetime(2026, 9, 21, tzinfo=UTC)
    assert Pulse().get_next_fire_time(now - timedelta(days=30), now) > now


def test_a_tick_is_run_again_at_once_after_a_step_back():
    async def run():
        clock, _, ticking = made()
        ticking.start()
        # What a clock that was an hour ahead had set.
        ticking._scheduler.modify_job("tick", next_run_time=datetime.now(UTC) + timedelta(hours=1))
        clock.wall -= 3_600_000
        ticking.check_clock()
        again = ticking._scheduler.get_job("tick").next_run_time
        ticking.stop()
        return again

    assert abs(asyncio.run(run()) - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_full_disk_fails_the_tick_and_not_the_daemon():
    async def run():
        _, service, ticking = made()
        service.wrong = StoreFull("full")
        await ticking.tick()
        age = ticking.age()
        service.wrong = None
        await ticking.tick()
        return age, ticking.age(), service.looks

    assert asyncio.run(run()) == (None, 0.0, 1)
