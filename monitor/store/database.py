"""Opens the database file: connection settings, schema version, and errors in words a person can act on.

One writer thread owns the only writing connection; readers take their own. Never decides what is stored.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError

from monitor.errors import StoreDamaged, StoreError, StoreFull, StoreLocked, StoreNewer
from monitor.store import chain

SCHEMA = "0017"
"""The newest revision under migrations/versions; a test compares the two."""

BUSY_SECONDS = 10.0


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
    )

    @event.listens_for(engine, "connect")
    def _settings(connection: sqlite3.Connection, _record: object) -> None:
        try:
            _set_up(connection, migrating)
        except sqlite3.Error:
            # The pool forgets a connection whose first words failed (a file that is no database), but leaves it open.
            connection.close()
            raise

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _set_up(connection: sqlite3.Connection, migrating: bool) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL").close()
    # FULL: an alert that was sent must not point at a version that a power cut took back.
    connection.execute("PRAGMA synchronous=FULL").close()
    connection.execute(f"PRAGMA foreign_keys={'OFF' if migrating else 'ON'}").close()
    connection.execute("PRAGMA cache_size=-8000").close()


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
            _migrate(connection)
            chain.begin(connection)
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


def _migrate(connection: Connection) -> None:
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
    except DatabaseError as wrong:
        raise readable(path, wrong) from wrong


def readable(path: Path, wrong: DatabaseError) -> Exception:
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
