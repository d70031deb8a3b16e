"""The first screen: the latest changes, their stories, a field for an address, and every article with its state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy import Connection
from starlette.responses import Response

from monitor.store import history
from monitor.store.rows import ChangeRow
from monitor.web.changes import with_articles
from monitor.web.desk import READ, Desk
from monitor.web.passages import entries
from monitor.web.views import View, article_view

A_PAGE = 50
LATEST = 10
STORIES = 6
"""Stories named at the top: those of the latest changes, since to count all is to read every article."""

PageNumber = Annotated[int, Query(ge=1, le=1_000_000)]


def routes(desk: Desk) -> APIRouter:
    """`/` and `/index.json`; `?page=2` goes on through the articles."""
    router = APIRouter()

    @router.api_route("/index.json", methods=READ)
    def as_json(page: PageNumber = 1) -> Response:
        return desk.json(desk.store.read(look, page))

    @router.api_route("/", methods=READ)
    def as_page(page: PageNumber = 1) -> Response:
        view = desk.store.read(look, page)
        return desk.page("articles.html", view | {"entries": entries(view["changes"])})

    return router


def look(connection: Connection, page: int) -> View:
    """One page of articles in the order in which they were added, the latest changes, and how many stand how."""
    states = history.states(connection)
    total = sum(states.values())
    found = history.articles(connection, limit=A_PAGE, offset=(page - 1) * A_PAGE)
    latest = history.changes(connection, limit=LATEST) if page == 1 else []
    return {
        "articles": [article_view(row) for row in found],
        "changes": with_articles(connection, latest),
        "stories": _stories(connection, latest),
        "states": states,
        "total": total,
        "page": page,
        "pages": max(1, -(-total // A_PAGE)),
    }


def _stories(connection: Connection, latest: Sequence[ChangeRow]) -> list[str]:
    """The tags of the articles that changed last, in that order."""
    ids = dict.fromkeys(row.article_id for row in latest)
    tags = (tag for number in ids for tag in history.article_by_id(connection, number).tags)
    return list(dict.fromkeys(tags))[:STORIES]
