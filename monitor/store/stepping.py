"""Moments that people and feeds set, after the wall clock was stepped: they keep their distance to it, as due times do.

A clock that runs wrong for a while would else end pauses and let go of a feed's articles for good, and a silence that
was set by it would hold for as long as it was wrong. What was over before the step stays as it was.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, update

from monitor.store.tables import article, silence
from monitor.store.watch_tables import watch, watched


def rebase(connection: Connection, now_ms: int, step_ms: int) -> None:
    """The clock shows `now_ms` and was stepped by `step_ms`; 0 where the step is unknown, as at a start."""
    unread = func.min(article.c.unread_at + step_ms, now_ms)
    connection.execute(update(article).where(article.c.unread_at.is_not(None)).values(unread_at=unread))
    if not step_ms:
        return
    before = now_ms - step_ms
    for column in (watch.c.resume_at, article.c.resume_at, watched.c.until):
        _shift(connection, column, before, step_ms)
    # One that holds began by the clock of before: its beginning goes along, or it would not have begun any more.
    holds = update(silence).where(silence.c.ends_at > before)
    connection.execute(holds.values(starts_at=silence.c.starts_at + step_ms, ends_at=silence.c.ends_at + step_ms))


def _shift(connection: Connection, column: Any, before_ms: int, step_ms: int) -> None:
    table = column.table
    connection.execute(update(table).where(column > before_ms).values({column.key: column + step_ms}))
