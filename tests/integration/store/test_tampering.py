"""One byte altered anywhere in what was recorded is found, and the first break of the chain is named."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from monitor.changes.change import Change, Mention
from monitor.changes.kinds import Kind
from monitor.store import Store, chain, verifying, watches
from monitor.store.soundness import faults, opened
from monitor.store.store import FILE
from tests.integration.store.test_pages import NOW, body, look

pytestmark = pytest.mark.file

TABLES = ("chain", "page", "blob", "certificate", "version", "fact", "change")
PLACES = 200


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with versions, facts, changes and pages."""
    folder = tmp_path_factory.mktemp("whole")
    store = Store(folder)
    url = "https://paper.example/story"
    store.write(watches.add, watches.NewWatch(url, url, "paper.example"), NOW)
    for n in range(1, 21):
        change = Change(Kind.FIGURE_VALUE, Mention(str(n)), Mention(str(n + 1)))
        fact = {"kind": "figure", "fields": {"text": f"{n} people", "lo": str(n)}}
        look(store, f'{{"n": {n}, "text": "{n} people"}}', body(n), at=NOW + n, facts=[fact], changes=[change, change])
    look(store, None, b"gone", at=NOW + 30, result="removed", state="removed", changes=[change])
    store.close()
    with closing(sqlite3.connect(folder / FILE)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return folder / FILE


@pytest.fixture
def store(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(whole, tmp_path / FILE))


def broken(path: Path) -> list[str]:
    return faults(path, thorough=True)


def other(value: Any, chance: random.Random) -> Any:
    """The value with one byte altered, of the same type."""
    if isinstance(value, int):
        return value ^ (1 << chance.randrange(8))
    if isinstance(value, str):
        if not value:
            return "x"
        at = chance.randrange(len(value))
        return value[:at] + chr(ord(value[at]) ^ 1) + value[at + 1 :]
    at = chance.randrange(len(value))
    return value[:at] + bytes([value[at] ^ (1 << chance.randrange(8))]) + value[at + 1 :]


def test_a_store_that_nobody_touched_is_whole(store: Path) -> None:
    assert broken(store) == []


def test_one_byte_altered_in_any_column_of_any_record_is_found(whole: Path, tmp_path: Path) -> None:
    chance, missed, seen = random.Random(13), [], 0
    while seen < PLACES:
        path = Path(shutil.copy(whole, tmp_path / FILE))
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            table = chance.choice(TABLES)
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            column = chance.choice(columns)
            rows = connection.execute(f"SELECT {', '.join(columns)} FROM {table} WHERE {column} IS NOT NULL").fetchall()
            if not rows:
                continue
            row = dict(zip(columns, chance.choice(rows), strict=True))
            where = " AND ".join(f"{name} IS ?" for name in columns)
            altered = other(row[column], chance)
            try:
                connection.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (altered, *row.values()))
            except (sqlite3.IntegrityError, sqlite3.OperationalError):
                continue  # another row has that key, or the table itself refuses what is no JSON
        seen += 1
        if not broken(path):
            missed.append((table, column, row[column], altered))
    assert missed == []


def test_one_bit_altered_in_the_pages_of_the_file_that_hold_records_is_found(whole: Path, tmp_path: Path) -> None:
    chance, missed = random.Random(31), []
    with closing(sqlite3.connect(whole)) as connection:
        values = [
            bytes(value) if isinstance(value, bytes) else value.encode()
            for table in TABLES
            for row in connection.execute(f"SELECT * FROM {table}")
            for value in row
            if isinstance(value, bytes | str) and len(value) >= 8
        ]
    raw = whole.read_bytes()
    for _ in range(60):
        value = chance.choice(values)[:200]
        start = raw.find(value)
        if start < 0:
            continue
        at = start + chance.randrange(len(value))
        path = tmp_path / FILE
        path.write_bytes(raw[:at] + bytes([raw[at] ^ (1 << chance.randrange(8))]) + raw[at + 1 :])
        if not broken(path):
            missed.append((at, value))
    assert missed == []


def altered(path: Path, *statements: str) -> list[str]:
    with closing(sqlite3.connect(path)) as connection, connection:
        for one in statements:
            connection.execute(one)
    return broken(path)


def test_the_first_break_of_the_chain_is_named_with_what_it_records_and_what_follows(store: Path) -> None:
    found = altered(store, "UPDATE chain SET at = at + 1 WHERE n = 9")
    assert found[0] == (
        "the chain breaks at entry 9 (version of https://paper.example/story, version 7): is not what was recorded; "
        "what entries 9 to 23 record is no longer vouched for"
    )


def test_an_entry_that_was_taken_out_is_named(store: Path) -> None:
    found = altered(store, "DELETE FROM chain WHERE n = 9")
    assert "the chain breaks at entry 10" in found[0]
    assert "entries 9 to 9 are missing" in found[0]


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE change SET fields = replace(fields, '3', '4') WHERE id = 5", "changes of version 3 of article 1 are"),
        ("DELETE FROM change WHERE id = (SELECT max(id) FROM change)", "changes of version 20 of article 1 are"),
        ("INSERT INTO change SELECT 99, article_id, version, kind, seen_at, fields FROM change LIMIT 1", "change 99 is in"),
        ("UPDATE fact SET fields = '{}' WHERE version = 4", "the facts of version 4 of https://paper.example/story are"),
        ("INSERT INTO fact VALUES (1, 99, 0, 'figure', '{}')", "facts of version 99 of https://paper.example/story belong"),
        ("DELETE FROM page WHERE version = 5", "records page 5 of https://paper.example/story, which is gone"),
        ("UPDATE page SET body = (SELECT max(id) FROM blob) WHERE id = 6", "the body or a certificate of page 6"),
        ("UPDATE article SET url = 'https://other.example/'", "another address, https://other.example/, than the chain"),
        ("DELETE FROM certificate", "the body or a certificate of page 1"),
    ],
)  # fmt: skip
def test_what_was_altered_is_named(store: Path, statement: str, says: str) -> None:
    found = altered(store, statement)
    assert any(says in one for one in found), found


def test_a_chain_made_anew_from_some_entry_on_does_not_have_the_head_that_was_written_down(store: Path) -> None:
    with closing(opened(store)) as connection:
        number, head = verifying.head(connection)
        assert number == 23
        assert verifying.holds_head(connection, head)
    altered(store, f"DELETE FROM chain WHERE n = {number}")
    with closing(opened(store)) as connection:
        assert list(verifying.links(connection)) == []  # by itself a chain that was cut at its end is sound
        assert not verifying.holds_head(connection, head)
        assert not verifying.holds_head(connection, "no hash")


def test_a_backup_of_a_release_without_a_chain_can_be_looked_at(store: Path) -> None:
    with closing(sqlite3.connect(store, isolation_level=None)) as connection:
        for table in ("page", "blob", "certificate", "chain", "stamp"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("ALTER TABLE version DROP COLUMN seal")
    assert broken(store) == []


def test_what_a_store_held_before_there_was_a_chain_is_taken_up_as_it_stands(store: Path) -> None:
    with closing(sqlite3.connect(store, isolation_level=None)) as connection:
        for table in ("page", "blob", "certificate", "chain"):
            connection.execute(f"DELETE FROM {table}")
        connection.execute("UPDATE version SET seal = NULL")
    opened = Store(store.parent)
    opened.write(chain.begin)
    opened.close()
    assert broken(store) == []
    assert altered(store, "UPDATE change SET kind = 'wording' WHERE id = 7") != []
