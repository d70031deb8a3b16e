"""The search over all stored versions: who says or said it, where, first and last seen, with the sentence.

Looks only. What a question means stands in monitor/text/terms.py; the command `rowback search` asks the same way.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from monitor.errors import UsageError
from monitor.sought import sought
from monitor.store import change_filters, indexing, watches
from monitor.store.searching import Within
from monitor.store.term_index import NEWEST
from monitor.web.desk import READ, Asked, Desk
from monitor.web.views import View

A_PAGE = 20
FILTERS = ("q", "outlet", "tag", "article", "since", "until", "below")

Question = Annotated[str, Query(max_length=400)]
Word = Annotated[str, Query(max_length=200)]
Day = Annotated[str, Query(max_length=10)]
# Wider than a number of JavaScript, so it travels as text.
Below = Annotated[str, Query(pattern=r"^\d{0,19}$")]


def routes(desk: Desk) -> APIRouter:
    """`/search` and `/search.json`: `?q=` words; `outlet`, `tag`, `article`, `since` and `until` (days) narrow."""
    router = APIRouter()

    def seen(
        request: Request,
        q: Question = "",
        outlet: Word = "",
        tag: Word = "",
        article: Asked = None,
        since: Day = "",
        until: Day = "",
        below: Below = "",
    ) -> View:
        if unknown := sorted(set(request.query_params) - set(FILTERS)):
            raise HTTPException(400, f"there is no filter '{unknown[0][:40]}'; there are {', '.join(FILTERS)}")
        within = Within(outlet.strip(), tag.strip().removeprefix("#"), article, day_ms(since, 0), day_ms(until, 1))
        asked = {"q": q, "outlet": outlet, "tag": tag, "article": article, "since": since, "until": until}
        found = desk.store.read(look, q, within, min(int(below), NEWEST) if below else None)
        query = {name: value for name, value in asked.items() if value}
        further = urlencode(query | {"below": found["older"]})
        return found | {"filter": asked, "query": urlencode(query), "further": further}

    @router.api_route("/search.json", methods=READ)
    def as_json(found: View = Depends(seen)) -> Response:  # noqa: B008 - `seen` stands inside, so no annotation can name it
        if found["problem"]:
            raise HTTPException(400, found["problem"])
        return desk.json({name: found[name] for name in ("asked", "found", "older", "behind")})

    @router.api_route("/search", methods=READ)
    def as_page(found: View = Depends(seen)) -> Response:  # noqa: B008 - as above
        return desk.page("search.html", found | desk.store.read(offered))

    return router


def look(connection: Connection, q: str, within: Within, below: int | None) -> View:
    """One page of answers; `problem` says in words why there is none to be had."""
    if not q.strip():
        return {"asked": "", "found": [], "older": None, "behind": indexing.count_behind(connection), "problem": ""}
    try:
        return sought(connection, q, within, A_PAGE, below) | {"problem": ""}
    except UsageError as wrong:
        behind = indexing.count_behind(connection)
        return {"asked": q, "found": [], "older": None, "behind": behind, "problem": str(wrong)}


def offered(connection: Connection) -> View:
    """What the form offers to choose from."""
    return {"outlets": change_filters.outlets(connection), "tags": watches.tags(connection)}


def day_ms(text: str, later: int) -> int | None:
    """The beginning of a day in UTC, or of the one after it. Raises HTTPException 400."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text) + timedelta(days=later)
    except (ValueError, OverflowError) as wrong:
        raise HTTPException(400, f"{text!r} is no day; write 2026-11-22, which is a day in UTC") from wrong
    return int(datetime.combine(day, time(), UTC).timestamp() * 1000)
