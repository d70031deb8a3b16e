"""Looks after the store while the service runs: at its start and every night; a night may end with a backup.

What it finds goes to the store's `damage`, where /readyz, the pages and the metrics look, to the log, and to the
operator in one notice. Mends nothing, and never looks on the loop.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import structlog

from alerts.health import Condition
from alerts.notice import Notice
from monitor.clock import Clock, iso
from monitor.errors import StoreError
from monitor.store import Store
from monitor.store.soundness import faults

log = structlog.get_logger(__name__)

T = TypeVar("T")

LOOK_SECONDS = 2.0
NIGHT_MS = 3 * 3_600_000
"""When a night's look begins: 03:00 UTC."""
DAY_MS = 86_400_000

TELL_AGAIN = (60.0, 300.0, 1800.0, 7200.0)
"""Seconds between tries to tell the operator; the last one repeats."""

SHARE = 3.0
"""Seconds of rest for each second of reading versions: whoever follows articles comes first."""

BANNER = (
    "The store is damaged: new versions may not be kept and old ones not be shown. Whoever runs this Rowback finds "
    "what to do in docs/backup.md."
)
"""What every page says. Names no file: pages are public."""

Back_up = Callable[[int], object]
"""Makes one backup; takes the time in milliseconds, raises StoreError."""


class GivenUp(Exception):
    """The service stops; the look ends where it is."""


class Soundness:
    """One look at the start, one a night, one notice where something is found."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        announce: Callable[[Notice], Awaitable[bool]],
        *,
        public_url: str,
        back_up: Back_up | None = None,
        is_file: bool = True,
    ) -> None:
        """`announce` tells the operator and returns whether nobody is left to be told; `back_up` ends each night.

        Where the store is no file of ours, nothing is looked at; what others trip over is told all the same.
        """
        self._is_file = is_file
        self._store = store
        self._clock = clock
        self._announce = announce
        self._public_url = public_url
        self._back_up = back_up
        self._stop = threading.Event()
        self._task: asyncio.Task[None] | None = None
        self._night = self._nights()
        self._notice: Notice | None = None
        self._told = False
        self._tries = 0
        self._tell_at = 0.0

    def start(self) -> None:
        """Begin with the look of the start."""
        self._task = asyncio.ensure_future(self._watch())

    def stop(self) -> None:
        """No look begins after this, and one under way is given up."""
        self._stop.set()
        if self._task is not None:
            self._task.cancel()

    async def look(self, *, thorough: bool) -> None:
        """Look once, in a thread of its own. A store on a server is the server's to look after."""
        if not self._is_file:
            return
        try:
            found = await _beside(lambda: faults(self._store.path, thorough=thorough, pause=self._pause()))
        except GivenUp:
            return
        except StoreError as wrong:
            log.error("store_not_looked_at", error=str(wrong))
            return
        if found:
            self._store.found_damaged(found[0])
            log.error("store_damaged", found=found)
        else:
            log.info("store_sound", thorough=thorough)

    async def turn(self) -> None:
        """What is due now: the night's look and its backup, the notice to the operator."""
        nights = self._nights()
        if nights != self._night:
            # A clock that was put back by days must not keep the next nights from being seen.
            ahead, self._night = nights > self._night, nights
            if ahead:
                await self.look(thorough=True)
                await self._backed_up()
        if self._store.damage and not self._told and self._clock.monotonic() >= self._tell_at:
            await self._tell()

    async def _watch(self) -> None:
        await self.look(thorough=False)
        while True:
            try:
                await self.turn()
            except Exception:
                # Whatever goes wrong here must neither end the service nor the looking.
                log.exception("store_look_broke")
            await asyncio.sleep(LOOK_SECONDS)

    async def _backed_up(self) -> None:
        back_up, now = self._back_up, self._clock.now_ms()
        if back_up is None or self._store.damage:
            return
        try:
            await _beside(lambda: back_up(now))
        except StoreError as wrong:
            log.error("backup_failed", error=str(wrong))
        else:
            log.info("backed_up")

    async def _tell(self) -> None:
        # One notice for all tries: a receiver knows a repeat by its id.
        self._notice = self._notice or self._written(self._clock.now_ms())
        self._told = await self._announce(self._notice)
        self._tell_at = self._clock.monotonic() + TELL_AGAIN[min(self._tries, len(TELL_AGAIN) - 1)]
        self._tries += 1

    def _written(self, now: int) -> Notice:
        return Notice(
            id=f"store_{now}",
            channel="",
            condition=Condition.FAILING,
            title=f"Rowback's store is damaged: {self._store.damage}",
            text="Articles are still looked at, but new versions may not be kept. Stop Rowback, look after the disk, "
            "and put the newest backup in place with `rowback restore`; docs/backup.md says how.",
            raised_at=iso(now),
            permalink=f"{self._public_url.rstrip('/')}/",
            about="store",
        )

    def _nights(self) -> int:
        return (self._clock.now_ms() - NIGHT_MS) // DAY_MS

    def _pause(self) -> Callable[[], None]:
        last = self._clock.monotonic()

        def pause() -> None:
            nonlocal last
            took = self._clock.monotonic() - last
            if self._stop.wait(min(took * SHARE, 1.0)):
                raise GivenUp
            last = self._clock.monotonic()

        return pause


def nightly(store: Path, folder: Path, keep: int) -> Back_up:
    """The backup that a configuration asks for."""

    def made(now_ms: int) -> object:
        from monitor.store.backups import back_up

        return back_up(store, folder, now_ms, keep)

    return made


async def _beside(work: Callable[[], T]) -> T:
    """The result of `work`, done in a thread that holds up no stop: a big store takes longer than one may."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def settle(value: T | None, wrong: BaseException | None) -> None:
        if not done.done():
            done.set_exception(wrong) if wrong is not None else done.set_result(value)  # type: ignore[arg-type]

    def run() -> None:
        value, failed = None, None
        try:
            value = work()
        except Exception as wrong:
            failed = wrong
        # The loop may be gone by now.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(settle, value, failed)

    threading.Thread(target=run, name="store-look", daemon=True).start()
    return await done
