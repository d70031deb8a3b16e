"""Store: one data folder, opened. Hands connections to the functions of this package; holds no statement itself."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from monitor.errors import StoreDamaged, StoreError
from monitor.store.database import BUSY_SECONDS, Database, OnFile
from monitor.store.file import FILE
from monitor.store.writer import Writer

T = TypeVar("T")
P = ParamSpec("P")


def place_of(folder: Path, database: str) -> Database:
    """Where the store of this folder and this setting lies. Raises StoreError where the setting cannot be used."""
    if not database:
        return OnFile(folder / FILE)
    from monitor.store.postgres import OnServer  # its dialect and its driver, only where they are asked for

    return OnServer(database)


class Store:
    """`read` and `write` run a function of this package in one transaction.

    `store.read(history.articles, tag="gaza")`.
    """

    def __init__(self, folder: Path, *, database: str = "", patience: float = BUSY_SECONDS) -> None:
        """`database` is the address of a PostgreSQL database, "" for SQLite in the folder."""
        self.path = folder / FILE
        self.place = place_of(folder, database)
        self.place.prepare()
        self._reading = self.place.engine(writing=False, patience=patience)
        self._writer = Writer(self.place.engine(writing=True, patience=patience), self.place)
        self._damage = ""

    def read(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **named: P.kwargs) -> T:
        """Run `work` on one snapshot of the store. Blocks; raises StoreLocked, StoreDamaged and what `work` raises."""
        try:
            with self._reading.connect() as connection, connection.begin():
                return work(connection, *args, **named)
        except DBAPIError as wrong:
            error = self.place.readable(wrong)
            if isinstance(error, StoreDamaged):
                self.found_damaged(str(error))
            raise error from wrong
        except StoreDamaged as wrong:
            self.found_damaged(str(wrong))
            raise

    def submit(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **named: P.kwargs) -> Future[T]:
        """Queue `work` for the writing thread; its result comes after the commit."""
        return self._writer.submit(lambda connection: work(connection, *args, **named))

    def submit_patient(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **named: P.kwargs
    ) -> Future[T]:
        """As `submit`, for work that nobody watches: it may wait 20 ms for others to share its commit."""
        return self._writer.submit(lambda connection: work(connection, *args, **named), patient=True)

    def write(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **named: P.kwargs) -> T:
        """Run `work` in one writing transaction and wait for its commit."""
        return self.submit(work, *args, **named).result()

    def write_in_steps(self, work: Callable[Concatenate[Connection, P], int], *args: P.args, **named: P.kwargs) -> int:
        """Run `work` in one transaction after the other until it finds nothing left to do; how much it did in all.

        Others write in between, and the write-ahead log stays as short as one step makes it.
        """
        total = 0
        while done := self.write(work, *args, **named):
            total += done
        return total

    def answers(self) -> bool:
        """For /readyz: the database can be read, and could be written when there last was something to write."""
        try:
            self.read(lambda connection: connection.exec_driver_sql("SELECT 1").scalar())
        except (DBAPIError, StoreError):
            return False
        return self._writer.wrong is None

    @property
    def damage(self) -> str:
        """What was first found to be damaged since this store was opened, "" for nothing."""
        return self._damage or str(self._writer.damage or "")

    def found_damaged(self, what: str) -> None:
        """Remember that the store is damaged. It stays so until it is opened anew: damage does not mend itself."""
        self._damage = self._damage or what

    def size(self) -> int:
        """Bytes of the database, with its write-ahead log where that is a file of ours."""
        with self._reading.connect() as connection:
            return self.place.size(connection)

    def close(self) -> None:
        """Finish waiting writes and let go of the file."""
        self._writer.close()
        self._reading.dispose()
