"""Puts the screens together into one application for uvicorn; each screen runs in a thread, because the store blocks.

Imported by the daemon only, because FastAPI takes half a second to import.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress

import anyio.to_thread
import structlog
from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from alerts.health import Condition
from monitor.clock import Clock, SystemClock, iso
from monitor.deliveries.ailing import sentence
from monitor.deliveries.links import Links
from monitor.errors import RowbackError, StoreError, UnknownArticle, UnknownVersion
from monitor.metrics import Metrics
from monitor.rules import Rule
from monitor.soundness import BANNER
from monitor.store import Store, channels, silences
from monitor.store.acts import By
from monitor.store.by_hand import GapMs
from monitor.web import (
    article,
    articles,
    change,
    changes,
    comparison,
    deliveries,
    delivery,
    doubts,
    feeds,
    figure,
    follow,
    health,
    inbox,
    memento,
    outlets,
    proof,
    review,
    search,
    status,
    stories,
    story,
    telling,
    unsubscribe,
)
from monitor.web import login as login_screen
from monitor.web.api import app as api
from monitor.web.desk import Desk, no_gap
from monitor.web.gate import API, Gate
from monitor.web.liveness import Liveness
from monitor.web.pages import STATIC, Pages, distance
from monitor.web.problems import problem
from monitor.web.rights import allowed
from monitor.web.visitors import Visitors

THREADS = 4
"""Screens looked at once. The store hands out few connections, and the daemon has other work to do."""

SCREENS = (
    *(inbox, review, articles, article, comparison, changes, change, proof, deliveries, delivery, health, feeds),
    *(stories, story, figure, doubts, follow, outlets, memento),
    search,
    telling,
    unsubscribe,
    login_screen,
    status,
)

log = structlog.get_logger(__name__)


def create_app(
    store: Store,
    metrics: Metrics,
    *,
    public_url: str,
    alive: Callable[[], Liveness],
    clock: Clock | None = None,
    banners: Callable[[], Sequence[str]] = tuple,
    login: bool = False,
    rules: Callable[[], Sequence[str]] = tuple,
    in_force: Callable[[], Sequence[Rule]] = tuple,
    gap_ms: GapMs = no_gap,
    links: Links | None = None,
    backups: Callable[[], Sequence[tuple[str, int]]] = tuple,
    accept: Callable[[int, By], int] | None = None,
    time_zone: str = "UTC",
) -> FastAPI:
    """The web application over an open store, which it never closes.

    `public_url` is the address people use: the Host header is held to its name, and links carry its path. `alive` is
    asked by /readyz and /metrics, from a worker thread. `banners` are sentences that every page shows at its top,
    below those about channels that fail and silences that hold. `rules` names those in force, which have a feed, and
    `in_force` are these rules; `gap_ms` spaces what is sent by hand; `links` reads signed links, `backups` names those
    there are, `accept` makes a doubt a version; pages show times in `time_zone`. With `login` nobody comes in unknown;
    without it, from the first user on.
    """
    clock = clock or SystemClock()
    now = clock.now_ms
    pages = Pages(public_url, clock, lambda: [*ailing(store), *silent(store, now()), *banners()], time_zone)
    # No OpenAPI pages: they would load scripts from elsewhere.
    app = FastAPI(
        title="Rowback",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=_few_threads,
        dependencies=[Depends(allowed)],
    )
    root = public_url.rstrip("/")
    desk = Desk(store, metrics, pages, clock, alive, root, rules, in_force, gap_ms, links, backups, accept)
    for screen in SCREENS:
        app.include_router(screen.routes(desk))
    app.mount("/api/v1", api.make(desk))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    _tell_errors(app, pages)
    app.add_middleware(Gate, public_url=public_url, visitors=Visitors(store, clock, login))
    return app


def ailing(store: Store) -> list[str]:
    """A sentence for a damaged store and each channel that does not work; a page shows even if the store is silent."""
    known = {}
    with suppress(StoreError):
        known = store.read(channels.known)
    told = [sentence(row) for row in known.values() if row.health.condition is not Condition.HEALTHY]
    return [BANNER, *told] if store.damage else told


def silent(store: Store, now_ms: int) -> list[str]:
    """A sentence where silences hold now. Who asked for them and why stands on the page of deliveries."""
    try:
        known = store.read(silences.known, ending_after=now_ms)
    except StoreError:
        return []
    ends = [one.ends_ms for one in known if one.active(now_ms)]
    if not ends:
        return []
    held = "A silence holds" if len(ends) == 1 else f"{len(ends)} silences hold"
    last = "" if len(ends) == 1 else "the last "
    until = distance(iso(max(ends)), now_ms).removeprefix("in ")
    return [f"{held}: some changes are not told, {last}for another {until}. rowback silence list shows them."]


@asynccontextmanager
async def _few_threads(_app: FastAPI) -> AsyncIterator[None]:
    anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
    yield


def _tell_errors(app: FastAPI, pages: Pages) -> None:
    def told(request: Request, status: int, title: str, text: str) -> Response:
        if request.url.path.startswith(API):
            return problem(status, text)
        if request.url.path.endswith(".json"):
            return pages.json({"error": title, "detail": text}, status)
        return pages.page("error.html", {"title": title, "text": text}, status)

    async def unknown(request: Request, wrong: Exception) -> Response:
        return told(request, 404, "Not here", str(wrong))

    async def malformed(request: Request, _wrong: Exception) -> Response:
        return told(request, 404, "Not here", "No page has this address; a number in it may be mistyped.")

    async def refused(request: Request, wrong: Exception) -> Response:
        status, detail = (wrong.status_code, wrong.detail) if isinstance(wrong, HTTPException) else (500, "")
        if status == 405:
            return told(request, status, "Only to look at", "This page can be read and changes nothing.")
        if status == 403:
            return told(request, status, "Not for you", detail)
        own = detail not in ("", "Not Found")
        title = "Not done" if status == 409 else "Not here"
        return told(request, status, title, detail if own else "No page has this address.")

    async def store_failed(request: Request, wrong: Exception) -> Response:
        # The text names a path of this machine, so it goes to the log and only its meaning to the page.
        log.error("screen failed", path=request.url.path, cause=wrong)
        meaning = (type(wrong).__doc__ or "").splitlines()[0]
        return told(request, 503, "The store does not answer", meaning)

    for kind in (UnknownArticle, UnknownVersion):
        app.add_exception_handler(kind, unknown)
    app.add_exception_handler(RequestValidationError, malformed)
    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(StoreError, store_failed)
    app.add_exception_handler(RowbackError, store_failed)
