"""The watches of a file in the store: many at once, only what differs is touched, and a faster schedule brings looks
forward."""

import json
import time
from dataclasses import replace

import pytest

from monitor.store import Store, watches
from monitor.store.watches import NewWatch

NOW = 1_790_000_000_000
HOUR = 3_600_000


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path)
    yield store
    store.close()


def wanted(number, **fields):
    url = f"https://h{number % 50}.example/{number}"
    return NewWatch(url, url, f"h{number % 50}.example", origin="file", **fields)


def rows(store):
    text = (
        "SELECT article.url, article.tags, article.schedule, article.followed, "
        "coalesce(min(watch.origin), '') AS first, coalesce(max(watch.origin), '') AS last, "
        "count(watch.origin) AS origins, article.due_at, article.host "
        "FROM article LEFT JOIN watched ON article_id = article.id LEFT JOIN watch ON watch.id = watch_id "
        "GROUP BY article.id ORDER BY article.id"
    )
    return store.read(lambda connection: connection.exec_driver_sql(text).all())


def test_many_at_once_are_stored_as_one_by_one(tmp_path):
    found = []
    for name in ("one", "all"):
        store = Store(tmp_path / name)
        new = [wanted(n, tags=("a", f"t{n % 3}")) for n in range(120)]
        if name == "one":
            for one in new:
                store.write(watches.add, one, NOW)
        else:
            store.write(watches.follow_config, new, NOW)
        hosts = store.read(lambda connection: connection.exec_driver_sql("SELECT host FROM host ORDER BY host").all())
        found.append((rows(store), hosts))
        store.close()
    assert found[0] == found[1]


def test_only_what_differs_is_due_again(store):
    first = [wanted(n) for n in range(3)]
    store.write(watches.follow_config, first, NOW)
    store.write(lambda connection: connection.exec_driver_sql(f"UPDATE article SET due_at = {NOW + HOUR}"))
    store.write(watches.follow_config, [first[0], wanted(1, tags=("x",)), wanted(2, schedule="every 60")], NOW + 5)
    assert [(row.due_at - NOW, row.tags, row.schedule) for row in rows(store)] == [
        (HOUR, "[]", ""),
        (HOUR, '["x"]', ""),  # a tag is no reason to look
        (5, "[]", "every 60"),
    ]


def by_hand(number, **fields):
    return replace(wanted(number, **fields), origin="command")


def test_file_and_command_line_are_two_origins_of_one_article_and_neither_eats_the_tags_of_the_other(store):
    store.write(watches.add, by_hand(0, tags=("mine",), schedule="every 60"), NOW)
    store.write(watches.follow_config, [wanted(0, tags=("x",), schedule="every 900")], NOW)
    (row,) = rows(store)
    assert (row.first, row.last, json.loads(row.tags), row.schedule) == ("command", "file", ["mine", "x"], "every 60")
    store.write(watches.follow_config, [wanted(0, tags=("y",))], NOW)
    assert json.loads(rows(store)[0].tags) == ["mine", "y"]
    assert store.write(watches.follow_config, [], NOW) == []
    (row,) = rows(store)
    assert (row.first, row.last, json.loads(row.tags), row.followed) == ("command", "command", ["mine"], "followed")


def test_leaving_the_file_says_which_articles_nobody_follows_any_more(store):
    store.write(watches.add, by_hand(0), NOW)
    store.write(watches.follow_config, [wanted(0), wanted(1, tags=("x",)), wanted(2)], NOW)
    left = store.write(watches.follow_config, [wanted(2)], NOW)
    assert [(one.url, one.was, one.now) for one in left] == [("https://h1.example/1", "followed", "unwatched")]
    found = [(row.followed, row.due_at, row.tags) for row in rows(store)]
    assert found == [("followed", NOW, "[]"), ("unwatched", None, '["x"]'), ("followed", NOW, "[]")]
    (back,) = store.write(watches.follow_config, [wanted(1), wanted(2)], NOW + 5)
    assert (back.url, back.now) == ("https://h1.example/1", "followed")
    assert rows(store)[1].due_at == NOW + 5


def test_no_article_of_the_default_schedule_rests_beyond_the_latest_moment(store):
    store.write(watches.follow_config, [wanted(0), wanted(1, schedule="every 99999"), wanted(2), wanted(3)], NOW)
    store.write(lambda connection: connection.exec_driver_sql(f"UPDATE article SET due_at = {NOW + 5 * HOUR}"))
    store.write(lambda connection: connection.exec_driver_sql(f"UPDATE article SET due_at = {NOW + 9} WHERE id = 3"))
    store.write(lambda connection: connection.exec_driver_sql("UPDATE article SET leased = 1 WHERE id = 4"))
    assert store.write(watches.bring_forward, NOW + HOUR) == 1
    assert [row.due_at - NOW for row in rows(store)] == [HOUR, 5 * HOUR, 9, 5 * HOUR]


def test_ten_thousand_watches_hold_the_writer_for_a_moment_only(store):
    many = [wanted(n) for n in range(10_000)]
    for _ in range(2):
        began = time.process_time()
        store.write(watches.follow_config, many, NOW)
        assert time.process_time() - began < 3
