"""Pages go that are too old or take too much: the oldest first, some at a time, each with its entry in the chain.

The entry names the page and its hash, so the chain stays whole. Facts, texts and certificates stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, or_, select, update

from monitor.keeping import packing
from monitor.keeping.chain import Entry, EntryKind, seal
from monitor.store import chain, pages
from monitor.store.page_tables import blob, page

AT_ONCE = 50
"""Pages in one transaction, so that no check waits long for its own."""


def forget(connection: Connection, before_ms: int | None, at_ms: int, size: int | None = None) -> int:
    """Let pages go that were recorded before a moment, else the oldest while all take over `size` bytes packed.

    Returns how many went; as many as AT_ONCE means that there may be more.
    """
    rows, why = _oldest(connection, before_ms, AT_ONCE) if before_ms is not None else [], "age"
    if not rows and size is not None and (held := taken(connection)) > size:
        count = int(connection.execute(select(func.count()).select_from(page)).scalar_one())
        rows, why = _oldest(connection, None, max(1, min(AT_ONCE, round(count * (held - size) / held)))), "size"
    for row in rows:
        gone = Entry(EntryKind.DELETED, at_ms, row.article_id, row.version, page=row.sha256, page_id=row.id, detail=why)
        chain.append(connection, gone)
        connection.execute(delete(page).where(page.c.id == row.id))
    for number in sorted({one for row in rows for one in (row.record, row.body)}):
        _let_go(connection, number)
    return len(rows)


def taken(connection: Connection) -> int:
    """Bytes that all packed pages take."""
    return int(connection.execute(select(func.coalesce(func.sum(func.length(blob.c.packed)), 0))).scalar_one())


def _oldest(connection: Connection, before_ms: int | None, most: int) -> Sequence[Any]:
    p, b = page.c, blob.c
    wanted = select(p.id, p.article_id, p.version, p.record, p.body, b.sha256).join(blob, b.id == p.record)
    if before_ms is not None:
        wanted = wanted.where(p.at < before_ms)
    return connection.execute(wanted.order_by(p.at, p.id).limit(most)).all()


def _let_go(connection: Connection, number: int) -> None:
    """Remove bytes that no page has any more; what is patched from them is packed anew, the oldest of it whole."""
    p, b = page.c, blob.c
    if connection.execute(select(p.id).where(or_(p.record == number, p.body == number)).limit(1)).first():
        return
    first: tuple[int, bytes] | None = None
    for row in connection.execute(select(b.id, b.sha256, b.place).where(b.base == number).order_by(b.id)).all():
        raw = pages.bytes_of(connection, row.id)
        base = None if first is None else first[0]
        packed = packing.pack(raw, None if first is None else first[1])
        sealed = seal(row.sha256, len(raw), base, row.place, packed)
        connection.execute(update(blob).where(b.id == row.id).values(base=base, packed=packed, seal=sealed))
        first = first or (row.id, raw)
    connection.execute(delete(blob).where(b.id == number))
