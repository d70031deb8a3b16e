"""Alerts in the order in which they were raised, of one rule or of all, for feeds. Reads only."""

from __future__ import annotations

import json

from sqlalchemy import Connection, select

from monitor.store.rows import AlertRow
from monitor.store.tables import alert


def alerts(connection: Connection, *, rule: str | None, before_id: int | None, limit: int) -> list[AlertRow]:
    """Alerts, newest first; `before_id` goes on where another page ended."""
    wanted = select(alert).order_by(alert.c.id.desc()).limit(limit)
    if rule is not None:
        wanted = wanted.where(alert.c.rule == rule)
    if before_id is not None:
        wanted = wanted.where(alert.c.id < before_id)
    return [
        AlertRow(r.id, r.article_id, r.version, r.rule, r.severity, r.reason, r.raised_at, json.loads(r.body))
        for r in connection.execute(wanted)
    ]
