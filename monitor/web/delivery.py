"""One delivery for good: what it tells, where it stands and why, every attempt and what was answered.

An answer is shown as text with secrets redacted, here and nowhere else. Its forms post to telling.py.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from sqlalchemy import Connection
from starlette.responses import Response

from monitor.store import channels, history, outbox
from monitor.web.deliveries import Said, known
from monitor.web.desk import READ, Desk
from monitor.web.telling import SAID
from monitor.web.views import View, alert_view, answer_view, bounce_view, delivery_view, told_view

# Ours are base32 in lower case; a stricter form would hide rows that a future version names otherwise.
DeliveryId = Annotated[str, Path(max_length=100)]


def routes(desk: Desk) -> APIRouter:
    """`/deliveries/{id}` and the same with `.json`."""
    router = APIRouter()

    @router.api_route("/deliveries/{delivery_id}.json", methods=READ)
    def as_json(delivery_id: DeliveryId) -> Response:
        return desk.json(desk.store.read(look, delivery_id))

    @router.api_route("/deliveries/{delivery_id}", methods=READ)
    def as_page(delivery_id: DeliveryId, said: Said = "") -> Response:
        return desk.page("delivery.html", desk.store.read(look, delivery_id) | {"said": SAID.get(said, "")})

    return router


def look(connection: Connection, delivery_id: str) -> View:
    """The delivery, its alert, its attempts with their answers, and what it tells of. Raises HTTPException 404."""
    row = known(connection, delivery_id)
    carried = outbox.carried(connection, row.id)
    alerts = history.alerts_by_id(connection, {row.alert_id, *(one.alert_id for one in carried)})
    alert, bounce = alerts[row.alert_id], channels.bounce_of(connection, row.id)
    before, after = alert.body.get("before"), alert.body["after"]
    return {
        "delivery": delivery_view(row) | told_view(row, alert),
        "alert": alert_view(alert, []),
        "versions": [before["version"], after["version"]] if before else None,
        "attempts": [answer_view(one) for one in outbox.attempts(connection, row.id)],
        "bounce": bounce_view(bounce) if bounce else None,
        "carries": [delivery_view(one) | told_view(one, alerts[one.alert_id]) for one in carried],
    }
