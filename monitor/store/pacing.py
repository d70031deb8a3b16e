"""What sites and budgets are like, for the schedule: kept as text by host, and what articles ask for summed up.

Knows no meaning of the texts. Never makes an article due.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.sqlite import insert

from monitor.store.tables import article, pacing

ALL = ""
"""The name of what stands for all hosts together."""


def load(connection: Connection) -> dict[str, tuple[str, str]]:
    """Habits and meter of each host, and of all together."""
    return {row.name: (row.habits, row.meter) for row in connection.execute(select(pacing))}


def keep(connection: Connection, rows: Mapping[str, tuple[str, str]]) -> None:
    """Store habits and meters by host."""
    values = [{"name": name, "habits": habits, "meter": meter} for name, (habits, meter) in rows.items()]
    if not values:
        return
    wanted = insert(pacing)
    new = {"habits": wanted.excluded.habits, "meter": wanted.excluded.meter}
    connection.execute(wanted.on_conflict_do_update(index_elements=[pacing.c.name], set_=new), values)


def asked(connection: Connection) -> dict[str, float]:
    """By host, what its followed articles ask for: looks a day at price 1."""
    rows = connection.execute(
        select(article.c.host, func.sum(article.c.asked).label("looks"))
        .where(article.c.due_at.is_not(None))
        .group_by(article.c.host)
    )
    return {row.host: float(row.looks or 0.0) for row in rows}
