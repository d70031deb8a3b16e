"""Whether a database file is whole: a path goes in, what is wrong with it comes out, a sentence each. Changes nothing.

Looks in three ways: at SQLite's own structure, page by page, at each version, whose hash was stored with it, and at the
chain of hashes with all that it records (verifying.py).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import zstandard

from monitor.errors import StoreError
from monitor.store import codec, verifying

MOST = 20
"""Faults named in one look; more would say nothing more."""

LONGEST_TEXT = 256_000_000
"""Bytes of one version: a damaged length must not ask for all memory."""

_JSON = (("change", "fields"), ("alert", "body"), ("fact", "fields"), ("watch", "tags"))
_BROKEN = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_IOERR")


def opened(path: Path) -> sqlite3.Connection:
    """A connection that only reads; beside a running daemon it sees one snapshot a statement."""
    connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=10, check_same_thread=False)
    # Text that is no UTF-8 is a fault to be named, not one to stumble over.
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    return connection


def faults(path: Path, *, thorough: bool = False, pause: Callable[[], None] = lambda: None) -> list[str]:
    """What is wrong with the file, [] for nothing. `thorough` compares each index with its table too.

    `pause` is called after each article, so that a look beside other work can wait its turn or be given up. Raises
    StoreError where the file cannot be opened.
    """
    try:
        with closing(opened(path)) as connection:
            if found := pages(connection, thorough=thorough):
                return found
            if not _ours(connection):
                return ["the file is a database, but not one of Rowback"]
            return texts(connection) or list(_first(_recorded(connection, pause)))
    except sqlite3.DatabaseError as wrong:
        if not (getattr(wrong, "sqlite_errorname", None) or "SQLITE_NOTADB").startswith(_BROKEN):
            raise StoreError(f"{path}: cannot be read ({wrong})") from wrong
        return [f"the file cannot be read as a database ({wrong})"]


def pages(connection: sqlite3.Connection, *, thorough: bool) -> list[str]:
    """What SQLite finds wrong with its pages."""
    rows = connection.execute(f"PRAGMA {'integrity_check' if thorough else 'quick_check'}({MOST})")
    lines = (line for (text,) in rows for line in str(text).splitlines())
    return [f"pages: {line}" for line in lines if line != "ok" and not line.startswith("***")]


def texts(connection: sqlite3.Connection) -> list[str]:
    """Columns that hold JSON and no longer do."""
    found = []
    for table, column in _JSON:
        query = f"SELECT count(*) FROM {table} WHERE NOT json_valid({column})"  # noqa: S608 - names of ours
        if bad := connection.execute(query).fetchone()[0]:
            found.append(f"table {table}: {bad} rows whose {column} cannot be read")
    return found


def versions(connection: sqlite3.Connection, pause: Callable[[], None] = lambda: None) -> Iterator[str]:
    """Each version that is gone or no longer has its hash."""
    for number, url, newest in connection.execute("SELECT id, url, version FROM article ORDER BY id").fetchall():
        held, wrong = _read_through(connection, number)
        gone = sorted(set(range(1, newest + 1)) - held)
        for words, numbers in (("is missing", gone), ("does not have its hash", wrong)):
            yield from (f"version {one} of {url} {words}" for one in numbers)
        pause()


def _recorded(connection: sqlite3.Connection, pause: Callable[[], None]) -> Iterator[str]:
    """Versions that are damaged, named as plainly as they can be; where none is, whatever is not what was recorded."""
    damaged = False
    for one in versions(connection, pause):
        damaged = True
        yield one
    if not damaged and verifying.chained(connection):
        yield from verifying.faults(connection, pause)


def _ours(connection: sqlite3.Connection) -> bool:
    known = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return {"alembic_version", "article", "version"} <= known


def _read_through(connection: sqlite3.Connection, article: int) -> tuple[set[int], list[int]]:
    """The numbers that are stored, and those whose text is not the one that was stored. Each body is decoded once."""
    rows = connection.execute(
        "SELECT number, sha256, base, body FROM version WHERE article_id = ? ORDER BY number", (article,)
    )
    held: set[int] = set()
    wrong: list[int] = []
    text: str | None = None
    for number, sha, base, body in rows:
        held.add(number)
        text = _unpacked(body, base, text)
        if text is None or codec.sha256(text) != sha:
            wrong.append(number)
    return held, wrong


def _unpacked(body: bytes, base: int | None, before: str | None) -> str | None:
    if base is not None and before is None:
        return None
    try:
        if zstandard.get_frame_parameters(body).content_size > LONGEST_TEXT:
            return None
        return codec.unpack(body, None if base is None else before)
    except (zstandard.ZstdError, UnicodeDecodeError, MemoryError):
        return None


def _first(found: Iterator[str]) -> Iterator[str]:
    for at, one in enumerate(found):
        if at == MOST:
            yield "and more"
            return
        yield one
