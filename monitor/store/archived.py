"""The queue of versions that an archive is asked to save, and the copies that it showed. Statements only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, func, select, update
from sqlalchemy.dialects.sqlite import insert

from monitor.store.past_tables import archived
from monitor.store.tables import article, change, version

_SILENT = ("wording", "article.removed", "watch.failing", "watch.quiet", "watch.back")
"""Changes after which there is nothing new to save."""
MOST = 1_000


class State(StrEnum):
    """Where a copy stands."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    """The archive named an address; nobody has seen the copy there yet."""
    SAVED = "saved"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One version whose page is to be saved: `url` is asked for, `copy_url` what the archive named, if it did."""

    id: int
    article_id: int
    version: int
    url: str
    state: State
    tries: int
    copy_url: str
    queued_at: int
    seen_at: int


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that an archive showed, and when it says it was made."""

    version: int
    url: str
    at: int


def newest(connection: Connection) -> int | None:
    """When the newest version in the queue was seen; None where it never had one."""
    wanted = select(func.max(version.c.seen_at)).join(
        archived, (archived.c.article_id == version.c.article_id) & (archived.c.version == version.c.number)
    )
    found: int | None = connection.execute(wanted).scalar()
    return found


def last_before(connection: Connection, since_ms: int) -> int:
    """The last change that was seen before a moment; 0 for none."""
    return int(connection.execute(select(func.max(change.c.id)).where(change.c.seen_at < since_ms)).scalar() or 0)


def following(connection: Connection, after_id: int) -> tuple[int, list[tuple[int, int, str]]]:
    """The last of the next changes after a change, and article, version and address of each that can be saved."""
    wanted = select(change.c.id, change.c.kind, change.c.article_id, change.c.version, article.c.url)
    wanted = wanted.join(article, article.c.id == change.c.article_id).where(change.c.id > after_id)
    rows = connection.execute(wanted.order_by(change.c.id).limit(MOST)).all()
    found = dict.fromkeys((row.article_id, row.version, row.url) for row in rows if row.kind not in _SILENT)
    return (rows[-1].id if rows else after_id), list(found)


def add(connection: Connection, rows: Sequence[tuple[int, int, str]], now_ms: int) -> None:
    """Put versions into the queue; one that is there stays as it is."""
    for number, one, url in rows:
        wanted = insert(archived).values(
            article_id=number, version=one, url=url, state=State.WAITING, due_at=now_ms, queued_at=now_ms
        )
        connection.execute(wanted.on_conflict_do_nothing())


def due(connection: Connection, now_ms: int, *, asking: bool) -> Wanted | None:
    """The one whose turn it is; without `asking` only one that the archive has named already."""
    a = archived.c
    wanted = select(a.id, a.article_id, a.version, a.url, a.state, a.tries, a.copy_url, a.queued_at, version.c.seen_at)
    wanted = wanted.join(version, (version.c.article_id == a.article_id) & (version.c.number == a.version))
    wanted = wanted.where(a.due_at.is_not(None), a.due_at <= now_ms)
    if not asking:
        wanted = wanted.where(a.state == State.CLAIMED)
    row = connection.execute(wanted.order_by(a.state, a.due_at, a.id).limit(1)).first()
    return None if row is None else Wanted(*row[:4], State(row.state), *row[5:])


def asked_since(connection: Connection, since_ms: int) -> int:
    """How many pages were asked for since then."""
    return int(connection.execute(select(func.count()).where(archived.c.asked_at > since_ms)).scalar_one())


def put(connection: Connection, number: int, values: Mapping[str, Any]) -> None:
    """Set columns of one row."""
    connection.execute(update(archived).where(archived.c.id == number).values(**values))


def copies(connection: Connection, article_id: int) -> dict[int, Copy]:
    """The copies of an article that were seen at an archive, by version."""
    a = archived.c
    wanted = select(a.version, a.copy_url, a.copy_at).where(a.article_id == article_id, a.state == State.SAVED)
    return {row.version: Copy(*row) for row in connection.execute(wanted)}


def with_copies(connection: Connection, alert: dict[str, Any]) -> dict[str, Any]:
    """The body of an alert with the addresses of the copies that were seen of its two versions."""
    article_id = alert.get("article", {}).get("id", 0)
    seen = copies(connection, article_id) if article_id else {}
    told = {}
    for name in ("before", "after"):
        one = alert.get(name)
        if one and one["version"] in seen:
            told[name] = {**one, "archived": seen[one["version"]].url}
    return {**alert, **told} if told else alert
