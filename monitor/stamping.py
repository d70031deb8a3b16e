"""Has the head of the chain stamped, by each authority at its interval, beside the checks and never in their way.

An authority that is down, answers garbage or is years off is asked again later, and logged. Runs on threads of its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import structlog

from monitor.clock import Clock
from monitor.errors import RowbackError
from monitor.keeping import stamps
from monitor.keeping.stamps import Reading
from monitor.store import Store, chain
from monitor.store import stamps as kept

log = structlog.get_logger(__name__)

LOOK_SECONDS = 30.0
AGAIN = (60.0, 300.0, 1800.0, 7200.0)
"""Seconds between tries after a failure; the last one repeats."""

Post = Callable[[str, bytes], bytes]
"""Asks the authority of an address and gives its answer; raises OSError with a sentence."""


class Stamping:
    """One a service: `start` and `stop` it."""

    def __init__(
        self, store: Store, clock: Clock, post: Post, authorities: Sequence[str], every: float, roots: Sequence[bytes]
    ) -> None:
        """`every` is seconds between two stamps of one authority; `roots` as in monitor/keeping/stamps.py."""
        self._store = store
        self._clock = clock
        self._post = post
        self._authorities = tuple(authorities)
        self._every = every
        self._roots = tuple(roots)
        self._failed: dict[str, tuple[int, float]] = {}
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin; nothing is done without authorities."""
        if self._authorities:
            self._task = asyncio.ensure_future(self._run())

    def stop(self) -> None:
        """Ask nobody after this."""
        if self._task is not None:
            self._task.cancel()

    async def turn(self) -> None:
        """Ask each authority whose turn it is."""
        for authority in self._authorities:
            count, again_at = self._failed.get(authority, (0, 0.0))
            if self._clock.monotonic() < again_at:
                continue
            try:
                reading = await asyncio.to_thread(self._stamp, authority)
            except (OSError, RowbackError) as wrong:
                log.warning("head_not_stamped", authority=authority, because=str(wrong))
                reading = Reading.GARBAGE
            if reading is None or reading in (Reading.SIGNED, Reading.UNTRUSTED):
                self._failed.pop(authority, None)
            else:
                wait = AGAIN[min(count, len(AGAIN) - 1)]
                self._failed[authority] = (count + 1, self._clock.monotonic() + wait)

    async def _run(self) -> None:
        while True:
            try:
                await self.turn()
            except Exception:
                # Whatever goes wrong here must not end the stamping.
                log.exception("stamping_broke")
            await asyncio.sleep(LOOK_SECONDS)

    def _stamp(self, authority: str) -> Reading | None:
        """Ask one authority, if something was recorded since its last stamp and that is long enough ago."""
        last_n, last_at = self._store.read(kept.last, authority)
        head = self._store.read(chain.head)
        now = self._clock.now_ms()
        if head.n == last_n or 0 <= now - last_at < self._every * 1000:
            return None
        answer = self._post(authority, stamps.request(head.sha256))
        told = stamps.read(answer, head.sha256, self._roots, self._clock.now_ms())
        if not told.counts or told.at_ms is None:
            log.warning("head_not_stamped", authority=authority, because=str(told.reading), detail=told.detail)
            return told.reading
        self._store.write(kept.add, head.n, head.sha256, authority, now, told.at_ms, answer)
        log.info("head_stamped", authority=authority, entry=head.n, reading=str(told.reading))
        return told.reading
