"""A whole store copied from one database into another, SQLite or PostgreSQL: all of it or nothing.

One snapshot goes out, one transaction comes in. Before it is committed every table is read back and compared by count
and hash, and the chain by its head. Never changes what it copies from nor writes into a store that holds
anything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, func, insert, literal, select
from sqlalchemy.exc import DBAPIError

from monitor.errors import StoreDamaged, StoreError
from monitor.store import chain
from monitor.store.database import BUSY_SECONDS, Database
from monitor.store.page_tables import chain as chain_table
from monitor.store.search_tables import paragraph
from monitor.store.tables import article, metadata

AT_ONCE = 500
"""Rows in one statement."""


@dataclass(frozen=True, slots=True)
class CopiedTable:
    """One table: its rows, and the hash of them in the order of their keys."""

    name: str
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied and found to be the same on both sides."""

    tables: tuple[CopiedTable, ...]
    entries: int
    head: str

    @property
    def rows(self) -> int:
        """Of all tables."""
        return sum(one.rows for one in self.tables)


def copy(source: Database, target: Database, said: Callable[[str], None] = lambda _: None) -> Copied:
    """Copy a store; `said` hears of each table. Raises StoreError where the target holds something already.

    Raises StoreDamaged where the copy is not what was copied; nothing is left of it then.
    """
    source.prepare()
    target.prepare()
    with _opened(source, writing=False) as reading, _opened(target, writing=True) as writing:
        try:
            with reading.connect() as theirs, theirs.begin(), writing.connect() as ours, ours.begin():
                _empty(ours, target)
                copied = [table for table in metadata.sorted_tables if table is not paragraph]
                read = tuple(_copied(theirs, ours, table, said) for table in copied)
                target.count_on(ours, source.counted(theirs))
                said("compare")
                for one in read:
                    if _found(ours, metadata.tables[one.name]) != one:
                        raise StoreDamaged(f"{target.name}: table {one.name} is not what was copied; nothing is kept")
                head = chain.head(theirs)
                if chain.head(ours) != head:
                    raise StoreDamaged(f"{target.name}: the chain ends elsewhere; nothing is kept")
                return Copied(read, head.n, head.sha256.hex())
        except DBAPIError as wrong:
            # Which of the two it was is in the driver's own words.
            raise target.readable(wrong) from wrong


@contextmanager
def _opened(database: Database, *, writing: bool) -> Iterator[Engine]:
    engine = database.engine(writing=writing, patience=BUSY_SECONDS)
    try:
        yield engine
    finally:
        engine.dispose()


def _empty(connection: Connection, target: Database) -> None:
    """Raises StoreError unless this is a new store, which holds one entry: that its chain begins."""
    for table in metadata.sorted_tables:
        rows = int(connection.execute(select(func.count()).select_from(table)).scalar_one())
        if rows > (1 if table is chain_table else 0):
            raise StoreError(f"{target.name}: holds a store already ({rows} rows in {table.name}); name an empty place")
    connection.execute(delete(chain_table))


def _copied(source: Connection, target: Connection, table: Table, said: Callable[[str], None]) -> CopiedTable:
    said(table.name)
    digest, count = hashlib.sha256(), 0
    statement = insert(table)
    for rows in _batches(source, table):
        for row in rows:
            digest.update(_line(row))
        count += len(rows)
        target.execute(statement, [dict(row._mapping) for row in rows])
    return CopiedTable(table.name, count, digest.hexdigest())


def _found(connection: Connection, table: Table) -> CopiedTable:
    digest, count = hashlib.sha256(), 0
    for rows in _batches(connection, table):
        for row in rows:
            digest.update(_line(row))
        count += len(rows)
    return CopiedTable(table.name, count, digest.hexdigest())


def _batches(connection: Connection, table: Table) -> Iterator[list[Any]]:
    # The index of words is not copied: the service fills it beside its work, from the versions.
    columns = [literal(0).label(c.name) if c is article.c.indexed else c for c in table.columns]
    wanted = select(*columns).order_by(*table.primary_key.columns)
    with closing(connection.execute(wanted, execution_options={"yield_per": AT_ONCE})) as rows:
        while some := list(islice(rows, AT_ONCE)):
            yield some


def _line(row: Any) -> bytes:
    """A row as both databases hold it: texts of PostgreSQL hold no U+0000 (monitor/store/postgres.py)."""
    plain = (one.replace("\0", "\ufffd") if isinstance(one, str) else one for one in row)
    return repr(tuple(bytes(one) if isinstance(one, memoryview) else one for one in plain)).encode(errors="replace")
