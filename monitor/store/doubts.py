"""Readings that must not be compared, kept with reason, evidence and text until a second look or a person decides.

At most one is open for an article; of those that ended the latest are kept. Never makes a version itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, literal_column, select, update

from monitor.checks.memories import pack_memory, unpack_memory
from monitor.errors import UnknownDoubt, UsageError
from monitor.store import codec
from monitor.store.rows import DoubtRow
from monitor.store.statements import Ready
from monitor.store.tables import article, doubt

LARGEST = 1_000_000
"""Characters of a text that are kept; the longest live blogs have a third of it."""
ENDED_KEPT = 20
"""Ended doubts kept of one article."""
DISMISSED_KEPT = 64
"""Contents of one article that are never asked about again; beyond it the oldest is."""
PREFIX = 16
"""Bytes of a content's hash that stand for it in the article's row."""

_stands = (doubt.c.article_id == bindparam("article")) & (doubt.c.state == literal_column("'open'"))
_OPEN = Ready(select(doubt.c.id).where(_stands, doubt.c.sha256 == bindparam("sha")))
_ends = update(doubt).values(state=bindparam("state"), ended_at=bindparam("ended_at"))
_CONFIRM = Ready(_ends.where(_stands, doubt.c.sha256 == bindparam("sha")))
_LIFT = Ready(_ends.where(_stands))


@dataclass(frozen=True, slots=True)
class NewDoubt:
    """One reading that could not be compared. `text` is an article as JSON; `readable`: it could be a version."""

    sha256: bytes
    reason: str
    evidence: str
    text: str
    readable: bool


def note(connection: Connection, article_id: int, version: int, found: NewDoubt, at_ms: int) -> int | None:
    """Open a doubt and return its number, or count one more look at the one that is open for this very content."""
    is_open = (doubt.c.article_id == article_id) & (doubt.c.state == "open")
    again = connection.execute(
        update(doubt)
        .where(is_open, doubt.c.sha256 == found.sha256)
        .values(looks=doubt.c.looks + 1, last_at=at_ms, evidence=found.evidence[:500])
    )
    if again.rowcount:
        return None
    connection.execute(update(doubt).where(is_open).values(state="replaced", ended_at=at_ms))
    made: Any = connection.execute(
        insert(doubt).values(
            article_id=article_id,
            sha256=found.sha256,
            state="open",
            reason=found.reason,
            evidence=found.evidence[:500],
            body=codec.pack(kept_text(found), None),
            readable=int(found.readable and len(found.text) <= LARGEST),
            version=version,
            seen_at=at_ms,
            last_at=at_ms,
        )
    )
    _forget(connection, article_id)
    return int(made.inserted_primary_key[0])


def kept_text(found: NewDoubt) -> str:
    """What is kept of its text: one that is too long can be looked at on the site, and cut JSON would be no article."""
    return found.text if len(found.text) <= LARGEST else "{}"


def is_open(connection: Connection, article_id: int, sha256: bytes) -> bool:
    """Whether a doubt about this very content is open."""
    return _OPEN.first(connection, article=article_id, sha=sha256) is not None


def settle(connection: Connection, article_id: int, content_sha: bytes | None, at_ms: int) -> None:
    """The page reads well again: the open doubt was right about the page if what it held is now a version."""
    if content_sha is not None:
        _CONFIRM.run(connection, {"article": article_id, "sha": content_sha, "state": "confirmed", "ended_at": at_ms})
    _LIFT.run(connection, {"article": article_id, "state": "lifted", "ended_at": at_ms})


def listing(connection: Connection, *, article_id: int | None = None, ended: bool = False) -> list[DoubtRow]:
    """Open doubts, newest first; with `ended` the others too."""
    wanted = _doubts().order_by(doubt.c.id.desc()).limit(1_000)
    if article_id is not None:
        wanted = wanted.where(doubt.c.article_id == article_id)
    if not ended:
        wanted = wanted.where(doubt.c.state == "open")
    return [_doubt(row) for row in connection.execute(wanted)]


def one(connection: Connection, number: int) -> DoubtRow:
    """One doubt. Raises UnknownDoubt."""
    row = connection.execute(_doubts().where(doubt.c.id == number)).first()
    if row is None:
        raise UnknownDoubt(f"there is no doubt {number}; `rowback doubts list` shows the open ones")
    return _doubt(row)


def text_of(connection: Connection, number: int) -> str:
    """The text of one doubt: an Article as JSON. Raises UnknownDoubt."""
    body = connection.execute(select(doubt.c.body).where(doubt.c.id == number)).scalar()
    if body is None:
        raise UnknownDoubt(f"there is no doubt {number}; `rowback doubts list` shows the open ones")
    return codec.unpack(body, None)


def accept(connection: Connection, number: int, at_ms: int) -> DoubtRow:
    """End an open doubt as accepted. Raises UnknownDoubt, and UsageError where it has ended or is no article."""
    row = _open(connection, number)
    if not row.readable:
        raise UsageError(
            f"doubt {number} is no article but a page refused as {row.reason}; it can only be dismissed, "
            "or read with a [[site]] override"
        )
    connection.execute(update(doubt).where(doubt.c.id == number).values(state="accepted", ended_at=at_ms))
    return row


def dismiss(connection: Connection, number: int, at_ms: int) -> DoubtRow:
    """End an open doubt as dismissed: its very content is never asked about again, and never becomes a version.

    Raises UnknownDoubt, and UsageError where it has ended.
    """
    row = _open(connection, number)
    connection.execute(update(doubt).where(doubt.c.id == number).values(state="dismissed", ended_at=at_ms))
    sha = connection.execute(select(doubt.c.sha256).where(doubt.c.id == number)).scalar_one()
    known = connection.execute(select(article.c.dismissed).where(article.c.id == row.article_id)).scalar() or b""
    kept = (known + sha[:PREFIX])[-DISMISSED_KEPT * PREFIX :]
    memory = connection.execute(select(article.c.page_memory).where(article.c.id == row.article_id)).scalar()
    values = {"dismissed": kept, "page_memory": _unconfirmed(memory)}
    connection.execute(update(article).where(article.c.id == row.article_id).values(values))
    return row


def is_dismissed(sha256: bytes, dismissed: bytes | None) -> bool:
    """Whether this content is among those that `article.dismissed` holds."""
    known = dismissed or b""
    return any(known[at : at + PREFIX] == sha256[:PREFIX] for at in range(0, len(known), PREFIX))


def _unconfirmed(memory: bytes | None) -> bytes | None:
    """What is remembered of the page without what was dismissed: else the next text like it would count as the second
    look that confirms it."""
    learned = unpack_memory(memory)
    return pack_memory({**learned, "pending": ""}) if learned else memory


def _open(connection: Connection, number: int) -> DoubtRow:
    row = one(connection, number)
    if row.state != "open":
        raise UsageError(f"doubt {number} has ended: {row.state}; only an open one can be decided")
    return row


def _forget(connection: Connection, article_id: int) -> None:
    old: Sequence[int] = (
        connection.execute(
            select(doubt.c.id)
            .where(doubt.c.article_id == article_id, doubt.c.state != "open")
            .order_by(doubt.c.id.desc())
            .offset(ENDED_KEPT)
        )
        .scalars()
        .all()
    )
    if old:
        connection.execute(delete(doubt).where(doubt.c.id.in_(old)))


def _doubts() -> Any:
    d = doubt.c
    return select(
        d.id,
        d.article_id,
        article.c.url,
        article.c.title,
        d.state,
        d.reason,
        d.evidence,
        d.readable,
        d.version,
        d.looks,
        d.seen_at,
        d.last_at,
        d.ended_at,
    ).join(article, article.c.id == d.article_id)


def _doubt(row: Any) -> DoubtRow:
    return DoubtRow(**{**row._mapping, "readable": bool(row.readable)})
