"""What the story screens read: the tags with what moved, and of some articles their moved and standing figures.

A tag or numbers of articles go in, rows come out. Reads only, and never more than it is bound to.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, literal_column, select, true

from monitor.store import history
from monitor.store.rows import ArticleRow, ChangeRow
from monitor.store.tables import article, change, fact, version


@dataclass(frozen=True, slots=True)
class StoryRow:
    """One tag: how many articles have it, of how many outlets, what moved lately, and when anything last did."""

    tag: str
    articles: int
    outlets: int
    moved: int
    changed_at: int | None


def listing(connection: Connection, since_ms: int) -> list[StoryRow]:
    """Every tag, the one that changed last first; `moved` counts changes of fact seen since then."""
    each = func.json_each(article.c.tags).table_valued("value", name="one_tag")
    outlet = func.coalesce(func.nullif(article.c.outlet, ""), article.c.host)
    # The first version is no change of an earlier one.
    changed = func.max(article.c.changed_at).filter(article.c.version > 1)
    tagged = (
        select(each.c.value.label("tag"), func.count(), func.count(outlet.distinct()), changed)
        .select_from(article.join(each, true()))
        .group_by(each.c.value)
    )
    moved = _moved_since(connection, since_ms)
    rows = [StoryRow(str(tag), n, outlets, moved.get(str(tag), 0), at) for tag, n, outlets, at in
            connection.execute(tagged)]  # fmt: skip
    return sorted(rows, key=lambda row: (-(row.changed_at or 0), row.tag))


def latest(connection: Connection, of_changes: int, most: int) -> list[str]:
    """The tags of the articles that changed last, in that order; read from so many of the newest changes."""
    c = change.c
    newest = select(c.id, c.article_id).where(c.kind != "wording").order_by(c.id.desc()).limit(of_changes).subquery()
    wanted = (
        select(article.c.tags)
        .join(newest, newest.c.article_id == article.c.id)
        .group_by(article.c.id)
        .order_by(func.max(newest.c.id).desc())
    )
    tags = (str(tag) for row in connection.execute(wanted) for tag in json.loads(row.tags))
    return list(dict.fromkeys(tags))[:most]


def _moved_since(connection: Connection, since_ms: int) -> Mapping[str, int]:
    each = func.json_each(article.c.tags).table_valued("value", name="one_tag")
    wanted = (
        select(each.c.value, func.count())
        .select_from(change.join(article, article.c.id == change.c.article_id).join(each, true()))
        .where(change.c.seen_at >= since_ms, change.c.kind != "wording")
        .group_by(each.c.value)
    )
    return {str(tag): n for tag, n in connection.execute(wanted)}


def articles_of(connection: Connection, tag: str, most: int) -> tuple[list[ArticleRow], int]:
    """The articles of a tag that changed last, and how many there are."""
    every = history.articles(connection, tag=tag)
    every.sort(key=lambda row: (-(row.changed_at or 0) if row.version > 1 else 0, row.id))
    return every[:most], len(every)


def moves(connection: Connection, article_ids: Sequence[int], most: int) -> list[ChangeRow]:
    """The newest changes of figures of these articles, oldest first."""
    c = change.c
    wanted = (
        select(c.id, c.article_id, article.c.url, article.c.title, c.version, c.seen_at, c.fields)
        .join(article, article.c.id == c.article_id)
        .where(c.article_id.in_(article_ids), c.kind.op("GLOB")("figure.*"))
        # By the index of articles: in the order of ids it would walk the changes of every other story.
        .order_by(literal_column("+change.id").desc())
        .limit(most)
    )
    return [history.change_of(row) for row in reversed(connection.execute(wanted).all())]


def standing(connection: Connection, article_ids: Sequence[int]) -> Mapping[int, list[dict[str, Any]]]:
    """The figures of the newest version of each of these articles, in the order of its text."""
    f = fact.c
    wanted = (
        select(f.article_id, f.fields)
        .join(article, (article.c.id == f.article_id) & (article.c.version == f.version))
        .where(article.c.id.in_(article_ids), f.kind == "figure")
        .order_by(f.article_id, f.n)
    )
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for number, fields in connection.execute(wanted):
        found[number].append(json.loads(fields))
    return found


def first_seen(connection: Connection, article_ids: Sequence[int]) -> Mapping[int, int]:
    """When the first version of each of these articles that is there was seen."""
    v = version.c
    wanted = select(v.article_id, func.min(v.seen_at)).where(v.article_id.in_(article_ids)).group_by(v.article_id)
    return {number: at for number, at in connection.execute(wanted)}


def texts(connection: Connection, article_ids: Sequence[int]) -> Mapping[int, bytes | None]:
    """The hash of the text alone of each of these articles as it stands."""
    wanted = select(article.c.id, article.c.story_sha).where(article.c.id.in_(article_ids))
    return {number: sha for number, sha in connection.execute(wanted)}
