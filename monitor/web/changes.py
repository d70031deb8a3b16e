"""All changes, newest first, one entry a passage, chosen by kind, level, tag, article and time; as JSON and CSV too.

Edits of wording only when asked for. A filter that does not exist is refused: a list that ignores one looks complete.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from monitor import durations
from monitor.store import history, watches
from monitor.store.rows import ArticleRow, ChangeRow
from monitor.web import exporting
from monitor.web.desk import READ, Asked, Desk
from monitor.web.passages import entries
from monitor.web.views import View, change_view

A_PAGE = 25
MOST_AT_ONCE = 1000
"""Changes that a program may ask for at once in JSON."""

# What the filter offers: a glob over kinds, and its name. An empty glob is every change of a fact.
FAMILIES = (
    ("", "All facts"),
    ("figure.*", "Figures"),
    ("datetime.*", "Dates"),
    ("quote.*", "Quotes"),
    ("attribution.*", "Sources"),
    ("entity.*", "Names"),
    ("claim.*", "Claims"),
    ("headline.*", "Headlines"),
    ("correction.*", "Corrections"),
    ("article.*", "Withdrawals"),
    ("wording", "Wording"),
)
SPANS = ("1d", "7d", "30d")

Glob = Annotated[str, Query(max_length=40, pattern="^[a-z*.]*$")]
Level = Annotated[Literal["", "alert", "digest"], Query()]
Word = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; "" and None where nothing is. `day` is a date in UTC, `since` a span such as 1d."""

    kind: str = ""
    level: str = ""
    tag: str = ""
    since: str = ""
    day: str = ""
    article: int | None = None
    before: int | None = None

    def query(self, **other: Any) -> str:
        """The filter as the query of an address, with some of it replaced."""
        asked = replace(self, **other)
        return urlencode({name: value for name in asked.__slots__ if (value := getattr(asked, name)) not in ("", None)})


# One parameter a filter: FastAPI hands each in by its name.
def wanted(
    request: Request,
    kind: Glob = "",
    level: Level = "",
    tag: Word = "",
    since: Word = "",
    day: Word = "",
    article: Asked = None,
    before: Asked = None,
) -> Wanted:
    """The filter of an address. Raises HTTPException 400 for one that is unknown or cannot be read."""
    if unknown := sorted(set(request.query_params) - {*Wanted.__slots__, "limit"}):
        raise HTTPException(400, f"there is no filter '{unknown[0][:40]}'; there are {', '.join(Wanted.__slots__)}")
    return Wanted(kind, level, tag.strip().removeprefix("#"), since, day, article, before)


Filter = Annotated[Wanted, Depends(wanted)]
Limit = Annotated[int, Query(ge=1, le=MOST_AT_ONCE)]


def routes(desk: Desk) -> APIRouter:
    """`/changes`, `/changes.json` and `/changes.csv`; `?kind=figure.*&level=alert&tag=tolls&since=1d` narrow."""
    router = APIRouter()

    @router.api_route("/changes.json", methods=READ)
    def as_json(asked: Filter, limit: Limit = A_PAGE) -> Response:
        return desk.json(desk.store.read(look, asked, desk.clock.now_ms(), limit))

    @router.api_route("/changes.csv", methods=READ)
    def as_csv(asked: Filter) -> Response:
        rows = desk.store.read(found, asked, desk.clock.now_ms(), exporting.MOST_ROWS)
        return Response(
            exporting.table(rows, desk.public_url),
            media_type="text/csv; charset=utf-8",
            headers={"content-disposition": 'attachment; filename="changes.csv"'},
        )

    @router.api_route("/changes", methods=READ)
    def as_page(asked: Filter) -> Response:
        view = desk.store.read(look, asked, desk.clock.now_ms(), A_PAGE)
        tags = desk.store.read(watches.tags)
        offered = {"families": FAMILIES, "spans": SPANS, "tags": tags, "asked": asked}
        return desk.page("changes.html", view | offered | {"entries": entries(view["changes"])})

    return router


def found(connection: Connection, asked: Wanted, now_ms: int, limit: int) -> list[ChangeRow]:
    """The changes that a filter means. Raises HTTPException 400 for a time that is none."""
    since, until = _times(asked, now_ms)
    return history.changes(
        connection,
        kinds=[asked.kind] if asked.kind else None,
        level=asked.level or None,
        tag=asked.tag or None,
        since_ms=since,
        until_ms=until,
        article_id=asked.article,
        before_id=asked.before,
        limit=limit,
    )


def look(connection: Connection, asked: Wanted, now_ms: int, limit: int) -> View:
    """One page of changes; `older` is what `before` has to be for the next one, None at the end.

    A version is not cut at the end of a page, unless it brought more than a page.
    """
    rows = found(connection, asked, now_ms, limit + 1)
    shown = rows[:limit]
    if len(rows) > limit:
        last = _entry_of(rows[limit])
        whole = [row for row in shown if _entry_of(row) != last]
        shown = whole or shown
    return {
        "changes": with_articles(connection, shown),
        **{name: getattr(asked, name) for name in asked.__slots__},
        "older": shown[-1].id if len(rows) > len(shown) else None,
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


def _entry_of(row: ChangeRow) -> tuple[int, int]:
    """What is not cut: the changes of one version, since those of its passages can lie interleaved."""
    return row.article_id, row.version


def _times(asked: Wanted, now_ms: int) -> tuple[int | None, int | None]:
    since = until = None
    try:
        if asked.since:
            since = max(0, now_ms - int(durations.seconds(asked.since) * 1000))
        if asked.day:
            begin = datetime.combine(date.fromisoformat(asked.day), datetime.min.time(), UTC)
            first = int(begin.timestamp() * 1000)
            since, until = max(since or first, first), first + int(timedelta(days=1).total_seconds() * 1000)
    except (ValueError, OverflowError) as wrong:
        raise HTTPException(400, f"{wrong}; write since=1d for a span, day=2026-11-22 for a day in UTC") from wrong
    return since, until
