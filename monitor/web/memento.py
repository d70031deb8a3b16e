"""The past of an article by date: what stood at a moment, for people and by Memento (RFC 7089) for programs.

An article that its outlet took down is never shown as standing, and a kept page never as one of ours: it is a download.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query, Request
from sqlalchemy import Connection
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse

from monitor.addresses import normalise
from monitor.clock import iso
from monitor.errors import BadAddress, UnknownArticle, UnknownVersion
from monitor.memento import (
    LINK_FORMAT,
    Malformed,
    Memento,
    Timeline,
    accepted,
    http_date,
    original_in,
)
from monitor.moments import moment_ms
from monitor.store import archived, history, moments, pages, versions
from monitor.store.moments import Turn, Turned
from monitor.store.rows import ArticleRow
from monitor.web.comparison import texts
from monitor.web.desk import READ, Desk, Number
from monitor.web.gate import SANDBOX
from monitor.web.views import View, article_view, version_view

GONE = frozenset({404, 410, 451})
"""What a site may have answered for an article that it took down; the memento of that answer has the same status."""
GATE, MAP_LINK, MAP_JSON = "/memento/gate/", "/memento/map/link/", "/memento/map/json/"

Stamp = Annotated[str, Path(pattern=r"^[0-9]{17}$")]
"""A moment to the millisecond in UTC: two versions of one second stay apart."""
Asked = Annotated[str, Query(min_length=1, max_length=40)]


def routes(desk: Desk) -> APIRouter:
    """The TimeGate and TimeMaps, each memento with its `.json` and its `/page`, and `/articles/{id}/at?moment=`."""
    router = APIRouter()

    @router.api_route(GATE + "{_address:path}", methods=READ)
    def gate(_address: str, request: Request) -> Response:
        return _gate(desk, request)

    @router.api_route(MAP_LINK + "{_address:path}", methods=READ)
    def as_links(_address: str, request: Request) -> Response:
        line = _asked(desk, request, MAP_LINK)
        if isinstance(line, Response):
            return line
        return StreamingResponse((part.encode() for part in line.lines()), media_type=LINK_FORMAT)

    @router.api_route(MAP_JSON + "{_address:path}", methods=READ)
    def as_list(_address: str, request: Request) -> Response:
        line = _asked(desk, request, MAP_JSON)
        return line if isinstance(line, Response) else desk.json(line.to_dict())

    @router.api_route("/memento/{article_id}/{stamp}.json", methods=READ)
    def memento_json(article_id: Number, stamp: Stamp) -> Response:
        view, headers, status = desk.store.read(_memento, desk, article_id, stamp)
        return _with(desk.pages.json(view, status), headers)

    @router.api_route("/memento/{article_id}/{stamp}/page", methods=READ)
    def original(article_id: Number, stamp: Stamp) -> Response:
        return desk.store.read(_download, desk, article_id, stamp)

    @router.api_route("/memento/{article_id}/{stamp}", methods=READ)
    def memento_page(article_id: Number, stamp: Stamp) -> Response:
        view, headers, status = desk.store.read(_memento, desk, article_id, stamp)
        return _with(desk.page("memento.html", view, status), headers)

    @router.api_route("/articles/{article_id}/at.json", methods=READ)
    def at_json(article_id: Number, moment: Asked) -> Response:
        return desk.json(desk.store.read(_at, article_id, _typed(desk, moment)))

    @router.api_route("/articles/{article_id}/at", methods=READ)
    def at_page(article_id: Number, moment: Asked) -> Response:
        return desk.page("memento.html", desk.store.read(_at, article_id, _typed(desk, moment)))

    return router


def _gate(desk: Desk, request: Request) -> Response:
    """Where what stood at the moment asked for is shown (RFC 7089 section 4.2, pattern 2.1: 302)."""
    vary = {"vary": "accept-datetime"}
    try:
        moment = accepted(request.headers.getlist("accept-datetime"))
    except Malformed as wrong:
        return PlainTextResponse(f"{wrong}\n", 400, vary)
    line = _asked(desk, request, GATE)
    if isinstance(line, Response):
        return _with(line, vary)
    if not line.mementos:
        return PlainTextResponse("Nothing was read of this article yet.\n", 404, vary)
    chosen = line.nearest(moment)
    return RedirectResponse(line.mementos[chosen].url, 302, vary | {"link": line.header(chosen, of_gate=True)})


def _asked(desk: Desk, request: Request, prefix: str) -> Timeline | Response:
    """The timeline of the address in the path, or the answer that there is none."""
    typed = original_in(request.scope["raw_path"], prefix, request.scope["query_string"])
    try:
        address = normalise(typed)
    except BadAddress as wrong:
        return PlainTextResponse(f"{wrong}\n", 404)
    # Archives take http and https of one address for one original.
    other = {"http": "https", "https": "http"}[address.key.partition(":")[0]]
    for key in (address.key, f"{other}:{address.key.partition(':')[2]}"):
        try:
            article = desk.store.read(history.article_by_key, key, address.url)
        except UnknownArticle:
            continue
        return _timeline(desk, article, desk.store.read(moments.turns, article.id))
    return PlainTextResponse("This address is not tracked here.\n", 404)


def _timeline(desk: Desk, article: ArticleRow, turns: list[Turn]) -> Timeline:
    base, url = desk.public_url, article.url
    mementos = tuple(Memento(one.at, f"{base}/memento/{article.id}/{stamp_of(one.at)}") for one in turns)
    return Timeline(url, f"{base}{GATE}{url}", f"{base}{MAP_LINK}{url}", f"{base}{MAP_JSON}{url}", mementos)


def _memento(connection: Connection, desk: Desk, article_id: int, stamp: str) -> tuple[View, dict[str, str], int]:
    """One memento as a view, with its headers and the status that the site answered."""
    article, turns, n = _found(connection, article_id, stamp)
    view = _view(connection, article, turns, n)
    status = view["status"] if view["status"] in GONE else 200
    return view | {"asked": None}, _headers(desk, article, turns, n), status


def _found(connection: Connection, article_id: int, stamp: str) -> tuple[ArticleRow, list[Turn], int]:
    article = history.article_by_id(connection, article_id)
    turns = moments.turns(connection, article_id)
    for n, one in reversed(list(enumerate(turns))):
        if stamp_of(one.at) == stamp:
            return article, turns, n
    raise UnknownVersion(f"article {article_id} did not turn at {stamp}; its page lists when it did")


def _headers(desk: Desk, article: ArticleRow, turns: list[Turn], n: int) -> dict[str, str]:
    line = _timeline(desk, article, turns)
    return {"memento-datetime": http_date(turns[n].at), "link": line.header(n)}


def _at(connection: Connection, article_id: int, at_ms: int) -> View:
    """What stood at a moment that a person asks for. Raises UnknownVersion before the first look."""
    article = history.article_by_id(connection, article_id)
    turns = moments.turns(connection, article_id)
    by_then = [n for n, one in enumerate(turns) if one.at <= at_ms]
    if not by_then:
        first = f"; it was first seen at {iso(turns[0].at)}" if turns else ""
        raise UnknownVersion(f"nothing was stored of this article by {iso(at_ms)}{first}")
    stood = moments.stood(connection, article, at_ms)
    view = _view(connection, article, turns, by_then[-1])
    unread = stood.unread and {"at": iso(stood.unread.at), "result": stood.unread.result, "why": stood.unread.detail}
    return view | {"asked": iso(at_ms), "unread": unread, "unknown": stood.unknown_after is not None}


def _view(connection: Connection, article: ArticleRow, turns: list[Turn], n: int) -> View:
    turn, later = turns[n], turns[n + 1] if n + 1 < len(turns) else None
    removed = turn.turned is Turned.REMOVED
    parts: list[dict[str, Any]] = []
    language, row = article.language, None
    copy = None
    if turn.version:
        row = versions.row_of(connection, article.id, turn.version)
        copy = archived.copies(connection, article.id).get(turn.version) if not removed else None
    if row is not None and not removed:
        text = versions.article_of(connection, article.id, row.number)
        language = text.language
        parts = [{"name": name, "texts": list(old)} for name, old, _ in texts(text, text) if old]
    return {
        "article": article_view(article) | {"language": language},
        "stamp": stamp_of(turn.at),
        "at": iso(turn.at),
        "turned": str(turn.turned),
        "status": moments.status_at(connection, article.id, turn.at) if removed else None,
        "version": version_view(row) if row else None,
        "later": later and {"at": iso(later.at), "turned": str(later.turned), "stamp": stamp_of(later.at)},
        "earlier": {"at": iso(turns[n - 1].at), "stamp": stamp_of(turns[n - 1].at)} if n else None,
        "archived": copy and {"url": copy.url, "at": iso(copy.at)},
        "kept": moments.page_at(connection, article.id, turn.at) is not None,
        "parts": parts,
        "unread": None,
        "unknown": False,
    }


def _download(connection: Connection, desk: Desk, article_id: int, stamp: str) -> Response:
    """The page as it came: bytes for a disk, in a sandbox for whatever shows them all the same."""
    article, turns, n = _found(connection, article_id, stamp)
    number = moments.page_at(connection, article_id, turns[n].at)
    kept = None if number is None else pages.one(connection, number)
    if kept is None:
        raise UnknownVersion("no page is kept of this look; `[keep] pages` says which are")
    headers = _headers(desk, article, turns, n) | {
        "content-disposition": f'attachment; filename="rowback-{article_id}-{stamp}.html"',
        "content-security-policy": SANDBOX,
    }
    return Response(kept.body, 200, headers, "application/octet-stream")


def _typed(desk: Desk, moment: str) -> int:
    try:
        return moment_ms(moment, desk.pages.time_zone)
    except ValueError as wrong:
        raise HTTPException(400, str(wrong)) from wrong


def stamp_of(ms: int) -> str:
    """20260503140000123: how the address of a memento names its moment."""
    return f"{datetime.fromtimestamp(ms // 1000, UTC):%Y%m%d%H%M%S}{ms % 1000:03}"


def _with(answer: Response, headers: dict[str, str]) -> Response:
    answer.headers.update(headers)
    return answer
