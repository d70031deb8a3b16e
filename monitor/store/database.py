"""Opens the database file: connection settings, schema version, and errors in words a person can act on.

One writer thread owns the only writing connection; readers take their own. Never decides what is stored.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError

from monitor.errors import StoreDamaged, StoreError, StoreFull, StoreLocked, StoreNewer
from monitor.store import acts, chain

SCHEMA = "0019"
"""The newest revision under migrations/versions; a test compares the two."""
WITH_ACTS = "0018"
"""The first with acts. A later step must not vouch for rows that somebody put there by another way."""

BUSY_SECONDS = 10.0
WRITER_CACHE_KB = 8_000
READER_CACHE_KB = 2_000
"""Of each reader, and there may be some at once; what falls out of it is still in the memory of the system."""


def open_engine(path: Path, *, writing: bool, patience: float = BUSY_SECONDS, migrating: bool = False) -> Engine:
    """An engine on the SQLite file at `path`. A writing engine starts every transaction with BEGIN IMMEDIATE.

    `patience` is how many seconds it waits for another program that holds the file. One for `migrating` enforces no
    foreign keys, as SQLite asks for (https://www.sqlite.org/lang_altertable.html, the 12 steps).

    IMMEDIATE, because a deferred transaction that turns to writing half-way fails at once with SQLITE_BUSY instead of
    waiting its turn.
    """
    engine = create_engine(
        f"sqlite:///{path}",
        connect_args={"timeout": patience, "check_same_thread": False},
        # The connection that was used last: in turn, each would hold the same pages in a cache of its own.
        pool_use_lifo=True,
    )

    @event.listens_for(engine, "connect")
    def _settings(connection: sqlite3.Connection, _record: object) -> None:
        try:
            _set_up(connection, migrating, WRITER_CACHE_KB if writing else READER_CACHE_KB)
        except sqlite3.Error:
            # The pool forgets a connection whose first words failed (a file that is no database), but leaves it open.
            connection.close()
            raise

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _set_up(connection: sqlite3.Connection, migrating: bool, cache_kb: int) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL").close()
    # FULL: an alert that was sent must not point at a version that a power cut took back.
    connection.execute("PRAGMA synchronous=FULL").close()
    connection.execute(f"PRAGMA foreign_keys={'OFF' if migrating else 'ON'}").close()
    connection.execute(f"PRAGMA cache_size=-{cache_kb}").close()


def prepare(path: Path) -> None:
    """Bring the file at `path` to this release's schema, making it if there is none.

    Raises StoreNewer for a file of a newer release, StoreError where the folder cannot be written.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Made here and not by SQLite, which would let everybody on this machine read what was told to whom. Its log and
        # its index of the log take over the mode of the file.
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as wrong:
        raise StoreError(f"{path.parent}: cannot make the data folder ({wrong.strerror}); check its owner") from wrong
    engine = open_engine(path, writing=True, migrating=True)
    try:
        with readable_errors(path), engine.begin() as connection:
            found = _revision(connection)
            if found == SCHEMA:
                return
            if found is not None and found > SCHEMA:
                raise StoreNewer(
                    f"{path}: written by a newer Rowback (schema {found}, this one knows {SCHEMA}); upgrade Rowback, "
                    "or point [service] data at another folder"
                )
            migrate(connection)
            chain.begin(connection)
            if (found or "") < WITH_ACTS:
                acts.take_up(connection)
            if broken := connection.execute(text("PRAGMA foreign_key_check")).first():
                raise StoreDamaged(f"{path}: a row of {broken[0]} points nowhere; restore it from a backup")
    finally:
        engine.dispose()


def _revision(connection: Connection) -> str | None:
    known = connection.execute(text("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")).first()
    if known is None:
        return None
    row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
    return None if row is None else str(row[0])


def migrate(connection: Connection) -> None:
    """Apply the revisions that a database has not seen."""
    # Imported here: only a first start or an upgrade pays for it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


@contextmanager
def readable_errors(path: Path) -> Iterator[None]:
    """Turn driver errors into ours by SQLite's error name, never by message text."""
    try:
        yield
    except DBAPIError as wrong:
        raise readable(path, wrong) from wrong


def readable(path: Path, wrong: DBAPIError) -> Exception:
    """Our error for the driver's, or the driver's own where no user can mend it."""
    name = getattr(wrong.orig, "sqlite_errorname", "") or ""
    if name.startswith("SQLITE_BUSY") or name.startswith("SQLITE_LOCKED"):
        return StoreLocked(
            f"{path}: another program has held the database for too long; close it (a database browser, "
            "a backup) and try again"
        )
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR_WRITE")):
        return StoreFull(
            f"{path}: the disk is full; nothing was half written. Free some space, Rowback goes on by itself"
        )
    if name in ("SQLITE_NOTADB", "SQLITE_CORRUPT") or name.startswith("SQLITE_CORRUPT"):
        return StoreDamaged(f"{path}: not a sound database file ({wrong.orig}); restore it from a backup")
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN")):
        return StoreError(f"{path}: cannot be opened for writing ({wrong.orig}); check the file's owner and the folder")
    return wrong


class Database(Protocol):
    """Where a store lies: what the rest of this package asks of SQLite and of PostgreSQL alike."""

    name: str
    """How it is called in errors."""
    folder_bound: bool
    """Whether it is a file of the data folder, which is looked after, saved and mended by us."""

    def prepare(self) -> None:
        """Bring it to this release's schema."""

    def engine(self, *, writing: bool, patience: float) -> Engine:
        """An engine on it; a writing one lets one transaction in at a time."""

    def readable(self, wrong: DBAPIError) -> Exception:
        """Our error for the driver's."""

    def mark(self, connection: Connection) -> int:
        """Where a transaction begins, for `wrote`."""

    def wrote(self, connection: Connection, before: int) -> bool:
        """Whether anything was changed since the mark."""

    def still_open(self, connection: Connection) -> bool:
        """Whether the transaction can go on after a statement failed."""

    def size(self, connection: Connection) -> int:
        """Bytes it takes."""

    def counted(self, connection: Connection) -> dict[str, int]:
        """The last number that a table gave to a row, where it never gives one again though the row is gone."""

    def count_on(self, connection: Connection, last: Mapping[str, int]) -> None:
        """Give the rows to come the numbers after what is there, and after these."""


class OnFile:
    """A store in a file of SQLite."""

    folder_bound = True

    def __init__(self, path: Path) -> None:
        self._path = path
        self.name = str(path)

    def prepare(self) -> None:
        """Make the file, or bring it to this release's schema."""
        prepare(self._path)

    def engine(self, *, writing: bool, patience: float) -> Engine:
        """As open_engine."""
        return open_engine(self._path, writing=writing, patience=patience)

    def readable(self, wrong: DBAPIError) -> Exception:
        """As the function of that name."""
        return readable(self._path, wrong)

    def mark(self, connection: Connection) -> int:
        """Rows changed on this connection so far."""
        raw: Any = connection.connection.dbapi_connection
        return int(raw.total_changes)

    def wrote(self, connection: Connection, before: int) -> bool:
        """Whether a row was changed since."""
        return self.mark(connection) > before

    def still_open(self, connection: Connection) -> bool:
        """A full disk ends the whole transaction."""
        raw: Any = connection.connection.dbapi_connection
        return bool(raw.in_transaction)

    def size(self, connection: Connection) -> int:
        """Bytes of the file and its write-ahead log."""
        files = (self._path, self._path.with_name(self._path.name + "-wal"))
        return sum(one.stat().st_size for one in files if one.exists())

    def counted(self, connection: Connection) -> dict[str, int]:
        """As SQLite keeps it for a table with AUTOINCREMENT."""
        rows = connection.execute(text("SELECT name, seq FROM sqlite_sequence"))
        return {row.name: int(row.seq) for row in rows}

    def count_on(self, connection: Connection, last: Mapping[str, int]) -> None:
        """Other tables go on after their highest number by themselves."""
        for name, number in last.items():
            known = {"name": name, "number": number}
            connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), known)
            connection.execute(text("INSERT INTO sqlite_sequence VALUES (:name, :number)"), known)
