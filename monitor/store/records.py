"""Versions of all articles one after the other, with the article they are of, for exports. Reads only.

Whoever asks goes on from the last row, so that however many there are, few are held at once.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import Connection, func, or_, select

from monitor.store.tables import article, version

AT_ONCE = 500
"""Rows of one read."""


@dataclass(frozen=True, slots=True)
class VersionOf:
    """One version and its article. `sha256` is the hex hash of its text."""

    article_id: int
    url: str
    title: str
    outlet: str
    tags: tuple[str, ...]
    number: int
    seen_at: int
    sha256: str
    relearned: str


def versions_after(
    connection: Connection, article_id: int, number: int, *, since_ms: int | None = None, tag: str | None = None
) -> list[VersionOf]:
    """The next versions behind this one, by article and number."""
    v, a = version.c, article.c
    wanted = (
        select(a.id, a.url, a.title, a.outlet, a.tags, v.number, v.seen_at, v.sha256, v.relearned)
        .join(article, a.id == v.article_id)
        .where(or_(v.article_id > article_id, (v.article_id == article_id) & (v.number > number)))
        .order_by(v.article_id, v.number)
        .limit(AT_ONCE)
    )
    if since_ms is not None:
        wanted = wanted.where(v.seen_at >= since_ms)
    if tag is not None:
        tags = func.json_each(a.tags).table_valued("value", name="one_tag")
        wanted = wanted.where(select(1).select_from(tags).where(tags.c.value == tag).exists())
    return [
        VersionOf(
            r.id, r.url, r.title, r.outlet, tuple(json.loads(r.tags)), r.number, r.seen_at, r.sha256.hex(), r.relearned
        )
        for r in connection.execute(wanted)
    ]
