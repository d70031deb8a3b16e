"""Opening the database: what is wrong is said in words a person can act on, and nothing is half written."""

import gc
import random
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, insert, select

from monitor.errors import AlreadyRunning, StoreDamaged, StoreError, StoreFull, StoreLocked, StoreNewer, UnknownVersion
from monitor.lock import FolderLock, held
from monitor.store import Store, codec, database, tables, versions, watches

NOW = 1_790_000_000_000


def with_article(folder):
    store = Store(folder)
    number, _ = store.write(watches.add, watches.NewWatch("https://one.example/a", "a", "one.example"), NOW)
    return store, number


@pytest.mark.file
def test_the_tables_are_what_the_migrations_make(tmp_path):
    Store(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "rowback.sqlite")) as connection:
        _made_by_migrations(connection)


def _made_by_migrations(connection: sqlite3.Connection) -> None:
    made = {r[0] for r in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert set(tables.metadata.tables) <= made
    for table in tables.metadata.sorted_tables:
        columns = [r[1] for r in connection.execute(f"PRAGMA table_info({table.name})")]
        assert columns == [c.name for c in table.columns]
    strict = dict(connection.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'"))
    assert all(strict[name] for name in tables.metadata.tables)
    assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (database.SCHEMA,)


@pytest.mark.file
def test_a_database_of_a_newer_release_is_left_alone(tmp_path):
    Store(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "rowback.sqlite")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreNewer, match="newer Rowback"):
        Store(tmp_path)


@pytest.mark.file
def test_a_file_that_is_no_database_is_named(tmp_path):
    (tmp_path / "rowback.sqlite").write_bytes(b"not a database, but long enough to look at" * 40)
    with pytest.raises(StoreDamaged, match="restore it from a backup"):
        Store(tmp_path)


@pytest.mark.file
def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="data folder"):
        Store(tmp_path / "file" / "data")


def left_open(folder):
    """The files of a folder that this program still holds: Python 3.13 warns of such a connection, older ones do not."""
    gc.collect()
    return [one.path for one in psutil.Process().open_files() if one.path.startswith(str(folder))]


def test_a_closed_store_lets_go_of_its_files(tmp_path):
    store, _ = with_article(tmp_path)
    with ThreadPoolExecutor(3) as threads:
        assert list(threads.map(lambda _: store.answers(), range(12))) == [True] * 12
    store.close()
    assert left_open(tmp_path) == []


@pytest.mark.file
@pytest.mark.parametrize("wrong", ["no database", "newer"])
def test_a_store_that_cannot_be_opened_is_let_go_of_as_well(tmp_path, wrong):
    path = tmp_path / "rowback.sqlite"
    if wrong == "newer":
        Store(tmp_path).close()
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
    else:
        path.write_bytes(b"not a database, but long enough to look at" * 40)
    # The error is kept, as a log keeps it: what hangs on its traceback is no garbage yet.
    with pytest.raises(StoreError) as kept:
        Store(tmp_path)
    assert left_open(tmp_path) == []
    assert kept.value


@pytest.mark.file
def test_a_full_disk_undoes_the_whole_commit_and_the_store_goes_on_after(tmp_path):
    store, number = with_article(tmp_path)
    pages = store.write(lambda c: c.exec_driver_sql("PRAGMA page_count").scalar())
    store.write(lambda c: c.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}"))
    big = random.Random(4).randbytes(200_000).hex()
    with pytest.raises(StoreFull, match="disk is full"):
        store.write(versions.add, number, 1, big, NOW)
    assert store.read(versions.listing, number) == []
    store.write(lambda c: c.exec_driver_sql("PRAGMA max_page_count = 1000000"))
    store.write(versions.add, number, 1, big, NOW)
    assert store.read(versions.text_of, number, 1) == big
    store.close()


def test_a_second_daemon_on_the_folder_is_told_who_holds_it(tmp_path):
    with FolderLock(tmp_path):
        assert held(tmp_path)
        with pytest.raises(AlreadyRunning, match=r"process id \d+"):
            FolderLock(tmp_path)
    assert not held(tmp_path)


def test_a_stored_text_that_was_tampered_with_is_refused(tmp_path):
    store, number = with_article(tmp_path)
    store.write(versions.add, number, 1, "forty people", NOW)
    forged = codec.pack("fifty people", None)
    store.write(lambda c: c.execute(tables.version.update().values(body=forged)))
    with pytest.raises(StoreDamaged, match="version 1"):
        store.read(versions.text_of, number, 1)
    store.close()


def test_a_version_that_never_was_is_named(tmp_path):
    store, number = with_article(tmp_path)
    with pytest.raises(UnknownVersion, match="no version 3"):
        store.read(versions.text_of, number, 3)
    store.close()


@settings(max_examples=12, deadline=None)
@given(texts=st.lists(st.text(max_size=300), min_size=1, max_size=40))
def test_every_version_reads_back_as_it_was_written(tmp_path_factory, texts):
    store, number = with_article(tmp_path_factory.mktemp("s"))
    for n, text in enumerate(texts, 1):
        store.write(versions.add, number, n, text, NOW + n)
    assert [store.read(versions.text_of, number, n) for n in range(1, len(texts) + 1)] == texts
    alone = store.read(
        lambda c: c.execute(
            select(func.count()).select_from(tables.version).where(tables.version.c.base.is_(None))
        ).scalar()
    )
    assert alone == 1 + (len(texts) - 1) // codec.KEYFRAME_EVERY
    store.close()


@pytest.mark.file
def test_a_wrong_type_is_refused_when_it_is_written(tmp_path):
    store, _ = with_article(tmp_path)
    with pytest.raises(Exception, match="cannot store TEXT value in INTEGER"):
        store.write(lambda c: c.execute(insert(tables.host).values(host="x", next_ok_at="soon")))
    store.close()


@pytest.mark.file
def test_a_database_that_another_program_holds_is_said_so_and_used_when_it_is_free(tmp_path):
    store = Store(tmp_path, patience=0.05)
    wanted = watches.NewWatch("https://one.example/a", "a", "one.example")
    with closing(sqlite3.connect(tmp_path / "rowback.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreLocked, match="another program"):
            store.write(watches.add, wanted, NOW)
        other.execute("COMMIT")
    assert store.write(watches.add, wanted, NOW)[1] == "added"
    store.close()
