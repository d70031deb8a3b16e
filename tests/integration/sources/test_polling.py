"""Feeds as watches: what they name is followed as the filters say, hints make articles due, and polls are polite."""

import asyncio
import json

import pytest

from monitor.checks.pacing import Budgets, Pacing
from monitor.checks.work import Here, ReaderEnd, ReaderFailed
from monitor.clock import iso
from monitor.sources.filters import Filters
from monitor.sources.polling import Polling
from monitor.store import Store, claims, history, sources, watch_list, watches
from monitor.store.watches import NewWatch
from spiders.fetched import End, Fetched

NOW = 1_922_529_600_000  # 2030-12-03T12:00:00Z
MINUTE, DAY = 60_000, 86_400_000
FEED = "https://news.example/rss"


class Time:
    at_ms = NOW

    def now_ms(self) -> int:
        return self.at_ms

    def monotonic(self) -> float:
        return self.at_ms / 1000


class Site:
    """A store with one feed, and a newsroom that answers each poll with what stands in `items` or `answer`."""

    def __init__(self, folder, **filters):
        self.store = Store(folder)
        self.clock = Time()
        self.asked = []
        self.items = []
        self.answer = None
        self.polling = Polling(self.store, Here(), self.asked.append, self.clock)
        self.follow(FEED, **filters)

    def follow(self, url, tags=("t",), schedule="", origin="command", **filters):
        new = NewWatch(url, url, "news.example", schedule, tags, origin, "feed", Filters(**filters).to_json())
        return self.store.write(watches.enter, new, self.clock.at_ms)

    def poll(self, after_ms=0):
        """Polls what is due; returns how many were asked."""
        self.clock.at_ms += after_ms

        async def once():
            before = len(self.asked)
            await self.polling.look(self.clock.at_ms, 0)
            for check in self.asked[before:]:
                more = self.answer(check) if callable(self.answer) else self.answer or {}
                fields = {"end": End.OK, "url": check.url, "body": self.body(), "status": 200, **more}
                if callable(fields["body"]):
                    fields["body"] = fields["body"](check.url)
                self.polling.fetched(Fetched(check, **fields))
            await self.polling.stop(30)
            return len(self.asked) - before

        return asyncio.run(once())

    def body(self):
        rows = "".join(
            f"<url><loc>https://news.example{path}</loc>"
            + (f"<lastmod>{iso(edited)}</lastmod>" if edited else "")
            + f"<news:news><news:publication_date>{iso(at)}</news:publication_date><news:title>{title}</news:title>"
            "</news:news></url>"
            for path, title, at, edited in self.items
        )
        space = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
        return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" {space}>{rows}</urlset>'.encode()

    def articles(self, *followed):
        return {
            a.url.removeprefix("https://news.example"): (a.followed, a.tags)
            for a in self.store.read(history.articles, followed=followed)
        }

    def standing(self):
        return self.store.read(sources.standing)[FEED]

    def row(self, column):
        return self.store.read(lambda c: c.exec_driver_sql(f"SELECT {column} FROM source ORDER BY id").scalars().all())


def item(path, title="A title", age_ms=MINUTE, edited_ms=None):
    return path, title, NOW - age_ms, None if edited_ms is None else NOW + edited_ms


@pytest.fixture
def made(tmp_path):
    sites = []

    def make(**filters):
        sites.append(Site(tmp_path / str(len(sites)), **filters))
        return sites[-1]

    yield make
    for site in sites:
        site.store.close()


def test_what_a_feed_names_becomes_articles_with_its_tags_and_schedule(made):
    site = made()
    site.items = [item("/world/a"), item("/world/b")]
    assert site.poll() == 1
    assert site.articles("followed") == {"/world/a": ("followed", ("t",)), "/world/b": ("followed", ("t",))}
    assert len(site.store.write(claims.claim, NOW, 10, pause_ms=0, per_host=9)) == 2
    (row,) = site.store.read(watch_list.listing, kind="feed")
    assert (row.articles, site.standing()["kind"], site.standing()["state"]) == (2, "sitemap", "read")


def test_the_filters_choose_and_say_how_many_they_keep_out(made):
    site = made(paths=("/world/*",), keywords=("flood",), within=3 * 86_400.0, most=2)
    site.items = [
        item("/world/1", "A flood"),
        item("/sport/1", "A flood of goals"),  # another path
        item("/world/2", "Floodlights on"),  # no whole word
        item("/world/3", "The FLOOD, day four", age_ms=4 * DAY),  # too old
        item("/world/4", "After the flood"),
        item("/world/5", "Flood: what we know"),  # no room
    ]
    site.poll()
    assert sorted(site.articles("followed")) == ["/world/1", "/world/4"]
    assert site.standing()["left_out"] == 4


def test_an_article_ages_out_with_its_history_and_never_comes_back_by_the_same_feed(made):
    site = made(keep=2 * 86_400.0)
    site.items = [item("/a"), item("/b", age_ms=DAY)]
    site.poll()
    site.clock.at_ms += DAY
    site.store.write(watches.wake, site.clock.at_ms)
    assert site.articles() == {"/a": ("followed", ("t",)), "/b": ("unwatched", ("t",))}
    site.poll(after_ms=20 * MINUTE)
    assert site.articles("followed") == {"/a": ("followed", ("t",))}
    own = NewWatch("https://news.example/b", "https://news.example/b", "news.example")
    site.store.write(watches.enter, own, site.clock.at_ms)
    assert set(site.articles("followed")) == {"/a", "/b"}


def test_an_article_of_two_watches_outlives_either(made):
    site = made()
    own = NewWatch("https://news.example/a", "https://news.example/a", "news.example", tags=("mine",))
    site.store.write(watches.enter, own, NOW)
    site.items = [item("/a"), item("/b")]
    site.poll()
    assert site.articles()["/a"] == ("followed", ("mine", "t"))
    feed = [row.id for row in site.store.read(watch_list.listing, kind="feed")]
    gone = site.store.write(watches.remove, feed, NOW)
    assert [one.url[-2:] for one in gone] == ["/b"]
    assert site.articles()["/a"] == ("followed", ("mine",))
    assert site.poll(after_ms=DAY) == 0


def test_a_stated_edit_makes_an_article_due_at_once(made):
    site = made()
    site.items = [item("/a", edited_ms=0), item("/b", edited_ms=0)]
    site.poll()
    site.store.write(lambda c: c.exec_driver_sql(f"UPDATE article SET due_at = {NOW + DAY}"))
    site.items = [item("/a", edited_ms=9 * MINUTE), item("/b", edited_ms=0)]
    site.poll(after_ms=16 * MINUTE)
    rows = site.store.read(history.articles)
    assert [row.due_at - NOW for row in rows] == [16 * MINUTE, DAY]


def test_a_feed_is_polled_more_often_while_it_brings_something_and_seldom_while_not(made):
    site = made()
    paces = []
    for n in range(700):
        if n < 60:
            site.items = [item(f"/{n}")]
        site.clock.at_ms = site.row("due_at")[0]
        assert site.poll() == 1
        paces.append(site.row("pace_ms")[0] // MINUTE)
    assert paces[0] == 15
    assert min(paces[:61]) == 5
    assert paces[61:] == sorted(paces[61:])
    assert paces[-1] > 30


def test_polls_are_paid_from_the_budget_of_their_host(made):
    site = made()
    site.polling.pacing = Pacing(Budgets(host=100))
    site.poll()
    assert site.polling.pacing._spent["news.example"] == 1
    site.polling.pacing.step({"news.example": 10_000.0}, NOW)
    dear = site.polling.pacing.price("news.example")
    site.poll(after_ms=DAY)
    assert dear > 1
    assert site.row("pace_ms")[0] == 120 * MINUTE


def test_polls_are_conditional_and_a_whole_answer_is_asked_for_now_and_then(made):
    site = made()
    site.items = [item("/a")]
    headers = {"etag": '"1"', "last-modified": "Tue, 03 Dec 2030 12:00:00 GMT"}
    site.answer = lambda check: {"end": End.NOT_MODIFIED, "body": b""} if check.etag else {"headers": headers}
    for _ in range(22):
        site.poll(after_ms=3 * 60 * MINUTE)
    conditional = [check.etag is not None for check in site.asked]
    assert conditional[:2] == [False, True]
    assert conditional.count(False) == 2
    assert site.standing()["entries"] == 1


def test_a_host_that_pauses_is_not_polled_and_a_poll_makes_it_pause(made):
    site = made()
    site.store.write(claims.hold_host, "news.example", NOW + MINUTE)
    assert site.poll() == 0
    site.answer = {"end": End.RATE_LIMITED, "body": b"", "retry_after": 1e30, "crawl_delay": 1e308}
    assert site.poll(after_ms=MINUTE) == 1
    held = site.store.read(lambda c: c.exec_driver_sql("SELECT next_ok_at, pause_ms FROM host").one())
    assert held[0] - site.clock.at_ms == DAY
    assert held[1] == DAY
    assert site.standing()["state"] == "failing"


@pytest.mark.parametrize(
    ("answer", "state", "reason"),
    [
        ({"end": End.TOO_LARGE, "body": b""}, "failing", "too_large"),
        ({"end": End.ROBOTS_DENIED, "body": b""}, "failing", "robots_denied"),
        ({"body": b"<html><title>Not here</title>"}, "refused", "no_list"),
        ({"body": b'<!DOCTYPE r [<!ENTITY a "b">]><rss/>'.replace(b"r [", b"rss [")}, "refused", "entities"),
    ],
)
def test_what_is_no_list_is_said_and_asked_ever_less_often(made, answer, state, reason):
    site = made()
    site.answer = answer
    waits = []
    for _ in range(9):
        site.clock.at_ms = max(site.clock.at_ms, site.row("due_at")[0])
        site.poll()
        waits.append(site.row("due_at")[0] - site.clock.at_ms)
    assert (site.standing()["state"], site.standing()["reason"]) == (state, reason)
    assert waits == sorted(waits)
    assert waits[-1] < 7 * 60 * MINUTE


def test_an_index_brings_its_newest_sitemaps_and_none_that_is_an_index_itself(made):
    site = made()
    names = [f"s{n}" for n in range(8)]
    index = "".join(
        f"<sitemap><loc>https://news.example/{name}</loc><lastmod>{iso(NOW - n * DAY)}</lastmod></sitemap>"
        for n, name in enumerate(names)
    )
    whole = f"<sitemapindex>{index}</sitemapindex>".encode()
    site.items = [item("/a")]
    site.answer = {"body": lambda url: site.body() if url.endswith("/s0") else whole}
    for _ in range(8):
        site.poll(after_ms=1)
    asked = [check.url.rpartition("/")[2] for check in site.asked]
    assert sorted(asked) == ["rss", "s0", "s1", "s2", "s3", "s4"]
    assert set(site.articles("followed")) == {"/a"}
    reasons = dict(zip(site.row("url"), site.row("reason"), strict=True))
    assert reasons["https://news.example/s1"] == "index_in_index"
    assert site.standing()["sitemaps"] == 5


def test_five_thousand_entries_at_once_follow_no_more_than_was_said(made):
    site = made(most=50)
    site.items = [item(f"/{n}") for n in range(5_000)]
    site.poll()
    assert len(site.articles("followed")) == 50
    assert site.standing()["left_out"] == 4_950


def test_a_paused_feed_is_not_polled_and_its_articles_rest(made):
    site = made()
    site.items = [item("/a")]
    site.poll()
    site.store.write(watches.pause, [1], NOW, None)
    assert site.articles("paused") == {"/a": ("paused", ("t",))}
    assert site.poll(after_ms=DAY) == 0
    site.store.write(watches.resume, [1], NOW)
    assert site.poll() == 1


def test_a_feed_of_the_file_comes_and_goes_with_it(made):
    site = made()
    site.items = [item("/a")]
    other = "https://news.example/atom"
    new = NewWatch(other, other, "news.example", tags=("f",), origin="file", kind="feed", filters='{"most": 5}')
    site.store.write(watches.follow_config, [new], NOW)
    assert site.poll() + site.poll() == 2
    assert site.articles("followed") == {"/a": ("followed", ("t", "f"))}
    site.store.write(watches.follow_config, [], NOW)
    assert site.articles("followed") == {"/a": ("followed", ("t",))}
    assert len(site.row("id")) == 1


def test_a_poll_whose_lease_was_lost_changes_nothing(made):
    site = made()
    (claim,) = site.store.write(sources.claim, NOW, 4, 0)
    site.store.write(sources.release_all, NOW)
    late = sources.Polled(claim.id, claim.token, claim.host, NOW, "read", "", NOW, named=())
    assert site.store.write(sources.record, late, Filters.from_json) is None
    assert site.standing()["state"] == "waiting"


def test_filters_read_back_as_they_were_written():
    one = Filters(("/a/*",), ("Überschwemmung", "洪水"), ("World",), 60.0, 120.0, 3)
    assert Filters.from_json(one.to_json()) == one
    assert json.loads(Filters().to_json()) == {}
    assert one.sift("https://x.example/a/1", "洪水警報", ("world",), NOW, NOW) == "followed"
    assert one.sift("https://x.example/a/1", "Die ÜBERSCHWEMMUNG steigt", ("world",), NOW, NOW) == "followed"
    assert one.sift("https://x.example/a/1", "flood", ("world",), NOW, NOW) == "keyword"
    assert one.sift("https://x.example/a/1", "洪水", ("sea",), NOW, NOW) == "section"


@pytest.mark.parametrize("step", [3_600_000, -3_600_000, 30 * DAY])
def test_after_a_step_of_the_clock_a_poll_is_as_far_away_as_before(made, step):
    site = made()
    site.poll()
    due = site.row("due_at")[0]
    site.store.write(sources.rebase, NOW + step, step, lambda url: 0.5)
    pace = site.row("pace_ms")[0]
    assert site.row("due_at")[0] == NOW + step + (due - NOW if due - NOW <= pace else pace // 2)
    site.store.write(sources.make_due, NOW + step, [1])
    site.store.write(sources.claim, NOW + step, 1, 0)
    site.store.write(sources.rebase, NOW, -step, lambda url: 0.5)
    assert site.row("due_at") == [NOW + sources.LEASE_MS]


def test_a_poll_that_a_wrong_clock_put_off_comes_within_its_pace(made):
    site = made()
    site.poll(400 * DAY)
    site.store.write(sources.rebase, NOW, 0, lambda url: 0.25)
    assert site.row("due_at")[0] == NOW + site.row("pace_ms")[0] // 4
    assert NOW < site.row("due_at")[0] <= NOW + site.row("pace_ms")[0]


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 1e308, 10**400, -1.0])
def test_no_number_of_a_host_keeps_a_poll_from_being_recorded(made, number):
    site = made()
    site.answer = {"end": End.RATE_LIMITED, "status": 429, "retry_after": number, "crawl_delay": number}
    site.poll()
    assert (site.row("leased"), site.row("state")) == ([0], ["failing"])
    assert NOW < site.row("due_at")[0] <= NOW + DAY


def test_a_poll_that_cannot_be_stored_is_recorded_as_failing(made):
    site = made()
    site.items = [item("/a")]
    site.answer = {"headers": {"etag": "half a pair \ud800"}}
    site.poll()
    assert (site.row("leased"), site.row("state"), site.row("fails")) == ([0], ["failing"], [1])


@pytest.mark.parametrize("end", ReaderEnd)
def test_a_list_that_no_worker_ends_fails_by_its_word(made, end):
    site = made()

    class Broken:
        async def run(self, host, work, *_):
            assert host == "news.example"
            raise ReaderFailed(end)

    site.polling = Polling(site.store, Broken(), site.asked.append, site.clock)
    site.poll()
    assert (site.row("leased"), site.row("state"), site.row("reason")) == ([0], ["failing"], [str(end)])
