"""What a tick and a screen cost does not grow with the number of articles."""

import asyncio
import re
import sqlite3

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import event

from monitor.checks.rebasing import bring_back
from monitor.store import Store, claims, database, history, outbox, picking, recording, sources, watch_list, watches
from monitor.store.recording import Result
from monitor.web import articles, health

pytestmark = pytest.mark.file

NOW = 1_790_000_000_000
BIG = {"article", "watch", "watched", "version", "fact", "check_log", "change", "host"}
"""Tables that grow with what is followed."""
FIRST_ROWS = re.compile(r"ORDER BY (article|change)\.id( DESC)? LIMIT")


def tracked(store, *urls):
    for url in urls:
        store.write(watches.add, watches.NewWatch(url, url, url.split("/")[2]), NOW)


def due(store, now=NOW, at_most=100, **more):
    return store.read(picking.due, now, at_most, **({"pause_ms": 0, "per_host": 8} | more))


@pytest.fixture
def store(tmp_path):
    opened = Store(tmp_path)
    yield opened
    opened.close()


def scanned(store, *work):
    """What SQLite reads from end to end while this is done."""
    asked = []

    def note(connection, cursor, statement, parameters, context, many):
        if statement.startswith(("SELECT", "UPDATE", "DELETE")):
            asked.append((statement, parameters[0] if many else parameters))

    engines = (store._reading, store._writer._engine)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        for one in work:
            one()
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
    assert asked
    found = set()
    connection = sqlite3.connect(store.path)
    for statement, parameters in asked:
        for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", tuple(parameters)):
            words = row[3].split()
            if words[0] == "SCAN" and words[1] in BIG:
                found.add(f"{' '.join(words)}: {' '.join(statement.split())}")
    connection.close()
    return found


def test_what_a_tick_asks_for_is_found_by_an_index(store):
    # More due than are looked at one by one, so that hosts are asked as well.
    tracked(store, *(f"https://h{n % 9}.example/{n}" for n in range(picking.SEEN + 9)))
    seen = scanned(
        store,
        lambda: due(store, pause_ms=1_000),
        lambda: store.write(claims.claim, NOW, 9, pause_ms=1_000, per_host=8),
        lambda: store.write(watches.wake, NOW),
        lambda: store.write(sources.claim, NOW, 9, 0),
        lambda: store.write(claims.release_all, NOW),
        lambda: store.write(watches.bring_forward, NOW),
        lambda: store.read(outbox.oldest_due, NOW),
    )
    assert seen == set()


def test_screens_and_metrics_read_no_row_of_an_article_that_they_do_not_show(store):
    tracked(store, *(f"https://h{n % 9}.example/{n}" for n in range(120)))
    seen = scanned(
        store,
        lambda: store.read(articles.look, 1),
        lambda: store.read(articles.look, 3),
        lambda: store.read(health.levels, NOW, 0, 0),
        lambda: store.read(history.count_articles, followed="unwatched"),
        lambda: store.read(watch_list.count),
    )
    # How many stand in each state is counted in an index of a few bytes an article: 34 ms for a million.
    # The first rows of a table, in its own order, are no scan of all of it.
    assert {one for one in seen if "COVERING INDEX" not in one and not FIRST_ROWS.search(one)} == set()


def test_a_late_page_reads_no_row_of_the_pages_before_it(store):
    tracked(store, *(f"https://h{n % 9}.example/{n}" for n in range(120)))
    seen = scanned(store, lambda: store.read(articles.look, 3))
    assert {one for one in seen if "COVERING INDEX" not in one} == set()


def test_the_last_page_shows_the_last_articles(store):
    tracked(store, *(f"https://one.example/{n}" for n in range(120)))
    assert [row["id"] for row in store.read(articles.look, 3)["articles"]] == list(range(101, 121))
    store.write(lambda c: c.exec_driver_sql("DELETE FROM watched WHERE article_id = 7"))
    store.write(lambda c: c.exec_driver_sql("DELETE FROM article WHERE id = 7"))
    assert [row["id"] for row in store.read(articles.look, 3)["articles"]] == list(range(102, 121))


def test_a_backlog_of_one_pausing_host_keeps_no_other_waiting(store):
    tracked(store, *(f"https://big.example/{n}" for n in range(picking.SEEN + 50)))
    tracked(
        store, "https://small.example/a", "https://small.example/b", "https://own.example/a", "https://own.example/b"
    )
    store.write(lambda c: c.exec_driver_sql(f"UPDATE article SET due_at = {NOW + 5} WHERE host <> 'big.example'"))
    store.write(claims.hold_host, "big.example", NOW + 60_000)
    store.write(claims.hold_host, "own.example", NOW, 3_000)
    urls = {row.id: row.url for row in store.read(history.articles)}
    assert [urls[i] for i in due(store, NOW + 5)] == [
        "https://small.example/a",
        "https://small.example/b",
        "https://own.example/a",
    ]
    assert len(due(store, NOW + 5, pause_ms=1)) == 2
    assert due(store, NOW + 5, busy={"small.example", "own.example"}) == []


def test_the_most_overdue_of_a_long_backlog_come_first(store):
    tracked(store, *(f"https://h{n % 300}.example/{n}" for n in range(picking.SEEN + 100)))
    store.write(lambda c: c.exec_driver_sql("UPDATE article SET due_at = due_at - id"))
    assert due(store, at_most=3, per_host=1) == [600, 599, 598]


def test_what_was_picked_and_is_held_by_then_is_not_leased_again(store):
    tracked(store, "https://one.example/a", "https://two.example/a", "https://three.example/a")
    ids = due(store)
    assert [one.article_id for one in store.write(claims.claim, NOW, 1, pause_ms=0, per_host=1)] == [1]
    store.write(claims.hold_host, "two.example", NOW + 1)
    assert [one.article_id for one in store.write(claims.lease, ids, NOW, pause_ms=0)] == [3]


def test_more_chosen_articles_than_a_statement_takes_variables_are_claimed(store):
    tracked(store, "https://one.example/a")
    found = store.write(claims.claim, NOW, 9, pause_ms=0, per_host=8, only=range(40_000))
    assert [one.article_id for one in found] == [1]


def test_due_times_come_forward_in_steps_and_all_of_them_come(store):
    tracked(store, *(f"https://one.example/{n}" for n in range(25)))
    store.write(lambda c: c.exec_driver_sql(f"UPDATE article SET due_at = {NOW + 9_000}"))
    assert store.write(watches.bring_forward, NOW + 60, 10) == 10
    assert store.write_in_steps(watches.bring_forward, NOW + 60, 10) == 15
    assert {row.due_at for row in store.read(history.articles)} == {NOW + 60}


@pytest.mark.parametrize("at_once", [1, 5_000])
def test_an_article_looked_at_while_due_times_move_keeps_its_own(store, monkeypatch, at_once):
    monkeypatch.setattr(claims, "AT_ONCE", at_once)
    tracked(store, "https://one.example/a", "https://two.example/a", "https://three.example/a")
    claim = store.write(claims.claim, NOW, 1, pause_ms=0, per_host=1)[0]
    store.write(claims.release_all, NOW)
    looked = []

    def due_of(row):
        if not looked:
            # As a check that ends after the clock was read and before its article has moved.
            looked.append(row.id)
            again = store.write(claims.claim, NOW, 9, pause_ms=0, per_host=1)
            fields = {"at_ms": NOW, "end": "ok", "result": "unchanged", "next_due_ms": NOW + 77, "state": "read"}
            one = next(one for one in again if one.article_id == claim.article_id)
            store.write(recording.record, Result(one.article_id, one.token, one.host, **fields))
            store.write(claims.release_all, NOW)
        return row.due_at + 1_000

    asyncio.run(bring_back(store, due_of))
    found = {row.id: row.due_at for row in store.read(history.articles)}
    assert found[claim.article_id] == NOW + 77
    assert [found[i] for i in found if i != claim.article_id] == [NOW + 1_000] * 2


def test_an_upgrade_gives_every_host_a_row_since_ticks_go_by_hosts(tmp_path):
    engine = database.open_engine(tmp_path / "rowback.sqlite", writing=True, migrating=True)
    settings = Config()
    settings.set_main_option("script_location", str(database.__file__).replace("database.py", "migrations"))
    with engine.begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0009")
        connection.exec_driver_sql(
            "INSERT INTO article (url, url_key, host, added_at) VALUES ('https://a.example/', 'a', 'a.example', 1)"
        )
    engine.dispose()
    opened = Store(tmp_path)
    assert opened.read(lambda c: c.exec_driver_sql("SELECT host FROM host").scalars().all()) == ["a.example"]
    opened.close()
