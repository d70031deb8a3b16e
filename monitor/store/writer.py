"""The one thread that writes. Units of work come in from anywhere, their results go out as futures.

Each unit is all or nothing: it runs in its own savepoint, and units that wait together share one commit, because a
synced commit costs 3 ms and a savepoint 0.05 ms. A result is given out only after the commit that holds it.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from monitor.errors import StoreDamaged
from monitor.store.database import Database

T = TypeVar("T")


class Unit(NamedTuple):
    """One piece of work, where its result goes, and whether it may wait a moment for others to share its commit."""

    work: Callable[[Connection], Any]
    future: Future[Any]
    patient: bool


SHARE_AT_MOST = 64
"""Units in one commit; keeps a busy daemon from holding the write lock for longer than about 50 ms."""


GATHER_SECONDS = 0.02
"""How long a patient unit waits for others: a busy daemon then pays for 50 commits a second and not for hundreds."""


class Writer:
    """Runs units of work on one connection, in the order in which they were given.

    `wrong` is why the last commit that had something to store could not be made, None once one could; `damage` is the
    first sign of a damaged file.
    """

    def __init__(self, engine: Engine, database: Database) -> None:
        self._engine = engine
        self._database = database
        self._waiting: queue.SimpleQueue[Unit | None] = queue.SimpleQueue()
        self._hurry = threading.Event()
        self.wrong: Exception | None = None
        self.damage: StoreDamaged | None = None
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[Connection], T], *, patient: bool = False) -> Future[T]:
        """Queue one unit. The future holds its result after the commit, or the error of ours that undid it."""
        future: Future[T] = Future()
        self._waiting.put(Unit(work, future, patient))
        if not patient:
            self._hurry.set()
        return future

    def close(self) -> None:
        """Finish what waits, then stop and let go of the file."""
        self._waiting.put(None)
        self._hurry.set()
        self._thread.join()
        self._engine.dispose()

    def _run(self) -> None:
        while True:
            first = self._waiting.get()
            if first is None:
                return
            if first.patient:
                self._hurry.wait(GATHER_SECONDS)
            # Whoever sets it from here on has put its unit into the queue before, so the loop below finds it.
            self._hurry.clear()
            units = [first]
            ending = False
            while len(units) < SHARE_AT_MOST and not self._waiting.empty():
                unit = self._waiting.get()
                if unit is None:
                    ending = True
                    break
                units.append(unit)
            self._commit(units)
            if ending:
                return

    def _commit(self, units: list[Unit]) -> None:
        results: list[tuple[Future[Any], Any, BaseException | None]] = []
        try:
            with self._engine.connect() as connection, connection.begin():
                before = self._database.mark(connection)
                for work, future, _ in units:
                    # Whoever asked may be gone; from here on the future can no longer be cancelled under us.
                    if not future.set_running_or_notify_cancel():
                        continue
                    connection.exec_driver_sql("SAVEPOINT unit")
                    try:
                        value = work(connection)
                        connection.exec_driver_sql("RELEASE unit")
                    except Exception as wrong:
                        if not self._database.still_open(connection):
                            # A full disk ends the whole transaction: nothing of this group is kept.
                            raise
                        connection.exec_driver_sql("ROLLBACK TO unit")
                        connection.exec_driver_sql("RELEASE unit")
                        error = self._readable(wrong)
                        results.append((future, None, error))
                    else:
                        results.append((future, value, None))
                wrote = self._database.wrote(connection, before)
        except Exception as wrong:
            reason = self._readable(wrong)
            self.wrong = reason
            for unit in units:
                if not unit.future.cancelled():
                    unit.future.set_exception(reason)
            return
        if wrote:
            # A commit without a row proves nothing: it needs no room.
            self.wrong = None
        for future, value, failure in results:
            if failure is None:
                future.set_result(value)
            else:
                future.set_exception(failure)

    def _readable(self, wrong: Exception) -> Exception:
        error = self._database.readable(wrong) if isinstance(wrong, DBAPIError) else wrong
        if isinstance(error, StoreDamaged):
            self.damage = self.damage or error
        return error
