"""One receiver that never answers and nine that do, with the real pump, channels and clock: nobody waits for the dead."""

from __future__ import annotations

import asyncio
import socket
import time
from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path

import pytest

from alerts.channels.webhook import WebhookChannel
from monitor.deliveries.pump import Pump
from monitor.store import Store
from tests.integration.alerts.hostile_servers import Script, Seen, read_request, serving
from tests.integration.alerts.test_webhook_channel import answer
from tests.integration.service.test_pump import NOW, Counts, stored

pytestmark = pytest.mark.faults

ALIVE, EACH, TO_THE_DEAD = 9, 40, 200
TICK = 0.5


class Running:
    """The store's own time, running on from where its rows were written."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def now_ms(self) -> int:
        return NOW + int((time.monotonic() - self._began) * 1000)

    def monotonic(self) -> float:
        return time.monotonic()


def noting(at: list[float]) -> Script:
    def script(connection: socket.socket, seen: Seen) -> None:
        read_request(connection, seen)
        at.append(time.monotonic())
        connection.sendall(answer(204))

    return script


def hang(connection: socket.socket, seen: Seen) -> None:
    seen.over.wait(150)


def delays(folder: Path, dead: bool) -> list[float]:
    """Seconds until each message of the nine arrived, all due at once; with or without a tenth that hangs."""
    arrived: dict[str, list[float]] = defaultdict(list)
    names = [f"live{n}" for n in range(ALIVE)]
    due = {f"dl_{name}_{n}": name for name in names for n in range(EACH)}
    if dead:
        due |= {f"dl_dead_{n}": "dead" for n in range(TO_THE_DEAD)}
    with ExitStack() as stack, stored(folder, due) as store:
        ports = {name: stack.enter_context(serving(noting(arrived[name])))[0] for name in names}
        if dead:
            ports["dead"] = stack.enter_context(serving(hang))[0]
        channels = {
            name: WebhookChannel(name, f"http://127.0.0.1:{port}/", [b"k" * 32], blocked=lambda _: None)
            for name, port in ports.items()
        }

        async def work(store: Store) -> float:
            one, began = Pump(store, channels, Running(), lambda: 0.5, Counts()), time.monotonic()
            while sum(map(len, arrived.values())) < ALIVE * EACH and time.monotonic() < began + 120:
                await one.drain()
                await asyncio.sleep(TICK)
            await one.finish(0.1)
            return began

        began = asyncio.run(work(store))
    found = sorted(at - began for times in arrived.values() for at in times)
    assert len(found) == ALIVE * EACH
    return found


def test_nine_channels_lose_no_time_to_one_that_never_answers(tmp_path: Path) -> None:
    """F8."""
    without, with_dead = (sorted(delays(tmp_path / str(dead), dead)) for dead in (False, True))
    p95, before = (times[int(len(times) * 0.95)] for times in (with_dead, without))
    # Where the machine is too busy for that even without the dead one, the dead one must add little.
    assert p95 <= max(5, 1.5 * before)
    print(f"F8: p95 of {len(with_dead)} messages of {ALIVE} channels: {p95:.2f} s, without the dead one {before:.2f} s")
