"""What is of PostgreSQL alone: its schema, its errors in our words, one writer over all machines, and values it refuses."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import func, insert, inspect, select
from sqlalchemy.exc import DBAPIError

from monitor.errors import StoreError, StoreGone, StoreLocked, StoreNewer
from monitor.store import Store, history, tables, watches
from monitor.store.database import SCHEMA
from monitor.store.postgres import OnServer, server_ms
from tests.postgres import Server

NOW = 1_790_000_000_000
INDEXES = "SELECT indexname, indexdef LIKE '%% WHERE %%' FROM pg_indexes WHERE tablename = %s"
# The fixture of the folder gives each test a place; here one side of it is enough.
pytestmark = pytest.mark.server


@pytest.fixture
def url(server: Server) -> Iterator[str]:
    made = server.database()
    yield made
    server.drop(made)


def wish(name: str) -> watches.NewWatch:
    return watches.NewWatch(f"https://{name}.example/", name, f"{name}.example")


def test_an_empty_database_gets_every_table_and_a_second_start_changes_nothing(url: str, tmp_path: Path) -> None:
    store = Store(tmp_path, database=url)
    store.write(watches.add, wish("a"), NOW)
    store.close()
    again = Store(tmp_path, database=url)
    assert [row.host for row in again.read(history.articles)] == ["a.example"]
    found = again.read(lambda c: inspect(c).get_table_names())
    assert set(tables.metadata.tables) | {"alembic_version"} == set(found)
    for table in tables.metadata.sorted_tables:
        columns = again.read(lambda c, name=table.name: [one["name"] for one in inspect(c).get_columns(name)])
        assert columns[: len(table.columns)] == [one.name for one in table.columns]
        indexes = again.read(lambda c, name=table.name: c.exec_driver_sql(INDEXES, (name,)).all())
        assert {(one.name, one.dialect_options["sqlite"]["where"] is not None) for one in table.indexes} <= {
            tuple(one) for one in indexes
        }
    again.close()
    assert not (tmp_path / "rowback.sqlite").exists()


def test_machines_that_start_at_once_make_one_schema(url: str, tmp_path: Path) -> None:
    wrong: list[BaseException] = []

    def start() -> None:
        try:
            Store(tmp_path, database=url).close()
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert wrong == []


def test_what_cannot_be_used_is_said_in_words_that_name_it_without_its_password(server: Server, url: str) -> None:
    Store(Path("unused"), database=url).close()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreNewer, match="newer Rowback"):
        OnServer(url).prepare()
    with pytest.raises(StoreError, match="does not exist") as told:
        OnServer(server.url("nowhere").replace("postgres@", "postgres:secret@")).prepare()
    assert "secret" not in str(told.value)
    with pytest.raises(StoreGone, match="does not answer"):
        OnServer("postgresql://127.0.0.1:1/x").prepare()
    with pytest.raises(StoreError, match="not an address"):
        OnServer("postgresql:/nothing")


def test_the_tables_of_another_program_are_left_alone(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE article (id integer)")
    with pytest.raises(StoreError, match="another program"):
        OnServer(url).prepare()


def test_one_writes_at_a_time_over_all_machines_and_who_waits_too_long_is_told(url: str, tmp_path: Path) -> None:
    one, other = Store(tmp_path, database=url), Store(tmp_path, database=url, patience=0.3)
    inside, go_on = threading.Event(), threading.Event()

    def slow(connection: object) -> None:
        inside.set()
        assert go_on.wait(60)

    held = one.submit(slow)
    assert inside.wait(60)
    with pytest.raises(StoreLocked, match="another machine"):
        other.write(watches.add, wish("b"), NOW)
    go_on.set()
    held.result(60)
    other.write(watches.add, wish("b"), NOW)
    assert one.read(history.count_articles) == 1
    one.close()
    other.close()


def test_a_machine_that_stands_still_while_it_writes_is_put_out_and_the_others_go_on(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store(tmp_path, database=url).close()  # makes the tables, which may take longer than that
    monkeypatch.setattr("monitor.store.postgres.HELD_AT_MOST", 300)
    stopped, other = Store(tmp_path, database=url), Store(tmp_path, database=url)
    inside, go_on = threading.Event(), threading.Event()

    def stands_still(connection: object) -> int:
        number, _ = watches.add(connection, wish("lost"), NOW)  # type: ignore[arg-type]
        inside.set()
        assert go_on.wait(60)
        return number

    late = stopped.submit(stands_still)
    assert inside.wait(60)
    other.write(watches.add, wish("kept"), NOW)
    go_on.set()
    with pytest.raises((StoreGone, StoreLocked)):
        late.result(60)
    assert [row.host for row in other.read(history.articles)] == ["kept.example"]
    stopped.write(watches.add, wish("again"), NOW)
    assert other.read(history.count_articles) == 2
    stopped.close()
    other.close()


def test_a_server_that_ended_every_connection_is_reached_again(server: Server, url: str, tmp_path: Path) -> None:
    store = Store(tmp_path, database=url)
    store.write(watches.add, wish("before"), NOW)
    mine = sql.Literal(url.rpartition("/")[2])
    ended = sql.SQL("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = {}").format(mine)
    server.run(ended)
    store.write(watches.add, wish("after"), NOW)
    assert [row.host for row in store.read(history.articles)] == ["before.example", "after.example"]
    store.close()


def test_texts_with_u0000_and_flags_are_taken_as_sqlite_takes_them(url: str, tmp_path: Path) -> None:
    store = Store(tmp_path, database=url)
    number, _ = store.write(watches.add, wish("a"), NOW)
    told = {"kind": "figure.value", "new": {"counted": "de\0ath"}, "level": "alert"}
    row = {"article_id": number, "version": True, "kind": "x\0y", "seen_at": NOW, "fields": json.dumps(told)}
    store.write(lambda c: c.execute(insert(tables.change).values(**row)) and None)
    kept = store.read(lambda c: c.execute(select(tables.change.c.kind, tables.change.c.version)).one())
    assert tuple(kept) == ("x\ufffdy", 1)
    counted = store.read(lambda c: c.exec_driver_sql("SELECT chosen_counted FROM change").scalar())
    assert counted == "de\ufffdath"
    store.close()


@pytest.mark.parametrize("pattern", ["figure.*", "*", "a_c", "50%", "a?c", "a\\b"])
def test_globs_mean_what_they_mean_to_sqlite(url: str, tmp_path: Path, pattern: str) -> None:
    store = Store(tmp_path, database=url)
    for word in ("figure.value", "x", "a_c", "abc", "50%", "50x", "a\\b", "figure"):
        found = store.read(lambda c, word=word: c.execute(select(func.glob(pattern, word))).scalar())
        assert found is fnmatchcase(word, pattern)
    store.close()


def test_the_servers_clock_is_asked_and_not_the_machines(url: str, tmp_path: Path) -> None:
    store = Store(tmp_path, database=url)
    first = store.read(server_ms)
    assert store.read(server_ms) >= first > NOW - 10 * 365 * 86_400_000
    store.close()


def test_a_review_is_never_edited(url: str, tmp_path: Path) -> None:
    store = Store(tmp_path, database=url)
    number, _ = store.write(watches.add, wish("a"), NOW)
    for table, row in (
        (tables.change, {"id": 1, "article_id": number, "version": 1, "kind": "k", "seen_at": NOW, "fields": "{}"}),
        (
            tables.metadata.tables["review"],
            {"id": 1, "change_id": 1, "act": "confirm", "actor": "me", "at": NOW, "was": "{}", "became": "{}"},
        ),
    ):
        store.write(lambda c, table=table, row=row: c.execute(insert(table).values(**row)) and None)
    for statement in ("UPDATE review SET actor = 'you'", "DELETE FROM review"):
        with pytest.raises(DBAPIError, match="never edited"):
            store.write(lambda c, statement=statement: c.exec_driver_sql(statement) and None)
    store.close()


def test_the_schema_is_the_newest(url: str, tmp_path: Path) -> None:
    store = Store(tmp_path, database=url)
    assert store.read(lambda c: c.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()) == SCHEMA
    assert store.size() > 0
    store.close()
