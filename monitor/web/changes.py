"""All changes, newest first, one entry a passage, chosen by what the address says; as JSON and CSV too.

Edits of wording only when asked for. What there is to choose by stands in choosing.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request
from sqlalchemy import Connection
from starlette.responses import Response

from monitor.store import change_filters, history
from monitor.store.change_filters import Picked
from monitor.store.reviews import Standing
from monitor.store.rows import ArticleRow, ChangeRow
from monitor.web import exporting
from monitor.web.actors import actor_of
from monitor.web.choosing import Filter, Wanted, choice_of, looked_at, offered
from monitor.web.desk import READ, Desk
from monitor.web.passages import entries
from monitor.web.views import View, change_view

A_PAGE = 25
MOST_AT_ONCE = 1000
"""Changes that a program may ask for at once in JSON."""

Limit = Annotated[int, Query(ge=1, le=MOST_AT_ONCE)]


def routes(desk: Desk) -> APIRouter:
    """`/changes`, `/changes.json` and `/changes.csv`; `?kind=figure.*&level=alert&tag=tolls&since=1d` narrow."""
    router = APIRouter()

    @router.api_route("/changes.json", methods=READ)
    def as_json(request: Request, asked: Filter, limit: Limit = A_PAGE) -> Response:
        return desk.json(desk.store.read(look, asked, desk.clock.now_ms(), limit, actor_of(request)))

    @router.api_route("/changes.csv", methods=READ)
    def as_csv(request: Request, asked: Filter) -> Response:
        found = desk.store.read(found_in, asked, desk.clock.now_ms(), exporting.MOST_ROWS, actor_of(request))
        return Response(
            exporting.table([one.row for one in found], desk.public_url),
            media_type="text/csv; charset=utf-8",
            headers={"content-disposition": 'attachment; filename="changes.csv"'},
        )

    @router.api_route("/changes", methods=READ)
    def as_page(request: Request, asked: Filter) -> Response:
        view = desk.store.read(look, asked, desk.clock.now_ms(), A_PAGE, actor_of(request))
        return desk.page(
            "changes.html", view | desk.store.read(offered, asked, desk) | {"entries": entries(view["changes"])}
        )

    return router


def found_in(connection: Connection, asked: Wanted, now_ms: int, limit: int, actor: str) -> list[Picked]:
    """The changes that a filter means. Raises HTTPException 400 for a time that is none."""
    return change_filters.picked(connection, choice_of(asked, now_ms, looked_at(connection, asked, actor)), limit)


def look(connection: Connection, asked: Wanted, now_ms: int, limit: int, actor: str) -> View:
    """One page of changes; `older` is what `before` has to be for the next one, None at the end."""
    shown, older = whole(found_in(connection, asked, now_ms, limit + 1, actor), limit)
    return {
        "changes": standing_views(connection, shown),
        **{name: getattr(asked, name) for name in asked.__slots__},
        "older": older,
    }


def whole(found: Sequence[Picked], limit: int) -> tuple[list[Picked], int | None]:
    """One page of what was found, and the number before which the next begins.

    A version is not cut at the end of a page, unless it brought more than a page.
    """
    shown = list(found[:limit])
    if len(found) > limit:
        last = _entry_of(found[limit].row)
        shown = [one for one in shown if _entry_of(one.row) != last] or shown
    return shown, shown[-1].row.id if len(found) > len(shown) else None


def standing_views(connection: Connection, found: Sequence[Picked]) -> list[View]:
    """The changes as views, each with how it stands."""
    views = with_articles(connection, [one.row for one in found])
    return [view | standing_view(one.standing) for view, one in zip(views, found, strict=True)]


def standing_view(one: Standing) -> View:
    """How a change stands and who has it, as fields of the change."""
    return {"reviewed": str(one.state), "assignee": one.assignee}


def with_articles(connection: Connection, found: Iterable[ChangeRow]) -> list[View]:
    """The changes as views, each article looked up once."""
    known: dict[int, ArticleRow] = {}
    views = []
    for row in found:
        if row.article_id not in known:
            known[row.article_id] = history.article_by_id(connection, row.article_id)
        views.append(change_view(row, known[row.article_id]))
    return views


def _entry_of(row: ChangeRow) -> tuple[int, int]:
    """What is not cut: the changes of one version, since those of its passages can lie interleaved."""
    return row.article_id, row.version
