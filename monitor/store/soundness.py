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

JSON_COLUMNS = (("change", "fields"), ("alert", "body"), ("fact", "fields"), ("watch", "tags"))
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
        if "malformed JSON" in str(wrong):  # a column that is reckoned from JSON, met before the JSON was looked at
            return [f"a row holds JSON that cannot be read ({wrong})"]
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
    for table, column in JSON_COLUMNS:
        query = f"SELECT count(*) FROM {table} WHERE NOT json_valid({column})"  # noqa: S608 - names of ours
        if bad := connection.execute(query).fetchone()[0]:
            found.append(f"table {table}: {bad} rows whose {column} cannot be read")
    return found


def versions(connection: sqlite3.Connection, pause: Callable[[], None] = lambda: None) -> Iterator[str]:
    """Each version that no longer has its hash, or is gone and was not given up by a repair."""
    given_up = _given_up(connection)
    for number, url, newest in connection.execute("SELECT id, url, version FROM article ORDER BY id").fetchall():
        held, wrong = _read_through(connection, number)
        gone = sorted(set(range(1, newest + 1)) - held - given_up.get(number, set()))
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


def _given_up(connection: sqlite3.Connection) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    # A backup of an older release has no such table.
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'lost'").fetchone():
        for article, number in connection.execute("SELECT article_id, number FROM lost"):
            found.setdefault(article, set()).add(number)
    return found


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
        text = unpacked(body, base, text)
        if text is None or codec.sha256(text) != sha:
            wrong.append(number)
    return held, wrong


def unpacked(body: bytes, base: int | None, before: str | None) -> str | None:
    """The text of a stored body, None where it cannot be read; `before` is the text it may have been made from."""
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
