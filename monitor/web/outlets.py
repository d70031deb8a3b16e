"""How each outlet edits facts, announced or in silence, and what became of what it was asked to correct.

Counts come out with their denominators, the interval that chance leaves open, and how they are counted.
"""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.responses import Response

from alerts.messages.lines import line
from monitor.changes.follow_up import Seen, follow_up
from monitor.shares import wilson
from monitor.store import history, outlets, reviews
from monitor.store.reviews import ReviewRow
from monitor.web.desk import READ, Desk
from monitor.web.story_views import stretch
from monitor.web.views import View, article_view

ASKED_SHOWN = 50
CHANGES_READ = 1_000
"""Changes of one article among which the end of what was asked about is looked for."""
OUTLETS_SHOWN = 100


def routes(desk: Desk) -> APIRouter:
    """`/outlets` and `/outlets.json`."""
    router = APIRouter()

    @router.api_route("/outlets.json", methods=READ)
    def as_json() -> Response:
        return desk.json(desk.store.read(look, desk.clock.now_ms()))

    @router.api_route("/outlets", methods=READ)
    def as_page() -> Response:
        return desk.page("outlets.html", desk.store.read(look, desk.clock.now_ms()))

    return router


def look(connection: Connection, now_ms: int) -> View:
    """The outlets, the one with most edits of fact first, and the newest requests."""
    rows = outlets.listing(connection, OUTLETS_SHOWN)
    return {
        "outlets": [
            {
                "outlet": row.outlet,
                "articles": row.articles,
                **share(row.announced, row.edits),
                "ruled_out": share(row.ruled_out_announced, row.ruled_out),
            }
            for row in rows
        ],
        "asked": asked(connection, reviews.asked(connection, limit=ASKED_SHOWN), now_ms),
    }


def share(announced: int, edits: int) -> View:
    """How many of how many edits were announced, as a share with its interval; both None without an edit."""
    low, high = wilson(announced, edits)
    return {
        "edits": edits,
        "announced": announced,
        "silent": edits - announced,
        "share": announced / edits if edits else None,
        "low": low if edits else None,
        "high": high if edits else None,
    }


def asked(connection: Connection, rows: Sequence[ReviewRow], now_ms: int) -> list[View]:
    """Each request with what became of it."""
    found = []
    for row in rows:
        change = history.change_by_id(connection, row.change_id)
        if change is None:
            continue
        every = history.changes(connection, article_id=change.article_id, limit=CHANGES_READ)
        seen = [Seen(one.id, one.version, one.seen_at, one.change) for one in reversed(every)]
        became = follow_up(seen, row.change_id, reviews.asked_at(row.reason), now_ms)
        article = article_view(history.article_by_id(connection, change.article_id))
        words = line(change.to_dict())  # type: ignore[arg-type]
        found.append(
            {
                "change": row.change_id,
                "headline": words.headline,
                "isolated": words.isolated,
                "article": {name: article[name] for name in ("id", "name", "outlet", "language")},
                "on": row.reason,
                "by": row.actor,
                "note": row.note,
                "outcome": str(became.outcome),
                "after": stretch(became.after_ms),
                "ended_by": became.change_id,
            }
        )
    return found
