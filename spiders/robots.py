"""robots.txt with a time to live (RFC 9309): a URL goes in, whether we may look and how slowly comes out.

`Robots` decides and remembers, through a shelf that outlives the service; `RobotsMiddleware` asks it for each hop and
fetches what is missing through the guard, once per host however many looks wait for it. Takes the place of Scrapy's
middleware, which keeps a file for as long as the crawl lives and reads every error as leave.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit

from scrapy import Request

from spiders.asking import CRAWL_DELAY, HOPS, ROBOTS, hop
from spiders.fetched import End
from spiders.guard import Refused
from spiders.outcomes import end_of
from spiders.robots_rules import LIMIT, Rules
from spiders.unpacking import BadEncoding, TooLarge, unpack

log = logging.getLogger(__name__)

TTL = 24 * 3600.0
"""Seconds a file is believed: RFC 9309, 2.4, at most 24 hours."""
RETRY = 600.0
"""Seconds until a host whose robots.txt answered with a server error is asked for it again."""
RETRY_UNREACHED = 60.0
"""Seconds until a host that could not be reached at all is asked again; its articles cannot be reached either."""
LARGE = 16 * 1024
"""Bytes of a file that are read on the loop, in a few milliseconds; a larger one is read in a thread."""

_UNREACHED = {End.UNKNOWN_HOST, End.UNREACHABLE, End.TLS_FAILED, End.TIMEOUT, End.BLOCKED_ADDRESS}
_NO_RULES = {End.REDIRECT_LOOP, End.BAD_REDIRECT}


class RobotsShelf(Protocol):
    """Where files are kept over restarts. `body` None says: could not be had, so nothing is allowed."""

    def get(self, origin: str) -> tuple[bytes | None, float] | None:
        """The body kept for "https://host:port" and when it was fetched (Unix seconds), None if there is none."""

    def put(self, origin: str, body: bytes | None, fetched_at: float) -> None:
        """Keep a body; the former one is forgotten."""


class MemoryShelf:
    """A shelf that forgets with the service: for one-off runs and tests."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[bytes | None, float]] = {}

    def get(self, origin: str) -> tuple[bytes | None, float] | None:
        """What was put, None if nothing was."""
        return self._kept.get(origin)

    def put(self, origin: str, body: bytes | None, fetched_at: float) -> None:
        """Keep a body."""
        self._kept[origin] = (body, fetched_at)


@dataclass(frozen=True, slots=True)
class Answer:
    """How a fetch of robots.txt ended: its body (empty: there are no rules), or None and the end that came instead."""

    body: bytes | None
    end: End = End.OK
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What robots.txt says of one URL: End.OK, or the end the look has now; and the pause it asks for in seconds."""

    end: End
    detail: str = ""
    crawl_delay: float | None = None


@dataclass(slots=True)
class _Entry:
    rules: Rules | None
    answer: Answer
    good_until: float
    kept_at: float


class Robots:
    """Decides by each origin's robots.txt, for the product token `agent`. `clock` gives Unix seconds."""

    SIZE = 1024

    def __init__(self, shelf: RobotsShelf, agent: str, clock: Callable[[], float]) -> None:
        self._shelf = shelf
        self._agent = agent
        self._clock = clock
        self._entries: OrderedDict[str, _Entry] = OrderedDict()
        self._having: dict[str, asyncio.Task[_Entry]] = {}

    async def ask(self, url: str, fetch: Callable[[str], Awaitable[Answer]]) -> Verdict:
        """The verdict on a URL. `fetch` is called with the address of robots.txt only if no valid copy is at hand."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc.lower()}"
        entry = self._valid(origin) or await self._had(origin, fetch)
        if entry.rules is None:
            return Verdict(entry.answer.end, entry.answer.detail)
        delay = entry.rules.pause
        if not entry.rules.allow(url):
            return Verdict(End.ROBOTS_DENIED, f"{origin}/robots.txt does not allow this address", delay)
        return Verdict(End.OK, crawl_delay=delay)

    def _valid(self, origin: str) -> _Entry | None:
        now = self._clock()
        entry = self._entries.get(origin)
        # A clock set back makes a copy suspect.
        return entry if entry is not None and entry.kept_at <= now < entry.good_until else None

    async def _had(self, origin: str, fetch: Callable[[str], Awaitable[Answer]]) -> _Entry:
        task = self._having.get(origin)
        if task is None:
            task = self._having[origin] = asyncio.ensure_future(self._kept_or_fetched(origin, fetch))
            task.add_done_callback(lambda _: self._having.pop(origin, None))
        return await asyncio.shield(task)  # one look given up must not take the file from the others that wait

    async def _kept_or_fetched(self, origin: str, fetch: Callable[[str], Awaitable[Answer]]) -> _Entry:
        if origin not in self._entries and (kept := self._shelf.get(origin)) is not None:
            answer = Answer(kept[0]) if kept[0] is not None else _denied("could not be had")
            await self._keep(origin, answer, kept[1])
        return self._valid(origin) or await self._refresh(origin, fetch)

    async def _refresh(self, origin: str, fetch: Callable[[str], Awaitable[Answer]]) -> _Entry:
        answer = await fetch(f"{origin}/robots.txt")
        now = self._clock()
        former = self._entries.get(origin)
        if answer.body is None and former is not None and former.rules is not None:
            # RFC 9309, 2.4: while the file cannot be had, the old copy stands in for it.
            former.kept_at, former.good_until = now, now + RETRY
            return former
        if answer.end not in _UNREACHED:
            self._shelf.put(origin, answer.body, now)
        return await self._keep(origin, answer, now)

    async def _keep(self, origin: str, answer: Answer, fetched_at: float) -> _Entry:
        rules, life = None, RETRY_UNREACHED if answer.end in _UNREACHED else RETRY
        if answer.body is not None:
            life = TTL
            # In a thread it takes as long, but the loop gets its turn every few milliseconds.
            large = len(answer.body) > LARGE
            read = asyncio.to_thread(Rules, answer.body, self._agent) if large else None
            rules = Rules(answer.body, self._agent) if read is None else await read
            answer = Answer(b"")  # what was read of it is all that is asked for again
        entry = self._entries[origin] = _Entry(rules, answer, fetched_at + life, fetched_at)
        self._entries.move_to_end(origin)
        while len(self._entries) > self.SIZE:
            self._entries.popitem(last=False)
        return entry


def _denied(why: str) -> Answer:
    return Answer(None, End.ROBOTS_DENIED, f"robots.txt {why}; nothing is allowed until it can be read")


class RobotsMiddleware:
    """Refuses what robots.txt does not allow, for every hop, and notes the pause that the first host asks for."""

    def __init__(self, crawler: Any) -> None:
        self._crawler = crawler
        self._outfit = crawler.spider.outfit

    @classmethod
    def from_crawler(cls, crawler: Any) -> RobotsMiddleware:
        """Scrapy's constructor."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raise Refused where the look ends here."""
        if ROBOTS in request.meta or not self._outfit.policy.obey_robots:
            return
        verdict = await self._outfit.robots.ask(request.url, self._fetch)
        if not request.meta[HOPS]:
            request.meta[CRAWL_DELAY] = verdict.crawl_delay
        if verdict.end is not End.OK:
            raise Refused(verdict.end, verdict.detail)

    async def _fetch(self, address: str) -> Answer:
        """RFC 9309, 2.3.1: 2xx is the file, 4xx no rules, 5xx or no answer everything denied."""
        asked: list[str] = []
        request = hop(address, {ROBOTS: asked, HOPS: ()}, self._outfit.policy)
        try:
            response = await self._crawler.engine.download_async(request)
        except Exception as error:
            end, detail = end_of(error, asked[-1], self._outfit.resolver)
            if end in _NO_RULES:  # RFC 9309, 2.3.1.2: after five redirects the file may count as unavailable
                return Answer(b"")
            if end in _UNREACHED and len(asked) == 1:  # the host itself: its articles would end the same way
                return Answer(None, end, detail)
            return _denied(f"ended as {end} at {asked[-1]} ({detail})")
        if 400 <= response.status < 500 and response.status != 429:  # a host that says "slow down" has not said "yes"
            return Answer(b"")
        if not 200 <= response.status < 300:
            return _denied(f"answered {response.status}")
        try:
            coding = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1")
            body = response.body
            if coding:
                body = await asyncio.to_thread(unpack, body, coding, self._outfit.policy.max_body)
            return Answer(body[:LIMIT])
        except (BadEncoding, TooLarge) as error:
            return _denied(str(error))
