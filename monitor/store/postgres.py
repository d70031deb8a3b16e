"""All that differs on PostgreSQL: connections, the schema of a new database, upserts, values, and errors in our words.

An address comes in, engines come out that run the statements of this package as they are. Holds no statement about
articles. Migrations of before this release are of SQLite alone: a new database gets the tables as they are now.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from pathlib import Path
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Double,
    Engine,
    Integer,
    MetaData,
    Text,
    create_engine,
    event,
    func,
    make_url,
    select,
    text,
)
from sqlalchemy.dialects.sqlite.dml import OnConflictDoNothing, OnConflictDoUpdate
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.compiler import compiles

from monitor.errors import StoreDamaged, StoreError, StoreFull, StoreGone, StoreLocked, StoreNewer
from monitor.store import chain
from monitor.store.database import BUSY_SECONDS, SCHEMA, migrate
from monitor.store.tables import metadata

WRITE_LOCK = 0x526F_7762
"""The advisory lock of whoever writes: one at a time, as in SQLite, on which the chain and the stages build."""

HELD_AT_MOST = 8_000
"""Milliseconds a transaction may stand still before the server ends it: a stopped machine must not hold the others."""

CONNECT_SECONDS = 10
_WORDS = Path(__file__).with_name("postgres.sql")
_PARTED = "--------\n"

_LOCKED = ("55P03", "57014", "40001", "40P01")
_FULL = ("53100", "53200")
_DAMAGED = ("XX001", "XX002")
_GONE = ("08", "57P", "53300", "25P03")
_REFUSED = ("28", "3D000", "42501", "25006")


class OnServer:
    """A store in a database of a PostgreSQL server; as OnFile of monitor/store/database.py."""

    folder_bound = False

    def __init__(self, address: str) -> None:
        """Raises StoreError where the address is none, or where the driver is not installed."""
        try:
            url = make_url(address).set(drivername="postgresql+psycopg")
        except ArgumentError as wrong:
            raise StoreError("[service] database: not an address like postgresql://user@host/name") from wrong
        self._url = url
        self.name = url.set(drivername="postgresql").render_as_string(hide_password=True)
        try:
            import psycopg  # noqa: F401
        except ImportError as wrong:
            raise StoreError(
                f"{self.name}: PostgreSQL wants the extra `cluster`; install it with `pip install 'rowback[cluster]'`"
            ) from wrong

    def engine(self, *, writing: bool, patience: float = BUSY_SECONDS) -> Engine:
        """An engine on the database. A writing one lets one transaction in at a time, over all machines."""
        engine = create_engine(
            self._url,
            pool_pre_ping=True,
            pool_size=1 if writing else 5,
            max_overflow=0 if writing else 15,
            connect_args={
                "connect_timeout": CONNECT_SECONDS,
                "application_name": "rowback",
                "keepalives_idle": 10,
                "keepalives_interval": 5,
                "keepalives_count": 3,
            },
            # A reader sees one snapshot, whatever is written meanwhile; the one writer sees what the last one left.
            isolation_level="READ COMMITTED" if writing else "REPEATABLE READ",
            execution_options={} if writing else {"postgresql_readonly": True},
        )

        @event.listens_for(engine, "connect")
        def _settings(connection: Any, _record: object) -> None:
            _set_up(connection, patience)

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            if writing:
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})")

        return engine

    def prepare(self) -> None:
        """Bring the database to this release's schema, making it in an empty one.

        Raises StoreNewer for one of a newer release, StoreError where it cannot be reached or is not ours.
        """
        engine = self.engine(writing=True, patience=60)
        try:
            with engine.begin() as connection:
                found = self._revision(connection)
                if found == SCHEMA:
                    return
                if found is not None and found > SCHEMA:
                    raise StoreNewer(
                        f"{self.name}: written by a newer Rowback (schema {found}, this one knows {SCHEMA}); upgrade "
                        "Rowback on this machine"
                    )
                if found is None:
                    _make(connection)
                else:
                    migrate(connection)
                chain.begin(connection)
        except DBAPIError as wrong:
            raise self.readable(wrong) from wrong
        finally:
            engine.dispose()

    def _revision(self, connection: Connection) -> str | None:
        encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
        if encoding != "UTF8":
            raise StoreError(f"{self.name}: is encoded as {encoding}; make the database anew with ENCODING 'UTF8'")
        if connection.execute(text("SELECT to_regclass('alembic_version')")).scalar() is None:
            if connection.execute(text("SELECT to_regclass('article')")).scalar() is not None:
                raise StoreError(f"{self.name}: holds the tables of another program; name an empty database")
            return None
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())

    def readable(self, wrong: DBAPIError) -> Exception:
        """Our error for the driver's by its SQLSTATE, or the driver's own where no user can mend it."""
        state: str = getattr(wrong.orig, "sqlstate", None) or ""
        said = str(wrong.orig).strip().splitlines()[0] if str(wrong.orig).strip() else type(wrong.orig).__name__
        if state in _LOCKED:
            return StoreLocked(f"{self.name}: another machine has held the database for too long ({said}); try again")
        if state in _FULL:
            return StoreFull(
                f"{self.name}: the server's disk is full; nothing was half written. Free some space there, Rowback "
                "goes on by itself"
            )
        if state in _DAMAGED:
            return StoreDamaged(f"{self.name}: the server finds it damaged ({said}); restore it from a backup")
        if state.startswith(_REFUSED):
            return StoreError(f"{self.name}: the server refuses ({said}); check the name, the user and its rights")
        if wrong.connection_invalidated or state.startswith(_GONE) or (not state and _no_connection(wrong)):
            return StoreGone(f"{self.name}: the server does not answer ({said}); Rowback goes on once it does")
        return wrong

    def wrote(self, connection: Connection, before: int) -> bool:
        """Whether this transaction has changed anything: the server numbers only those that have."""
        return connection.execute(text("SELECT pg_current_xact_id_if_assigned() IS NOT NULL")).scalar_one() is True

    def mark(self, connection: Connection) -> int:
        """Where a transaction begins, for `wrote`."""
        return 0

    def still_open(self, connection: Connection) -> bool:
        """Whether the transaction can go on after a statement failed."""
        return not connection.invalidated and not connection.closed

    def size(self, connection: Connection) -> int:
        """Bytes of the database on the server's disk."""
        return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())

    def counted(self, connection: Connection) -> dict[str, int]:
        """Only of the tables that SQLite numbers so: to it, the others go on after their highest number."""
        found = {}
        for table in metadata.sorted_tables:
            if table.dialect_options["sqlite"]["autoincrement"]:
                # NULL for a sequence that has given no number yet.
                last = text("SELECT pg_sequence_last_value(CAST(:sequence AS regclass))")
                found[table.name] = int(connection.execute(last, {"sequence": f'"{table.name}_id_seq"'}).scalar() or 0)
        return found

    def count_on(self, connection: Connection, last: Mapping[str, int]) -> None:
        """A sequence knows nothing of numbers that were put in by hand."""
        for table in metadata.sorted_tables:
            key = next(iter(table.primary_key.columns))
            known = {"table": f'"{table.name}"', "key": key.name}
            sequence = connection.execute(text("SELECT pg_get_serial_sequence(:table, :key)"), known).scalar()
            if sequence is None:
                continue
            highest = connection.execute(select(func.max(key))).scalar() or 0
            if number := max(highest, last.get(table.name, 0)):
                connection.execute(text("SELECT setval(:sequence, :number)"), {"sequence": sequence, "number": number})


def server_ms(connection: Connection) -> int:
    """Milliseconds since 1970 UTC by the server's clock, which all machines share."""
    now = text("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")
    return int(connection.execute(now).scalar_one())


def _no_connection(wrong: DBAPIError) -> bool:
    return type(wrong.orig).__name__ in ("OperationalError", "ConnectionTimeout", "InterfaceError")


def _set_up(connection: Any, patience: float) -> None:
    """What each connection is told first, and how it writes values that SQLite takes and PostgreSQL would not."""
    from psycopg.adapt import Dumper
    from psycopg.types.string import StrDumperUnknown

    class Plain(StrDumperUnknown):
        """Text as it is; U+0000, which no text of PostgreSQL may hold, as U+FFFD."""

        def dump(self, obj: str) -> Any:
            return super().dump(obj.replace("\0", "\ufffd"))

    class Flag(Dumper):
        """Flags are 0 and 1 in the tables."""

        def dump(self, obj: bool) -> bytes:
            return b"1" if obj else b"0"

    connection.adapters.register_dumper(str, Plain)
    connection.adapters.register_dumper(bool, Flag)
    connection.autocommit = True
    connection.execute(f"SET lock_timeout = {int(patience * 1000)}")
    connection.execute(f"SET idle_in_transaction_session_timeout = {HELD_AT_MOST}")
    connection.execute("SET synchronous_commit = on")
    connection.execute("SET client_min_messages = warning")
    connection.autocommit = False


def tables() -> MetaData:
    """The tables as PostgreSQL has them: eight bytes for every number, and texts in the order of their bytes."""
    made = MetaData()
    for table in metadata.sorted_tables:
        theirs = table.to_metadata(made)
        for column in theirs.columns:
            column.type = _type(column)
        for index in theirs.indexes:
            index.dialect_options["postgresql"]["where"] = index.dialect_options["sqlite"]["where"]
    return made


def _type(column: Column[Any]) -> Any:
    kind = column.type
    if isinstance(kind, Text):
        return Text(collation="C")
    if isinstance(kind, Integer):
        return BigInteger()
    return Double() if kind.__visit_name__ == "REAL" else kind


def _make(connection: Connection) -> None:
    tables().create_all(connection, checkfirst=False)
    raw: Any = connection.connection.dbapi_connection
    for statement in _WORDS.read_text(encoding="utf-8").split(_PARTED):
        raw.execute(statement)
    connection.execute(text("CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:one)"), {"one": SCHEMA})


@compiles(OnConflictDoUpdate, "postgresql")
def _update(clause: OnConflictDoUpdate, compiler: Any, **words: Any) -> str:
    """SQLite's clause in PostgreSQL's own words: it is the same but for constraints by name, which we do not use."""
    its = copy(clause)
    its.constraint_target = None  # type: ignore[attr-defined]
    return str(compiler.visit_on_conflict_do_update(its, **words))


@compiles(OnConflictDoNothing, "postgresql")
def _nothing(clause: OnConflictDoNothing, compiler: Any, **words: Any) -> str:
    its = copy(clause)
    its.constraint_target = None  # type: ignore[attr-defined]
    return str(compiler.visit_on_conflict_do_nothing(its, **words))


@compiles(Integer, "postgresql")
def _eight_bytes(kind: Integer, compiler: Any, **words: Any) -> str:
    """SQLite's INTEGER holds eight bytes; values are handed over as such too."""
    return "BIGINT"
