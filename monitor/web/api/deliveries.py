"""Deliveries: looked at, let go, called off, sent again. Sends nothing itself: the daemon takes up what is due."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from pydantic import AfterValidator
from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from alerts.alert import State
from monitor.errors import UsageError
from monitor.store import by_hand, doing, outbox
from monitor.store.acts import By
from monitor.store.by_hand import Choice
from monitor.web.api import models
from monitor.web.api.answers import A_PAGE, Limit, Word, answer, page, whole
from monitor.web.api.writing import Done, Key, write
from monitor.web.deliveries import known
from monitor.web.desk import Desk
from monitor.web.rights import Right, needs
from monitor.web.views import View, delivery_view

Id = Annotated[str, Path(max_length=100), AfterValidator(whole)]


# One function for each address, so that each stands beside its documentation.
def routes(desk: Desk) -> APIRouter:
    """`/deliveries`, `/deliveries/{id}`, and what is done to one."""
    router = APIRouter(tags=["deliveries"])

    @router.get("/deliveries", response_model=models.Page[models.Delivery])
    def listed(
        request: Request,
        state: Annotated[State | Literal[""], Query()] = "",
        channel: Word = "",
        cursor: Word = "",
        limit: Limit = A_PAGE,
    ) -> Response:
        """Newest first."""

        def look(connection: Connection) -> list[View]:
            last = known(connection, cursor) if cursor else None
            rows = outbox.deliveries(
                connection, state=state or None, channel=channel or None, older_than=last, limit=limit + 1
            )
            return [delivery_view(row) for row in rows]

        return answer(request, page(desk.store.read(look), limit))

    @router.get("/deliveries/{delivery_id}", response_model=models.Delivery)
    def one(request: Request, delivery_id: Id) -> Response:
        """One delivery with its attempts; what a receiver answered stays on the page."""
        return answer(request, desk.store.read(whole_view, delivery_id))

    def act(request: Request, delivery_id: str, key: str | None, what: str, hand: Callable[..., Any]) -> Response:
        def work(connection: Connection, by: By) -> Done:
            known(connection, delivery_id)
            wanted = Choice((delivery_id,))
            try:
                doing.deliveries(connection, by, f"delivery.{what}", hand, wanted, by.at_ms)
            except UsageError as wrong:
                raise HTTPException(409, str(wrong)) from wrong
            return Done(200, whole_view(connection, delivery_id))

        return write(desk, request, key, None, work)

    @router.post("/deliveries/{delivery_id}/release", response_model=models.Delivery)
    @needs(Right.WATCH)
    def release(request: Request, delivery_id: Id, key: Key = None) -> Response:
        """Send what is held or suppressed."""
        return act(request, delivery_id, key, "release", _release)

    @router.post("/deliveries/{delivery_id}/cancel", response_model=models.Delivery)
    @needs(Right.WATCH)
    def cancel(request: Request, delivery_id: Id, key: Key = None) -> Response:
        """Call off what was not sent yet."""
        return act(request, delivery_id, key, "cancel", by_hand.cancel)

    @router.post("/deliveries/{delivery_id}/redeliver", response_model=models.Delivery)
    @needs(Right.WATCH)
    def redeliver(request: Request, delivery_id: Id, key: Key = None) -> Response:
        """Send what ended once more, under its id."""
        return act(request, delivery_id, key, "redeliver", _redeliver)

    return router


def whole_view(connection: Connection, delivery_id: str) -> View:
    """A delivery with its attempts. Raises HTTPException 404."""
    row = known(connection, delivery_id)
    return delivery_view(row, outbox.attempts(connection, delivery_id))


def _at_once(_channel: str) -> float:
    """One delivery needs no gap to the next."""
    return 0.0


def _release(connection: Connection, wanted: Choice, now_ms: int) -> dict[str, str]:
    return by_hand.release(connection, wanted, now_ms, _at_once)


def _redeliver(connection: Connection, wanted: Choice, now_ms: int) -> dict[str, str]:
    return by_hand.redeliver(connection, wanted, now_ms, _at_once)
