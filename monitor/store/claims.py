"""Which checks are due, and who holds them: leases with a fencing token. Never fetches, never records a result.

A claimed article's `due_at` is the end of its lease, so a check whose daemon died is due again by itself; its token has
moved on by then, so the late result of the first look changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, cast, exists, func, select, union, update
from sqlalchemy.dialects.sqlite import insert

from monitor.store.tables import article, host
from monitor.store.watch_tables import watched

LEASE_MS = 300_000
"""Longer than a fetch with its redirects, two waits for a worker and two pages that take their whole deadline."""

LONGEST_PAUSE_MS = 86_400_000
"""What a host may ask for between two looks; an older release stored whatever its robots.txt said."""

OVERDUE_SEEN = 4_000
"""How many overdue articles one claim looks at; keeps a tick short after a long outage."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One article to look at now, with all that the look needs from the store."""

    article_id: int
    token: int
    url: str
    url_key: str
    host: str
    due_at: int
    etag: str | None
    last_modified: str | None
    validators_url: str | None
    since_full: int
    body_sha: bytes | None
    content_sha: bytes | None
    page_memory: bytes | None
    site_memory: bytes | None
    version: int
    state: str
    reason: str
    fails: int
    schedule: str
    tags: str
    title: str
    first_title: str
    outlet: str
    language: str
    final_url: str
    added_at: int
    checked_at: int | None
    changed_at: int | None
    dismissed: bytes | None = None
    awaiting: int = 0
    unread: int = 0
    unread_at: int | None = None
    ailing: int = 0
    published_at: int | None = None
    learned: bytes | None = None
    compared_at: int | None = None
    edited_at: int | None = None
    first: int = 0
    asked: float = 0.0
    hinted: int = 0
    fed: int = 0


def claim(
    connection: Connection,
    now_ms: int,
    at_most: int,
    *,
    pause_ms: int,
    per_host: int,
    only: Collection[int] | None = None,
    busy: Collection[str] = (),
) -> list[Claim]:
    """Lease up to `at_most` due articles: second looks that are waited for first, then what is most overdue.

    `per_host` of a host at most, and no host before its pause is over.

    `pause_ms` is the least time between two looks at one host; a longer one of the host's own (Crawl-delay) wins.
    With a pause, one article a host is claimed at a time. `only` restricts the choice to these articles; hosts that are
    `busy` have enough under way.
    """
    ids = _chosen(connection, now_ms, at_most, 1 if pause_ms > 0 else per_host, only, busy)
    if not ids:
        return []
    rows = connection.execute(_claimable().where(article.c.id.in_(ids)).order_by(article.c.due_at)).all()
    connection.execute(
        update(article)
        .where(article.c.id.in_(ids))
        .values(due_at=now_ms + LEASE_MS, leased=1, token=article.c.token + 1)
    )
    for row in rows:
        pause = max(pause_ms, min(row.pause_ms or 0, LONGEST_PAUSE_MS))
        if pause:
            hold_host(connection, row.host, now_ms + pause)
    return [_claimed(row) for row in rows]


def peek(connection: Connection, article_id: int) -> Claim | None:
    """What a claim of this article would hold, without a lease: whoever records first makes the other's token stale."""
    row = connection.execute(_claimable().where(article.c.id == article_id)).first()
    return None if row is None else replace(_claimed(row), token=row.token)


def _claimable() -> Any:
    # Whether a feed would say that it changed: only rows of feeds state a date.
    fed = exists().where(watched.c.article_id == article.c.id, watched.c.ended == 0, watched.c.stated.is_not(None))
    return select(article, host.c.site_memory, host.c.pause_ms, cast(fed, Integer).label("fed")).outerjoin(
        host, host.c.host == article.c.host
    )


def _chosen(
    connection: Connection,
    now_ms: int,
    at_most: int,
    of_one_host: int,
    only: Collection[int] | None,
    busy: Collection[str],
) -> list[int]:
    due = (
        select(
            article.c.id,
            article.c.host,
            article.c.due_at,
            article.c.first,
            func.coalesce(host.c.pause_ms, 0).label("own_pause"),
        )
        .outerjoin(host, host.c.host == article.c.host)
        .where(article.c.due_at <= now_ms, func.coalesce(host.c.next_ok_at, 0) <= now_ms)
        .order_by(article.c.due_at)
        .limit(OVERDUE_SEEN)
    )
    if only is not None:
        due = due.where(article.c.id.in_(only))
    if busy:
        due = due.where(article.c.host.not_in(busy))
    # Apart, so that behind a long queue they are still seen.
    waited_for = select(due.where(article.c.first == 1).subquery())
    overdue = union(select(due.subquery()), waited_for).subquery()
    order = (overdue.c.first.desc(), overdue.c.due_at)
    place = func.row_number().over(partition_by=overdue.c.host, order_by=order).label("place")
    placed = select(overdue.c.id, overdue.c.due_at, overdue.c.first, overdue.c.own_pause, place).subquery()
    chosen = (
        select(placed.c.id)
        .where(placed.c.place <= of_one_host, (placed.c.own_pause == 0) | (placed.c.place == 1))
        .order_by(placed.c.first.desc(), placed.c.due_at)
        .limit(at_most)
    )
    return [row.id for row in connection.execute(chosen)]


def _claimed(row: Any) -> Claim:
    fields = row._mapping
    values = {name: fields[name] for name in Claim.__dataclass_fields__ if name not in ("article_id", "token")}
    return Claim(article_id=fields["id"], token=fields["token"] + 1, **values)


def hold_host(connection: Connection, name: str, until_ms: int, pause_ms: int | None = None) -> None:
    """No claim of this host before `until_ms`; a later moment already set stands.

    `pause_ms` is the host's own pause.
    """
    wanted = insert(host).values(host=name, next_ok_at=until_ms, pause_ms=pause_ms)
    later = func.max(host.c.next_ok_at, wanted.excluded.next_ok_at)
    changed = {"next_ok_at": later} if pause_ms is None else {"next_ok_at": later, "pause_ms": pause_ms}
    connection.execute(wanted.on_conflict_do_update(index_elements=[host.c.host], set_=changed))


def release_all(connection: Connection, now_ms: int) -> int:
    """At start and end of a daemon: give back every lease, due again at once. Returns how many there were."""
    return int(
        connection.execute(
            update(article).where(article.c.leased == 1).values(due_at=now_ms, leased=0, token=article.c.token + 1)
        ).rowcount
    )


def rebase(connection: Connection, now_ms: int, step_ms: int, due_of: Callable[[Any], int]) -> int:
    """After a step of the wall clock by `step_ms`, 0 where it is unknown: leases, due times and pauses in reach again.

    `due_of` gives the due time of a row. Returns how many articles are due at another moment than before.
    """
    lease = func.min(article.c.due_at + step_ms, now_ms + LEASE_MS)
    connection.execute(update(article).where(article.c.leased == 1).values(due_at=lease))
    until = func.min(host.c.next_ok_at + step_ms, now_ms + LONGEST_PAUSE_MS)
    connection.execute(update(host).where(host.c.next_ok_at > 0).values(next_ok_at=func.max(until, 1)))
    rows = connection.execute(select(article).where(article.c.leased == 0, article.c.due_at.is_not(None))).all()
    moved = [{"one": row.id, "at": at} for row in rows if (at := due_of(row)) != row.due_at]
    if moved:
        statement = update(article).where(article.c.id == bindparam("one")).values(due_at=bindparam("at"))
        connection.execute(statement, moved)
    return len(moved)
