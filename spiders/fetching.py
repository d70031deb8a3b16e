"""Takes looks for the daemon: due checks go in at any time, each comes out as exactly one Fetched.

Runs the one long-lived spider inside the daemon's own loop and bounds what is under way. Never decides when to look,
never reads a page, keeps nothing over a restart.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from scrapy.crawler import Crawler
from scrapy.settings import Settings
from scrapy.utils.reactor import install_reactor

from spiders.articles import ArticlesSpider, Outfit, outfit_for, settings_for
from spiders.fetched import DueCheck, End, Fetched
from spiders.guard import Resolver
from spiders.policy import FetchPolicy
from spiders.robots import RobotsShelf
from spiders.turns import Turns

__all__ = ["FetchPolicy", "Fetching", "run_with_reactor"]

log = logging.getLogger(__name__)

REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
GRACE = 2.0
"""Seconds that looks under way get to end by themselves when the service stops."""
PATIENCE = 3
"""Times `timeout` after which a look is given up whatever holds it: robots.txt, a host's queue, or a fault of ours."""


class Fetching:
    """The fetching service. `done` is called once for every submitted check, on the loop's thread.

    `clock` gives Unix seconds. `resolver` replaces the machine's: a host name in, its addresses as text out; it may
    block and is called in a thread. Raises ValueError where the policy's `allow_networks` holds no networks.
    """

    def __init__(
        self,
        policy: FetchPolicy,
        done: Callable[[Fetched], None],
        *,
        robots: RobotsShelf,
        clock: Callable[[], float],
        resolver: Resolver | None = None,
        may_send: Callable[[], bool] = lambda: True,
    ) -> None:
        self._policy = policy
        self._may_send = may_send
        self._done = done
        self._shelf = robots
        self._clock = clock
        self._resolver = resolver
        self._turns = Turns(policy.concurrency, policy.per_host)
        self._out: dict[int, tuple[DueCheck, asyncio.TimerHandle]] = {}
        self._number = 0
        self._changed = asyncio.Event()
        self._started = asyncio.Event()
        self._stopping = False
        self._outfit: Outfit | None = None
        self._crawler: Crawler | None = None
        self._crawl: asyncio.Task[None] | None = None

    @property
    def in_flight(self) -> int:
        """Checks submitted and not yet done, waiting ones included."""
        return len(self._turns) + len(self._out)

    @property
    def alive(self) -> bool:
        """Whether checks are taken. False before the start and after the end, also after one that nobody asked for."""
        return self._crawl is not None and not self._crawl.done() and not self._stopping

    async def start(self) -> None:
        """Install the guard and open the spider. Returns when checks are taken; raises what Scrapy raises if not."""
        self._outfit = outfit_for(self._policy, self._shelf, self._clock, self._resolver)
        self._outfit.may_send = self._may_send
        self._outfit.resolver.install_on_reactor()
        settings = Settings()
        settings.setmodule("spiders.settings", priority="project")
        settings.update(settings_for(self._policy), priority="cmdline")
        self._crawler = Crawler(ArticlesSpider, settings)
        crawl = self._crawler.crawl_async(outfit=self._outfit, source=self._next, ended=self._ended)
        self._crawl = asyncio.ensure_future(crawl)
        self._crawl.add_done_callback(self._over)
        started = asyncio.ensure_future(self._started.wait())
        await asyncio.wait([started, self._crawl], return_when=asyncio.FIRST_COMPLETED)
        started.cancel()
        if self._crawl.done():
            self._outfit.resolver.remove()
            self._crawl.result()
            raise RuntimeError("the spider ended before it began")

    def submit(self, check: DueCheck) -> None:
        """Let a check have its look as soon as its host and the whole have room. Never blocks.

        After `stop` nothing is taken any more and the check is abandoned. Should the spider have ended by itself, the
        check ends as BAD_RESPONSE.
        """
        if self._stopping:
            return
        self._turns.put(check)
        self._changed.set()
        if self._crawl is not None and self._crawl.done():
            asyncio.get_running_loop().call_soon(self._end_all)

    async def stop(self) -> None:
        """End within a few seconds. Looks that do not end by then are abandoned: `done` is not called for them."""
        self._stopping = True
        self._turns.clear()
        try:
            async with asyncio.timeout(GRACE):
                while self._out:
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            log.info("abandoning %d looks under way", len(self._out))
        for _, timer in self._out.values():
            timer.cancel()
        self._out.clear()
        if self._outfit is None or self._crawler is None or self._crawl is None:
            return
        for dialer in self._outfit.dialers:
            dialer.abandon()
        try:
            async with asyncio.timeout(GRACE):
                await self._crawler.stop_async()
                await asyncio.gather(self._crawl, return_exceptions=True)
        except TimeoutError:
            log.warning("the spider did not close in time")
        finally:
            self._outfit.resolver.remove()

    async def _next(self) -> tuple[int, DueCheck]:
        """The spider's source: waits until a check has its turn."""
        self._started.set()
        while True:
            check = None if self._stopping else self._turns.take()
            if check is not None:
                break
            self._changed.clear()
            await self._changed.wait()
        return self._give_out(check), check

    def _give_out(self, check: DueCheck) -> int:
        self._number += 1
        loop = asyncio.get_running_loop()
        timer = loop.call_later(PATIENCE * self._policy.timeout, self._give_up, self._number)
        self._out[self._number] = (check, timer)
        return self._number

    def _ended(self, number: int, fetched: Fetched) -> None:
        entry = self._out.pop(number, None)
        if entry is None:  # given up or abandoned before: its end was told, or nobody waits for it
            return
        entry[1].cancel()
        self._turns.free(fetched.check.host)
        self._changed.set()
        try:
            self._done(fetched)
        except Exception:
            log.exception("what was done with the look at %s failed", fetched.url)

    def _give_up(self, number: int) -> None:
        check = self._out[number][0]
        detail = f"no end after {PATIENCE * self._policy.timeout:g} s"
        self._ended(number, Fetched(check, End.TIMEOUT, check.url, detail=detail))

    def _over(self, crawl: asyncio.Task[None]) -> None:
        """The spider never ends by itself; if it does, no look may be left without an end."""
        if self._stopping:
            return
        log.error("the spider ended by itself", exc_info=None if crawl.cancelled() else crawl.exception())
        self._end_all()

    def _end_all(self) -> None:
        while (check := self._turns.take()) is not None or self._out:
            if check is not None:
                self._give_out(check)
            for number, (one, _) in list(self._out.items()):
                self._ended(number, Fetched(one, End.BAD_RESPONSE, one.url, detail="the spider ended by itself"))


def run_with_reactor(main: Callable[[], Awaitable[int | None]]) -> int:
    """Run an async main on Twisted's asyncio reactor and return its exit code; raises what main raises.

    Installs no signal handlers: they are main's. A reactor cannot run twice, so call this once in a process.
    """
    install_reactor(REACTOR)
    from twisted.internet import reactor

    running: Any = reactor
    loop: asyncio.AbstractEventLoop = running._asyncioEventloop
    tasks: list[asyncio.Future[int | None]] = []

    def begin() -> None:
        task = asyncio.ensure_future(main(), loop=loop)
        tasks.append(task)
        task.add_done_callback(lambda _: running.stop())

    running.callWhenRunning(begin)
    try:
        running.run(installSignalHandlers=False)
    finally:
        _close(loop)
    return tasks[0].result() or 0


def _close(loop: asyncio.AbstractEventLoop) -> None:
    """What asyncio.run does with a loop that is over; Twisted leaves it as it stopped."""
    left = [task for task in asyncio.all_tasks(loop) if not task.done()]
    for task in left:
        task.cancel()
    if left:
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()
