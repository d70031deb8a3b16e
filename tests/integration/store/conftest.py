"""Every test of the store runs on SQLite and on PostgreSQL, unless it says that it is of SQLite's file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from monitor.store import store
from monitor.store.database import Database
from monitor.store.postgres import OnServer
from tests import postgres


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    with postgres.server() as one:
        yield one


@pytest.fixture(params=["sqlite", "postgresql"], autouse=True)
def place(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where a store of a folder lies in this test: in its file, or in a database of its own."""
    if request.param == "sqlite" or request.node.get_closest_marker("server"):
        yield request.param
        return
    made: dict[Path, str] = {}
    spare: list[str] = []
    one: postgres.Server = request.getfixturevalue("server")

    def place_of(folder: Path, database: str) -> Database:
        if not database and folder not in made:
            made[folder] = spare.pop() if spare else one.prepared()
        return Remembered(database or made[folder])

    opened: list[Engine] = []

    class Remembered(OnServer):
        def engine(self, *, writing: bool, patience: float = 10.0) -> Engine:
            opened.append(super().engine(writing=writing, patience=patience))
            return opened[-1]

    spare.append(one.prepared())  # before the patch: it makes a store itself
    monkeypatch.setattr(store, "place_of", place_of)
    yield "postgresql"
    monkeypatch.undo()
    for engine in opened:  # many tests leave their store open
        engine.dispose()
    for url in {*spare, *made.values()}:
        one.take_back(url)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is of SQLite's own file (its bytes, its pages, its query plans, its old schemas) has nothing to say there."""
    left = [one for one in items if one.get_closest_marker("file") and "[postgresql" in one.name]
    left += [one for one in items if one.get_closest_marker("server") and "[sqlite" in one.name]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [one for one in items if one not in left]
