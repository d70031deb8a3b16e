"""Looking back: articles, versions, changes, facts, checks and alerts as they were stored. Reads only."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, cast, func, literal_column, or_, select

from monitor.changes.change import Change
from monitor.changes.kinds import MEANINGS
from monitor.errors import UnknownArticle
from monitor.store.columns import Big
from monitor.store.rows import AlertRow, ArticleRow, ChangeRow, CheckRow, FactRow
from monitor.store.statements import Ready
from monitor.store.tables import alert, article, change, check, fact
from monitor.store.watch_tables import watched


def articles(
    connection: Connection,
    *,
    tag: str | None = None,
    state: str | None = None,
    followed: Sequence[str] = (),
    watch_ids: Sequence[int] | None = None,
    limit: int = 10_000,
    offset: int = 0,
    after: int = 0,
) -> list[ArticleRow]:
    """Tracked articles in the order in which they were added; `followed` are words of store/settling.py.

    `after` is the id of the last one of the page before: however many there are, a page costs what it holds.
    """
    wanted = _articles().where(article.c.id > after).order_by(article.c.id)
    if followed:
        wanted = wanted.where(article.c.followed.in_(followed))
    if watch_ids is not None:
        # As one value: SQLite takes 32,766 of them.
        ids = func.json_each(json.dumps(list(watch_ids))).table_valued("value", name="one_id")
        its = select(watched.c.article_id).where(
            watched.c.watch_id.in_(select(cast(ids.c.value, Big))), watched.c.ended == 0
        )
        wanted = wanted.where(article.c.id.in_(its))
    if state is not None:
        wanted = wanted.where(article.c.state == state)
    if tag is not None:
        wanted = wanted.where(_tagged(tag))
    if offset and not after and not (followed or state or tag) and watch_ids is None and _dense(connection):
        # To skip a million rows is to read them; articles are never deleted, so their ids count them.
        wanted, offset = wanted.where(article.c.id > offset), 0
    return [_article(r) for r in connection.execute(wanted.limit(limit).offset(offset))]


def article_ids(connection: Connection, followed: Sequence[str]) -> list[int]:
    """The ids of all articles that stand so, in the order in which they were added."""
    wanted = select(article.c.id).where(article.c.followed.in_(followed)).order_by(article.c.id)
    return list(connection.scalars(wanted))


def looks_of(connection: Connection, ids: Sequence[int]) -> dict[int, int]:
    """How often each of these articles was looked at; one question, however many there are."""
    each = func.json_each(json.dumps(list(ids))).table_valued("value", name="one_id")
    wanted = select(article.c.id, article.c.checks).where(article.c.id.in_(select(each.c.value)))
    return {row.id: row.checks for row in connection.execute(wanted)}


def _dense(connection: Connection) -> bool:
    return int(connection.execute(select(func.max(article.c.id))).scalar() or 0) == count_articles(connection)


def _tagged(tag: str) -> Any:
    tags = func.json_each(article.c.tags).table_valued("value", name="one_tag")
    return select(1).select_from(tags).where(tags.c.value == tag).exists()


def count_articles(connection: Connection, *, followed: str | None = None) -> int:
    """How many articles are known, or how many stand so (a word of store/settling.py)."""
    wanted = select(func.count()).select_from(article)
    if followed is not None:
        wanted = wanted.where(article.c.followed == followed)
        if followed != "followed":
            # The few that are not are found by an index, which SQLite takes only where it is told so.
            wanted = wanted.where(article.c.followed != literal_column("'followed'"))
    return int(connection.execute(wanted).scalar_one())


def article_by_id(connection: Connection, article_id: int) -> ArticleRow:
    """One article. Raises UnknownArticle."""
    row = connection.execute(_articles().where(article.c.id == article_id)).first()
    if row is None:
        raise UnknownArticle(f"no article {article_id} is tracked here; `rowback list` shows what is")
    return _article(row)


def article_by_key(connection: Connection, key: str, url: str = "") -> ArticleRow:
    """One article by the key of its normalised URL. Raises UnknownArticle."""
    row = connection.execute(_articles().where(article.c.url_key == key)).first()
    if row is None:
        raise UnknownArticle(f"{url or key} is not tracked here; follow it with `rowback add {url or key}`")
    return _article(row)


def changes(
    connection: Connection,
    *,
    since_ms: int | None = None,
    kinds: Sequence[str] | None = None,
    article_id: int | None = None,
    version: int | None = None,
    wording: bool = False,
    before_id: int | None = None,
    until_ms: int | None = None,
    level: str | None = None,
    tag: str | None = None,
    limit: int = 100,
) -> list[ChangeRow]:
    """Stored changes, newest first. `kinds` are globs (figure.*); `wording` changes come only when asked for.

    `until_ms` is the moment before which they were seen; one stored without a level has that of its kind.
    """
    wanted = _changes().order_by(change.c.id.desc()).limit(limit)
    if since_ms is not None:
        wanted = wanted.where(change.c.seen_at >= since_ms)
    if kinds:
        wanted = wanted.where(or_(*(func.glob(kind, change.c.kind) for kind in kinds)))
    elif not wording:
        wanted = wanted.where(change.c.kind != "wording")
    if until_ms is not None:
        wanted = wanted.where(change.c.seen_at < until_ms)
    if level is not None:
        stored = func.json_extract(change.c.fields, "$.level")
        of_kind = [str(kind) for kind, meaning in MEANINGS.items() if meaning.level == level]
        wanted = wanted.where(or_(stored == level, stored.is_(None) & change.c.kind.in_(of_kind)))
    if tag is not None:
        wanted = wanted.where(_tagged(tag))
    if article_id is not None:
        wanted = wanted.where(change.c.article_id == article_id)
    if version is not None:
        wanted = wanted.where(change.c.version == version)
    if before_id is not None:
        wanted = wanted.where(change.c.id < before_id)
    return [change_of(r) for r in connection.execute(wanted)]


def _changes() -> Any:
    c = change.c
    return select(c.id, c.article_id, article.c.url, article.c.title, c.version, c.seen_at, c.fields).join(
        article, article.c.id == c.article_id
    )


_LATEST = Ready(
    _changes()
    .where(change.c.article_id == bindparam("article"), change.c.kind != "wording")
    .order_by(change.c.id.desc())
    .limit(bindparam("most"))
)


def latest_changes(connection: Connection, article_id: int, limit: int) -> list[ChangeRow]:
    """As `changes` of this article says it, ready for every check."""
    return [change_of(row) for row in _LATEST.all(connection, article=article_id, most=limit)]


def change_by_id(connection: Connection, change_id: int) -> ChangeRow | None:
    """One stored change, None if there is none of that number."""
    row = connection.execute(_changes().where(change.c.id == change_id)).first()
    return None if row is None else change_of(row)


def facts(connection: Connection, article_id: int, version: int) -> list[FactRow]:
    """The facts of one version in the order of its text."""
    rows = connection.execute(
        select(fact.c.kind, fact.c.fields)
        .where(fact.c.article_id == article_id, fact.c.version == version)
        .order_by(fact.c.n)
    )
    return [FactRow(version, r.kind, json.loads(r.fields)) for r in rows]


def checks(connection: Connection, article_id: int, limit: int = 50) -> list[CheckRow]:
    """The looks that did more than find the page unchanged, newest first."""
    c = check.c
    rows = connection.execute(
        select(c.id, c.at, c.end, c.result, c.status, c.detail, c.version)
        .where(c.article_id == article_id)
        .order_by(c.id.desc())
        .limit(limit)
    )
    return [CheckRow(**r._mapping) for r in rows]


def alerts(connection: Connection, *, article_id: int | None = None, version: int | None = None) -> list[AlertRow]:
    """Alerts raised, newest first."""
    wanted = select(alert).order_by(alert.c.id.desc()).limit(500)
    if article_id is not None:
        wanted = wanted.where(alert.c.article_id == article_id)
    if version is not None:
        wanted = wanted.where(alert.c.version == version)
    return [_alert(r) for r in connection.execute(wanted)]


def alerts_by_id(connection: Connection, ids: Iterable[int]) -> dict[int, AlertRow]:
    """Those alerts, each under its id."""
    rows = connection.execute(select(alert).where(alert.c.id.in_(list(ids))))
    return {r.id: _alert(r) for r in rows}


def states(connection: Connection) -> dict[str, int]:
    """How many articles stand in each state."""
    return {s: n for s, n in connection.execute(select(article.c.state, func.count()).group_by(article.c.state))}


def _alert(r: Any) -> AlertRow:
    return AlertRow(r.id, r.article_id, r.version, r.rule, r.severity, r.reason, r.raised_at, json.loads(r.body))


def _articles() -> Any:
    a = article.c
    return select(
        a.id,
        a.url,
        a.host,
        a.title,
        a.outlet,
        a.language,
        a.tags,
        a.schedule,
        a.state,
        a.reason,
        a.version,
        a.checks,
        a.fails,
        a.added_at,
        a.checked_at,
        a.changed_at,
        a.due_at,
        a.unstable_at,
        a.followed,
        a.resume_at,
        a.why,
        a.published_at,
    )


def _article(row: Any) -> ArticleRow:
    return ArticleRow(**{**row._mapping, "tags": tuple(json.loads(row.tags))})


def change_of(row: Any) -> ChangeRow:
    """A row of the table, joined with its article, as a value."""
    fields = json.loads(row.fields)
    found = Change.from_dict(fields)
    passage = fields.get("passage")
    return ChangeRow(row.id, row.article_id, row.url, row.title, row.version, row.seen_at, found, passage)
