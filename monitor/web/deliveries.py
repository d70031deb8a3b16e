"""The list of all deliveries, newest first, of one state or channel or of all: what was sent, waits, or was given up.

Each comes with what it tells and what moves it; above stand the silences and the channels. Forms post to telling.py.
"""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from pydantic import BeforeValidator
from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from alerts.alert import State
from monitor.clock import iso
from monitor.deliveries.ailing import sentence
from monitor.errors import UsageError
from monitor.store import channels, history, outbox, silences
from monitor.store.rows import DeliveryRow
from monitor.web.desk import READ, Desk
from monitor.web.telling import SAID
from monitor.web.views import View, delivery_view, silence_view, told_view

A_PAGE = 25

# In the order in which a delivery goes through them (docs/delivery.md).
STATES = (
    State.HELD,
    State.DUE,
    State.SENDING,
    State.RETRYING,
    State.SENT,
    State.BOUNCED,
    State.DEAD,
    State.SUPPRESSED,
    State.CANCELLED,
)

# A link may leave the state empty, as ?state=&channel=desk.
OneState = Annotated[State | None, BeforeValidator(lambda word: word or None), Query()]
Name = Annotated[str, Query(max_length=200)]
Id = Annotated[str, Query(max_length=100)]
Said = Annotated[str, Query(max_length=40)]


def routes(desk: Desk) -> APIRouter:
    """`/deliveries` and `/deliveries.json`; `?state=held`, `?channel=desk` narrow, `?before=dl_...` goes on."""
    router = APIRouter()

    def seen(state: State | None, channel: str, before: str) -> View:
        now_ms = desk.clock.now_ms()
        known = desk.store.read(silences.known, ending_after=now_ms)
        found = desk.store.read(look, state, channel, before)
        return found | {
            "silences": [silence_view(one) | {"active": one.active(now_ms)} for one in known],
            "channels": desk.store.read(health),
        }

    @router.api_route("/deliveries.json", methods=READ)
    def as_json(state: OneState = None, channel: Name = "", before: Id = "") -> Response:
        return desk.json(seen(state, channel, before))

    @router.api_route("/deliveries", methods=READ)
    def as_page(state: OneState = None, channel: Name = "", before: Id = "", said: Said = "") -> Response:
        found = seen(state, channel, before)
        asked = {"state": state or "", "channel": channel, "before": before}
        here = "/deliveries?" + urlencode({name: value for name, value in asked.items() if value})
        return desk.page("deliveries.html", found | {"said": SAID.get(said, ""), "here": here.rstrip("?")})

    return router


def look(connection: Connection, state: State | None, channel: str, before: str) -> View:
    """One page; `older` is what `before` has to be for the next one, None at the end. Raises HTTPException 404."""
    found = outbox.deliveries(
        connection,
        state=state,
        channel=channel or None,
        older_than=known(connection, before) if before else None,
        limit=A_PAGE + 1,
    )
    shown = found[:A_PAGE]
    alerts = history.alerts_by_id(connection, {row.alert_id for row in shown})
    counts = outbox.by_state(connection)
    return {
        "deliveries": [delivery_view(row) | told_view(row, alerts[row.alert_id]) for row in shown],
        "states": [{"state": one, "count": counts.get(one, 0)} for one in STATES],
        "total": sum(counts.values()),
        "state": state,
        "channel": channel,
        "before": before,
        "older": shown[-1].id if len(found) > A_PAGE else None,
    }


def health(connection: Connection) -> list[View]:
    """Each channel that has sent anything: how it fares, why, and since when."""
    return [
        {
            "name": name,
            "condition": str(row.health.condition),
            "since": iso(row.changed_at) if row.changed_at else None,
            "words": sentence(row),
        }
        for name, row in sorted(channels.known(connection).items())
    ]


def known(connection: Connection, delivery_id: str) -> DeliveryRow:
    """The delivery of that id. Raises HTTPException 404."""
    try:
        return outbox.one(connection, delivery_id)
    except UsageError:
        raise HTTPException(404, "no delivery of this id is stored here; /deliveries lists what there is") from None
