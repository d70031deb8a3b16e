"""Has changed pages saved by an archive elsewhere, a few a day, beside the checks and never in their way.

An archive saves the page as it is when asked, not the version; a copy counts only once it was seen there. Off unless
asked for.
"""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Callable, Mapping
from typing import Protocol
from urllib.parse import urlsplit

import structlog

from monitor.archive_asking import Answer, Told
from monitor.clock import Clock
from monitor.config.archive import Archive
from monitor.errors import RowbackError
from monitor.store import Store, archived
from monitor.store.archived import State, Wanted

log = structlog.get_logger(__name__)

DAY_MS = 86_400_000
AGAIN = (600.0, 3_600.0, 21_600.0)
"""Seconds between tries; after the last one it is given up."""
LOOK_AFTER = 30.0
"""Seconds until the copy that an archive named is looked for."""
TOO_LATE_MS = 3 * DAY_MS
"""What waited so long is another page by now."""
SHORTEST_REST, LONGEST_REST = 300.0, 86_400.0
_OF_HERE = (".local", ".internal", ".lan", ".home.arpa", ".localhost", ".onion")


class Way(Protocol):
    """The way to an archive (monitor/archive_asking.py)."""

    def save(self, service: str, url: str) -> Answer:
        """Ask for a copy."""

    def look(self, copy: str, url: str) -> Answer:
        """Look for it."""


class Archiving:
    """One a service: `start` and `stop` it."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        way: Way,
        settings: Archive,
        private: Callable[[str], bool] = lambda _: False,
    ) -> None:
        """`private` says of which hosts pages are read with an account of ours: those are nobody else's business."""
        self._store = store
        self._clock = clock
        self._way = way
        self._settings = settings
        self._private = private
        self._began = clock.now_ms()
        self._after: int | None = None
        self._rest_until = 0.0
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin, if that is asked for."""
        if self._settings.save:
            self._task = asyncio.ensure_future(self._run())

    def stop(self) -> None:
        """Ask nothing after this."""
        if self._task is not None:
            self._task.cancel()

    async def _run(self) -> None:
        while True:
            try:
                await self.turn()
            except RowbackError as wrong:
                log.warning("archiving_put_off", because=str(wrong))
            except Exception:
                # Whatever goes wrong here must not end the archiving.
                log.exception("archiving_broke")
            await asyncio.sleep(self._settings.every)

    async def turn(self) -> None:
        """Queue what changed, and make one request at most."""
        await asyncio.to_thread(self._queue)
        if self._clock.monotonic() < self._rest_until:
            return
        now = self._clock.now_ms()
        asking = self._store.read(archived.asked_since, now - DAY_MS) < self._settings.a_day
        one = await asyncio.to_thread(lambda: self._store.read(archived.due, now, asking=asking))
        if one is None:
            return
        if one.state is State.WAITING and now - one.queued_at > TOO_LATE_MS:
            await self._put(one, {"state": State.GIVEN_UP, "reason": "too_late", "due_at": None, "ended_at": now})
        elif one.state is State.WAITING:
            # Before asking, so that a crash costs a copy and never the limit.
            await self._put(one, {"asked_at": now, "due_at": now + int(AGAIN[0] * 1000)})
            await self._heard(one, await asyncio.to_thread(self._way.save, self._settings.service, one.url))
        else:
            await self._heard(one, await asyncio.to_thread(self._way.look, one.copy_url, one.url))

    def _queue(self) -> None:
        now = self._clock.now_ms()
        if self._after is None:
            newest = self._store.read(archived.newest)
            # What changed while nobody asked for copies is not sent after the event.
            since = self._began if newest is None else max(newest, now - DAY_MS)
            self._after = self._store.read(archived.last_before, since)
        after, rows = self._store.read(archived.following, self._after)
        fit = [row for row in rows if self._may_be_named(row[2])]
        if fit:
            self._store.write(archived.add, fit, now)
        self._after = after

    def _may_be_named(self, url: str) -> bool:
        """Whether the address of a page may be told to an archive: not one of this network, nor behind an account."""
        host = urlsplit(url).hostname or ""
        try:
            return ipaddress.ip_address(host).is_global
        except ValueError:
            return "." in host and not host.endswith(_OF_HERE) and not self._private(host)

    async def _heard(self, one: Wanted, answer: Answer) -> None:
        now = self._clock.now_ms()
        told = answer.told
        if told is Told.SHOWN and answer.copy_at < one.seen_at // 1000 * 1000:
            told = Told.OLDER
        values: dict[str, object]
        if told is Told.CLAIMED:
            due = now + int(LOOK_AFTER * 1000)
            values = {"state": State.CLAIMED, "copy_url": answer.copy_url, "due_at": due, "reason": ""}
        elif told is Told.SHOWN:
            values = {"state": State.SAVED, "copy_at": answer.copy_at, "due_at": None, "ended_at": now, "reason": ""}
            log.info("copy_saved", url=one.url, copy=answer.copy_url)
        elif told is Told.BUSY:
            rest = min(max(answer.rest, SHORTEST_REST), LONGEST_REST)
            self._rest_until = self._clock.monotonic() + rest
            values = {"due_at": now + int(rest * 1000), "reason": told}
            if one.state is State.WAITING:
                values["asked_at"] = None  # it saved nothing
        elif told is Told.BLOCKED or one.tries >= len(AGAIN):
            values = {"state": State.GIVEN_UP, "due_at": None, "ended_at": now, "reason": told}
        else:
            values = {"tries": one.tries + 1, "due_at": now + int(AGAIN[one.tries] * 1000), "reason": told}
            if told is Told.OLDER:
                values |= {"state": State.WAITING, "copy_url": ""}
        if told not in (Told.CLAIMED, Told.SHOWN):
            log.warning("copy_not_saved", url=one.url, because=str(told), detail=answer.detail, tries=one.tries + 1)
        await self._put(one, values)

    async def _put(self, one: Wanted, values: Mapping[str, object]) -> None:
        await asyncio.wrap_future(self._store.submit(archived.put, one.id, values))
