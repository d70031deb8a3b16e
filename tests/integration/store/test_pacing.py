"""What the schedule knows is kept over a restart, and what settles a doubt is claimed before what is overdue."""

from sqlalchemy import select, update

from monitor.store import Store, claims, history, pacing, picking, watches
from monitor.store.tables import article

NOW = 1_790_000_000_000


def tracked(store, *urls):
    for url in urls:
        store.write(watches.add, watches.NewWatch(url, url, url.split("/")[2]), NOW)


def put(store, url, **values):
    store.write(lambda c: c.execute(update(article).where(article.c.url == url).values(**values)))


def urls(found):
    return [one.url for one in found]


def test_a_second_look_is_claimed_before_all_that_is_overdue(tmp_path):
    store = Store(tmp_path)
    all_urls = [f"https://h{n}.example/a" for n in range(5)]
    tracked(store, *all_urls)
    for n, url in enumerate(all_urls):
        put(store, url, due_at=NOW - 10_000 * (10 - n))
    put(store, all_urls[4], first=1)
    assert urls(store.write(claims.claim, NOW, 1, pause_ms=0, per_host=1)) == [all_urls[4]]
    store.close()


def test_of_one_host_too_the_second_look_goes_first(tmp_path):
    store = Store(tmp_path)
    tracked(store, "https://one.example/a", "https://one.example/b")
    put(store, "https://one.example/a", due_at=NOW - 90_000)
    put(store, "https://one.example/b", due_at=NOW - 1_000, first=1)
    assert urls(store.write(claims.claim, NOW, 9, pause_ms=2000, per_host=8)) == ["https://one.example/b"]
    store.close()


def test_a_second_look_is_seen_behind_a_long_queue(tmp_path, monkeypatch):
    monkeypatch.setattr(picking, "SEEN", 3)
    store = Store(tmp_path)
    all_urls = [f"https://h{n}.example/a" for n in range(8)]
    tracked(store, *all_urls)
    for n, url in enumerate(all_urls):
        put(store, url, due_at=NOW - 1_000 * (10 - n))
    put(store, all_urls[7], first=1)
    assert all_urls[7] in urls(store.write(claims.claim, NOW, 2, pause_ms=0, per_host=1))
    store.close()


def test_habits_and_meters_are_kept_by_host_and_replaced(tmp_path):
    store = Store(tmp_path)
    store.write(pacing.keep, {"": ("all", "m"), "one.example": ("a", "")})
    store.write(pacing.keep, {"one.example": ("b", "n")})
    store.write(pacing.keep, {})
    assert store.read(pacing.load) == {"": ("all", "m"), "one.example": ("b", "n")}
    store.close()


def test_what_articles_ask_for_is_summed_by_host_without_those_that_rest(tmp_path):
    store = Store(tmp_path)
    tracked(store, "https://one.example/a", "https://one.example/b", "https://two.example/c")
    put(store, "https://one.example/a", asked=2.0)
    put(store, "https://one.example/b", asked=3.5)
    put(store, "https://two.example/c", asked=7.0, due_at=None)
    assert store.read(pacing.asked) == {"one.example": 5.5}
    store.close()


def test_an_article_that_is_taken_up_says_so(tmp_path):
    store = Store(tmp_path)
    tracked(store, "https://one.example/a")
    put(store, "https://one.example/a", due_at=NOW + 9_000_000, why="quiet for 3 days: every 6 h")
    ids = [row.id for row in store.read(lambda c: c.execute(select(watches.watch.c.id)).all())]
    store.write(watches.pause, ids, NOW, None)
    assert store.read(history.article_by_key, "https://one.example/a").why == ""
    store.write(watches.resume, ids, NOW)
    assert store.read(history.article_by_key, "https://one.example/a").why == "taken up: at once"
    store.close()


def test_a_claim_says_whether_a_feed_would_announce_an_edit(tmp_path):
    store = Store(tmp_path)
    tracked(store, "https://one.example/a", "https://two.example/b")
    store.write(lambda c: c.exec_driver_sql("UPDATE watched SET stated = 1 WHERE article_id = 1"))
    fed = {one.url: one.fed for one in store.write(claims.claim, NOW, 9, pause_ms=0, per_host=8)}
    assert fed == {"https://one.example/a": 1, "https://two.example/b": 0}
    store.close()
