"""Stories: the articles of a tag, and what moved in them lately. Looks only."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import AfterValidator
from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from monitor.store import change_filters, history, watches
from monitor.store.change_filters import Choice
from monitor.web.api import models
from monitor.web.api.answers import A_PAGE, Limit, answer, whole
from monitor.web.changes import standing_views
from monitor.web.desk import Desk
from monitor.web.views import View, article_view

Tag = Annotated[str, Path(max_length=60), AfterValidator(whole)]
MOST_ARTICLES = 500


def routes(desk: Desk) -> APIRouter:
    """`/stories` and `/stories/{tag}`."""
    router = APIRouter(tags=["stories"])

    @router.get("/stories", response_model=models.Page[models.Story])
    def listed(request: Request) -> Response:
        """Every tag with how many articles have it."""

        def look(connection: Connection) -> list[View]:
            return [{"tag": tag, "articles": count} for tag, count in watches.tag_counts(connection).items()]

        return answer(request, {"items": desk.store.read(look), "next": None})

    @router.get("/stories/{tag}", response_model=models.WholeStory)
    def one(request: Request, tag: Tag, limit: Limit = A_PAGE) -> Response:
        """Its articles and its latest changes; `/changes?tag=` goes on."""
        return answer(request, desk.store.read(story, tag, limit))

    return router


def story(connection: Connection, tag: str, limit: int) -> View:
    """Raises HTTPException 404 for a tag that no article has."""
    rows = history.articles(connection, tag=tag, limit=MOST_ARTICLES)
    if not rows:
        raise HTTPException(404, "no article has this tag")
    found = change_filters.picked(connection, Choice(tag=tag), limit)
    return {
        "tag": tag,
        "articles": [article_view(row) for row in rows],
        "changes": standing_views(connection, found),
    }
