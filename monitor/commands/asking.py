"""Fetches one page for a command: an address and a configuration go in, what came back goes out. Stores nothing.

As polite and as guarded as the daemon: the same spider, robots.txt and rule for addresses.
"""

from __future__ import annotations

import asyncio

from monitor.addresses import normalise
from monitor.clock import SystemClock
from monitor.commands.check import ALLOW_HINT
from monitor.config.loading import Config
from monitor.deliveries.outward import policy_of
from monitor.errors import FetchFailed
from monitor.logs import set_up_logs
from spiders.fetched import DueCheck, End, Fetched
from spiders.fetching import Fetching, run_with_reactor
from spiders.robots import MemoryShelf

WITH_A_PAGE = frozenset({End.OK, End.NOT_FOUND, End.GONE, End.LEGAL_BLOCK, End.FORBIDDEN})
"""Ends that bring something to read; every other is an error of the command."""


def fetch_page(url: str, config: Config) -> Fetched:
    """The page at `url`, asked for once. Raises BadAddress, and FetchFailed where nothing came that can be read."""
    address = normalise(url)
    clock = SystemClock()
    set_up_logs("text", clock, least="ERROR")
    came: list[Fetched] = []

    async def ask() -> int:
        done = asyncio.Event()

        def keep(fetched: Fetched) -> None:
            came.append(fetched)
            done.set()

        fetching = Fetching(policy_of(config), keep, robots=MemoryShelf(), clock=lambda: clock.now_ms() / 1000)
        await fetching.start()
        try:
            fetching.submit(DueCheck(0, 0, address.url, address.host))
            await done.wait()
        finally:
            await fetching.stop()
        return 0

    run_with_reactor(ask)
    (fetched,) = came
    if fetched.end not in WITH_A_PAGE:
        hint = f"; {ALLOW_HINT}" if fetched.end is End.BLOCKED_ADDRESS else ""
        detail = f": {fetched.detail}" if fetched.detail else ""
        raise FetchFailed(f"{url} could not be fetched: {fetched.end}{detail}{hint}")
    return fetched
