"""What users ask to follow: watches in, and the articles they stand for.

Never decides when an article is looked at next.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, insert, select, true, update

from monitor.store.tables import article, host, watch


@dataclass(frozen=True, slots=True)
class NewWatch:
    """One URL to follow, already normalised.

    `schedule` is "" (the default), "every 900", "cron 0 8 * * *" or "adaptive".
    """

    url: str
    key: str
    host: str
    schedule: str = ""
    tags: tuple[str, ...] = ()
    origin: str = "command"


def add(connection: Connection, wanted: NewWatch, now_ms: int) -> tuple[int, str]:
    """Follow one URL; returns (article id, "added" or "already").

    A new article, or one that was paused, is due at once.
    """
    known = connection.execute(
        select(article.c.id, article.c.watch_id, watch.c.origin)
        .join(watch, watch.c.id == article.c.watch_id)
        .where(article.c.url_key == wanted.key)
    ).first()
    if known is not None:
        if known.origin != "paused":
            return int(known.id), "already"
        connection.execute(update(watch).where(watch.c.id == known.watch_id).values(origin=wanted.origin))
        connection.execute(update(article).where(article.c.id == known.id).values(due_at=now_ms))
        return int(known.id), "added"
    made = connection.execute(
        insert(watch)
        .values(
            url=wanted.url,
            url_key=wanted.key,
            schedule=wanted.schedule,
            tags=_tags(wanted),
            origin=wanted.origin,
            added_at=now_ms,
        )
        .returning(watch.c.id)
    ).scalar_one()
    number = connection.execute(
        insert(article)
        .values(
            watch_id=made,
            url=wanted.url,
            url_key=wanted.key,
            host=wanted.host,
            added_at=now_ms,
            due_at=now_ms,
        )
        .returning(article.c.id)
    ).scalar_one()
    if connection.execute(select(host.c.host).where(host.c.host == wanted.host)).first() is None:
        connection.execute(insert(host).values(host=wanted.host))
    return int(number), "added"


def bring_forward(connection: Connection, latest_ms: int) -> int:
    """No article that follows the default schedule rests beyond `latest_ms`; returns how many would have."""
    default = select(watch.c.id).where(watch.c.schedule == "")
    late = (article.c.due_at > latest_ms) & (article.c.leased == 0) & article.c.watch_id.in_(default)
    return int(connection.execute(update(article).where(late).values(due_at=latest_ms)).rowcount)


def follow_config(connection: Connection, wanted: Sequence[NewWatch], now_ms: int) -> None:
    """Bring the watches of the configuration file into the store; changed schedules and tags take effect.

    A watch that left the file keeps its history but is no longer due.
    """
    known = {
        row.url_key: row
        for row in connection.execute(
            select(watch.c.id, watch.c.url_key, watch.c.schedule, watch.c.tags, watch.c.origin)
        )
    }
    keys = {one.key for one in wanted}
    _add_all(connection, {one.key: one for one in wanted if one.key not in known}.values(), now_ms)
    for one in wanted:
        if one.key in known:
            _follow(connection, one, known[one.key], now_ms)
    for gone in known.values():
        if gone.origin == "config" and gone.url_key not in keys:
            connection.execute(update(watch).where(watch.c.id == gone.id).values(origin="paused"))
            _take_back(connection, gone.id, None)


def _add_all(connection: Connection, new: Collection[NewWatch], now_ms: int) -> None:
    """Many new watches in a few statements: one by one, ten thousand would hold the writer for 14 s."""
    if not new:
        return
    rows = [
        {"url": one.url, "url_key": one.key, "schedule": one.schedule, "tags": _tags(one), "origin": one.origin}
        for one in new
    ]
    connection.execute(insert(watch).values(added_at=now_ms), rows)
    made = {row.url_key: row.id for row in connection.execute(select(watch.c.url_key, watch.c.id))}
    followed = [{"watch_id": made[one.key], "url": one.url, "url_key": one.key, "host": one.host} for one in new]
    connection.execute(insert(article).values(added_at=now_ms, due_at=now_ms), followed)
    there = {row.host for row in connection.execute(select(host.c.host))}
    if hosts := [{"host": name} for name in sorted({one.host for one in new} - there)]:
        connection.execute(insert(host), hosts)


def _follow(connection: Connection, one: NewWatch, known: Any, now_ms: int) -> None:
    """One watch of the file that has the row `known`. Most are as they were."""
    tags = _tags(one)
    if (known.schedule, known.tags, known.origin) == (one.schedule, tags, one.origin):
        return
    add(connection, one, now_ms)
    connection.execute(
        update(watch).where(watch.c.id == known.id).values(schedule=one.schedule, tags=tags, origin=one.origin)
    )
    _take_back(connection, known.id, now_ms)


def _take_back(connection: Connection, watch_id: int, due_at: int | None) -> None:
    """Another due time for the article of a watch.

    A look under way loses its lease: its result would set the due time of the watch as it was, which for one that left
    the file means to go on for ever.
    """
    wanted = update(article).where(article.c.watch_id == watch_id)
    connection.execute(wanted.values(due_at=due_at, leased=0, token=article.c.token + 1))


def _tags(one: NewWatch) -> str:
    return json.dumps(list(one.tags), ensure_ascii=False)


def tags(connection: Connection) -> list[str]:
    """Every tag that a watch has, in the order of the alphabet."""
    each = func.json_each(watch.c.tags).table_valued("value", name="one_tag")
    wanted = select(each.c.value).select_from(watch.join(each, true())).distinct()
    return sorted(str(row.value) for row in connection.execute(wanted))


def make_due(connection: Connection, now_ms: int, article_ids: Sequence[int] | None = None) -> int:
    """Bring these articles' next look forward to now (all that are watched, if None); returns how many."""
    wanted = update(article).where(article.c.due_at.is_not(None), article.c.leased == 0).values(due_at=now_ms)
    if article_ids is not None:
        wanted = wanted.where(article.c.id.in_(article_ids))
    return int(connection.execute(wanted).rowcount)
