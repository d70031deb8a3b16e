"""The list of all changes, newest first, of one family of kinds or of all; edits of wording only when asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy import Connection
from starlette.responses import Response

from monitor.store import history
from monitor.store.rows import ArticleRow, ChangeRow
from monitor.web.desk import READ, Asked, Desk
from monitor.web.views import View, change_view

A_PAGE = 25

# What the filter offers: a glob over kinds, and its name. An empty glob is every change of a fact.
FAMILIES = (
    ("", "All facts"),
    ("figure.*", "Figures"),
    ("quote.*", "Quotes"),
    ("attribution.*", "Sources"),
    ("headline.*", "Headlines"),
    ("correction.*", "Corrections"),
    ("article.*", "Withdrawals"),
    ("wording", "Wording"),
)

Glob = Annotated[str, Query(max_length=40, pattern="^[a-z*.]*$")]


def routes(desk: Desk) -> APIRouter:
    """`/changes` and `/changes.json`; `?kind=figure.*`, `?article=7` and `?before=120` narrow and go on."""
    router = APIRouter()

    @router.api_route("/changes.json", methods=READ)
    def as_json(kind: Glob = "", article: Asked = None, before: Asked = None) -> Response:
        return desk.json(desk.store.read(look, kind, article, before))

    @router.api_route("/changes", methods=READ)
    def as_page(kind: Glob = "", article: Asked = None, before: Asked = None) -> Response:
        return desk.page("changes.html", desk.store.read(look, kind, article, before) | {"families": FAMILIES})

    return router


def look(connection: Connection, kind: str, article: int | None, before: int | None) -> View:
    """One page of changes; `older` is what `before` has to be for the next one, None at the end."""
    found = history.changes(
        connection, kinds=[kind] if kind else None, article_id=article, before_id=before, limit=A_PAGE + 1
    )
    shown = found[:A_PAGE]
    return {
        "changes": with_articles(connection, shown),
        "kind": kind,
        "article": article,
        "before": before,
        "older": shown[-1].id if len(found) > A_PAGE else None,
    }


def with_articles(connection: Connection, found: Iterable[ChangeRow]) -> list[View]:
    """The changes as views, each article looked up once."""
    known: dict[int, ArticleRow] = {}
    views = []
    for row in found:
        if row.article_id not in known:
            known[row.article_id] = history.article_by_id(connection, row.article_id)
        views.append(change_view(row, known[row.article_id]))
    return views
