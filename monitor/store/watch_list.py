"""Watches as they stand, chosen by id, address, tag, host or origin. Reads only."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from monitor.store.rows import WatchRow
from monitor.store.tables import article
from monitor.store.watch_tables import watch, watched


def count(connection: Connection, *, origin: str | None = None) -> int:
    """How many watches there are, of an origin where one is named."""
    wanted = select(func.count()).select_from(watch)
    if origin is not None:
        wanted = wanted.where(watch.c.origin == origin)
    return int(connection.execute(wanted).scalar_one())


def listing(
    connection: Connection,
    *,
    ids: Sequence[int] | None = None,
    key: str | None = None,
    article_id: int | None = None,
    tag: str | None = None,
    host: str | None = None,
    origin: str | None = None,
    kind: str | None = None,
) -> list[WatchRow]:
    """Watches in the order in which they were made, those that fit all that is given."""
    wanted = _watches().order_by(watch.c.id)
    if ids is not None:
        wanted = wanted.where(watch.c.id.in_(ids))
    if key is not None:
        wanted = wanted.where(watch.c.url_key == key)
    if article_id is not None:
        its = select(watched.c.watch_id).where(watched.c.article_id == article_id, watched.c.ended == 0)
        wanted = wanted.where(watch.c.id.in_(its))
    if tag is not None:
        tags = func.json_each(watch.c.tags).table_valued("value", name="one_tag")
        wanted = wanted.where(select(1).select_from(tags).where(tags.c.value == tag).exists())
    if origin is not None:
        wanted = wanted.where(watch.c.origin == origin)
    if kind is not None:
        wanted = wanted.where(watch.c.kind == kind)
    found = [_watch(row) for row in connection.execute(wanted)]
    return found if host is None else [row for row in found if _is_host(row.url, host)]


def origins(connection: Connection, first: int, last: int) -> dict[int, tuple[str, ...]]:
    """For each article with an id from `first` to `last` the watches it comes from.

    "file", "command", or "w7" for a feed of that number.
    """
    found: dict[int, list[str]] = {}
    rows = connection.execute(
        select(watched.c.article_id, watch.c.id, watch.c.kind, watch.c.origin)
        .join(watch, watch.c.id == watched.c.watch_id)
        .where(watched.c.ended == 0, watched.c.article_id.between(first, last))
        .order_by(watch.c.id)
    )
    for row in rows:
        found.setdefault(row.article_id, []).append(row.origin if row.kind == "article" else f"w{row.id}")
    return {number: tuple(names) for number, names in found.items()}


def tags(connection: Connection) -> list[str]:
    """Every tag that an article has."""
    written = connection.execute(select(article.c.tags).distinct())
    return sorted({tag for row in written for tag in json.loads(row.tags)})


def named(connection: Connection, text: str, limit: int = 6) -> list[tuple[int, str, str]]:
    """Articles whose title or address holds this text, in any case: id, title, address; at most `limit`."""
    wanted, found = text.casefold(), []
    for row in connection.execute(select(article.c.id, article.c.title, article.c.url).order_by(article.c.id)):
        if wanted in row.title.casefold() or wanted in row.url.casefold():
            found.append((row.id, row.title, row.url))
            if len(found) == limit:
                break
    return found


def _watches() -> Any:
    w = watch.c
    its = (
        select(func.count())
        .select_from(watched)
        .where(watched.c.watch_id == w.id, watched.c.ended == 0)
        .scalar_subquery()
    )
    one = (
        select(func.min(watched.c.article_id)).where(watched.c.watch_id == w.id, watched.c.ended == 0).scalar_subquery()
    )
    return select(
        w.id,
        w.url,
        w.kind,
        w.origin,
        w.schedule,
        w.tags,
        w.added_at,
        w.paused_at,
        w.resume_at,
        w.url_key.label("key"),
        w.filters,
        its.label("articles"),
        one.label("article_id"),
    )


def _watch(row: Any) -> WatchRow:
    fields = {**row._mapping, "tags": tuple(json.loads(row.tags))}
    if row.kind != "article":
        fields["article_id"] = None
    return WatchRow(**fields)


def _is_host(url: str, host: str) -> bool:
    name = url.split("/")[2].rpartition("@")[2].split(":")[0]
    return name == host or name.endswith("." + host)
