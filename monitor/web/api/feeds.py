"""The alerts of one article, and of one story, as Atom. Written as all feeds are (web/feeds.py)."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from monitor.store import feeds, history
from monitor.web.api.answers import Cursor
from monitor.web.api.stories import Tag
from monitor.web.desk import Desk, Number
from monitor.web.feeds import A_PAGE, Named, told

ATOM: dict[str, Any] = {"response_class": Response, "responses": {200: {"content": {"application/atom+xml": {}}}}}


def routes(desk: Desk) -> APIRouter:
    """`/articles/{id}/feed` and `/stories/{tag}/feed`."""
    router = APIRouter(tags=["feeds"])

    @router.get("/articles/{article_id}/feed", **ATOM)
    def of_article(request: Request, article_id: Number, cursor: Cursor = None) -> Response:
        """What was told of one article."""
        row = desk.store.read(history.article_by_id, article_id)
        rows = desk.store.read(feeds.alerts, rule=None, before_id=cursor, limit=A_PAGE + 1, article_id=article_id)
        named = Named(f"article {row.url}", row.title or row.url, f"/api/v1/articles/{article_id}/feed", "cursor")
        return told(desk, request, rows, named, cursor, f"/articles/{article_id}")

    @router.get("/stories/{tag}/feed", **ATOM)
    def of_story(request: Request, tag: Tag, cursor: Cursor = None) -> Response:
        """What was told of the articles of one tag."""
        if not desk.store.read(history.articles, tag=tag, limit=1):
            raise HTTPException(404, "no article has this tag")
        rows = desk.store.read(feeds.alerts, rule=None, before_id=cursor, limit=A_PAGE + 1, tag=tag)
        quoted = quote(tag, safe="")
        named = Named(f"story {tag}", tag, f"/api/v1/stories/{quoted}/feed", "cursor")
        return told(desk, request, rows, named, cursor, f"/changes?tag={quoted}")

    return router
