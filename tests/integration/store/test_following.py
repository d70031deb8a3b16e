"""The watches of a file in the store: many at once, only what differs is touched, and a faster schedule brings looks
forward."""

import time

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
    return NewWatch(url, url, f"h{number % 50}.example", origin="config", **fields)


def rows(store):
    text = (
        "SELECT article.url, watch.tags, watch.schedule, watch.origin, article.due_at, article.host "
        "FROM article JOIN watch ON watch.id = watch_id ORDER BY article.id"
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
        (5, '["x"]', ""),
        (5, "[]", "every 60"),
    ]


def test_a_watch_added_by_hand_and_then_written_into_the_file_is_followed_once(store):
    store.write(watches.add, NewWatch("https://h0.example/0", "https://h0.example/0", "h0.example"), NOW)
    store.write(watches.follow_config, [wanted(0, tags=("x",))], NOW)
    assert [(row.origin, row.tags) for row in rows(store)] == [("config", '["x"]')]


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
