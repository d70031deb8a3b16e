"""How much waits, and where: articles that are due, by host. Reads only."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from monitor.store.tables import article, host


class Late(NamedTuple):
    """Articles whose time has come and that nobody looks at yet, and since when the first of them waits."""

    articles: int
    since: int | None


class HostRow(NamedTuple):
    """One host of which articles are due: how many, since when, and when it may be asked again."""

    host: str
    due: int
    since: int
    next_ok_at: int


_WAITS: Any = (article.c.leased == 0) & article.c.due_at.is_not(None)


def late(connection: Connection, now_ms: int) -> Late:
    """What is due now."""
    wanted = select(func.count(), func.min(article.c.due_at)).where(_WAITS, article.c.due_at <= now_ms)
    return Late(*connection.execute(wanted).one())


def hosts(connection: Connection, now_ms: int, limit: int = 20) -> list[HostRow]:
    """Hosts with most articles due now."""
    due = func.count().label("due")
    wanted = (
        select(article.c.host, due, func.min(article.c.due_at), func.coalesce(func.max(host.c.next_ok_at), 0))
        .select_from(article.outerjoin(host, host.c.host == article.c.host))
        .where(_WAITS, article.c.due_at <= now_ms)
        .group_by(article.c.host)
        .order_by(due.desc(), article.c.host)
        .limit(limit)
    )
    return [HostRow(*row) for row in connection.execute(wanted)]
