"""How what people act on stands, as the log of acts has it: rows of watches, silences, deliveries in, States out.

Used before and after an act (store/acts.py). Changes nothing but by the work that is handed in.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, Concatenate, ParamSpec

from sqlalchemy import Connection, select

from monitor.store import acts
from monitor.store.acts import By, Deed, States
from monitor.store.settling import in_pieces
from monitor.store.tables import channel, delivery, doubt, silence, suppression
from monitor.store.watch_tables import watch

P = ParamSpec("P")


def watches(ids: Sequence[int]) -> Callable[[Connection], States]:
    """These watches."""
    return lambda connection: _watches(connection, watch.c.id, ids)


def watches_at(keys: Sequence[str]) -> Callable[[Connection], States]:
    """All watches of these addresses."""
    return lambda connection: _watches(connection, watch.c.url_key, keys)


def silences(connection: Connection) -> States:
    """Every silence."""
    return {
        f"silence {row.id}": {
            "matchers": json.loads(row.matchers),
            "starts_at": row.starts_at,
            "ends_at": row.ends_at,
            "comment": row.comment,
        }
        for row in connection.execute(select(silence))
    }


def doubts(numbers: Sequence[int]) -> Callable[[Connection], States]:
    """These doubts."""
    wanted = select(doubt.c.id, doubt.c.state).where(doubt.c.id.in_(numbers))
    return lambda connection: {f"doubt {row.id}": {"state": row.state} for row in connection.execute(wanted)}


def channels(name: str) -> Callable[[Connection], States]:
    """One channel: its condition, and who unsubscribed from it."""

    def states(connection: Connection) -> States:
        known = select(channel.c.condition, channel.c.cause).where(channel.c.name == name)
        ended = select(suppression.c.recipient).where(suppression.c.channel == name).order_by(suppression.c.recipient)
        found = {f"channel {name}": dict(row._mapping) for row in connection.execute(known)}
        return found | {f"{one} on {name}": {"unsubscribed": True} for one in connection.execute(ended).scalars()}

    return states


def deliveries(
    connection: Connection,
    by: By,
    what: str,
    work: Callable[Concatenate[Connection, P], dict[str, str]],
    *args: P.args,
    **named: P.kwargs,
) -> dict[str, str]:
    """Do what store/by_hand.py does, which says how each delivery stood; an act for each."""
    was = work(connection, *args, **named)
    d = delivery.c
    now: dict[str, str] = {}
    for ids in in_pieces(was):
        now |= {row.id: row.state for row in connection.execute(select(d.id, d.state).where(d.id.in_(ids)))}
    acts.record(
        connection, by, [Deed(what, f"delivery {one}", {"state": was[one]}, {"state": now[one]}) for one in was]
    )
    return was


def _watches(connection: Connection, column: Any, values: Sequence[Any]) -> States:
    found = {}
    for some in in_pieces(values):
        for row in connection.execute(select(watch).where(column.in_(some)).order_by(watch.c.id)):
            found[f"watch {row.id}"] = {
                "url": row.url,
                "origin": row.origin,
                "schedule": row.schedule,
                "tags": json.loads(row.tags),
                "filters": json.loads(row.filters),
                "state": "followed" if row.paused_at is None else "paused",
                "resume_at": row.resume_at,
            }
    return found
