"""Which checks are due, and who holds them: leases with a fencing token. Never fetches, never records a result.

A claimed article's `due_at` is the end of its lease, so a check whose daemon died is due again by itself; its token has
moved on by then, so the late result of the first look changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Text, bindparam, case, cast, exists, func, literal_column, select, update
from sqlalchemy.dialects.sqlite import insert

from monitor.store import picking
from monitor.store.columns import Big
from monitor.store.statements import Ready
from monitor.store.tables import article, host
from monitor.store.watch_tables import watched

LEASE_MS = 300_000
"""Longer than a fetch with its redirects, two waits for a worker and two pages that take their whole deadline."""

LONGEST_PAUSE_MS = 86_400_000
"""What a host may ask for between two looks; an older release stored whatever its robots.txt said."""


AT_ONCE = 5_000
"""Articles whose due times are moved in one transaction: the writer is free again after 50 ms.

All at once, a million of them would leave a write-ahead log of two gigabytes.
"""


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


# Whether a feed would say that it changed: only rows of feeds state a date.
_fed = exists().where(watched.c.article_id == article.c.id, watched.c.ended == 0, watched.c.stated.is_not(None))
_OTHERWISE: dict[str, Any] = {
    "article_id": article.c.id,
    "site_memory": host.c.site_memory,
    "fed": case((_fed, 1), else_=0).label("fed"),
}
_columns = [_OTHERWISE[n] if n in _OTHERWISE else article.c[n] for n in Claim.__dataclass_fields__]
_claimable = select(*_columns, host.c.pause_ms).outerjoin(host, host.c.host == article.c.host)
_LEARNED = ("learned", "published_at")
_ids = func.json_each(bindparam("ids", type_=Text)).table_valued("value", name="one_id")
_still_due = (article.c.due_at <= bindparam("now")) & (func.coalesce(host.c.next_ok_at, 0) <= bindparam("now"))
_LEASABLE = Ready(
    _claimable.where(article.c.id.in_(select(cast(_ids.c.value, Big))), _still_due).order_by(
        article.c.first.desc(), article.c.due_at
    )
)
_ONE = Ready(_claimable.where(article.c.id == bindparam("one")))
_LEASE = Ready(
    update(article)
    .where(article.c.id == bindparam("one"))
    .values(due_at=bindparam("until"), leased=1, token=article.c.token + 1)
)
_held = insert(host).values(host=bindparam("host"), next_ok_at=bindparam("next_ok_at"))
_later = {"next_ok_at": func.max(host.c.next_ok_at, _held.excluded.next_ok_at)}
_HOLD = Ready(_held.on_conflict_do_update(index_elements=[host.c.host], set_=_later))
_paused = _held.values(pause_ms=bindparam("pause_ms"))
_HOLD_AND_PAUSE = Ready(
    _paused.on_conflict_do_update(index_elements=[host.c.host], set_=_later | {"pause_ms": _paused.excluded.pause_ms})
)
_DUE_TIMES = Ready(
    select(*(article.c[n] for n in ("id", "url", "host", "due_at", "schedule", "tags", "added_at", "fails", *_LEARNED)))
    .where(article.c.id > bindparam("after"), article.c.leased == 0, article.c.due_at.is_not(None))
    .order_by(article.c.id)
    .limit(bindparam("most"))
)
_PUT_DUE = Ready(
    update(article)
    .where(article.c.id == bindparam("one"), article.c.due_at == bindparam("was"), article.c.leased == 0)
    .values(due_at=bindparam("at"))
)


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
    ids = picking.due(connection, now_ms, at_most, pause_ms=pause_ms, per_host=per_host, only=only, busy=busy)
    return lease(connection, ids, now_ms, pause_ms=pause_ms)


def lease(connection: Connection, ids: Collection[int], now_ms: int, *, pause_ms: int) -> list[Claim]:
    """Lease those of these articles that are still due and whose hosts do not pause, what is waited for first, then the
    most overdue.

    They were picked a moment before, outside of the write lock: what somebody else holds since then is left out.
    """
    if not ids:
        return []
    rows = _LEASABLE.all(connection, ids=json.dumps(list(ids)), now=now_ms)
    _LEASE.many(connection, [{"one": row.id, "until": now_ms + LEASE_MS} for row in rows])
    pauses = {row.host: max(pause_ms, min(row.pause_ms or 0, LONGEST_PAUSE_MS)) for row in rows}
    _HOLD.many(connection, [{"host": name, "next_ok_at": now_ms + ms} for name, ms in pauses.items() if ms])
    return [_claimed(row) for row in rows]


def peek(connection: Connection, article_id: int) -> Claim | None:
    """What a claim of this article would hold, without a lease: whoever records first makes the other's token stale."""
    row = _ONE.first(connection, one=article_id)
    return None if row is None else replace(_claimed(row), token=row.token)


def _claimed(row: Any) -> Claim:
    return Claim(row.id, row.token + 1, *row[2:-1])


def hold_host(connection: Connection, name: str, until_ms: int, pause_ms: int | None = None) -> None:
    """No claim of this host before `until_ms`; a later moment already set stands.

    `pause_ms` is the host's own pause.
    """
    values = {"host": name, "next_ok_at": until_ms}
    if pause_ms is None:
        _HOLD.run(connection, values)
    else:
        _HOLD_AND_PAUSE.run(connection, values | {"pause_ms": pause_ms})


def release_all(connection: Connection, now_ms: int) -> int:
    """At start and end of a daemon: give back every lease, due again at once. Returns how many there were."""
    return int(
        connection.execute(
            update(article)
            .where(article.c.leased == literal_column("1"))
            .values(due_at=now_ms, leased=0, token=article.c.token + 1)
        ).rowcount
    )


def give_back(connection: Connection, held: Sequence[tuple[int, int]], now_ms: int) -> None:
    """Give back single leases, each by its article and its token; due again at once."""
    for number, token in held:
        its = (article.c.id == number) & (article.c.token == token) & (article.c.leased == 1)
        connection.execute(update(article).where(its).values(due_at=now_ms, leased=0, token=article.c.token + 1))


def rebase(connection: Connection, now_ms: int, step_ms: int) -> None:
    """After a step of the wall clock by `step_ms`, 0 where it is unknown: leases and pauses in reach again."""
    until = func.min(article.c.due_at + step_ms, now_ms + LEASE_MS)
    connection.execute(update(article).where(article.c.leased == literal_column("1")).values(due_at=until))
    until = func.min(host.c.next_ok_at + step_ms, now_ms + LONGEST_PAUSE_MS)
    connection.execute(update(host).where(host.c.next_ok_at > 0).values(next_ok_at=func.max(until, 1)))


def due_times(connection: Connection, after: int, at_most: int = AT_ONCE) -> Sequence[Any]:
    """What the due times of articles follow from, those that wait for their next look; ids after `after`."""
    return _DUE_TIMES.all(connection, after=after, most=at_most)


def put_due(connection: Connection, moved: Sequence[tuple[int, int, int]]) -> int:
    """Set due times: (id, what it was, what it is to be). One that moved meanwhile stays; returns how many were set."""
    rows = [{"one": number, "was": was, "at": at} for number, was, at in moved]
    return sum(_PUT_DUE.run(connection, row) for row in rows)
