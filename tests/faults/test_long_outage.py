"""A receiver that is down for three days, on a clock that the test moves: nothing is lost, nothing comes in a burst."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from sqlalchemy import func, select

from alerts.alert import Delivery, Outcome
from alerts.retrying import JITTER, SCHEDULES
from monitor.deliveries.pump import Pump
from monitor.store import Store
from monitor.store.tables import delivery
from tests.integration.service.test_pump import DOWN, HOUR, NOW, SENT, Counts, Fake, Hands, stored

DELIVERIES = 10_000
AT_ONCE = 256
OUTAGE_MS = 72 * HOUR


@pytest.mark.faults
@pytest.mark.timeout(3600)
def test_every_delivery_survives_72_hours_without_a_receiver_and_keeps_to_the_schedule(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F7. The clock jumps from one due time to the next, so that every attempt happens when it is due."""

    # The test alone says when to look, or the clock would move under a look of the pump's own. Many at a time, because
    # a commit for each of a hundred thousand attempts would take many minutes.
    monkeypatch.setattr("monitor.deliveries.pump.LOOK_AGAIN", 1e9)
    monkeypatch.setattr("monitor.deliveries.pump.AT_ONCE", AT_ONCE)
    monkeypatch.setattr("monitor.deliveries.pump.WHILE_FAILING", AT_ONCE)

    began = time.monotonic()

    def took() -> float:
        return time.monotonic() - began

    async def work(store: Store) -> None:
        clock, tries = Hands(), defaultdict(list)

        def answer(one: Delivery) -> Outcome:
            tries[one.id].append(clock.now)
            return DOWN if clock.now < NOW + OUTAGE_MS else SENT

        hook = Fake("hook", answer, at_once=AT_ONCE)
        chance = random.Random(7)
        one = Pump(store, {"hook": hook}, clock, chance.random, Counts())
        while True:
            while await one.drain() or one.under_way:
                if tasks := list(one._under_way):
                    await asyncio.wait(tasks)
            soonest = store.read(lambda c: c.execute(select(func.min(delivery.c.due_at))).scalar())
            if soonest is None:
                break
            # Due times within ten seconds go together, as they would in a daemon that is busy; later, where they lie
            # hours apart, within a five-hundredth of the time that has passed.
            clock.now = max(clock.now, int(soonest)) + max(10_000, (int(soonest) - NOW) // 500)
        await one.finish(1)
        ended = store.read(lambda c: c.execute(select(delivery.c.state, func.count()).group_by(delivery.c.state)).all())
        assert dict(tuple(row) for row in ended) == {"sent": DELIVERIES}
        waits = SCHEDULES["webhook"]
        for at in tries.values():
            for n in range(1, min(len(at), len(waits))):
                waited, late = (at[n] - at[n - 1]) / 1000, 30 + (at[n] - NOW) / 500_000
                assert waits[n] * (1 - JITTER) <= waited <= waits[n] * (1 + JITTER) + late, (n, waited)
        last = Counter((at[-1] - NOW - OUTAGE_MS) // HOUR for at in tries.values())
        busiest = max(Counter(at[-1] // (10 * 60_000) for at in tries.values()).values())
        attempts = sum(map(len, tries.values()))
        print(
            f"F7: {DELIVERIES} deliveries, receiver down for 72 h: all sent in {max(last) + 1} h after it, {busiest} at "
            f"most in 10 min; {attempts} attempts, each within its wait +-20 %, drained at {attempts / took():.0f} a second"
        )
        assert max(last) <= 24 * (1 + JITTER)
        # What failed in the same minute comes back over hours.
        assert busiest < DELIVERIES / 10

    with stored(tmp_path, {f"dl_{n:05}": "hook" for n in range(DELIVERIES)}) as store:
        asyncio.run(work(store))
