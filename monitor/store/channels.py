"""Channels and the people behind them: how each fares, who wants no more, which mail came back.

What an attempt means for a channel is decided in alerts/health.py and kept here. Sends nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from typing import Any, Literal

from sqlalchemy import Connection, Update, and_, bindparam, delete, func, insert, select, update

from alerts.alert import Outcome, State
from alerts.health import Cause, Condition, Health, after, enabled
from alerts.holding import HoldReason
from monitor.errors import UsageError
from monitor.store.holding import end_carried
from monitor.store.tables import bounce, channel, delivery, suppression

DISABLED = "channel_disabled"
"""The reason of a delivery that is held because its channel is disabled."""

UNSUBSCRIBED = "unsubscribed"
"""The reason of a delivery that is suppressed because its recipient wants no more."""

TELL_AGAIN_MS = (60_000, 600_000, 3_600_000)
"""Waits between tries to tell the operator; the last one goes on for ever."""

SPREAD_MS = 1000
"""Between two of the deliveries that a channel held, when it is switched on again."""

What = Literal["send", "digest", "drop"]
"""What becomes of the deliveries that a disabled channel held."""

_GOING = (State.DUE, State.RETRYING)
_HEALTH = tuple(field.name for field in fields(Health))


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A channel's health since `changed_at`; `told` is the condition the operator last heard of, `tries` to tell since.

    `tell_at` is when to tell next, None where there is nothing to tell.
    """

    name: str
    health: Health
    changed_at: int
    told: Condition = Condition.HEALTHY
    tell_at: int | None = None
    tries: int = 0


@dataclass(frozen=True, slots=True)
class SuppressionRow:
    """Someone who unsubscribed: mail on this channel to this recipient is suppressed until it is lifted."""

    channel: str
    recipient: str
    since: int
    delivery_id: str


@dataclass(frozen=True, slots=True)
class BounceRow:
    """A mail that came back after it had been sent; `status` as in RFC 3463, "" where the notice has none."""

    delivery_id: str
    at: int
    status: str
    detail: str


def known(connection: Connection) -> dict[str, ChannelRow]:
    """Every channel that has made an attempt, by name; any other is healthy."""
    return {row.name: _row(row) for row in connection.execute(select(channel))}


def settle(
    connection: Connection, name: str, outcome: Outcome, now_ms: int, jitter: float = 0.5
) -> tuple[Health, Health]:
    """Keep what an attempt says about its channel; returns the health before and after.

    A channel that turns disabled keeps its deliveries held; one that works again gets those that waited for it at once.
    """
    row = connection.execute(_KNOWN, {"held_name": name}).first()
    before = _row(row).health if row else Health()
    now = after(before, outcome, now_ms, jitter)
    if now != before or row is None:
        _keep(connection, name, before, now, now_ms, exists=row is not None)
    if now.condition is Condition.DISABLED:
        hold(connection, [name])
    elif now.condition is Condition.HEALTHY and before.condition is not Condition.HEALTHY:
        _unrest(connection, name, now_ms)
    return before, now


def hold(connection: Connection, names: Sequence[str]) -> int:
    """Hold what would be sent through these disabled channels; returns how many deliveries that are."""
    return connection.execute(
        update(delivery)
        .where(delivery.c.due_at.is_not(None), delivery.c.channel.in_(names), delivery.c.state.in_(_GOING))
        .values(state=str(State.HELD), reason=DISABLED, due_at=None)
    ).rowcount


def held(connection: Connection) -> dict[str, int]:
    """How many deliveries each disabled channel keeps."""
    wanted = select(delivery.c.channel, func.count()).where(_held_for()).group_by(delivery.c.channel)
    return {name: count for name, count in connection.execute(wanted)}


def enable(connection: Connection, name: str, now_ms: int, what: What = "send") -> int:
    """Switch a channel on again; returns how many deliveries it had held.

    They are sent, one a second so that a receiver just back on its feet is not overrun; or go as digests as fast as the
    channel's rate allows; or are dropped, which cancels them.
    """
    row = connection.execute(select(channel).where(channel.c.name == name)).first()
    if row is not None:
        before = _row(row).health
        _keep(connection, name, before, enabled(before), now_ms, exists=True)
    _unrest(connection, name, now_ms)
    wanted = select(delivery.c.id).where(delivery.c.channel == name, _held_for())
    ids = connection.scalars(wanted.order_by(delivery.c.created_at, delivery.c.id)).all()
    values: dict[str, Any] = {"state": str(State.DUE), "reason": "enabled"}
    if what == "digest":
        values = {"state": str(State.HELD), "reason": str(HoldReason.DIGEST)}
    elif what == "drop":
        values = {"state": str(State.CANCELLED), "reason": "dropped", "ended_at": now_ms}
    change = update(delivery).where(delivery.c.id == bindparam("one")).values(token=delivery.c.token + 1, **values)
    step = SPREAD_MS if what == "send" else 0
    for at, one in enumerate(ids):
        due_at = None if what == "drop" else now_ms + at * step
        connection.execute(change.values(due_at=due_at), {"one": one})
    if what == "drop":
        end_carried(connection, ids, str(State.CANCELLED), "dropped", now_ms)
    return len(ids)


def unrest(connection: Connection, now_ms: int) -> None:
    """At start and after a reload: settings may have been mended, so failing channels are tried at once."""
    connection.execute(update(channel).values(rest_until=None))
    _unrest(connection, None, now_ms)


def rebase(connection: Connection, now_ms: int) -> None:
    """After a step of the wall clock: the days without a success begin anew, and no rest outlasts an hour."""
    connection.execute(update(channel).where(channel.c.since.is_not(None)).values(since=now_ms, rest_until=None))
    connection.execute(update(channel).where(channel.c.tell_at.is_not(None)).values(tell_at=now_ms))


def to_tell(connection: Connection, now_ms: int) -> list[ChannelRow]:
    """Channels whose condition the operator has not heard of and should hear of now."""
    return [_row(row) for row in connection.execute(select(channel).where(channel.c.tell_at <= now_ms))]


def told(connection: Connection, one: ChannelRow, now_ms: int, *, sent: bool) -> None:
    """Keep whether the operator was reached; where not, it is tried again later."""
    wait = TELL_AGAIN_MS[min(one.tries, len(TELL_AGAIN_MS) - 1)]
    values: dict[str, Any] = {"tell_at": now_ms + wait, "tries": one.tries + 1}
    if sent:
        values = {"told": str(one.health.condition), "tell_at": None, "tries": 0}
    same = and_(channel.c.name == one.name, channel.c.condition == str(one.health.condition))
    connection.execute(update(channel).where(same).values(**values))


def suppress(connection: Connection, delivery_id: str, now_ms: int) -> SuppressionRow:
    """Send no more to whom this delivery was for, not even what already waits. Raises UsageError."""
    row = connection.execute(select(delivery).where(delivery.c.id == delivery_id)).first()
    if row is None:
        raise UsageError(f"no delivery {delivery_id}; `rowback deliveries list` shows them")
    found = connection.execute(select(suppression).where(_of(row.channel, row.recipient))).first()
    if found is None:
        one = SuppressionRow(row.channel, row.recipient, now_ms, delivery_id)
        connection.execute(insert(suppression).values(**asdict(one)))
        stop_suppressed(connection, now_ms)
        return one
    return SuppressionRow(**found._mapping)


def lift(connection: Connection, name: str, recipient: str) -> bool:
    """Send to this recipient again from now on; False where nothing was suppressed."""
    return bool(connection.execute(delete(suppression).where(_of(name, recipient))).rowcount)


def suppressions(connection: Connection) -> list[SuppressionRow]:
    """Everyone who unsubscribed, the latest first."""
    wanted = select(suppression).order_by(suppression.c.since.desc(), suppression.c.recipient)
    return [SuppressionRow(**row._mapping) for row in connection.execute(wanted)]


def stop_suppressed(connection: Connection, now_ms: int) -> int:
    """Suppress what waits for people who unsubscribed; returns how many deliveries that are."""
    if connection.execute(select(suppression.c.channel).limit(1)).first() is None:
        return 0
    wants_none = select(1).where(
        suppression.c.channel == delivery.c.channel, suppression.c.recipient == delivery.c.recipient
    )
    # Asked by the index over due times; what a disabled channel holds has none and is looked at when it is sent.
    waiting = and_(delivery.c.due_at.is_not(None), delivery.c.state.in_([*_GOING, State.HELD]))
    ids = connection.scalars(
        update(delivery)
        .where(waiting, wants_none.exists())
        .values(state=str(State.SUPPRESSED), reason=UNSUBSCRIBED, due_at=None, ended_at=now_ms)
        .returning(delivery.c.id)
    ).all()
    end_carried(connection, ids, str(State.SUPPRESSED), UNSUBSCRIBED, now_ms)
    return len(ids)


def bounced(connection: Connection, one: BounceRow) -> str:
    """Keep that a mail came back: sent becomes bounced; returns the state it was in. Raises UsageError."""
    state = connection.execute(select(delivery.c.state).where(delivery.c.id == one.delivery_id)).scalar()
    if state is None:
        raise UsageError(f"no delivery {one.delivery_id}; `rowback deliveries list` shows them")
    if connection.execute(select(bounce.c.at).where(bounce.c.delivery_id == one.delivery_id)).first() is None:
        connection.execute(insert(bounce).values(**asdict(one)))
    connection.execute(
        update(delivery)
        .where(delivery.c.id == one.delivery_id, delivery.c.state == str(State.SENT))
        .values(state=str(State.BOUNCED), reason=one.status or "bounced", ended_at=one.at)
    )
    return str(state)


def bounce_of(connection: Connection, delivery_id: str) -> BounceRow | None:
    """The notice that a delivery's mail came back, None where none arrived."""
    row = connection.execute(select(bounce).where(bounce.c.delivery_id == delivery_id)).first()
    return None if row is None else BounceRow(**row._mapping)


def _keep(connection: Connection, name: str, before: Health, now: Health, now_ms: int, *, exists: bool) -> None:
    values: dict[str, Any] = {**asdict(now), "condition": str(now.condition), "cause": str(now.cause)}
    if now.condition is not before.condition:
        values |= {"changed_at": now_ms, "tell_at": now_ms, "tries": 0}
    if exists:
        connection.execute(_keeping(tuple(values)), {"held_name": name, **values})
        if now.condition is not before.condition:
            # Back to what the operator heard last, before he heard of anything else: nothing to tell.
            back = and_(channel.c.name == name, channel.c.told == channel.c.condition)
            connection.execute(update(channel).where(back).values(tell_at=None))
    else:
        connection.execute(insert(channel).values(**{"name": name, "changed_at": now_ms, **values}))


# Built once for each set of columns: building it costs more than running it.
_KNOWN = select(channel).where(channel.c.name == bindparam("held_name"))


@lru_cache(maxsize=8)
def _keeping(columns: tuple[str, ...]) -> Update:
    return (
        update(channel)
        .where(channel.c.name == bindparam("held_name"))
        .values({column: bindparam(column) for column in columns})
    )


def _unrest(connection: Connection, name: str | None, now_ms: int) -> None:
    """What waits an hour because its channel was at fault is due now."""
    waits = and_(delivery.c.state == str(State.RETRYING), delivery.c.reason == "channel_failing")
    wanted = update(delivery).where(waits, delivery.c.due_at > now_ms)
    if name is not None:
        wanted = wanted.where(delivery.c.channel == name)
    connection.execute(wanted.values(due_at=now_ms))


def _held_for() -> Any:
    return and_(delivery.c.state == str(State.HELD), delivery.c.reason == DISABLED)


def _of(name: str, recipient: str) -> Any:
    return and_(suppression.c.channel == name, suppression.c.recipient == recipient)


def _row(row: Any) -> ChannelRow:
    known_fields = {name: getattr(row, name) for name in _HEALTH}
    known_fields |= {"condition": Condition(row.condition), "cause": Cause(row.cause)}
    return ChannelRow(row.name, Health(**known_fields), row.changed_at, Condition(row.told), row.tell_at, row.tries)
