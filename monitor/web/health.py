"""For machines that watch us: alive, ready, and the metrics. Plain answers, no page, no text of any article."""

from __future__ import annotations

from contextlib import suppress

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.responses import Response

from monitor.errors import StoreError
from monitor.metrics import CONTENT_TYPE, Levels
from monitor.store import channels, history, outbox
from monitor.web.desk import READ, Desk
from monitor.web.liveness import Readiness, readiness

WAITING = ("held", "due", "sending", "retrying")
"""States of a delivery that has not ended; see alerts/alert.py."""


def routes(desk: Desk) -> APIRouter:
    """`/healthz`: this loop turns. `/readyz`: the store answers and the schedule ticks. `/metrics`: all counts."""
    router = APIRouter()

    @router.api_route("/healthz", methods=READ)
    async def alive() -> Response:
        return desk.pages.json({"state": "alive"})

    @router.api_route("/readyz", methods=READ)
    def ready() -> Response:
        answers = desk.store.answers()
        word = readiness(desk.alive(), answers, bool(desk.store.damage))
        return desk.pages.json({"state": word}, 200 if word is Readiness.READY else 503)

    @router.api_route("/metrics", methods=READ)
    def metrics() -> Response:
        desk.metrics.sound(not desk.store.damage)
        # The counts are worth reading even while the store cannot be, and /readyz says what is wrong with it.
        with suppress(StoreError):
            desk.metrics.level(desk.store.read(levels, desk.clock.now_ms(), desk.alive().queue, desk.store.size()))
        return Response(desk.metrics.text(), media_type=CONTENT_TYPE)

    return router


def levels(connection: Connection, now_ms: int, queue: int, store_bytes: int) -> Levels:
    """How full things are at this moment."""
    standing = outbox.by_state(connection)
    waited_ms = outbox.oldest_due(connection, now_ms)
    return Levels(
        articles=history.states(connection),
        queue=queue,
        deliveries_waiting=sum(standing.get(state, 0) for state in WAITING),
        oldest_due_seconds=(waited_ms or 0) / 1000,
        store_bytes=store_bytes,
        held=outbox.held_by_reason(connection),
        channels={name: str(row.health.condition) for name, row in channels.known(connection).items()},
    )
