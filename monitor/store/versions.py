"""Versions in and out of their table: packed by the codec, verified by hash on the way out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import zstandard
from sqlalchemy import Connection, bindparam, func, insert, select

from monitor.errors import StoreDamaged, UnknownVersion
from monitor.keeping.chain import seal
from monitor.store import codec
from monitor.store.rows import VersionRow
from monitor.store.statements import Ready
from monitor.store.tables import lost, version
from spiders.article import Article

REREAD = "reread"
"""The `relearned` of a version that no look brought: a kept page read again by newer rules."""
_v = version.c
_ITS = (_v.article_id == bindparam("article")) & (_v.number == bindparam("number"))
_TEXTS = Ready(
    select(_v.number, _v.sha256, _v.base, _v.body)
    .where(_v.article_id == bindparam("article"), _v.number.between(bindparam("first"), bindparam("last")))
    .order_by(_v.number)
)
_row = select(_v.number, _v.seen_at, _v.sha256, func.length(_v.body).label("size"), _v.relearned)
_ROW = Ready(_row.where(_ITS))
_ADD = Ready(
    insert(version), "article_id", "number", "seen_at", "sha256", "base", "body", "relearned", "seal"
)  # fmt: skip


def text_of(connection: Connection, article_id: int, number: int) -> str:
    """The stored text of one version. Raises UnknownVersion, StoreDamaged.

    Reads forward from the last keyframe, so at most 16 bodies are decoded.
    """
    first = number - (number - 1) % codec.KEYFRAME_EVERY
    rows = _TEXTS.all(connection, article=article_id, first=first, last=number)
    if not rows or rows[-1].number != number:
        raise UnknownVersion(f"article {article_id} has no version {number}; `rowback history` lists what there is")
    text: str | None = None
    for row in rows:
        try:
            text = codec.unpack(row.body, None if row.base is None else text)
        except zstandard.ZstdError as wrong:
            raise StoreDamaged(_damage(article_id, row.number)) from wrong
    if text is None or codec.sha256(text) != rows[-1].sha256:
        raise StoreDamaged(_damage(article_id, number))
    return text


def texts_from(connection: Connection, article_id: int, first: int) -> Iterator[tuple[int, str]]:
    """The texts of all versions from `first` on, oldest first, each decoded once. Raises StoreDamaged.

    One whose base a repair could not save is left out.
    """
    begin = first - (first - 1) % codec.KEYFRAME_EVERY
    rows = connection.execute(
        select(version.c.number, version.c.base, version.c.body)
        .where(version.c.article_id == article_id, version.c.number >= begin)
        .order_by(version.c.number)
    )
    before: tuple[int, str] | None = None
    for row in rows:
        if row.base is not None and (before is None or before[0] != row.base):
            continue
        try:
            before = row.number, codec.unpack(row.body, before[1] if before and row.base is not None else None)
        except zstandard.ZstdError as wrong:
            raise StoreDamaged(_damage(article_id, row.number)) from wrong
        if row.number >= first:
            yield before


def last_of(connection: Connection, article_id: int, number: int) -> VersionRow | None:
    """The newest version up to `number` that is there; an earlier one only where a repair could not save those between.

    None where it saved none. Raises UnknownVersion where nobody knows why it is not there.
    """
    if (there := _ROW.first(connection, article=article_id, number=number)) is not None:
        return _version(article_id, there)
    newest = select(func.max(version.c.number)).where(version.c.article_id == article_id, version.c.number <= number)
    found = connection.execute(newest).scalar() or 0
    gone = select(func.count()).where(lost.c.article_id == article_id, lost.c.number.between(found + 1, number))
    if connection.execute(gone).scalar_one() < number - found:
        raise UnknownVersion(f"article {article_id} has no version {number}; `rowback history` lists what there is")
    return row_of(connection, article_id, found) if found else None


def last_text_of(connection: Connection, article_id: int, number: int) -> str | None:
    """The text of that version. Raises UnknownVersion, StoreDamaged."""
    found = last_of(connection, article_id, number)
    return None if found is None else text_of(connection, article_id, found.number)


def article_of(connection: Connection, article_id: int, number: int) -> Article:
    """One version as the Article it was. Raises UnknownVersion, StoreDamaged."""
    return Article.from_json(text_of(connection, article_id, number))


def add(connection: Connection, article_id: int, number: int, text: str, seen_at: int, relearned: str = "") -> bytes:
    """Store version `number` and return its hash. The version before it must be there, unless this is a keyframe or a
    repair could not save it.

    `relearned` is why the page was learned anew for it, if it was.
    """
    last = None if codec.is_keyframe(number) else last_of(connection, article_id, number - 1)
    before = text_of(connection, article_id, number - 1) if last is not None and last.number == number - 1 else None
    sha = codec.sha256(text)
    base, body = None if before is None else number - 1, codec.pack(text, before)
    _ADD.run(
        connection,
        {
            "article_id": article_id,
            "number": number,
            "seen_at": seen_at,
            "sha256": sha,
            "base": base,
            "body": body,
            "relearned": relearned,
            "seal": seal(sha, base, body),
        },
    )
    return sha


def listing(connection: Connection, article_id: int) -> list[VersionRow]:
    """All versions of an article, oldest first."""
    rows = connection.execute(_row.where(_v.article_id == article_id).order_by(_v.number))
    return [_version(article_id, row) for row in rows]


def row_of(connection: Connection, article_id: int, number: int) -> VersionRow:
    """One version without its text. Raises UnknownVersion."""
    row = _ROW.first(connection, article=article_id, number=number)
    if row is None:
        raise UnknownVersion(f"article {article_id} has no version {number}; `rowback history` lists what there is")
    return _version(article_id, row)


def _version(article_id: int, row: Any) -> VersionRow:
    return VersionRow(article_id, row.number, row.seen_at, row.sha256.hex(), row.size, row.relearned)


def _damage(article_id: int, number: int) -> str:
    return (
        f"version {number} of article {article_id} no longer has the hash it was stored with; "
        "restore the data folder from a backup"
    )
