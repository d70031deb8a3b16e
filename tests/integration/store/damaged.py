"""A store with something in it, and the sorts of damage a disk does to its file."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from monitor.keeping.chain import Entry, EntryKind
from monitor.store import Store, chain, database, tables, versions, watches

NOW = 1_790_000_000_000
PAGE = 4096


def chained_up(connection: Connection, number: int) -> None:
    """The entries of the chain that recording would have made for the versions of an article."""
    found = chain.named(connection, number, NOW)
    for row in versions.listing(connection, number):
        facts = chain.facts_digest(connection, number, row.number)
        found.append(Entry(EntryKind.VERSION, NOW, number, row.number, bytes.fromhex(row.sha256), facts))
    chain.append(connection, *found)


def made(folder: Path) -> Path:
    """A store of 20 articles with 20 versions each, closed, so that all of it is in one file."""
    store = Store(folder)
    random.seed(1)
    for at in range(20):
        url = f"https://news.example/{at}"
        number, _ = store.write(watches.add, watches.NewWatch(url, url, "news.example"), NOW)
        for version in range(1, 21):
            # Words that do not compress, so that bodies reach into overflow pages.
            text = "".join(random.choices("abcdefghijklmnopqrstuvwxyz ", k=9000 if at % 5 == 0 else 900))
            store.write(versions.add, number, version, text, NOW)
        store.write(
            lambda c, n=number: c.execute(tables.article.update().where(tables.article.c.id == n).values(version=20))
        )
        store.write(chained_up, number)
    store.close()
    path = folder / "rowback.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone() is not None
        assert connection.execute("PRAGMA page_size").fetchone() == (PAGE,)
    return path


OLD = "0009"
"""A revision that stores of an older release have."""


def older(path: Path, target: Path) -> Path:
    """The same articles and versions in the tables of an older release."""
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
    engine = database.open_engine(target, writing=True, migrating=True)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, OLD)
    engine.dispose()
    with closing(sqlite3.connect(target, isolation_level=None)) as connection:
        connection.execute("ATTACH ? AS new", (str(path),))
        names = "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name <> 'alembic_version'"
        for (name,) in connection.execute(names).fetchall():
            known = [
                {row[1] for row in connection.execute(f"PRAGMA {home}.table_info({name})")} for home in ("main", "new")
            ]
            columns = ", ".join(sorted(known[0] & known[1]))
            if columns:
                connection.execute(f"INSERT INTO main.{name} ({columns}) SELECT {columns} FROM new.{name}")
        connection.execute("DETACH new")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        connection.execute("PRAGMA journal_mode=DELETE").fetchall()
    return target


def flip(path: Path, at: int, count: int = 16) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        before = file.read(count)
        file.seek(at)
        file.write(bytes(byte ^ 0xFF for byte in before))


def pages_of(path: Path, name: str, kind: str) -> list[int]:
    """The numbers of the pages of a table or index, counted from 0: "leaf", "internal" or "overflow"."""
    with closing(sqlite3.connect(path)) as connection:
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0]
    raw = path.read_bytes()
    leaves, internals, todo = [], [], [root - 1]
    while todo:
        page = todo.pop()
        start = page * PAGE + (100 if page == 0 else 0)
        if raw[start] in (2, 5):
            internals.append(page)
            cells = int.from_bytes(raw[start + 3 : start + 5])
            pointers = [int.from_bytes(raw[start + 12 + 2 * i : start + 14 + 2 * i]) for i in range(cells)]
            children = [int.from_bytes(raw[page * PAGE + p : page * PAGE + p + 4]) for p in pointers]
            todo += [child - 1 for child in (*children, int.from_bytes(raw[start + 8 : start + 12]))]
        else:
            leaves.append(page)
    return {"leaf": leaves, "internal": internals}[kind]


def zero(path: Path, page: int) -> None:
    with path.open("r+b") as file:
        file.seek(page * PAGE)
        file.write(b"\0" * PAGE)


DAMAGE = {
    "the magic of the header": lambda path: flip(path, 0),
    "the page size in the header": lambda path: flip(path, 16, 2),
    "the schema": lambda path: flip(path, 100, 60),
    "the head of an inner page": lambda path: flip(path, pages_of(path, "version", "internal")[0] * PAGE, 8),
    "a pointer of an inner page": lambda path: flip(
        path, pages_of(path, "version", "internal")[0] * PAGE + PAGE - 40, 40
    ),
    "the head of a leaf": lambda path: flip(path, pages_of(path, "version", "leaf")[3] * PAGE, 8),
    "the cells of a leaf": lambda path: flip(path, pages_of(path, "version", "leaf")[3] * PAGE + 8, 60),
    "the middle of a leaf": lambda path: flip(path, pages_of(path, "version", "leaf")[5] * PAGE + 2000, 800),
    "an article's row": lambda path: flip(path, pages_of(path, "article", "leaf")[0] * PAGE, 12),
    "an index": lambda path: flip(path, pages_of(path, "article_due", "leaf")[0] * PAGE + 8, 12),
    "a page of zeros": lambda path: zero(path, pages_of(path, "version", "leaf")[7]),
    "the second half": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 // PAGE * PAGE]),
    "the last page": lambda path: path.write_bytes(path.read_bytes()[:-PAGE]),
}
