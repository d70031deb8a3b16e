"""The first screen: the latest changes, their stories, a field for an address, and every article with its state."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy import Connection
from starlette.responses import Response

from monitor.store import history, stories
from monitor.web.changes import with_articles
from monitor.web.desk import READ, Desk
from monitor.web.passages import entries
from monitor.web.views import View, article_view

A_PAGE = 50
LATEST = 10
LOOKED_BACK = 300
STORIES = 6
"""Stories named at the top: those of the newest changes, since to count all is to read every article."""

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
        "stories": stories.latest(connection, LOOKED_BACK, STORIES) if page == 1 else [],
        "states": states,
        "total": total,
        "page": page,
        "pages": max(1, -(-total // A_PAGE)),
    }
