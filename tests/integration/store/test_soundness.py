"""Damaged stores are found: bytes flipped in each sort of page, a file cut short, a version taken away."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from monitor.errors import RowbackError, StoreDamaged, StoreError
from monitor.store import Store, versions, watches
from monitor.store.soundness import faults, pages
from tests.integration.store.damaged import DAMAGE, NOW, made

pytestmark = pytest.mark.file


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("whole"))


@pytest.fixture
def store(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(whole, tmp_path / "rowback.sqlite"))


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
