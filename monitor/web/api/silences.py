"""Silences: looked at, begun and ended. What one keeps quiet is decided in alerts/silencing.py."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import AfterValidator, Field
from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from alerts.silencing import LONGEST_MS, Silence
from monitor.deliveries.silences import checked
from monitor.errors import UsageError
from monitor.store import acts, doing, silences
from monitor.store.acts import By
from monitor.web.api import models
from monitor.web.api.answers import answer, whole
from monitor.web.api.watches import moment
from monitor.web.api.writing import Asked, Done, Key, Known, match, write
from monitor.web.desk import Desk, Number
from monitor.web.rights import Right, needs
from monitor.web.views import View, silence_view

Text = Annotated[str, AfterValidator(whole)]


class SilenceAsked(Asked):
    """What to keep quiet: matchers as in a rule, {} for every change; until when, and why."""

    matchers: dict[str, Any]
    starts_at: Annotated[Text, Field(max_length=50)] | None = None
    ends_at: Annotated[Text, Field(max_length=50)]
    comment: Annotated[Text, Field(min_length=1, max_length=1000)]


# One function for each address, so that each stands beside its documentation.
def routes(desk: Desk) -> APIRouter:
    """`/silences` and `/silences/{id}`."""
    router = APIRouter(tags=["silences"])

    def seen(connection: Connection, number: int) -> View:
        found = next((one for one in silences.known(connection) if one.id == number), None)
        if found is None:
            raise HTTPException(404, f"no silence {number} is here")
        return silence_view(found) | {"active": found.active(desk.clock.now_ms())}

    @router.get("/silences", response_model=models.Page[models.Silence])
    def listed(
        request: Request, over: Annotated[bool, Query(description="Also those that are over.")] = False
    ) -> Response:
        """Newest first."""
        now = desk.clock.now_ms()
        known = desk.store.read(silences.known, ending_after=None if over else now)
        return answer(
            request, {"items": [silence_view(one) | {"active": one.active(now)} for one in known], "next": None}
        )

    @router.get("/silences/{silence_id}", response_model=models.Silence)
    def one(request: Request, silence_id: Number) -> Response:
        """One silence. Its ETag is what If-Match has to name."""
        return answer(request, desk.store.read(seen, silence_id))

    @router.post("/silences", status_code=201, response_model=models.Silence)
    @needs(Right.WATCH)
    def add(request: Request, asked: SilenceAsked, key: Key = None) -> Response:
        """Keep certain changes quiet for a while."""

        def work(connection: Connection, by: By) -> Done:
            starts = by.at_ms if asked.starts_at is None else moment(asked.starts_at)
            ends = moment(asked.ends_at)
            if ends <= max(starts, by.at_ms) or ends - starts > LONGEST_MS:
                raise HTTPException(422, "a silence ends after it begins, ahead of now, and lasts a year at most")
            wanted = Silence(0, checked(asked.matchers), starts, ends, by.who, asked.comment.strip())
            number = acts.done(connection, by, "silence.add", doing.silences, silences.add, wanted, by.at_ms)
            return Done(201, seen(connection, number), f"/silences/{number}")

        return write(desk, request, key, asked, work)

    @router.delete("/silences/{silence_id}", status_code=204)
    @needs(Right.WATCH)
    def end(request: Request, silence_id: Number, known: Known = None, key: Key = None) -> Response:
        """End it now; what it kept quiet stays so until it is released."""

        def work(connection: Connection, by: By) -> Done:
            match(known, seen(connection, silence_id))
            try:
                acts.done(connection, by, "silence.expire", doing.silences, silences.expire, silence_id, by.at_ms)
            except UsageError as wrong:
                raise HTTPException(409, str(wrong)) from wrong
            return Done(204)

        return write(desk, request, key, None, work)

    return router
