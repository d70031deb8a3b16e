"""Upkeep of watches: changed, paused, gone; an article may have several, and without one it rests with its history."""

import json
import sqlite3
import time
from dataclasses import replace

import pytest
from alembic import command
from alembic.config import Config

from alerts.silencing import Silence
from monitor.store import (
    Store,
    claims,
    database,
    history,
    recording,
    silences,
    sources,
    stepping,
    tables,
    watch_list,
    watches,
)
from monitor.store.settling import settle
from monitor.store.watch_tables import watched
from monitor.store.watches import NewWatch

NOW = 1_790_000_000_000
HOUR = 3_600_000
URL = "https://one.example/a"


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path)
    yield store
    store.close()


def new(url=URL, **fields):
    return NewWatch(url, url, url.split("/")[2], **fields)


def enter(store, url=URL, now=NOW, **fields):
    return store.write(watches.enter, new(url, **fields), now)


def row(store, number=1):
    return store.read(history.article_by_id, number)


def claimed(store, now=NOW):
    return store.write(claims.claim, now, 100, pause_ms=0, per_host=8)


def seen(store, claim, **more):
    found = recording.Result(
        article_id=claim.article_id,
        token=claim.token,
        host=claim.host,
        at_ms=NOW,
        end="ok",
        result="unchanged",
        next_due_ms=NOW + HOUR,
        state="read",
        **more,
    )
    return store.write(recording.record, found)


def test_a_second_wish_changes_the_watch_and_says_what_it_was(store):
    enter(store, schedule="every 900", tags=("a",))
    assert seen(store, claimed(store)[0])
    again = enter(store, schedule="every 300", tags=("b",), now=NOW + 7)
    assert (again.result, again.before.schedule, again.after.schedule) == ("changed", "every 900", "every 300")
    assert again.after.tags == ("a", "b")
    assert row(store).due_at == NOW + 7
    assert enter(store, tags=("a",)).result == "already"
    assert enter(store, schedule="every 300").result == "already"


def test_an_article_of_the_file_gets_what_a_command_adds_and_loses_only_that_again(store):
    store.write(watches.follow_config, [new(origin="file", tags=("f",), schedule="every 900")], NOW)
    assert enter(store).result == "already"
    assert enter(store, schedule="every 60", tags=("c",)).result == "changed"
    assert (row(store).tags, row(store).schedule) == (("c", "f"), "every 60")
    assert store.write(watches.remove, [2], NOW) == []
    assert (row(store).tags, row(store).schedule, row(store).followed) == (("f",), "every 900", "followed")


def test_editing_takes_tags_and_sets_the_schedule_back_to_the_default(store):
    enter(store, schedule="every 900", tags=("a", "b"))
    assert store.write(watches.edit, [1], NOW, schedule="", tags=("c",), without={"a"}) == 1
    assert (row(store).schedule, row(store).tags) == ("", ("b", "c"))
    assert store.write(watches.edit, [1], NOW, tags=("c",)) == 0


def test_a_paused_watch_is_not_due_until_its_day_and_then_at_once(store):
    enter(store)
    assert [one.now for one in store.write(watches.pause, [1], NOW, NOW + HOUR)] == ["paused"]
    assert (row(store).followed, row(store).resume_at, row(store).due_at) == ("paused", NOW + HOUR, None)
    assert store.write(watches.wake, NOW + HOUR - 1) == []
    assert claimed(store, NOW + 10 * HOUR) == []
    assert [one.now for one in store.write(watches.wake, NOW + HOUR)] == ["followed"]
    assert len(claimed(store, NOW + HOUR)) == 1


def test_a_pause_without_an_end_lasts_until_it_is_resumed(store):
    enter(store)
    store.write(watches.pause, [1], NOW, None)
    assert store.write(watches.wake, NOW + 10_000 * HOUR) == []
    assert [one.now for one in store.write(watches.resume, [1], NOW)] == ["followed"]


def test_an_article_of_two_watches_rests_only_when_both_do(store):
    enter(store, schedule="every 60")
    store.write(watches.follow_config, [new(origin="file", schedule="every 900")], NOW)
    assert store.write(watches.pause, [1], NOW, None) == []
    assert (row(store).followed, row(store).schedule) == ("followed", "every 900")
    assert [one.now for one in store.write(watches.pause, [2], NOW, NOW + 5)] == ["paused"]


def test_what_rests_may_be_looked_at_by_hand_and_rests_again(store):
    enter(store)
    store.write(watches.pause, [1], NOW, None)
    assert store.write(watches.make_due, NOW) == 0
    assert store.write(watches.make_due, NOW, [1]) == 1
    (claim,) = claimed(store)
    assert seen(store, claim)
    assert (row(store).checks, row(store).due_at) == (1, None)


def test_a_look_under_way_does_not_wake_what_was_paused_meanwhile(store):
    enter(store)
    (claim,) = claimed(store)
    store.write(watches.pause, [1], NOW, None)
    assert not seen(store, claim)
    assert row(store).due_at is None


def test_without_its_last_watch_an_article_rests_with_its_history_and_tags(store):
    enter(store, tags=("a",))
    seen(store, claimed(store)[0], text="{}", fields={"title": "T"})
    assert [one.now for one in store.write(watches.remove, [1], NOW)] == ["unwatched"]
    kept = row(store)
    assert (kept.followed, kept.due_at, kept.version, kept.tags) == ("unwatched", None, 1, ("a",))
    assert store.write(watches.make_due, NOW) == 0
    again = enter(store, now=NOW + 9)
    assert (again.result, again.before.version) == ("added", 1)
    assert (row(store).followed, row(store).due_at, row(store).tags) == ("followed", NOW + 9, ())


def test_settling_twice_changes_nothing(store):
    enter(store, tags=("a",))
    assert store.write(settle, [1, 1, 99], NOW + HOUR) == []
    assert row(store).due_at == NOW


@pytest.mark.file
def test_a_store_of_the_schema_before_is_taken_over_whole(tmp_path):
    old(tmp_path)
    store = Store(tmp_path)
    found = [(a.id, a.tags, a.schedule, a.followed, a.due_at, a.version) for a in store.read(history.articles)]
    assert found == [
        (1, ("x",), "every 900", "followed", 5, 1),
        (2, (), "", "followed", 6, 0),
        (3, ("y",), "", "unwatched", None, 2),
    ]
    assert [c.article_id for c in claimed(store)] == [1, 2]
    text = "SELECT url, origin, kind FROM watch ORDER BY id"
    assert store.read(lambda c: [tuple(r) for r in c.exec_driver_sql(text)]) == [
        ("https://a.example/1", "command", "article"),
        ("https://a.example/2", "file", "article"),
    ]
    # The keys of the other tables still hold.
    with pytest.raises(Exception, match="(?i)foreign key"):
        store.write(lambda c: c.exec_driver_sql("DELETE FROM article WHERE id = 3"))
    store.close()


def old(folder):
    """A database of schema 0006: one article of a command, one of the file, one that had left the file."""
    engine = database.open_engine(folder / "rowback.sqlite", writing=True, migrating=True)
    settings = Config()
    settings.set_main_option("script_location", str(database.__file__).replace("database.py", "migrations"))
    with engine.begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0006")
    engine.dispose()
    connection = sqlite3.connect(folder / "rowback.sqlite")
    for n, (origin, plan, tags, due) in enumerate(
        [("command", "every 900", ["x"], 5), ("config", "", [], 6), ("paused", "", ["y"], None)], 1
    ):
        url = f"https://a.example/{n}"
        connection.execute(
            "INSERT INTO watch VALUES (?, ?, ?, ?, ?, ?, 1)", (n, url, url, plan, json.dumps(tags), origin)
        )
        connection.execute(
            "INSERT INTO article (id, watch_id, url, url_key, host, due_at, version, added_at) "
            "VALUES (?, ?, ?, ?, 'a.example', ?, ?, 1)",
            (n, n, url, url, due, n % 2 and n // 2 + 1),
        )
    connection.execute("INSERT INTO version (article_id, number, seen_at, sha256, body) VALUES (3, 1, 1, x'00', x'00')")
    connection.commit()
    connection.close()


def test_more_watches_than_a_statement_takes_are_changed_in_a_moment(store):
    many = [replace(new(f"https://h{n % 500}.example/{n}"), origin="file", tags=(f"t{n % 9}",)) for n in range(34_000)]
    store.write(watches.follow_config, many, NOW)
    ids = [one.id for one in store.read(watch_list.listing)]
    assert len(store.read(history.articles, watch_ids=ids, limit=50_000)) == 34_000
    assert store.write(sources.make_due, NOW, ids) == 0
    for change in (lambda: store.write(watches.pause, ids, NOW, None), lambda: store.write(watches.resume, ids, NOW)):
        began = time.process_time()
        assert len(change()) == 34_000
        assert time.process_time() - began < 5
    assert len(store.write(watches.remove, ids, NOW)) == 34_000


DAY = 24 * HOUR


@pytest.mark.parametrize("step", [HOUR, -2 * HOUR, 30 * DAY, -30 * DAY])
def test_a_pause_and_a_feeds_article_outlast_a_clock_that_ran_wrong_for_a_while(store, step):
    enter(store)
    enter(store, "https://one.example/b")
    store.write(watches.pause, [1], NOW, NOW + 3 * HOUR)
    store.write(lambda c: c.execute(watched.update().where(watched.c.article_id == 2).values(until=NOW + DAY)))
    store.write(stepping.rebase, NOW + step, step)
    store.write(watches.wake, NOW + step)
    assert (row(store).followed, row(store).resume_at) == ("paused", NOW + step + 3 * HOUR)
    assert row(store, 2).followed == "followed"
    store.write(stepping.rebase, NOW + HOUR, -step)
    store.write(watches.wake, NOW + HOUR)
    assert (row(store).followed, row(store).resume_at) == ("paused", NOW + 3 * HOUR)
    assert row(store, 2).followed == "followed"
    store.write(watches.wake, NOW + DAY)
    assert (row(store).followed, row(store, 2).followed) == ("followed", "unwatched")


@pytest.mark.parametrize("step", [HOUR, -2 * HOUR, 30 * DAY, -30 * DAY])
def test_a_silence_lasts_as_long_as_was_said_and_one_that_is_over_stays_over(store, step):
    for starts, ends in ((NOW - DAY, NOW - HOUR), (NOW - HOUR, NOW + HOUR), (NOW + HOUR, NOW + DAY)):
        store.write(silences.add, Silence(0, {}, starts, ends, "desk", "known"), NOW)
    store.write(stepping.rebase, NOW + step, step)
    ahead, holds, over = store.read(silences.known)
    assert (over.starts_ms, over.ends_ms) == (NOW - DAY, NOW - HOUR)
    assert (holds.starts_ms, holds.ends_ms) == (NOW + step - HOUR, NOW + step + HOUR)
    assert (ahead.starts_ms, ahead.ends_ms) == (NOW + step + HOUR, NOW + step + DAY)


@pytest.mark.parametrize("step", [HOUR, -2 * HOUR, 0])
def test_since_when_an_article_cannot_be_read_is_never_ahead_of_the_clock(store, step):
    enter(store)
    for since, wanted in ((NOW - HOUR, NOW + step - HOUR), (NOW + 400 * DAY, NOW + step)):
        store.write(lambda c, since=since: c.execute(tables.article.update().values(unread_at=since)))
        store.write(stepping.rebase, NOW + step, step)
        found = store.read(lambda c: c.execute(tables.article.select()).one().unread_at)
        assert found == wanted


def test_entering_many_at_once_leaves_what_entering_each_leaves(tmp_path):
    """Known ones, a feed, one that was a feed before, others with tags and schedules: in both ways the same rows."""
    known = [new("https://one.example/a", tags=("x",)), new("https://f.example/rss", kind="feed")]
    wanted = [
        new("https://one.example/a", tags=("y",)),  # known: gets a tag
        new("https://one.example/b"),
        new("https://two.example/a", schedule="every 900", tags=("x", "y")),
        new("https://f.example/rss", tags=("x",)),  # a feed stays the feed it is
        new("https://g.example/rss", kind="feed"),
        new("https://two.example/b"),
    ]
    left = []
    for name, many in (("each", False), ("all", True)):
        store = Store(tmp_path / name)
        for one in known:
            store.write(watches.enter, one, NOW)
        if many:
            found = store.write(watches.enter_all, wanted, NOW + 5)
        else:
            found = [store.write(watches.enter, one, NOW + 5) for one in wanted]
        rows = {
            table: store.read(lambda c, t=table: [tuple(r) for r in c.exec_driver_sql(f"SELECT * FROM {t} ORDER BY 1")])
            for table in ("article", "host")
        }
        joined = (
            "SELECT a.url, w.url, w.origin, w.kind, w.tags, w.schedule, j.since FROM watched j "
            "JOIN article a ON a.id = j.article_id JOIN watch w ON w.id = j.watch_id ORDER BY 1, 2, 3"
        )
        rows["watched"] = store.read(lambda c, sql=joined: [tuple(r) for r in c.exec_driver_sql(sql)])
        rows["watch"] = store.read(
            lambda c: [tuple(r) for r in c.exec_driver_sql("SELECT url, origin, kind, tags FROM watch ORDER BY url")]
        )
        left.append((rows, found))
        store.close()
    assert left[0] == left[1]


def test_ten_thousand_new_addresses_are_entered_in_steps_that_leave_the_writer_free(tmp_path):
    store = Store(tmp_path)
    longest = 0.0
    for first in range(0, 10_000, 500):
        wanted = [new(f"https://p{n % 200}.example/{n}") for n in range(first, first + 500)]
        began = time.process_time()
        store.write(watches.enter_all, wanted, NOW)
        longest = max(longest, time.process_time() - began)
    assert store.read(history.count_articles) == 10_000
    assert longest < 0.25
    store.close()
