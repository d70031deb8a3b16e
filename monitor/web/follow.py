"""Follow an article by its address, from the page: a form goes in; the article's page comes out, with its facts if it
could be read within some seconds.

Adds as `rowback add` does, by the same function. Fetches nothing: the service does, at its next tick.
"""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from monitor.sources.tracking import Report, Result, track
from monitor.sources.wish import Wish
from monitor.store import history
from monitor.store.acts import By
from monitor.web.actors import acting
from monitor.web.desk import Desk
from monitor.web.forms import Form, one
from monitor.web.rights import Right, needs

LOOKS = 32
"""How often the store is asked whether the article was read; then whoever waits sees the page as it is."""
PAUSE = 0.25


def routes(desk: Desk) -> APIRouter:
    """POST `/follow` with `url` and, if wished, `tag`; answers 303 with the article, 400 for what is no address."""
    router = APIRouter()

    def added(url: str, tag: str, by: By) -> Report:
        (report,) = track(desk.store, [Wish(url, (tag,) if tag else ())], by)
        return report

    @router.post("/follow")
    @needs(Right.WATCH)
    async def follow(request: Request, form: Form) -> Response:
        url, tag = one(form, "url").strip(), one(form, "tag").strip().removeprefix("#")
        if not url:
            raise HTTPException(400, "type the address of an article, as it stands in the browser")
        report = await run_in_threadpool(added, url, tag, acting(request, desk.clock.now_ms()))
        if report.result is Result.REFUSED or report.article is None:
            raise HTTPException(400, report.reason or "this address cannot be followed as an article")
        for _ in range(LOOKS):
            row = await run_in_threadpool(desk.store.read, history.article_by_id, report.article)
            if row.checked_at is not None:
                break
            await asyncio.sleep(PAUSE)
        said = "followed" if report.result is Result.ADDED else "known"
        return RedirectResponse(f"{desk.root}/articles/{report.article}?said={said}", 303)

    return router
