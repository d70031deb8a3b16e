"""Polls feeds and sitemaps as politely as articles are looked at: what is due is fetched, read in the readers' pool,
sifted and remembered in one transaction. Judges no article and tells nobody.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import structlog

from monitor.addresses import normalise
from monitor.checks.pacing import Budgets, Pacing
from monitor.checks.validators import validators
from monitor.checks.work import ReaderFailed, Running
from monitor.clock import Clock
from monitor.errors import BadAddress, RowbackError, StoreError
from monitor.schedule.cadence import news_rate, poll_hours
from monitor.schedule.due import bounded_pause, spread
from monitor.sources.filters import Filters
from monitor.store import Store, sources
from monitor.store.sources import Brought, Named, Polled, SourceClaim
from spiders.feeds import Entry, Listing, Unread, read_listing
from spiders.fetched import DueCheck, End, Fetched

log = structlog.get_logger(__name__)

FASTEST_MS, SLOWEST_MS = 5 * 60_000, 2 * 3_600_000
"""Between two polls, whatever a feed brings."""
HOUR_MS = 3_600_000
LONGEST_BACKOFF_MS = 6 * 3_600_000
AT_ONCE = 4
"""Sources claimed in one tick."""
FULL_EVERY = 20
"""Every n-th poll asks without validators, so that a wrong "not modified" hides nothing for long."""
MOST_CHILDREN = 5
"""Sitemaps of an index that are polled, the newest: an archive of years is no news."""
CHILD_WITHIN_MS = 40 * 86_400_000
"""Older ones are left alone; many outlets have one a month."""


class Polling:
    """The sources of one service. `submit` lets a check be fetched; its end comes back through `fetched`.

    Checks of sources have ids below zero, so that nobody takes one for an article's.
    """

    def __init__(self, store: Store, readers: Running, submit: Callable[[DueCheck], None], clock: Clock) -> None:
        self.pacing = Pacing(Budgets())  # a running service puts its own here
        self._store = store
        self._readers = readers
        self._submit = submit
        self._clock = clock
        self._under_way: dict[int, SourceClaim] = {}
        self._recording: set[asyncio.Task[None]] = set()

    @property
    def under_way(self) -> int:
        """Polls claimed and not yet recorded."""
        return len(self._under_way)

    async def look(self, now_ms: int, pause_ms: int) -> int:
        """Claim sources that are due and let them be fetched; returns how many."""
        room = AT_ONCE - len(self._under_way)
        if room <= 0:
            return 0
        claimed = await asyncio.wrap_future(self._store.submit(sources.claim, now_ms, room, pause_ms))
        for one in claimed:
            self._under_way[one.id] = one
            self.pacing.spent(one.host, adaptive=False)
            in_full = one.since_full >= FULL_EVERY - 1
            self._submit(
                DueCheck(
                    -one.id,
                    one.token,
                    one.url,
                    one.host,
                    None if in_full else one.etag,
                    None if in_full else one.last_modified,
                    one.validators_url,
                )
            )
        return len(claimed)

    def fetched(self, fetched: Fetched) -> None:
        """The end of a poll's fetch."""
        one = self._under_way.get(-fetched.check.article_id)
        if one is not None and one.token == fetched.check.token:
            task = asyncio.ensure_future(self._record(one, fetched))
            self._recording.add(task)
            task.add_done_callback(self._recording.discard)

    async def stop(self, seconds: float) -> None:
        """Let what was fetched be recorded, for `seconds` at most, and give the other leases back."""
        if self._recording:
            await asyncio.wait(set(self._recording), timeout=seconds)
        await asyncio.wrap_future(self._store.submit(sources.release_all, self._clock.now_ms()))

    async def _record(self, one: SourceClaim, fetched: Fetched) -> None:
        try:
            try:
                found = await self._found(one, fetched)
                brought = await self._kept(found)
            except StoreError:
                raise
            except Exception as wrong:
                # A feed that trips over a fault of ours, read or stored, must not be fetched again and again.
                log.exception("poll_broke", url=one.url)
                found = self._polled(one, fetched, "failing", type(wrong).__name__, fails=one.fails + 1)
                brought = await self._kept(found)
        except RowbackError as wrong:
            # Not recorded: the lease runs out and the source is polled again.
            log.error("poll_not_recorded", url=one.url, error=str(wrong))
            return
        finally:
            if self._under_way.get(one.id) is one:
                del self._under_way[one.id]
        if brought is None:
            log.warning("lease_lost", url=one.url)
        elif brought.new or brought.hinted or (found.state, found.reason) != (one.state, one.reason):
            log.info(
                "poll",
                url=one.url,
                state=found.state,
                reason=found.reason,
                new=brought.new,
                hinted=brought.hinted,
                left_out=brought.kept_out,
            )

    async def _kept(self, found: Polled) -> Brought | None:
        return await asyncio.wrap_future(self._store.submit(sources.record, found, Filters.from_json))

    async def _found(self, one: SourceClaim, fetched: Fetched) -> Polled:
        if fetched.end is End.NOT_MODIFIED:
            return self._polled(one, fetched, "read", fields={"since_full": one.since_full + 1})
        if fetched.end is not End.OK:
            return self._polled(one, fetched, "failing", str(fetched.end), fails=one.fails + 1)
        sha = hashlib.sha256(fetched.body).digest()
        fields = {**validators(fetched, one.since_full), "body_sha": sha}
        if sha == one.body_sha and one.state == "read":
            return self._polled(one, fetched, "read", fields=fields)
        try:
            read = await self._readers.run(one.host, read_listing, fetched.body, fetched.url, dict(fetched.headers))
        except ReaderFailed as wrong:
            return self._polled(one, fetched, "failing", str(wrong.end), fails=one.fails + 1)
        if isinstance(read, Unread):
            return self._polled(one, fetched, "refused", str(read), fails=one.fails + 1)
        if read.kind == "index" and one.parent is not None:
            # An index within an index may go on for ever, or back to the first.
            return self._polled(one, fetched, "refused", "index_in_index", fails=one.fails + 1)
        return self._with_names(one, fetched, read, fields)

    def _with_names(self, one: SourceClaim, fetched: Fetched, read: Listing, fields: dict[str, Any]) -> Polled:
        children = None
        if read.kind == "index":
            oldest = self._clock.now_ms() - CHILD_WITHIN_MS
            recent = [child for child in read.children if child.updated is None or child.updated >= oldest]
            children = _named(recent or read.children[:1])[:MOST_CHILDREN]
        found = self._polled(one, fetched, "read", fields=fields)
        return replace(
            found,
            kind=read.kind,
            title=read.title,
            named=None if children is not None else _named(read.entries),
            children=children,
            left_out=read.left_out,
        )

    def _polled(
        self,
        one: SourceClaim,
        fetched: Fetched,
        state: str,
        reason: str = "",
        *,
        fails: int = 0,
        fields: dict[str, Any] | None = None,
    ) -> Polled:
        now = self._clock.now_ms()
        news = one.news if fails else news_rate(one.news, one.fresh, one.pace_ms / HOUR_MS)
        pace = one.pace_ms if fails else _pace(self.pacing.price(one.host), news)
        wait = min(pace * 2 ** min(fails - 1, 10), LONGEST_BACKOFF_MS) if fails else pace
        hold = int(bounded_pause(fetched.retry_after or 0.0) * 1000)
        wait = round(max(wait, hold) * (0.95 + 0.1 * spread(one.url)))
        delay = None if fetched.crawl_delay is None else int(bounded_pause(fetched.crawl_delay) * 1000)
        return Polled(
            one.id,
            one.token,
            one.host,
            now,
            state,
            reason,
            now + min(wait, 86_400_000),
            fails,
            fields={**(fields or {}), "pace_ms": pace, "news": news},
            host_hold_ms=hold,
            host_pause_ms=delay,
        )


def _pace(price: float, news: float) -> int:
    """A poll is a look at all that a feed may announce, and is placed by the same price as other looks."""
    return round(min(max(poll_hours(price, news) * HOUR_MS, FASTEST_MS), SLOWEST_MS))


def _named(entries: Sequence[Entry]) -> list[Named]:
    """The entries under the one form of their address; what is no address is left out."""
    found: dict[str, Named] = {}
    for one in entries:
        try:
            address = normalise(one.url)
        except BadAddress:
            continue
        named = Named(address.url, address.key, address.host, one.title, one.published, one.updated, one.sections)
        found.setdefault(address.key, named)
    return list(found.values())
