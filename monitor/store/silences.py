"""Silences as they are stored: added, listed, ended. What one keeps quiet is decided in alerts/silencing.py."""

from __future__ import annotations

import json

from sqlalchemy import Connection, func, insert, select, update

from alerts.silencing import Silence
from monitor.errors import UsageError
from monitor.store.tables import silence


def known(connection: Connection, *, ending_after: int | None = None) -> list[Silence]:
    """Silences, newest first; with `ending_after` only those that end later."""
    wanted = select(silence).order_by(silence.c.id.desc())
    if ending_after is not None:
        wanted = wanted.where(silence.c.ends_at > ending_after)
    return [
        Silence(r.id, json.loads(r.matchers), r.starts_at, r.ends_at, r.author, r.comment)
        for r in connection.execute(wanted)
    ]


def add(connection: Connection, wanted: Silence, now_ms: int) -> int:
    """Store a silence; its own id is given here and returned."""
    made = connection.execute(
        insert(silence)
        .values(
            matchers=json.dumps(dict(wanted.matchers), ensure_ascii=False),
            starts_at=wanted.starts_ms,
            ends_at=wanted.ends_ms,
            author=wanted.author,
            comment=wanted.comment,
            created_at=now_ms,
        )
        .returning(silence.c.id)
    ).scalar_one()
    return int(made)


def expire(connection: Connection, number: int, now_ms: int) -> None:
    """End a silence now. Raises UsageError for one that does not exist or is over."""
    row = connection.execute(select(silence.c.ends_at).where(silence.c.id == number)).first()
    if row is None:
        raise UsageError(f"no silence {number}; `rowback silence list --all` shows them")
    if row.ends_at <= now_ms:
        raise UsageError(f"silence {number} is over already")
    connection.execute(
        update(silence)
        .where(silence.c.id == number)
        .values(ends_at=now_ms, starts_at=func.min(silence.c.starts_at, now_ms))
    )
