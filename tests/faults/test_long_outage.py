"""A receiver that is down for three days, on a clock that the test moves: nothing is lost, nothing comes in a burst."""

from __future__ import annotations

import asyncio
import random
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from sqlalchemy import func, select

from alerts.alert import Delivery, Outcome
from alerts.retrying import JITTER, SCHEDULES
from monitor.pump import Pump
from monitor.store import Store
from monitor.store.tables import delivery
from tests.integration.service.test_pump import DOWN, HOUR, NOW, SENT, Counts, Fake, Hands, stored

DELIVERIES = 100
OUTAGE_MS = 72 * HOUR


@pytest.mark.faults
def test_every_delivery_survives_72_hours_without_a_receiver_and_keeps_to_the_schedule(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F7. The clock jumps from one due time to the next, so that every attempt happens when it is due."""

    # The test alone says when to look, or the clock would move under a look of the pump's own. Many at a time, because
    # a commit for each of three thousand attempts would take minutes.
    monkeypatch.setattr("monitor.pump.LOOK_AGAIN", 1e9)
    monkeypatch.setattr("monitor.pump.WHILE_FAILING", 32)

    async def work(store: Store) -> None:
        clock, tries = Hands(), defaultdict(list)

        def answer(one: Delivery) -> Outcome:
            tries[one.id].append(clock.now)
            return DOWN if clock.now < NOW + OUTAGE_MS else SENT

        hook = Fake("hook", answer, at_once=32)
        chance = random.Random(7)
        one = Pump(store, {"hook": hook}, clock, chance.random, Counts())
        while True:
            while await one.drain() or one.under_way:
                if tasks := list(one._under_way):
                    await asyncio.wait(tasks)
            soonest = store.read(lambda c: c.execute(select(func.min(delivery.c.due_at))).scalar())
            if soonest is None:
                break
            # Due times within ten seconds go together, as they would in a daemon that is busy.
            clock.now = max(clock.now, int(soonest)) + 10_000
        await one.finish(1)
        ended = store.read(lambda c: c.execute(select(delivery.c.state, func.count()).group_by(delivery.c.state)).all())
        assert dict(tuple(row) for row in ended) == {"sent": DELIVERIES}
        waits = SCHEDULES["webhook"]
        for at in tries.values():
            for n in range(1, min(len(at), len(waits))):
                waited = (at[n] - at[n - 1]) / 1000
                assert waits[n] * (1 - JITTER) <= waited <= waits[n] * (1 + JITTER) + 30, (n, waited)
        last = Counter((at[-1] - NOW - OUTAGE_MS) // HOUR for at in tries.values())
        busiest = max(Counter(at[-1] // 60_000 for at in tries.values()).values())
        print(f"drained by hour after the outage: {sorted(last.items())}; busiest minute: {busiest}")
        assert max(last) <= 24 * (1 + JITTER)
        # What failed in the same minute comes back over hours.
        assert busiest < DELIVERIES / 10

    with stored(tmp_path, {f"dl_{n:05}": "hook" for n in range(DELIVERIES)}) as store:
        asyncio.run(work(store))
