"""The last kept page of an article read again by newer rules, and taken as the new baseline: no alert, no change.

An article goes in, what became of it comes out. Fetches nothing; what the page says did not change, only its reading,
so the next real edit is compared with a reading by the same rules.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select

from monitor.checks.bounds import Bounds
from monitor.checks.judging import Looked, judge, look
from monitor.checks.memories import unpack_memory
from monitor.checks.rejudging import page_of
from monitor.checks.work import ReaderFailed, Running, WorkFailed
from monitor.clock import Clock
from monitor.errors import StoreDamaged, UnknownVersion
from monitor.store import Store, claims, pages, recording, versions
from monitor.store.claims import Claim
from monitor.store.tables import article
from spiders.reading import RULES, rules_of


class Outcome(StrEnum):
    """What became of one article."""

    BASELINE = "baseline"
    """It reads otherwise: a new version, marked as read again."""
    SAME = "same"
    """It reads as before; what is remembered of the page is by the new rules now."""
    CURRENT = "current"
    """It was read by these rules already, or nothing is remembered of its page."""
    NO_PAGE = "no_page"
    UNREADABLE = "unreadable"
    """By the new rules it is no article or in doubt: the next look decides."""
    UNDER_WAY = "under_way"
    """A look at it was under way or stored meanwhile."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Reread:
    """One article, what became of it, why, and the version that it brought."""

    article_id: int
    outcome: Outcome
    reason: str = ""
    version: int = 0


class Rereading:
    """Reads the last pages of articles again, one at a time."""

    def __init__(self, store: Store, readers: Running, bounds: Bounds, clock: Clock) -> None:
        self._store = store
        self._readers = readers
        self._clock = clock
        self.bounds = bounds

    async def article(self, article_id: int) -> Reread:
        """Read one article's last page again, where it was read by other rules than these."""
        claim = await asyncio.to_thread(self._store.read, claims.peek, article_id)
        if claim is None or not claim.version or not stale(claim.page_memory):
            return Reread(article_id, Outcome.CURRENT)
        try:
            kept = await asyncio.to_thread(self._store.read, pages.of_version, article_id, claim.version)
            page = page_of(kept, claim.site_memory, claim.page_memory, claim.content_sha, self.bounds)
            looked = await self._readers.run(claim.host, look, page)
            if looked.fingerprint is None:
                return Reread(article_id, Outcome.UNREADABLE, looked.reason)
            found = await self._result(claim, looked)
        except UnknownVersion as wrong:
            return Reread(article_id, Outcome.NO_PAGE, str(wrong))
        except (ReaderFailed, WorkFailed, StoreDamaged) as wrong:
            return Reread(article_id, Outcome.FAILED, str(wrong))
        if not await asyncio.wrap_future(self._store.submit(_take, found)):
            return Reread(article_id, Outcome.UNDER_WAY)
        if found.text is None:
            return Reread(article_id, Outcome.SAME)
        return Reread(article_id, Outcome.BASELINE, version=claim.version + 1)

    async def _result(self, claim: Claim, looked: Looked) -> recording.Result:
        learned: dict[str, Any] = {"page_memory": looked.page_memory or claim.page_memory}
        facts: tuple[dict[str, Any], ...] = ()
        if looked.text is not None:
            facts = (await self._readers.run(claim.host, judge, None, looked.text)).facts
            named = {"title": looked.title, "outlet": looked.outlet, "language": looked.language}
            learned |= {"content_sha": looked.fingerprint, "story_sha": looked.story, **named}
        return recording.Result(
            article_id=claim.article_id,
            token=claim.token,
            host=claim.host,
            at_ms=self._clock.now_ms(),
            end="kept",
            result=versions.REREAD,
            next_due_ms=claim.due_at,
            state=claim.state,
            reason=claim.reason,
            quiet=looked.text is None,
            detail=f"its last page read again by reading rules {RULES}",
            fails=claim.fails,
            version=claim.version,
            text=looked.text,
            facts=facts,
            fields=learned,
            site_memory=looked.site_memory,
            relearned=versions.REREAD if looked.text is not None else "",
            awaiting=bool(claim.awaiting),
            looked=False,
        )


def stale(page_memory: bytes | None) -> bool:
    """Whether a page is remembered as other rules than these read it."""
    return page_memory is not None and rules_of(unpack_memory(page_memory)) not in (None, RULES)


def _take(connection: Connection, found: recording.Result) -> bool:
    """Store it, unless a look is under way: that one would be lost, and reads by these rules itself."""
    leased = connection.execute(select(article.c.leased).where(article.c.id == found.article_id)).scalar()
    return not leased and recording.record(connection, found)
