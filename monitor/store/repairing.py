"""What a damaged store still holds, put into a new one: a database file goes in, a sound one comes out with a list of
what is lost. Changes nothing of what it reads, and never guesses: a row that is not as it was stored is lost.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from mmap import ACCESS_READ, mmap
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from monitor.errors import StoreDamaged, StoreError
from monitor.store import codec, log_frames
from monitor.store.backups import BESIDE, private
from monitor.store.database import SCHEMA, prepare
from monitor.store.leaves import TABLE_LEAF, Pages, Record, Tally
from monitor.store.rechaining import rechain, vouched_for
from monitor.store.search_tables import INDEX, TERMS, paragraph
from monitor.store.soundness import JSON_COLUMNS, faults, opened, unpacked


@dataclass(slots=True)
class Loss:
    """What is lost of one table: rows that were read and are not whole, rows that point to a row which is lost, and
    pages on which nobody can say how many rows stood."""

    rows: int = 0
    pointless: int = 0
    pages: int = 0

    def __bool__(self) -> bool:
        return bool(self.rows or self.pointless or self.pages)


@dataclass(slots=True)
class Repaired:
    """What came of it. `saved` counts rows by table, `versions` are sentences, one for each version or article."""

    saved: dict[str, int] = field(default_factory=dict)
    lost: dict[str, Loss] = field(default_factory=dict)
    versions: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Nothing is lost."""
        return not (any(self.lost.values()) or self.versions or self.notes)

    def sentences(self) -> list[str]:
        """What is lost, a line each."""
        lines = list(self.notes)
        for table, loss in sorted(self.lost.items()):
            for count, words in (
                (loss.pages, "pages cannot be read; how many rows stood on them is not known"),
                (loss.rows, "rows are not as they were stored"),
                (loss.pointless, "rows belong to a row that is lost"),
            ):
                if count:
                    lines.append(f"table {table}: {count} {words}")
        return lines + self.versions


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    columns: tuple[str, ...]
    """In the order in which a record has them."""
    types: tuple[str, ...]
    needed: tuple[bool, ...]
    """Which of them may not be NULL."""
    number: str
    """The column that is the row's number and not in the record, "" for none."""
    clustered: bool


def sound(path: Path) -> list[str]:
    """What is wrong with the file and its log, [] for nothing. No daemon may run on it."""
    said = log_frames.read(path).said()
    return [said] if said else faults(path, thorough=True)


def rescue(damaged: Path, target: Path, now_ms: int) -> Repaired:
    """Fill the new file `target` with what `damaged` and its log still hold.

    Raises StoreDamaged where no article can be saved, StoreError where the files cannot be used.
    """
    done = Repaired()
    try:
        log = log_frames.read(damaged)
        private(target)
        with damaged.open("rb") as file:
            raw = mmap(file.fileno(), 0, access=ACCESS_READ) if damaged.stat().st_size else b""
    except OSError as wrong:
        raise StoreError(f"{damaged}: cannot be read ({wrong.strerror})") from wrong
    if said := log.said():
        done.notes.append(said)
    try:
        with closing(sqlite3.connect(target, isolation_level=None)) as connection:
            connection.execute("BEGIN")
            _fill(connection, Pages(raw, log.pages, log.size), done)
            _remake_articles(connection, done, now_ms)
            _drop_pointless(connection, done)
            connection.execute("COMMIT")
        prepare(target)
        with closing(sqlite3.connect(target, isolation_level=None)) as connection:
            connection.execute("BEGIN")
            _drop_unreadable(connection, done)
            _drop_pointless(connection, done)
            _give_up_versions(connection, done, now_ms)
            _begin_index(connection)
            for sql in _own_schema():
                if sql.startswith("CREATE TRIGGER"):
                    connection.execute(sql.replace("CREATE TRIGGER", "CREATE TRIGGER IF NOT EXISTS", 1))
            connection.execute("COMMIT")
            connection.execute("PRAGMA journal_mode=DELETE").close()
        if not vouched_for(target):
            gone = rechain(target)
            done.notes.append("the chain of hashes begins anew; the damaged store keeps the old one")
            if gone:
                done.notes.append(f"{gone} kept pages are lost")
        if found := faults(target, thorough=True):
            raise StoreDamaged(f"{damaged}: what was saved is not sound ({found[0]}); take a backup")
    except sqlite3.DatabaseError as wrong:
        raise StoreDamaged(f"{damaged}: nothing can be saved ({wrong}); take a backup") from wrong
    if not done.saved.get("article"):
        raise StoreDamaged(f"{damaged}: no article in it can be read; take a backup")
    return done


def clear(target: Path) -> None:
    """Remove an unfinished file and what SQLite keeps beside it."""
    for one in (target, *(target.with_name(target.name + more) for more in BESIDE)):
        one.unlink(missing_ok=True)


def _fill(connection: sqlite3.Connection, pages: Pages, done: Repaired) -> None:
    """Make the tables as they were and put every row into them that can be read."""
    tally = Tally()
    told = [record.values for record in pages.rows(1, tally) if len(record.values) == 5]
    roots = {str(name): root for _, name, _, root, _ in told if isinstance(root, int) and root > 0}
    _make(connection, [str(sql) for *_, sql in told if sql], bool(tally.pages or tally.rows), done)
    tables = _tables(connection)
    tables.pop(paragraph.name, None)  # made anew from the versions, as is the index over it
    for name, table in tables.items():
        tally = Tally() if name in roots else Tally(pages=1)
        rows = pages.rows(roots[name], tally) if name in roots else ()
        refused = sum(not _put(connection, table, record) for record in rows)
        done.lost[name] = Loss(rows=tally.rows + refused, pages=tally.pages)
    for name in roots.keys() - tables.keys():
        for _ in pages.rows(roots[name], Tally()):  # so that its pages count as used
            pass
    pages.pass_over_free()
    torn = [table for name, table in tables.items() if done.lost[name].pages]
    for number in pages.left_over() if torn else ():
        _adopt(connection, pages, number, torn)
    _date_schema(connection)
    for name in tables:
        done.saved[name] = connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - of a schema


# The index keeps its own tables under its name; SQLite makes them with it.
_OF_INDEX = re.compile(rf"CREATE (?:VIRTUAL )?TABLE '?\"?{INDEX}(?:_\w+)?\b")


def _begin_index(connection: sqlite3.Connection) -> None:
    """An empty index: the daemon fills it from the versions that were saved, as after an upgrade."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (INDEX,)).fetchone():
        connection.execute(TERMS)
    connection.execute("UPDATE article SET indexed = 0")


def _date_schema(connection: sqlite3.Connection) -> None:
    """Say which release made the tables, where that was lost. Raises StoreDamaged where it was not this one."""
    if connection.execute("SELECT 1 FROM alembic_version").fetchone():
        return
    with closing(sqlite3.connect(":memory:")) as own:
        for sql in sorted(_own_schema(), key=lambda sql: not sql.startswith("CREATE TABLE")):
            own.execute(sql)
        if _tables(own) != _tables(connection):
            raise StoreDamaged("the store does not say any more which release made it, and it was another than this")
    connection.execute("INSERT INTO alembic_version VALUES (?)", (SCHEMA,))


def _make(connection: sqlite3.Connection, statements: Iterable[str], torn: bool, done: Repaired) -> None:
    for sql in statements:
        if "sqlite_sequence" in sql or sql.startswith("CREATE TRIGGER") or _OF_INDEX.match(sql):
            continue  # SQLite makes the one with the first table that counts its rows; the others would refuse repairs
        try:
            connection.execute(sql)
        except sqlite3.DatabaseError:
            torn = True
    if not torn:
        return
    # What the file no longer says of its tables is taken from this release; where it was another's, rows do not fit.
    done.notes.append("the list of tables is damaged; those of this release were taken for what is missing")
    for sql in _own_schema():
        if sql.startswith("CREATE TRIGGER"):
            continue
        try:
            connection.execute(sql)
        except sqlite3.OperationalError:
            continue  # it is there


def _own_schema() -> list[str]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "rowback.sqlite"
        prepare(path)
        with closing(opened(path)) as connection:
            ours = "sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
            rows = connection.execute(f"SELECT sql FROM sqlite_master WHERE {ours} ORDER BY type DESC, rowid")  # noqa: S608 - ours
            return [str(sql) for (sql,) in rows if not _OF_INDEX.match(sql)]


def _tables(connection: sqlite3.Connection) -> dict[str, _Table]:
    names = (
        "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    found = {}
    for name, clustered in connection.execute(names).fetchall():
        info = connection.execute(f'PRAGMA table_info("{name}")').fetchall()
        keys = sorted((row for row in info if row[5]), key=lambda row: row[5])
        if clustered:
            info = keys + [row for row in info if not row[5]]
        number = keys[0][1] if not clustered and len(keys) == 1 and keys[0][2].upper() == "INTEGER" else ""
        found[name] = _Table(
            name,
            tuple(row[1] for row in info),
            tuple(row[2].upper() for row in info),
            tuple(bool((row[3] or (row[5] and clustered)) and row[1] != number) for row in info),
            number,
            bool(clustered),
        )
    return found


def _put(connection: sqlite3.Connection, table: _Table, record: Record) -> bool:
    """Insert a row; False where the table refuses it, or has one in its place that was reached in better order."""
    columns = table.columns[: len(record.values)]
    if len(record.values) > len(columns):
        return False
    values: list[Any] = list(record.values)
    if table.number:
        values[columns.index(table.number)] = record.rowid
    named = ", ".join(f'"{one}"' for one in columns)
    marks = ", ".join("?" * len(columns))
    statement = f'INSERT OR IGNORE INTO "{table.name}" ({named}) VALUES ({marks})'  # noqa: S608 - names of a schema
    try:
        return connection.execute(statement, values).rowcount == 1
    except (sqlite3.Error, OverflowError, UnicodeError):
        return False


def _adopt(connection: sqlite3.Connection, pages: Pages, number: int, torn: list[_Table]) -> None:
    """Rows of a page that nothing leads to any more, where they can belong to one table only."""
    raw = pages.page(number)
    kind = raw[100 if number == 1 else 0]
    rows, _ = pages.rows_on(number, raw)
    fitting = [table for table in torn if rows and all(_fits(record, table, kind) for record in rows)]
    if len(fitting) == 1:
        for record in rows:
            _put(connection, fitting[0], record)


_HELD: dict[str, tuple[type, ...]] = {"INTEGER": (int,), "TEXT": (str,), "BLOB": (bytes,), "REAL": (float, int)}


def _fits(record: Record, table: _Table, kind: int) -> bool:
    if (kind == TABLE_LEAF) == table.clustered:
        return False
    if len(record.values) != len(table.columns):
        return False
    return all(
        (not needed if value is None else isinstance(value, _HELD.get(wanted, ()))) or name == table.number
        for value, wanted, needed, name in zip(record.values, table.types, table.needed, table.columns, strict=True)
    )


def _remake_articles(connection: sqlite3.Connection, done: Repaired, now_ms: int) -> None:
    """Articles whose row is lost and whose address their own watch still tells; all else of them is found out anew."""
    told = """SELECT d.article_id, w.url, w.url_key, w.schedule, w.tags, min(d.since)
        FROM watched d JOIN watch w ON w.id = d.watch_id AND w.kind = 'article'
        WHERE d.article_id NOT IN (SELECT id FROM article) GROUP BY d.article_id ORDER BY d.article_id"""
    if not {"watch", "watched"} <= done.lost.keys():
        return
    for number, url, key, schedule, tags, since in connection.execute(told).fetchall():
        row = (number, url, key, urlsplit(url).hostname or "", schedule, tags, since, now_ms)
        columns = "id, url, url_key, host, schedule, tags, added_at, due_at"
        connection.execute(f"INSERT OR IGNORE INTO article ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)  # noqa: S608 - ours
        done.saved["article"] += 1
        done.versions.append(f"the row of {url} is lost and was made anew from its watch")


def _drop_unreadable(connection: sqlite3.Connection, done: Repaired) -> None:
    for table, column in JSON_COLUMNS:
        gone = connection.execute(f"DELETE FROM {table} WHERE NOT json_valid({column})").rowcount  # noqa: S608 - ours
        _lose(done, table, rows=gone)


def _drop_pointless(connection: sqlite3.Connection, done: Repaired) -> None:
    """Rows that belong to a row which is lost; of articles, how many versions go with them is said."""
    orphaned = """SELECT article_id, count(*), min(number), max(number) FROM version
        WHERE article_id NOT IN (SELECT id FROM article) GROUP BY article_id ORDER BY article_id"""
    for article, count, first, last in connection.execute(orphaned):
        done.versions.append(f"article {article} is lost, and {count} versions of it, {first} to {last}")
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    again = True
    while again:
        again = False
        for table in tables:
            for key in connection.execute(f'PRAGMA foreign_key_list("{table}")').fetchall():
                gone = connection.execute(
                    f'DELETE FROM "{table}" WHERE "{key[3]}" IS NOT NULL AND "{key[3]}" NOT IN '  # noqa: S608 - of a schema
                    f'(SELECT "{key[4]}" FROM "{key[2]}")'
                ).rowcount
                _lose(done, table, pointless=gone)
                again = again or gone > 0


def _lose(done: Repaired, table: str, *, rows: int = 0, pointless: int = 0) -> None:
    loss = done.lost.setdefault(table, Loss())
    loss.rows += rows
    loss.pointless += pointless
    done.saved[table] = done.saved.get(table, 0) - rows - pointless


def _give_up_versions(connection: sqlite3.Connection, done: Repaired, now_ms: int) -> None:
    """Versions that are gone or are not what was stored: named, taken out, and their numbers remembered."""
    for article, url, newest in connection.execute("SELECT id, url, version FROM article ORDER BY id").fetchall():
        known = {n for (n,) in connection.execute("SELECT number FROM lost WHERE article_id = ?", (article,))}
        held, wrong = _keep_versions(connection, article)
        # The row of the article may be older than its versions, where it was saved from an older page.
        newest = max(newest, *held, *wrong, *known, 0)
        connection.execute("UPDATE article SET version = ? WHERE id = ?", (newest, article))
        gone = sorted({*range(1, newest + 1)} - held - known)
        connection.executemany("INSERT INTO lost VALUES (?, ?, ?)", [(article, n, now_ms) for n in gone])
        done.saved["version"] -= len(wrong)
        done.versions += [f"version {spoken} of {url} is lost" for spoken in _spans(gone)]
        if newest in gone:
            # The next look reads the page in full and compares it with what is there.
            connection.execute(
                """UPDATE article SET etag = NULL, last_modified = NULL, body_sha = NULL, content_sha = NULL,
                story_sha = NULL WHERE id = ?""",
                (article,),
            )


def _keep_versions(connection: sqlite3.Connection, article: int) -> tuple[set[int], set[int]]:
    """The numbers of those that have their hash, and of those that were taken out.

    One that can be read though the one it was made from cannot is stored anew, to stand on its own.
    """
    query = "SELECT number, sha256, base, body FROM version WHERE article_id = ? ORDER BY number"
    held: set[int] = set()
    wrong: set[int] = set()
    text: str | None = None
    for number, sha, base, body in connection.execute(query, (article,)).fetchall():
        text = unpacked(body, base, text)
        if text is None or codec.sha256(text) != sha:
            wrong.add(number)
            continue
        held.add(number)
        if base is not None and base not in held:
            whole = (codec.pack(text, None), article, number)
            connection.execute("UPDATE version SET base = NULL, body = ? WHERE article_id = ? AND number = ?", whole)
    connection.executemany("DELETE FROM version WHERE article_id = ? AND number = ?", [(article, n) for n in wrong])
    return held, wrong


def _spans(numbers: list[int]) -> Iterator[str]:
    """5, 6, 7, 9 as "5 to 7" and "9"."""
    at = 0
    while at < len(numbers):
        end = at
        while end + 1 < len(numbers) and numbers[end + 1] == numbers[end] + 1:
            end += 1
        yield str(numbers[at]) if at == end else f"{numbers[at]} to {numbers[end]}"
        at = end + 1
