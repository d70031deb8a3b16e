"""The past judged by today's rules: kept pages are read and compared anew, as if this release had watched.

An article goes in, for each of its versions how the new account stands to the stored one comes out. Fetches, stores and
tells nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from monitor.changes.change import Change
from monitor.changes.verdicts import Difference, Verdict, differences, verdict
from monitor.checks.bounds import Bounds
from monitor.checks.judging import Looked, Page, judge, look
from monitor.checks.memories import pack_memory, unpack_memory
from monitor.checks.work import ReaderFailed, Running, WorkFailed
from monitor.errors import StoreDamaged, UnknownVersion
from monitor.store import Store, history, pages, shelf, versions
from monitor.store.rows import ArticleRow, VersionRow
from spiders.override import override_for
from spiders.reading import accepted

LOOKS = 3
"""Times a page in doubt is looked at: a second look that agrees settles a doubt, as it does for a page of today."""


class Basis(StrEnum):
    """What was judged anew."""

    PAGES = "pages"
    TEXTS = "texts"
    """The stored texts, because a page of either version is not kept or is no article by today's rules."""
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Rejudged:
    """One version and how the changes that it brought are judged now. `reason` says why its pages were not judged.

    `failed` says that they could not be: a page is damaged, or no worker came to an end with it.
    """

    article_id: int
    url: str
    version: int
    seen_at: int
    basis: Basis
    differences: tuple[Difference, ...] = ()
    reason: str = ""
    failed: bool = False

    @property
    def verdict(self) -> Verdict:
        """One word for all its differences."""
        return verdict(self.differences)


@dataclass(slots=True)
class _Read:
    """What is remembered from one page to the next: memories, the last article with its fingerprint, and in `text` what
    the last page said, None where that was no article."""

    site: bytes | None
    page: bytes | None = None
    known: bytes | None = None
    known_text: str | None = None
    text: str | None = None


class Rejudging:
    """Judges the versions of articles anew, one article at a time, with one page in memory."""

    def __init__(self, store: Store, readers: Running, bounds: Bounds) -> None:
        self._store = store
        self._readers = readers
        self._bounds = bounds

    async def article(self, article: ArticleRow, since_ms: int = 0) -> AsyncGenerator[Rejudged, None]:
        """Each version but the first that was seen since then, oldest first."""
        listed = await asyncio.to_thread(self._store.read, versions.listing, article.id)
        first = next((n for n, row in enumerate(listed) if row.seen_at >= since_ms), len(listed))
        read = _Read(await asyncio.to_thread(self._store.read, shelf.site_memory, article.host))
        before: VersionRow | None = None
        for row in listed[max(0, first - 1) :]:
            old = read.text
            try:
                looked, reason = await self._page(article, row, read)
                if before is not None and row.seen_at >= since_ms:
                    yield await self._judged(article, before, row, old, read.text, looked, reason)
            except (ReaderFailed, WorkFailed, StoreDamaged) as wrong:
                read.text = None
                if before is not None and row.seen_at >= since_ms:
                    yield Rejudged(
                        article.id, article.url, row.number, row.seen_at, Basis.NOTHING, (), str(wrong), failed=True
                    )
            before = row

    async def _page(self, article: ArticleRow, row: VersionRow, read: _Read) -> tuple[Looked | None, str]:
        """Read the page of a version into `read`; what was seen, or why nothing was."""
        read.text = None
        try:
            kept = await asyncio.to_thread(self._store.read, pages.of_version, article.id, row.number)
        except UnknownVersion:
            return None, "no page is kept"
        looked = await self._looked(article.host, page_of(kept, read.site, read.page, read.known, self._bounds))
        if looked.fingerprint is None:
            return None, f"today no article: {looked.reason}"
        read.site = looked.site_memory or read.site
        read.page = looked.page_memory or read.page
        read.text = read.known_text = read.known_text if looked.text is None else looked.text
        read.known = looked.fingerprint
        return looked, ""

    async def _looked(self, host: str, page: Page) -> Looked:
        """One page, looked at until its doubt is settled; what stays in doubt is taken, as the store took it once."""
        looked = await self._readers.run(host, look, page)
        for last in (*(False for _ in range(LOOKS - 2)), True):
            if not looked.cannot_tell or not looked.readable:
                break
            memory = looked.page_memory or page.page_memory
            if last:
                memory = pack_memory(accepted(unpack_memory(memory)))
            page = replace(page, page_memory=memory, site_memory=looked.site_memory or page.site_memory)
            looked = await self._readers.run(host, look, page)
        return looked

    async def _judged(
        self,
        article: ArticleRow,
        before: VersionRow,
        row: VersionRow,
        old: str | None,
        new: str | None,
        looked: Looked | None,
        reason: str,
    ) -> Rejudged:
        basis, seen = Basis.PAGES, None if looked is None else looked.relearned
        if old is None or new is None:
            basis, seen, reason = Basis.TEXTS, None, reason or f"the page of version {before.number} was not read"
            old, new = await asyncio.to_thread(self._store.read, _texts, article.id, (before.number, row.number))
        found: Sequence[Change] = ()
        if old != new:
            found = (await self._readers.run(article.host, judge, old, new, seen)).changes
        stored = await asyncio.to_thread(
            lambda: self._store.read(history.changes, article_id=article.id, version=row.number, limit=1_000_000)
        )
        told = differences([one.change for one in reversed(stored)], found)
        return Rejudged(article.id, article.url, row.number, row.seen_at, basis, tuple(told), reason)


def page_of(kept: pages.Page, site: bytes | None, memory: bytes | None, known: bytes | None, bounds: Bounds) -> Page:
    """A kept page as the reader takes it."""
    said = kept.record
    headers = {name.lower(): value for name, value in said.received if value is not None}
    override = override_for(bounds.overrides, said.url)
    return Page(kept.body, said.url, said.status, headers, site, memory, known, () if override is None else (override,))


def _texts(connection: Connection, article_id: int, numbers: Sequence[int]) -> Any:
    return tuple(versions.text_of(connection, article_id, number) for number in numbers)
