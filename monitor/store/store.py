"""Store: one data folder, opened. Hands connections to the functions of this package; holds no statement itself."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from monitor.errors import StoreDamaged, StoreError
from monitor.store.database import BUSY_SECONDS, open_engine, prepare, readable_errors
from monitor.store.file import FILE
from monitor.store.writer import Writer

T = TypeVar("T")
P = ParamSpec("P")


class Store:
    """`read` and `write` run a function of this package in one transaction.

    `store.read(history.articles, tag="gaza")`.
    """

    def __init__(self, folder: Path, *, patience: float = BUSY_SECONDS) -> None:
        self.path = folder / FILE
        prepare(self.path)
        self._reading = open_engine(self.path, writing=False, patience=patience)
        self._writer = Writer(open_engine(self.path, writing=True, patience=patience), self.path)
        self._damage = ""

    def read(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **named: P.kwargs) -> T:
        """Run `work` on one snapshot of the store. Blocks; raises StoreLocked, StoreDamaged and what `work` raises."""
        try:
            with readable_errors(self.path), self._reading.connect() as connection, connection.begin():
                return work(connection, *args, **named)
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
        except (DatabaseError, StoreError):
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
        """Bytes of the database file and its write-ahead log."""
        files = (self.path, self.path.with_name(self.path.name + "-wal"))
        return sum(f.stat().st_size for f in files if f.exists())

    def close(self) -> None:
        """Finish waiting writes and let go of the file."""
        self._writer.close()
        self._reading.dispose()
