"""What a person decides on a reading in doubt: take it for the article, or keep it out for good.

A form goes in, the way back to the article comes out. Decides as `rowback doubts accept` and `dismiss` do, by the same
functions.
"""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from monitor.errors import UnknownDoubt, UsageError
from monitor.store import acts, doing, doubts
from monitor.web.actors import acting
from monitor.web.desk import Desk, Number
from monitor.web.forms import Form, one


def routes(desk: Desk) -> APIRouter:
    """POST `/doubts/{id}` with `act` accept or dismiss; answers 303 with the article, 409 where it has ended."""
    router = APIRouter()

    @router.post("/doubts/{number}")
    def decide(request: Request, number: Number, form: Form) -> Response:
        now = desk.clock.now_ms()
        by = acting(request, now)
        act = one(form, "act")
        if act not in ("accept", "dismiss"):
            raise HTTPException(400, f"there is no decision '{act[:40]}'; there are accept, dismiss")
        try:
            article = desk.store.read(doubts.one, number).article_id
            if act == "dismiss":
                desk.store.write(
                    acts.done, by, "doubt.dismiss", doing.doubts([number]), lambda c: doubts.dismiss(c, number, now)
                )
                said = "dismissed"
            elif desk.accept is None:
                raise HTTPException(
                    400, f"only a running service can accept; `rowback doubts accept {number}` does too"
                )
            else:
                said = f"accepted-{desk.accept(number, by)}"
        except UnknownDoubt as wrong:
            raise HTTPException(404, str(wrong)) from wrong
        except UsageError as wrong:
            raise HTTPException(409, str(wrong)) from wrong
        return RedirectResponse(f"{desk.root}/articles/{article}?said={said}", 303)

    return router
