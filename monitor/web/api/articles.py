"""Articles, their versions, the facts of each, and every fact over versions. Looks, and asks for a look now."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request
from sqlalchemy import Connection
from starlette.responses import Response

from monitor.changes.slot_history import slots
from monitor.store import acts, history, versions, watches
from monitor.store.acts import By, Deed
from monitor.store.rows import VersionRow
from monitor.web.api import models
from monitor.web.api.answers import A_PAGE, Cursor, Limit, Word, answer, page
from monitor.web.api.writing import Done, Key, write
from monitor.web.desk import MOST, Desk, Number
from monitor.web.rights import Right, needs
from monitor.web.views import View, article_view, fact_view, slot_view, version_view
from spiders.article import Article

VersionNumber = Annotated[int, Path(ge=1, le=MOST)]
States = Literal["", "waiting", "read", "cannot_tell", "refused", "failing", "removed"]
LATEST = 1_000
"""Changes out of which the slots of an article are put together."""


# One function for each address, so that each stands beside its documentation.
def routes(desk: Desk) -> APIRouter:
    """`/articles` and what belongs to one."""
    router = APIRouter(tags=["articles"])

    @router.get("/articles", response_model=models.Page[models.Article])
    def listed(
        request: Request,
        tag: Word = "",
        state: Annotated[States, Query()] = "",
        cursor: Cursor = None,
        limit: Limit = A_PAGE,
    ) -> Response:
        """In the order in which they were added."""
        rows = desk.store.read(
            history.articles, tag=tag or None, state=state or None, after=cursor or 0, limit=limit + 1
        )
        return answer(request, page([article_view(row) for row in rows], limit))

    @router.get("/articles/{article_id}", response_model=models.Article)
    def one(request: Request, article_id: Number) -> Response:
        """One article."""
        return answer(request, article_view(desk.store.read(history.article_by_id, article_id)))

    @router.get("/articles/{article_id}/versions", response_model=models.Page[models.Version])
    def its_versions(request: Request, article_id: Number, cursor: Cursor = None, limit: Limit = A_PAGE) -> Response:
        """Oldest first."""

        def look(connection: Connection) -> list[View]:
            history.article_by_id(connection, article_id)
            return [version_view(row) for row in versions.listing(connection, article_id) if row.number > (cursor or 0)]

        return answer(request, page(desk.store.read(look), limit, "number"))

    @router.get("/articles/{article_id}/versions/{number}", response_model=models.Reading)
    def one_version(request: Request, article_id: Number, number: VersionNumber) -> Response:
        """One version with its text."""

        def look(connection: Connection) -> View:
            row = versions.row_of(connection, article_id, number)
            return reading_view(article_id, row, versions.article_of(connection, article_id, number))

        return answer(request, desk.store.read(look))

    @router.get("/articles/{article_id}/versions/{number}/facts", response_model=models.Page[models.Fact])
    def its_facts(request: Request, article_id: Number, number: VersionNumber) -> Response:
        """The facts of one version, in the order of its text."""

        def look(connection: Connection) -> list[View]:
            versions.row_of(connection, article_id, number)
            return [fact_view(row) for row in history.facts(connection, article_id, number)]

        return answer(request, {"items": desk.store.read(look), "next": None})

    @router.get("/articles/{article_id}/slots", response_model=models.Page[models.Slot])
    def its_slots(request: Request, article_id: Number) -> Response:
        """Each fact over versions, out of the newest 1,000 changes."""

        def look(connection: Connection) -> list[View]:
            history.article_by_id(connection, article_id)
            rows = history.changes(connection, article_id=article_id, limit=LATEST)
            return [slot_view(slot) for slot in slots((row.version, row.change) for row in reversed(rows))]

        return answer(request, {"items": desk.store.read(look), "next": None})

    @router.post("/articles/{article_id}/check", status_code=202, response_model=models.Due)
    @needs(Right.WATCH)
    def check(request: Request, article_id: Number, key: Key = None) -> Response:
        """Look at it now, also if it rests."""

        def work(connection: Connection, by: By) -> Done:
            history.article_by_id(connection, article_id)
            due = watches.make_due(connection, by.at_ms, [article_id])
            acts.record(connection, by, [Deed("article.check", f"article {article_id}")])
            return Done(202, {"due": due})

        return write(desk, request, key, None, work)

    return router


def reading_view(article_id: int, row: VersionRow, read: Article) -> View:
    """A version with its texts, as they were read."""
    return version_view(row) | {
        "article": article_id,
        "title": read.title,
        "standfirst": read.standfirst,
        "paragraphs": list(read.lines()),
        "captions": list(read.captions),
        "notices": list(read.notices),
        "live": [{"title": entry.title, "text": entry.text} for entry in read.live],
        "language": read.language,
    }
