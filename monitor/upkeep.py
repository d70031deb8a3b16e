"""What a service looks after beside its checks: pauses that end, kept pages that go, robots.txt that is kept, versions
that the search does not know yet.

Asked at every tick, does something every few seconds. Looks at no article.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import structlog

from monitor.clock import Clock
from monitor.config.settings import Keep
from monitor.store import Store, forgetting, shelf, watches
from monitor.store.catching_up import catch_up
from monitor.store.settling import Settled

log = structlog.get_logger(__name__)

MOVED_SHOWN = 20
"""Articles named in the log when watches come or go; the rest is counted."""
FORGET_SECONDS = 600.0
"""Between two looks at how much all kept pages take."""
INDEX_SECONDS = 0.5
"""For which versions are taken into the search before the next tick may end this; a stop waits no longer than that."""
WAKE_SECONDS = 5.0
"""Between two looks for watches whose pause is over; as exact as a pause is."""


class Upkeep:
    """One a service; `turn` may be called as often as one likes."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._wake_at = 0.0
        self._forget_at = 0.0
        self._index_at = 0.0
        self._indexing: asyncio.Future[int] | None = None

    async def turn(self, now_ms: int, keep: Keep) -> None:
        """Go on with watches whose pause is over, let go of pages that are not to be kept, take in what is searched."""
        self._index()
        if self._clock.monotonic() < self._wake_at:
            return
        self._wake_at = self._clock.monotonic() + WAKE_SECONDS
        log_moved(await asyncio.wrap_future(self._store.submit(watches.wake, now_ms)))
        await self._forget(now_ms, keep)

    def _index(self) -> None:
        """Take in some versions of before the search, in a thread and beside the tick."""
        if self._indexing is not None:
            if not self._indexing.done():
                return
            wrong = self._indexing.exception()
            if wrong is not None:
                # What a damaged version says is not known; the rest of the service goes on without.
                log.error("search_not_filled", cause=wrong)
                self._index_at = self._clock.monotonic() + FORGET_SECONDS
            elif not self._indexing.result():
                self._index_at = self._clock.monotonic() + WAKE_SECONDS
            self._indexing = None
        if self._clock.monotonic() >= self._index_at:
            end = self._clock.monotonic() + INDEX_SECONDS
            work = asyncio.to_thread(catch_up, self._store, lambda: self._clock.monotonic() > end)
            self._indexing = asyncio.ensure_future(work)

    async def close(self) -> None:
        """Wait for what is being taken in: half a second at most."""
        if self._indexing is not None:
            await asyncio.wait([self._indexing])

    async def _forget(self, now_ms: int, keep: Keep) -> None:
        if keep.age is None and (keep.size is None or self._clock.monotonic() < self._forget_at):
            return
        before = None if keep.age is None else now_ms - int(keep.age * 1000)
        gone = await asyncio.wrap_future(self._store.submit(forgetting.forget, before, now_ms, keep.size))
        if not gone:  # how much all take is only known by adding it up
            self._forget_at = self._clock.monotonic() + FORGET_SECONDS
        else:
            log.info("pages_deleted", count=gone)


def log_moved(moved: Sequence[Settled]) -> None:
    """Say which articles are followed no longer, and which again."""
    for one in moved[:MOVED_SHOWN]:
        log.info("following", url=one.url, was=str(one.was), now=str(one.now))
    if len(moved) > MOVED_SHOWN:
        log.info("following", more=len(moved) - MOVED_SHOWN)


class StoreShelf:
    """robots.txt kept in the store, in the shape the fetching side asks for."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, origin: str) -> tuple[bytes | None, float] | None:
        """The body kept and when it was fetched, None where it never was."""
        return self._store.read(shelf.get, origin)

    def put(self, origin: str, body: bytes | None, fetched_at: float) -> None:
        """Keep a body; a crash before the commit only means one more fetch of robots.txt."""
        self._store.submit_patient(shelf.put, origin, body, fetched_at)
