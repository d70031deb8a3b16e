"""The one spider: due checks come out of a queue, one look is taken at each, and each ends in one Fetched.

It lives as long as the service and is never idle: its start() waits for the next check. On the command line
(`scrapy crawl articles -a urls=...`) it looks once at each URL and prints the Readings. Judges nothing, stores nothing.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import asdict, dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.core.scheduler import BaseScheduler
from scrapy.http import Response
from scrapy.logformatter import LogFormatter
from twisted.python.failure import Failure

from spiders.asking import CHECK, HOPS, LOOK, MISSING, SPENT, first_hop
from spiders.connecting import Dialer
from spiders.decoding import decode
from spiders.fetched import DueCheck, End, Fetched
from spiders.guard import Guard, GuardedResolver, Refused, Resolver
from spiders.missing import settled, to_ask
from spiders.outcomes import from_failure, from_response
from spiders.policy import FetchPolicy
from spiders.redirects import next_hop
from spiders.references import as_sent
from spiders.refreshing import LOOKED_AT, sends_on
from spiders.robots import MemoryShelf, Robots, RobotsShelf
from spiders.turns import Places

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Outfit:
    """What the spider and its middlewares take along. `clock` gives Unix seconds; `dialers` register themselves."""

    policy: FetchPolicy
    guard: Guard
    resolver: GuardedResolver
    robots: Robots
    clock: Callable[[], float]
    places: Places
    dialers: list[Dialer] = field(default_factory=list)
    may_send: Callable[[], bool] = lambda: True
    """Asked right before each request: a machine that stood still may not go on where another one is at work."""


_SENDING = frozenset({End.OK, End.NOT_FOUND, End.GONE, End.EMPTY})
"""Ends of an answer whose page may send its readers on: browsers go on from an error page too."""

Source = Callable[[], Awaitable[tuple[int, DueCheck]]]
"""Waits for the next check; the number names this look of it."""
Ended = Callable[[int, Fetched], None]
"""Told how the look of that number ended."""


def settings_for(policy: FetchPolicy) -> dict[str, Any]:
    """What a policy says in Scrapy's own settings."""
    return {
        "USER_AGENT": policy.user_agent,
        "CONCURRENT_REQUESTS": 0,  # no bound: turns.py bounds the looks, and a robots.txt must not wait behind them
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1000,  # nor here: turns.py holds the places at each host
        "DOWNLOAD_MAXSIZE": policy.max_body,
        "DOWNLOAD_TIMEOUT": policy.timeout,
        "REDIRECT_MAX_TIMES": policy.max_redirects,
    }


class ArticlesSpider(Spider):
    """Takes one look at each check that `source` gives and tells `ended`; with `urls`, at each of them once."""

    name = "articles"
    outfit: Outfit

    def __init__(self, outfit: Outfit, source: Source | None, ended: Ended, urls: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.outfit = outfit
        self._source = source
        self._ended = ended
        self._urls = [url.strip() for url in urls.split(",") if url.strip()]

    @classmethod
    def from_crawler(cls, crawler: Any, *args: Any, **kwargs: Any) -> ArticlesSpider:
        """Scrapy's constructor. Without an outfit it is the command line's: `urls`, `allow` for private networks."""
        if "outfit" not in kwargs:
            policy = FetchPolicy(
                user_agent=crawler.settings["USER_AGENT"],
                allow_networks=tuple(text for text in kwargs.pop("allow", "").split(",") if text),
            )
            kwargs = {**kwargs, "outfit": outfit_for(policy, MemoryShelf()), "source": None, "ended": print_reading}
        spider: ArticlesSpider = super().from_crawler(crawler, *args, **kwargs)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """The requests: in the service for ever, on the command line one for each URL."""
        if self._source is None:
            self.outfit.resolver.install_on_reactor()  # not before: `scrapy crawl` puts its own in place first
            for number, url in enumerate(self._urls):
                if (request := self._request(number, DueCheck(number, 0, url, urlsplit(url).netloc))) is not None:
                    yield request
            return
        while True:
            number, check = await self._source()
            if (request := self._request(number, check)) is not None:
                yield request

    def _request(self, number: int, check: DueCheck) -> Request | None:
        try:
            request = first_hop(check, number, self.outfit.policy)
        except ValueError as error:  # Scrapy's word for a URL without a scheme, or none at all
            self._ended(number, Fetched(check, End.BLOCKED_ADDRESS, check.url, detail=f"scheme: {error}"))
            return None
        return request.replace(callback=self.parse, errback=self.failed)

    async def parse(self, response: Response, **kwargs: Any) -> Request | None:
        """An answer arrived, whatever its status. A page that sends its readers on is followed like a redirect."""
        request = response.request
        assert request is not None
        look, took = request.meta[LOOK], request.meta.get(SPENT, 0.0)
        try:
            fetched = await self._unpacked(response, request, took)
            if fetched.end in _SENDING and (target := _sent_on(fetched)):
                return next_hop(request, response.status, target, self.outfit.policy)
            if MISSING not in request.meta and (target := to_ask(fetched)):
                return self._asking(fetched, request, response.status, target)
            fetched = settled(fetched, request)
        except Refused as refused:
            fetched = settled(replace(fetched, end=refused.end, detail=refused.detail, body=b""), request)
        except Exception as wrong:  # a fault of ours: without an end the look would be waited for
            log.exception("the answer of %s could not be taken", request.url)
            detail = f"{type(wrong).__name__}: {wrong}"[:300]
            fetched = Fetched(request.meta[CHECK], End.BAD_RESPONSE, request.url, detail=detail, took=took)
        self._ended(look, fetched)
        return None

    async def _unpacked(self, response: Response, request: Request, took: float) -> Fetched:
        limit, now = self.outfit.policy.max_body, self.outfit.clock()
        named = self.outfit.resolver.addresses(urlsplit(request.url).hostname or "")
        if not response.headers.get("Content-Encoding"):
            return from_response(response, request, limit, now, took, named)
        # A few bytes may hold megabytes, in layers; the libraries let the loop run meanwhile.
        return await asyncio.to_thread(from_response, response, request, limit, now, took, named)

    def _asking(self, missing: Fetched, request: Request, status: int, target: str) -> Request | None:
        """The request for the address that a missing page names; None where the look ends without it."""
        asking = request.replace(meta={**request.meta, MISSING: missing})
        try:
            return next_hop(asking, status, target, self.outfit.policy)
        except Refused as refused:
            came_from = {url for url, _ in request.meta.get(HOPS, ())}
            # It led here: whoever asks it comes back to the missing page.
            asked = (target,) if as_sent(target) in came_from else ()
            self._ended(request.meta[LOOK], replace(missing, asked=asked, detail=missing.detail or refused.detail))
        return None

    def failed(self, failure: Failure) -> None:
        """No answer, or none that we follow or read."""
        request: Request = failure.request  # type: ignore[attr-defined]
        assert failure.value is not None
        took = request.meta.get(SPENT, 0.0)
        fetched = from_failure(failure.value, request, self.outfit.resolver, took)
        self._ended(request.meta[LOOK], settled(fetched, request))


def _sent_on(fetched: Fetched) -> str | None:
    page = decode(fetched.body[:LOOKED_AT], fetched.headers.get("content-type")).text
    return sends_on(page, fetched.url, status=fetched.status or 200, headers=fetched.headers)


def outfit_for(
    policy: FetchPolicy,
    shelf: RobotsShelf,
    clock: Callable[[], float] | None = None,
    resolver: Resolver | None = None,
) -> Outfit:
    """An outfit on the installed reactor. Without a clock the reactor's: enough for a run that keeps nothing."""
    from twisted.internet import reactor as installed

    reactor: Any = installed
    clock = clock or reactor.seconds
    guard = Guard.of(policy)
    guarded = GuardedResolver(reactor, guard, clock, resolver)
    return Outfit(policy, guard, guarded, Robots(shelf, policy.product, clock), clock, Places(policy.per_host))


def print_reading(number: int, fetched: Fetched) -> None:
    """The command line's end of a look: one JSON line with the URL, the End, and the Reading where there is a page."""
    line: dict[str, Any] = {"url": fetched.url, "end": fetched.end, "status": fetched.status, "detail": fetched.detail}
    if fetched.body:
        from spiders.reading import read_page

        how: dict[str, Any] = {
            "status": fetched.status or 200,
            "headers": dict(fetched.headers),
            "asked": fetched.asked,
        }
        reading = read_page(fetched.body, fetched.url, **how)
        line["reading"] = asdict(replace(reading, memory=type(reading.memory)()))
    print(json.dumps(line, ensure_ascii=False), flush=True)  # noqa: T201, RUF100


class Line(BaseScheduler):
    """Scrapy's queue between spider and downloader, first in first out: the order was settled before (turns.py)."""

    def __init__(self) -> None:
        self._requests: deque[Request] = deque()

    @classmethod
    def from_crawler(cls, crawler: Any) -> Line:
        """Scrapy's constructor."""
        return cls()

    def has_pending_requests(self) -> bool:
        """Whether a request waits."""
        return bool(self._requests)

    def enqueue_request(self, request: Request) -> bool:
        """Let a request wait; none is ever dropped."""
        self._requests.append(request)
        return True

    def next_request(self) -> Request | None:
        """The request that waited longest."""
        return self._requests.popleft() if self._requests else None


class QuietFormatter(LogFormatter):
    """No log line per page: the Fetched says what happened, and the daemon logs that."""

    def crawled(self, request: Request, response: Response, spider: Spider) -> Any:
        """No line."""

    def scraped(self, item: Any, response: Any, spider: Spider) -> Any:
        """No line."""
