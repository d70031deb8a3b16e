"""Every story: a tag each, with how many articles and outlets it has and what moved in the last day."""

from __future__ import annotations

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.responses import Response

from monitor.clock import iso
from monitor.store import stories
from monitor.web.desk import READ, Desk
from monitor.web.views import View

DAY_MS = 86_400_000
MOST_SHOWN = 300


def routes(desk: Desk) -> APIRouter:
    """`/stories` and `/stories.json`."""
    router = APIRouter()

    @router.api_route("/stories.json", methods=READ)
    def as_json() -> Response:
        return desk.json(desk.store.read(look, desk.clock.now_ms()))

    @router.api_route("/stories", methods=READ)
    def as_page() -> Response:
        return desk.page("stories.html", desk.store.read(look, desk.clock.now_ms()))

    return router


def look(connection: Connection, now_ms: int) -> View:
    """The stories, the one that changed last first."""
    rows = stories.listing(connection, now_ms - DAY_MS)
    return {
        "stories": [
            {
                "tag": row.tag,
                "articles": row.articles,
                "outlets": row.outlets,
                "moved": row.moved,
                "changed_at": iso(row.changed_at) if row.changed_at else None,
            }
            for row in rows[:MOST_SHOWN]
        ],
        "total": len(rows),
    }
