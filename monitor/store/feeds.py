"""Alerts in the order in which they were raised, of one rule or of all, for feeds. Reads only."""

from __future__ import annotations

import json

from sqlalchemy import Connection, func, select

from monitor.store.rows import AlertRow
from monitor.store.tables import alert, article


def alerts(
    connection: Connection,
    *,
    rule: str | None,
    before_id: int | None,
    limit: int,
    article_id: int | None = None,
    tag: str | None = None,
) -> list[AlertRow]:
    """Alerts, newest first, of a rule, an article or a tag; `before_id` goes on where another page ended."""
    wanted = select(alert).order_by(alert.c.id.desc()).limit(limit)
    if rule is not None:
        wanted = wanted.where(alert.c.rule == rule)
    if article_id is not None:
        wanted = wanted.where(alert.c.article_id == article_id)
    if tag is not None:
        tags = func.json_each(article.c.tags).table_valued("value", name="one_tag")
        its = select(1).select_from(tags).where(tags.c.value == tag).exists()
        wanted = wanted.where(alert.c.article_id.in_(select(article.c.id).where(its)))
    if before_id is not None:
        wanted = wanted.where(alert.c.id < before_id)
    return [
        AlertRow(r.id, r.article_id, r.version, r.rule, r.severity, r.reason, r.raised_at, json.loads(r.body))
        for r in connection.execute(wanted)
    ]
