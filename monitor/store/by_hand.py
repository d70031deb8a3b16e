"""What a person does to deliveries: let one go that waits, call one off, send ended ones again.

Whatever becomes due here is spaced at the rate of its channel: ten thousand at once are no burst. Sends nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, update

from monitor.errors import UsageError
from monitor.store.tables import delivery

WAITING = ("held", "suppressed")
OPEN = ("held", "suppressed", "due", "retrying")
ENDED = ("sent", "bounced", "dead", "suppressed", "cancelled")
BY_HAND = "manual"
"""The reason of what a person decided."""

GapMs = Callable[[str], float]
"""The milliseconds between two messages that a channel of this name is to get."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which deliveries are meant: by id, or all that were made since a moment (ms) and fit the rest."""

    ids: tuple[str, ...] = ()
    since_ms: int | None = None
    channel: str = ""
    reason: str = ""
    states: tuple[str, ...] = ()


def release(connection: Connection, wanted: Choice, now_ms: int, gap_ms: GapMs) -> dict[str, str]:
    """Make waiting and suppressed deliveries due, each by itself; returns the state that each was in.

    Raises UsageError for an id that does not exist, waits no longer, or is told by a digest already under way.
    """
    rows = _chosen(connection, wanted, WAITING, "is {state}; only what is held or suppressed can be released")
    for row in rows:
        if row.carried_by and row.state == "held":
            raise UsageError(f"delivery {row.id} is told by {row.carried_by}; look at that one")
    return _due(connection, rows, now_ms, gap_ms)


def cancel(connection: Connection, wanted: Choice, now_ms: int) -> dict[str, str]:
    """Call off deliveries that were not sent, and what they carry; returns the state that each was in.

    Raises UsageError for an id that does not exist or has ended, or is just being sent.
    """
    rows = _chosen(connection, wanted, OPEN, "is {state}; only what was not sent can be cancelled")
    ids = [row.id for row in rows]
    while ids:
        connection.execute(
            update(delivery)
            .where(delivery.c.id.in_(ids))
            .values(state="cancelled", reason=BY_HAND, due_at=None, ended_at=now_ms, token=delivery.c.token + 1)
        )
        carried = select(delivery.c.id).where(delivery.c.carried_by.in_(ids), delivery.c.state == "held")
        ids = [row.id for row in connection.execute(carried)]
    return {row.id: row.state for row in rows}


def redeliver(connection: Connection, wanted: Choice, now_ms: int, gap_ms: GapMs) -> dict[str, str]:
    """Make ended deliveries due once more, each under its own id; returns the state that each was in.

    What a digest told of is sent by itself. Raises UsageError for an id that does not exist or has not ended.
    """
    unready = "is still {state}; it needs no second push"
    return _due(connection, _chosen(connection, wanted, ENDED, unready), now_ms, gap_ms)


def _chosen(connection: Connection, wanted: Choice, states: Sequence[str], unready: str) -> list[Any]:
    d = delivery.c
    if wanted.ids:
        rows = connection.execute(select(delivery).where(d.id.in_(wanted.ids)).order_by(d.created_at, d.id)).all()
        if missing := [one for one in wanted.ids if one not in {row.id for row in rows}]:
            raise UsageError(f"no delivery {missing[0]}; `rowback deliveries list` shows them")
        for row in rows:
            if row.state not in states:
                raise UsageError(f"delivery {row.id} {unready.format(state=row.state)}")
        return list(rows)
    query = select(delivery).where(d.state.in_(wanted.states or states)).order_by(d.created_at, d.id)
    if wanted.since_ms is not None:
        query = query.where(d.created_at >= wanted.since_ms)
    if wanted.channel:
        query = query.where(d.channel == wanted.channel)
    if wanted.reason:
        query = query.where(d.reason == wanted.reason)
    # What a digest tells of goes with it.
    return [row for row in connection.execute(query) if row.carried_by is None]


def _due(connection: Connection, rows: Sequence[Any], now_ms: int, gap_ms: GapMs) -> dict[str, str]:
    at: dict[str, float] = {}
    for row in rows:
        due = at.get(row.channel, float(now_ms))
        at[row.channel] = due + gap_ms(row.channel)
        connection.execute(
            update(delivery)
            .where(delivery.c.id == row.id)
            .values(
                state="due",
                reason=BY_HAND,
                due_at=round(due),
                ended_at=None,
                carried_by=None,
                detail="",
                token=delivery.c.token + 1,
            )
        )
    return {row.id: row.state for row in rows}
