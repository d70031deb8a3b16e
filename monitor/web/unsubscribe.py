"""The link at the foot of a mail: looking at it changes nothing, its button (or a mail program's) ends the mails.

The only screen that changes anything. The signed link is the whole permission: whoever holds the mail may end it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from monitor.errors import UsageError
from monitor.store import acts, channels, doing, outbox
from monitor.store.acts import By
from monitor.store.rows import DeliveryRow
from monitor.web.desk import READ, Desk

GONE = "This link is not one of ours, or what it is about is no longer stored."


def routes(desk: Desk) -> APIRouter:
    """`/unsubscribe/TOKEN`: GET shows what would end, POST ends it (RFC 8058), `/undo` takes it back."""
    router = APIRouter()

    @router.api_route("/unsubscribe/{token}", methods=READ)
    def ask(token: str) -> Response:
        return shown(desk, found(desk, token))

    @router.post("/unsubscribe/{token}")
    def end(token: str) -> Response:
        one = found(desk, token)
        _done(desk, one, "channel.unsubscribe", channels.suppress, one.id, desk.clock.now_ms())
        return shown(desk, one)

    @router.post("/unsubscribe/{token}/undo")
    def undo(token: str) -> Response:
        one = found(desk, token)
        _done(desk, one, "channel.resubscribe", channels.lift, one.channel, one.recipient)
        return shown(desk, one)

    return router


def found(desk: Desk, token: str) -> DeliveryRow:
    """The delivery that a link is about. Raises HTTPException 404 without saying what was wrong with the link."""
    delivery_id = desk.links.delivery(token) if desk.links is not None else None
    if delivery_id is None:
        raise HTTPException(404, GONE)
    try:
        return desk.store.read(outbox.one, delivery_id)
    except UsageError as error:
        raise HTTPException(404, GONE) from error


def _done(desk: Desk, one: DeliveryRow, what: str, work: Callable[..., Any], *args: Any) -> None:
    by = By(one.recipient, "mail link", desk.clock.now_ms())
    desk.store.write(acts.done, by, what, doing.channels(one.channel), work, *args)


def shown(desk: Desk, one: DeliveryRow) -> Response:
    """The page as things stand now."""
    ended = {(row.channel, row.recipient) for row in desk.store.read(channels.suppressions)}
    token = desk.links.unsubscribe(one.id).rpartition("/")[2] if desk.links is not None else ""
    view = {"recipient": one.recipient, "ended": (one.channel, one.recipient) in ended, "token": token}
    return desk.page("unsubscribe.html", view)
