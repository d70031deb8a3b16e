"""Pages in and out of their tables: packed as patches, each body once, verified by hash on the way out.

What was fetched comes in, a page with its record goes out. Never decides which pages go; store/forgetting.py does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, literal_column, select, text
from sqlalchemy.dialects.sqlite import insert as insert_or

from monitor.errors import StoreDamaged, UnknownVersion
from monitor.keeping import packing, record
from monitor.keeping.chain import seal
from monitor.keeping.record import Came, Record
from monitor.release import RELEASE
from monitor.store.page_tables import blob, certificate, page
from monitor.store.statements import Ready


class Cause(StrEnum):
    """Why a page is kept: it made a version, was in doubt, said that the article is gone, or every look is kept."""

    VERSION = "version"
    DOUBT = "doubt"
    REMOVAL = "removal"
    LOOK = "look"


@dataclass(frozen=True, slots=True)
class Packed:
    """Bytes ready to be stored; `base` is the id and the hash of what they are patched from."""

    sha256: bytes
    size: int
    base: tuple[int, bytes] | None
    place: int
    packed: bytes


@dataclass(frozen=True, slots=True)
class Ahead:
    """A page packed before its transaction: its record and its body, both with what they were packed from."""

    record: bytes
    packed: tuple[Packed, Packed]


@dataclass(frozen=True, slots=True)
class Page:
    """A kept page as it came. `version` is the one that it made, or that stood; `at` is when it was recorded.

    `sha256` is the hash of `raw_record`, which the chain holds; `certificates` are the peer's chain as DER.
    """

    id: int
    article_id: int
    version: int
    cause: str
    at: int
    sha256: bytes
    raw_record: bytes
    record: Record
    body: bytes
    certificates: tuple[bytes, ...]


_LINEAGE = text(
    """
    WITH RECURSIVE line (step, id, sha256, size, base, place, packed) AS (
        SELECT 0, id, sha256, size, base, place, packed FROM blob WHERE id = :one
        UNION ALL
        SELECT step + 1, b.id, b.sha256, b.size, b.base, b.place, b.packed
        FROM line JOIN blob AS b ON b.id = line.base WHERE step < 64
    )
    SELECT id, sha256, size, base, place, packed FROM line ORDER BY step
    """
)
_LINE = Ready(_LINEAGE)
_BY_SHA = Ready(select(blob.c.id).where(blob.c.sha256 == bindparam("sha")))
_LAST = Ready(
    select(page.c.record, page.c.body)
    .where(page.c.article_id == bindparam("one"))
    .order_by(page.c.cause.in_([literal_column("'version'"), literal_column("'look'")]).desc(), page.c.id.desc())
    .limit(1)
)
_ADD_BLOB = Ready(insert(blob).returning(blob.c.id), "sha256", "size", "base", "place", "packed", "seal")
_ADD_PAGE = Ready(insert(page).returning(page.c.id), "article_id", "version", "cause", "at", "record", "body")
_ADD_CERTIFICATE = Ready(insert_or(certificate).on_conflict_do_nothing(), "sha256", "der")


def pack_ahead(connection: Connection, article_id: int, came: Came) -> Ahead:
    """Pack a page from a snapshot, so that the one who writes need not. Reads only."""
    last = _LAST.first(connection, one=article_id)
    raw = record.written(came, RELEASE)
    return Ahead(
        raw,
        (
            _packed(connection, raw, None if last is None else last.record),
            _packed(connection, came.fetched.body, None if last is None else last.body),
        ),
    )


def add(
    connection: Connection, article_id: int, version: int, cause: Cause, at_ms: int, came: Came, ahead: Ahead | None
) -> tuple[int, bytes]:
    """Store a page; its id and the hash of its record. Packs it here where that was not done, or not from what is."""
    made = ahead or pack_ahead(connection, article_id, came)
    if not all(_holds(connection, one) for one in made.packed):
        made = pack_ahead(connection, article_id, came)
    numbers = [_store(connection, one) for one in made.packed]
    for der in came.fetched.exchange.certificates if came.fetched.exchange else ():
        _ADD_CERTIFICATE.run(connection, {"sha256": hashlib.sha256(der).digest(), "der": der})
    return _row(connection, article_id, version, cause, at_ms, *numbers), made.packed[0].sha256


def add_as_of_doubt(connection: Connection, article_id: int, version: int, at_ms: int) -> tuple[int, bytes] | None:
    """The page of the newest doubt as that of a version, for a doubt that was accepted; None where none was kept."""
    wanted = select(page.c.record, page.c.body).where(page.c.article_id == article_id, page.c.cause == Cause.DOUBT)
    row = connection.execute(wanted.order_by(page.c.id.desc()).limit(1)).first()
    if row is None:
        return None
    sha = connection.execute(select(blob.c.sha256).where(blob.c.id == row.record)).scalar_one()
    return _row(connection, article_id, version, Cause.VERSION, at_ms, row.record, row.body), sha


def add_again(connection: Connection, article_id: int, version: int, at_ms: int) -> tuple[int, bytes] | None:
    """The page of the version before as that of a version that was read from it again; None where none is kept."""
    wanted = select(page.c.record, page.c.body).where(page.c.article_id == article_id, page.c.version == version - 1)
    row = connection.execute(wanted.where(page.c.cause == Cause.VERSION).order_by(page.c.id)).first()
    if row is None:
        return None
    sha = connection.execute(select(blob.c.sha256).where(blob.c.id == row.record)).scalar_one()
    return _row(connection, article_id, version, Cause.VERSION, at_ms, row.record, row.body), sha


def of_version(connection: Connection, article_id: int, version: int) -> Page:
    """The page that made a version. Raises UnknownVersion where none is kept, StoreDamaged."""
    wanted = select(page).where(page.c.article_id == article_id, page.c.version == version)
    row = connection.execute(wanted.where(page.c.cause == Cause.VERSION).order_by(page.c.id)).first()
    if row is None:
        raise UnknownVersion(
            f"no page is kept of version {version} of article {article_id}; `[keep] pages` says which are"
        )
    return _page(connection, row)


def of_article(connection: Connection, article_id: int) -> Iterator[Page]:
    """Every kept page of an article, oldest first. Raises StoreDamaged."""
    for row in connection.execute(select(page).where(page.c.article_id == article_id).order_by(page.c.id)).all():
        yield _page(connection, row)


def one(connection: Connection, page_id: int) -> Page | None:
    """One kept page by its id. Raises StoreDamaged."""
    row = connection.execute(select(page).where(page.c.id == page_id)).first()
    return None if row is None else _page(connection, row)


def record_of(connection: Connection, page_id: int) -> Record | None:
    """What the record of a kept page says, without its body. Raises StoreDamaged."""
    number = connection.execute(select(page.c.record).where(page.c.id == page_id)).scalar()
    return None if number is None else record.read(bytes_of(connection, number))


def bytes_of(connection: Connection, number: int) -> bytes:
    """The bytes of one blob, through at most six patches. Raises StoreDamaged."""
    return _unpacked(_lineage(connection, number), number)


def _lineage(connection: Connection, number: int) -> list[Any]:
    """A blob and what it is patched from, down to a whole copy; one statement, as each costs more than a patch."""
    return list(_LINE.all(connection, one=number))


def _unpacked(line: list[Any], number: int) -> bytes:
    raw: bytes | None = None
    for row in reversed(line):
        try:
            raw = packing.unpack(row.packed, raw, row.size)
        except packing.Unpackable as wrong:
            raise StoreDamaged(_damage(row.id)) from wrong
    if raw is None or line[-1].base is not None or hashlib.sha256(raw).digest() != line[0].sha256:
        raise StoreDamaged(_damage(number))
    return raw


def _packed(connection: Connection, raw: bytes, last: int | None) -> Packed:
    """`raw` as a patch from what stands `last` in its row, or whole where nothing does or what does is damaged."""
    place = 0
    base: tuple[int, bytes] | None = None
    before: bytes | None = None
    if last is not None:
        line = _lineage(connection, last)
        place = packing.next_place(line[0].place)
        wanted = packing.base_place(place)
        try:
            if wanted is not None:
                at = next(n for n, row in enumerate(line) if row.place <= wanted or row.base is None)
                before, base = _unpacked(line[at:], last), (line[at].id, line[at].sha256)
        except (StoreDamaged, StopIteration):
            place, base, before = 0, None, None
    return Packed(hashlib.sha256(raw).digest(), len(raw), base, place, packing.pack(raw, before))


def _holds(connection: Connection, one: Packed) -> bool:
    """Whether what it was patched from is still there."""
    return one.base is None or _BY_SHA.value(connection, sha=one.base[1]) == one.base[0]


def _store(connection: Connection, one: Packed) -> int:
    known = _BY_SHA.value(connection, sha=one.sha256)
    if known is not None:
        return int(known)
    base = None if one.base is None else one.base[0]
    sealed = seal(one.sha256, one.size, base, one.place, one.packed)
    values = {"sha256": one.sha256, "size": one.size, "base": base, "place": one.place, "packed": one.packed}
    return int(_ADD_BLOB.value(connection, **values, seal=sealed))


def _row(
    connection: Connection, article_id: int, version: int, cause: Cause, at_ms: int, record_id: int, body: int
) -> int:
    values = {"article_id": article_id, "version": version, "cause": str(cause), "at": at_ms}
    return int(_ADD_PAGE.value(connection, **values, record=record_id, body=body))


def _page(connection: Connection, row: Row[Any]) -> Page:
    raw = bytes_of(connection, row.record)
    said = record.read(raw)
    body = bytes_of(connection, row.body)
    if hashlib.sha256(body).hexdigest() != said.body[0]:
        raise StoreDamaged(
            f"page {row.id} has another body than its record says; restore the data folder from a backup"
        )
    chain = tuple(_certificate(connection, sha) for sha in said.certificates)
    sha = hashlib.sha256(raw).digest()
    return Page(row.id, row.article_id, row.version, row.cause, row.at, sha, raw, said, body, chain)


def _certificate(connection: Connection, sha: str) -> bytes:
    der = connection.execute(select(certificate.c.der).where(certificate.c.sha256 == bytes.fromhex(sha))).scalar()
    if der is None or hashlib.sha256(der).hexdigest() != sha:
        raise StoreDamaged(f"the certificate {sha} is not what was stored; restore the data folder from a backup")
    return bytes(der)


def _damage(number: int) -> str:
    return f"blob {number} no longer has the hash it was stored with; restore the data folder from a backup"
