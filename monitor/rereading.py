"""Reads the last kept page of every article again, once for each set of reading rules, beside the checks.

Goes on after a restart where it was; an article that is just looked at comes again at the end. Sends nothing.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence

import structlog

from monitor.checks.rereading import Outcome, Reread, Rereading, stale
from monitor.clock import Clock
from monitor.errors import RowbackError
from monitor.store import Store, rereads
from spiders.reading import RULES

log = structlog.get_logger(__name__)

AT_ONCE = 200
PAUSE_SECONDS = 0.05
"""Between two pages: what is due now goes first."""


class ReadingAgain:
    """One a service: `start` and `stop` it."""

    def __init__(self, store: Store, rereading: Rereading, clock: Clock, pause: float = PAUSE_SECONDS) -> None:
        self.rereading = rereading
        self._store = store
        self._clock = clock
        self._pause = pause
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin, where these rules are not done yet."""
        self._task = asyncio.ensure_future(self._run())

    def stop(self) -> None:
        """Read nothing after this."""
        if self._task is not None:
            self._task.cancel()

    async def _run(self) -> None:
        try:
            await self.all()
        except RowbackError as wrong:
            log.warning("not_read_again", because=str(wrong))
        except Exception:
            # Whatever goes wrong here must not end the service; the next start goes on where this ended.
            log.exception("reading_again_broke")

    async def all(self) -> None:
        """Every article that other rules read."""
        after = await asyncio.to_thread(self._store.read, rereads.after, RULES)
        if after is None:
            return
        counts: Counter[str] = Counter()
        later: list[int] = []
        while rows := await asyncio.to_thread(self._store.read, rereads.following, after, AT_ONCE):
            old = await asyncio.to_thread(_stale, rows)
            for number in old:
                await self._one(number, counts, later)
            after = rows[-1][0]
            await asyncio.wrap_future(self._store.submit(rereads.reached, RULES, after))
        for number in later:
            await self._one(number, counts, [])
        done = self._clock.now_ms()
        await asyncio.wrap_future(self._store.submit(rereads.reached, RULES, after, done))
        if counts:
            log.info("pages_read_again", rules=RULES, **counts)

    async def _one(self, number: int, counts: Counter[str], later: list[int]) -> None:
        await asyncio.sleep(self._pause)
        found: Reread = await self.rereading.article(number)
        counts[str(found.outcome)] += 1
        if found.outcome is Outcome.UNDER_WAY:
            later.append(number)
        elif found.outcome is Outcome.FAILED:
            log.warning("page_not_read_again", article=number, because=found.reason)


def _stale(rows: Sequence[tuple[int, bytes | None]]) -> list[int]:
    return [number for number, memory in rows if stale(memory)]
