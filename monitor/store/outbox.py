"""Deliveries through their states: leased to be sent, ended or put off, listed, sent again.

Never sends anything itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, insert, or_, select, text, update

from alerts.alert import Cause
from monitor.errors import UsageError
from monitor.store import holding
from monitor.store.rows import AttemptRow, DeliveryRow
from monitor.store.statements import Ready
from monitor.store.tables import alert, article, attempt, delivery

LEASE_MS = 90_000
"""The longest attempt (60 s for a mail) and 30 s more."""


@dataclass(frozen=True, slots=True)
class DueDelivery:
    """One delivery to attempt now. `alert` is Alert.to_dict() of alerts/alert.py; `attempts` counts this one.

    `digest` holds the alerts that a digest tells of, oldest first; it is empty for every other delivery.
    """

    id: str
    token: int
    channel: str
    recipient: str
    attempts: int
    alert: dict[str, Any]
    digest: tuple[dict[str, Any], ...] = ()
    created_at: int = 0


@dataclass(frozen=True, slots=True)
class Attempted:
    """One attempt's end: the state it leaves the delivery in, and when it is due again (None: never)."""

    id: str
    token: int
    number: int
    started_at: int
    took_ms: int
    verdict: str
    reason: str
    code: int | None
    detail: str
    state: str
    state_reason: str
    due_at: int | None
    counted: bool = True
    """False where the channel itself was at fault: the schedule of retries does not move on."""


def claim(
    connection: Connection, now_ms: int, at_most: int, rooms: Mapping[str, int] = MappingProxyType({})
) -> list[DueDelivery]:
    """Lease due deliveries, the longest waiting first, of each channel as many as `rooms` says; one of others.

    Without `rooms` only `at_most` bounds.

    The attempt is counted here: a crash while sending counts too.
    """
    ids = _next(connection, now_ms, at_most, rooms)
    found = [_WHOLE.first(connection, one=number) for number in ids]
    rows = [row for row in found if row is not None]
    if not rows:
        return []
    _LEASE.many(connection, ({"one": r.id, "state": "sending", "due_at": now_ms + LEASE_MS} for r in rows))
    told = _digests(connection, [r.id for r in rows if r.cause == Cause.DIGEST])
    return [
        DueDelivery(
            r.id, r.token + 1, r.channel, r.recipient, r.attempts + 1, _body(r), told.get(r.id, ()), r.created_at
        )
        for r in rows
    ]


# A walk along the index from one channel to the next: SQLite's own DISTINCT would look at every delivery that waits.
# The condition is in the words of the index delivery_next, or SQLite does not see that the index holds just these rows.
_WAITS = "due_at IS NOT NULL AND state <> 'held'"
_CHANNELS = Ready(
    text(f"""
    WITH RECURSIVE waiting(name) AS (
        SELECT min(channel) FROM delivery WHERE {_WAITS}
        UNION ALL
        SELECT (SELECT min(channel) FROM delivery WHERE {_WAITS} AND channel > name) FROM waiting WHERE name IS NOT NULL
    )
    SELECT name FROM waiting WHERE name IS NOT NULL
""")  # noqa: S608 - a constant of this file
)
_IN_TURN = Ready(
    select(delivery.c.id, delivery.c.due_at)
    .where(text(_WAITS), delivery.c.due_at <= bindparam("now"), delivery.c.channel == bindparam("channel"))
    .order_by(delivery.c.due_at, delivery.c.id)
    .limit(bindparam("most"))
)
_WHOLE = Ready(
    select(delivery, alert.c.body)
    .join(alert, alert.c.id == delivery.c.alert_id)
    .where(delivery.c.id == bindparam("one"))
)
_LEASE = Ready(
    update(delivery)
    .where(delivery.c.id == bindparam("one"))
    .values(state=bindparam("state"), due_at=bindparam("due_at"))
    .values(token=delivery.c.token + 1, attempts=delivery.c.attempts + 1)
)


def _next(connection: Connection, now_ms: int, at_most: int, rooms: Mapping[str, int]) -> list[str]:
    """The ids to lease. Asked channel by channel, each a short walk along its index, however many wait."""
    found: list[Any] = []
    for (name,) in _CHANNELS.all(connection):
        room = min(at_most, rooms.get(name, 1) if rooms else at_most)
        if room > 0:
            found += _IN_TURN.all(connection, now=now_ms, channel=name, most=room)
    return [row.id for row in sorted(found, key=lambda row: (row.due_at, row.id))[:at_most]]


def _digests(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[dict[str, Any], ...]]:
    """What each of these digests tells of, oldest first."""
    if not ids:
        return {}
    rows = connection.execute(
        select(delivery.c.id, delivery.c.cause, delivery.c.carried_by, delivery.c.alert_id, alert.c.body)
        .join(alert, alert.c.id == delivery.c.alert_id)
        .where(delivery.c.carried_by.in_(ids))
        .order_by(delivery.c.alert_id, delivery.c.id)
    ).all()
    # A digest that waited for its channel may stand in another one: what it tells of is told there.
    inner = _digests(connection, [r.id for r in rows if r.cause == Cause.DIGEST])
    told: dict[str, tuple[dict[str, Any], ...]] = {}
    for r in rows:
        told[r.carried_by] = (*told.get(r.carried_by, ()), *inner.get(r.id, (_body(r),)))
    return told


def _body(row: Any) -> dict[str, Any]:
    return {**json.loads(row.body), "id": row.alert_id}


# Built once: building them costs more than running them.
_LOGGED = ("number", "started_at", "took_ms", "verdict", "reason", "code", "detail")
_LOG = Ready(insert(attempt), "delivery_id", *_LOGGED)
_END = Ready(
    update(delivery)
    .where(delivery.c.id == bindparam("held_id"), delivery.c.token == bindparam("held_token"))
    .values(attempts=delivery.c.attempts - bindparam("uncounted"))
    .values({name: bindparam(name) for name in ("state", "reason", "due_at", "ended_at")})
)


def end_attempt(connection: Connection, done: Attempted) -> bool:
    """Record one attempt. False where the lease was lost; the attempt is logged all the same."""
    _LOG.run(connection, {"delivery_id": done.id, **{name: getattr(done, name) for name in _LOGGED}})
    ended = done.started_at + done.took_ms if done.due_at is None else None
    left = {
        "state": done.state,
        "reason": done.state_reason,
        "due_at": done.due_at,
        "ended_at": ended,
        "uncounted": 0 if done.counted else 1,
    }
    kept = _END.run(connection, {"held_id": done.id, "held_token": done.token, **left})
    if kept and ended is not None:
        holding.end_carried(connection, [done.id], done.state, done.state_reason, ended)
    return bool(kept)


def release_all(connection: Connection, now_ms: int) -> int:
    """At start: deliveries being sent when the last daemon ended are due again, with the same id."""
    return int(
        connection.execute(
            update(delivery)
            .where(delivery.c.state == "sending")
            .values(state="due", reason="interrupted", due_at=now_ms, token=delivery.c.token + 1)
        ).rowcount
    )


def rebase(connection: Connection, now_ms: int) -> None:
    """After a step of the wall clock: no lease ends later than a lease lasts, no retry later than a day."""
    connection.execute(
        update(delivery)
        .where(delivery.c.state == "sending", delivery.c.due_at > now_ms + LEASE_MS)
        .values(due_at=now_ms + LEASE_MS)
    )
    day_ms = 86_400_000
    connection.execute(
        update(delivery)
        .where(delivery.c.state == "retrying", delivery.c.due_at > now_ms + 2 * day_ms)
        .values(due_at=now_ms + day_ms)
    )


def deliveries(
    connection: Connection,
    *,
    state: str | None = None,
    article_id: int | None = None,
    channel: str | None = None,
    reason: str | None = None,
    older_than: DeliveryRow | None = None,
    limit: int = 100,
) -> list[DeliveryRow]:
    """Deliveries, newest first; `older_than` is the last one of the page before."""
    wanted = _listed().order_by(delivery.c.created_at.desc(), delivery.c.id).limit(limit)
    if state is not None:
        wanted = wanted.where(delivery.c.state == state)
    if article_id is not None:
        wanted = wanted.where(alert.c.article_id == article_id)
    if channel is not None:
        wanted = wanted.where(delivery.c.channel == channel)
    if reason is not None:
        wanted = wanted.where(delivery.c.reason == reason)
    if older_than is not None:
        last = older_than.created_at
        same_moment = and_(delivery.c.created_at == last, delivery.c.id > older_than.id)
        # The first part is implied by the second; it lets the walk along the index begin in the right place.
        wanted = wanted.where(delivery.c.created_at <= last, or_(delivery.c.created_at < last, same_moment))
    return [DeliveryRow(**r._mapping) for r in connection.execute(wanted)]


def of_alert(connection: Connection, alert_id: int) -> list[DeliveryRow]:
    """The deliveries of one alert."""
    wanted = _listed().where(delivery.c.alert_id == alert_id).order_by(delivery.c.id)
    return [DeliveryRow(**r._mapping) for r in connection.execute(wanted)]


def one(connection: Connection, delivery_id: str) -> DeliveryRow:
    """One delivery. Raises UsageError."""
    row = connection.execute(_listed().where(delivery.c.id == delivery_id)).first()
    if row is None:
        raise UsageError(f"no delivery {delivery_id}; `rowback deliveries list` shows them")
    return DeliveryRow(**row._mapping)


def message(connection: Connection, delivery_id: str) -> DueDelivery:
    """What a delivery tells, whatever its state; leases nothing. Raises UsageError."""
    shown = one(connection, delivery_id)
    body = connection.execute(select(alert.c.body).where(alert.c.id == shown.alert_id)).scalar_one()
    told = {**json.loads(body), "id": shown.alert_id}
    digest = _digests(connection, [delivery_id]).get(delivery_id, ()) if shown.cause == Cause.DIGEST else ()
    return DueDelivery(delivery_id, 0, shown.channel, shown.recipient, shown.attempts, told, digest, shown.created_at)


def carried(connection: Connection, delivery_id: str) -> list[DeliveryRow]:
    """What a digest or summary tells of, oldest alert first."""
    wanted = _listed().where(delivery.c.carried_by == delivery_id).order_by(delivery.c.alert_id, delivery.c.id)
    return [DeliveryRow(**r._mapping) for r in connection.execute(wanted)]


def attempts(connection: Connection, delivery_id: str) -> list[AttemptRow]:
    """Every attempt of a delivery, first to last."""
    a = attempt.c
    rows = connection.execute(
        select(a.number, a.started_at, a.took_ms, a.verdict, a.reason, a.code, a.detail)
        .where(a.delivery_id == delivery_id)
        .order_by(a.id)
    )
    return [AttemptRow(**r._mapping) for r in rows]


def by_state(connection: Connection) -> dict[str, int]:
    """How many deliveries stand in each state."""
    rows = connection.execute(select(delivery.c.state, func.count()).group_by(delivery.c.state))
    return {state: count for state, count in rows}


def held_by_reason(connection: Connection) -> dict[str, int]:
    """How many deliveries are held for each reason."""
    wanted = select(delivery.c.reason, func.count()).where(delivery.c.state == "held").group_by(delivery.c.reason)
    return {reason: count for reason, count in connection.execute(wanted)}


def oldest_due(connection: Connection, now_ms: int) -> int | None:
    """Since how many milliseconds the longest waiting due delivery waits; None if none does."""
    wanted = select(func.min(delivery.c.due_at)).where(delivery.c.due_at <= now_ms, delivery.c.state != "held")
    first = connection.execute(wanted).scalar()
    return None if first is None else now_ms - int(first)


def _listed() -> Any:
    d = delivery.c
    return (
        select(
            d.id,
            d.alert_id,
            alert.c.article_id,
            article.c.title,
            d.channel,
            d.recipient,
            d.state,
            d.reason,
            d.attempts,
            d.due_at,
            d.created_at,
            d.ended_at,
            d.cause,
            d.detail,
            d.carried_by,
        )
        .join(alert, alert.c.id == d.alert_id)
        .join(article, article.c.id == alert.c.article_id)
    )
