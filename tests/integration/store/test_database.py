"""Opening the database: what is wrong is said in words a person can act on, and nothing is half written."""

import random
import sqlite3

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


def test_the_tables_are_what_the_migrations_make(tmp_path):
    Store(tmp_path).close()
    connection = sqlite3.connect(tmp_path / "rowback.sqlite")
    made = {r[0] for r in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert set(tables.metadata.tables) <= made
    for table in tables.metadata.sorted_tables:
        columns = [r[1] for r in connection.execute(f"PRAGMA table_info({table.name})")]
        assert columns == [c.name for c in table.columns]
    strict = dict(connection.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'"))
    assert all(strict[name] for name in tables.metadata.tables)
    assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (database.SCHEMA,)
    connection.close()


def test_a_database_of_a_newer_release_is_left_alone(tmp_path):
    Store(tmp_path).close()
    connection = sqlite3.connect(tmp_path / "rowback.sqlite")
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    with pytest.raises(StoreNewer, match="newer Rowback"):
        Store(tmp_path)


def test_a_file_that_is_no_database_is_named(tmp_path):
    (tmp_path / "rowback.sqlite").write_bytes(b"not a database, but long enough to look at" * 40)
    with pytest.raises(StoreDamaged, match="restore it from a backup"):
        Store(tmp_path)


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="data folder"):
        Store(tmp_path / "file" / "data")


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


def test_a_wrong_type_is_refused_when_it_is_written(tmp_path):
    store, _ = with_article(tmp_path)
    with pytest.raises(Exception, match="cannot store TEXT value in INTEGER"):
        store.write(lambda c: c.execute(insert(tables.host).values(host="x", next_ok_at="soon")))
    store.close()


def test_a_database_that_another_program_holds_is_said_so_and_used_when_it_is_free(tmp_path):
    store = Store(tmp_path, patience=0.05)
    other = sqlite3.connect(tmp_path / "rowback.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    wanted = watches.NewWatch("https://one.example/a", "a", "one.example")
    with pytest.raises(StoreLocked, match="another program"):
        store.write(watches.add, wanted, NOW)
    other.execute("COMMIT")
    other.close()
    assert store.write(watches.add, wanted, NOW)[1] == "added"
    store.close()
