"""Damaged stores are found: bytes flipped in each sort of page, a file cut short, a version taken away."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection

from monitor.errors import RowbackError, StoreDamaged, StoreError
from monitor.keeping.chain import Entry, EntryKind
from monitor.store import Store, chain, tables, versions, watches
from monitor.store.soundness import faults, pages

NOW = 1_790_000_000_000
PAGE = 4096


def chained_up(connection: Connection, number: int) -> None:
    """The entries of the chain that recording would have made for the versions of an article."""
    found = chain.named(connection, number, NOW)
    for row in versions.listing(connection, number):
        facts = chain.facts_digest(connection, number, row.number)
        found.append(Entry(EntryKind.VERSION, NOW, number, row.number, bytes.fromhex(row.sha256), facts))
    chain.append(connection, *found)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of 20 articles with 20 versions each, closed, so that all of it is in one file."""
    folder = tmp_path_factory.mktemp("whole")
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


@pytest.fixture
def store(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(whole, tmp_path / "rowback.sqlite"))


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


def test_a_whole_store_has_no_faults(store: Path) -> None:
    assert faults(store) == []
    assert faults(store, thorough=True) == []


def opens(path: Path) -> str:
    """What a start would meet: "" where it opens, else the error."""
    try:
        Store(path.parent).close()
    except StoreError as wrong:
        return str(wrong)
    return ""


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


def zero(path: Path, page: int) -> None:
    with path.open("r+b") as file:
        file.seek(page * PAGE)
        file.write(b"\0" * PAGE)


@pytest.mark.parametrize("name", list(DAMAGE))
def test_damage_is_found_at_the_start_or_by_the_look_that_follows(store: Path, name: str) -> None:
    DAMAGE[name](store)
    found = faults(store)
    assert found, opens(store)
    assert all(len(one) < 500 for one in found)


def test_every_byte_of_a_stored_text_is_vouched_for(whole: Path, tmp_path: Path) -> None:
    """One bit in the text of a version, 60 times: SQLite's own look sees none of them, the hashes see all."""
    random.seed(2)
    raw = bytearray(whole.read_bytes())
    with closing(sqlite3.connect(whole)) as connection:
        bodies = [row[0] for row in connection.execute("SELECT body FROM version WHERE length(body) < 3000")]
    path = tmp_path / "rowback.sqlite"
    missed, by_pages, tried = [], 0, 0
    for _ in range(60):
        at = raw.find(random.choice(bodies)[20:60])
        if at < 0:
            continue
        tried += 1
        at += random.randrange(40)
        damaged = bytearray(raw)
        damaged[at] ^= 1 << random.randrange(8)
        path.write_bytes(damaged)
        with closing(sqlite3.connect(path)) as connection:
            by_pages += bool(pages(connection, thorough=True))
        if not faults(path):
            missed.append(at)
    assert tried > 40
    assert by_pages == 0  # so the pages alone would not do
    assert missed == []


def test_a_version_that_was_taken_away_is_named(store: Path) -> None:
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute("DELETE FROM version WHERE article_id = 3 AND number = 20")
    assert faults(store) == ["version 20 of https://news.example/2 is missing"]


def test_a_version_that_another_took_the_place_of_is_named_with_those_that_build_on_it(store: Path) -> None:
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute(
            "UPDATE version SET body = (SELECT body FROM version v WHERE v.article_id = 4 AND v.number = 1) "
            "WHERE article_id = 2 AND number = 1"
        )
    found = faults(store)
    assert found[0] == "version 1 of https://news.example/1 does not have its hash"
    assert not any("version 17 " in one for one in found)  # it stands alone


def test_a_length_that_claims_all_memory_is_damage(store: Path) -> None:
    huge = b"\x28\xb5\x2f\xfd" + bytes([0xE0]) + (1 << 60).to_bytes(8, "little") + b"\x01\x00\x00"
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute("UPDATE version SET body = ? WHERE article_id = 1 AND number = 17", (huge,))
    assert "version 17 of https://news.example/0 does not have its hash" in faults(store)


def test_json_that_cannot_be_read_is_named(store: Path) -> None:
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute("UPDATE watch SET tags = '[' WHERE id = 1")
    assert faults(store) == ["table watch: 1 rows whose tags cannot be read"]


def test_another_programs_database_is_not_taken_for_a_sound_store(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE a (b)")
    assert faults(path) == ["the file is a database, but not one of Rowback"]


def test_a_file_that_cannot_be_opened_is_an_error_and_not_damage(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be read"):
        faults(tmp_path / "none.sqlite")


def test_a_store_that_trips_over_damage_while_it_works_remembers_it(store: Path) -> None:
    opened = Store(store.parent)
    try:
        assert opened.damage == ""
        opened.write(
            lambda c: c.exec_driver_sql("UPDATE version SET body = x'00' WHERE article_id = 1 AND number = 17")
        )
        with pytest.raises(StoreDamaged):
            opened.read(versions.text_of, 1, 17)
        first = opened.damage
        assert "version 17" in first
        with pytest.raises(StoreDamaged):
            opened.write(versions.add, 1, 18, "more", NOW)
        assert opened.damage == first  # the first sign stands
    finally:
        opened.close()


def test_damage_met_by_a_write_is_remembered_too(store: Path) -> None:
    opened = Store(store.parent)
    try:
        opened.write(
            lambda c: c.exec_driver_sql("UPDATE version SET body = x'00' WHERE article_id = 1 AND number = 20")
        )
        with pytest.raises(RowbackError):
            opened.write(versions.add, 1, 21 + 1, "more", NOW)
        with pytest.raises(StoreDamaged):
            opened.write(lambda c: versions.text_of(c, 1, 20))
        assert "version 20" in opened.damage
    finally:
        opened.close()


def test_new_files_are_the_owners_alone(tmp_path: Path) -> None:
    store = Store(tmp_path / "data")
    store.write(watches.add, watches.NewWatch("https://one.example/a", "a", "one.example"), NOW)
    modes = {one.name: f"{one.stat().st_mode & 0o777:o}" for one in (tmp_path / "data").iterdir()}
    store.close()
    assert modes == {"rowback.sqlite": "600", "rowback.sqlite-wal": "600", "rowback.sqlite-shm": "600"}
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
