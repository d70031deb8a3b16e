"""Statements that run often, compiled once: an SQLAlchemy statement goes in, rows or a count of rows come out.

Building and looking up a statement costs SQLAlchemy up to 0.2 ms a call, running it 0.01. Values go to the driver as
they are, so they must be what a column of it stores. Holds no statement itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Executable


class Ready:
    """One statement with named parameters. For an INSERT, `columns` are those that get a value."""

    def __init__(self, statement: Executable, *columns: str) -> None:
        self._statement: Any = statement
        self._columns = list(columns) or None
        self._compiled: dict[str, tuple[str, list[str] | None, dict[str, Any]]] = {}
        self._lock = Lock()

    def all(self, connection: Connection, **values: Any) -> Sequence[Any]:
        """Every row."""
        rows: Sequence[Any] = self._run(connection, values).all()
        return rows

    def first(self, connection: Connection, **values: Any) -> Any:
        """The first row, None where there is none."""
        return self._run(connection, values).first()

    def value(self, connection: Connection, **values: Any) -> Any:
        """The first value of the first row, None where there is none."""
        return self._run(connection, values).scalar()

    def run(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """Change something; how many rows."""
        return int(self._run(connection, values).rowcount)

    def many(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Change something for each of these."""
        text, names, fixed = self._ready(connection)
        if ready := [_given(names, row, fixed) for row in rows]:
            connection.exec_driver_sql(text, ready)

    def _run(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        text, names, fixed = self._ready(connection)
        return connection.exec_driver_sql(text, _given(names, values, fixed))

    def _ready(self, connection: Connection) -> tuple[str, list[str] | None, dict[str, Any]]:
        found = self._compiled.get(connection.dialect.name)
        if found is None:
            with self._lock:
                compiled = self._statement.compile(dialect=connection.dialect, column_keys=self._columns)
                names = None if compiled.positiontup is None else list(compiled.positiontup)
                found = self._compiled[connection.dialect.name] = (str(compiled), names, dict(compiled.params))
        return found


def _given(names: Sequence[str] | None, values: Mapping[str, Any], fixed: Mapping[str, Any]) -> Any:
    """The values as the statement takes them: in its order (SQLite) or, where it knows none, by name (PostgreSQL).

    A literal of the statement itself stands under a name of its own.
    """
    if names is None:
        return {**fixed, **values}
    return tuple(values[name] if name in values else fixed[name] for name in names)
