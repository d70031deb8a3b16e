"""The first run: one field, the facts of the article within seconds, then the next step."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from monitor.store import history
from tests.unit.web.test_web_screens import seen
from tests.unit.web.web_desk import Shelf, browser, rise, story


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.web.follow.PAUSE", 0.01)
    monkeypatch.setattr("monitor.web.follow.LOOKS", 3)


def test_the_first_screen_of_an_empty_store_is_one_field(tmp_path: Path) -> None:
    page = browser(Shelf(tmp_path)).get("/").text
    assert page.count("<form") == 1
    assert 'action="/follow"' in page


def test_an_address_is_followed_and_its_page_says_what_comes_next(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    pages = browser(shelf)
    answer = pages.post("/follow", {"url": " https://daily.example/flood ", "tag": "#flood"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/articles/1?said=followed")
    words = seen(pages.get("/articles/1?said=followed").text)
    assert "This article is followed now. Its first look has not ended yet. Look again" in words
    assert shelf.store.read(history.article_by_id, 1).tags == ("flood",)
    shelf.versions[1] = 0
    toll = rise(1, 41)
    assert toll.new is not None
    shelf.check(1, story("a"), facts=[{"kind": "figure", "fields": toll.new.to_dict()}])
    words = seen(pages.get("/articles/1?said=followed").text)
    assert "1 fact read. From now on it is looked at again and again" in words
    assert "follow another article of #flood" in words
    assert pages.post("/follow", {"url": "https://daily.example/flood"}).headers["location"].endswith("said=known")


def test_it_waits_until_the_article_was_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.web.follow.LOOKS", 1_000)
    shelf = Shelf(tmp_path)

    def read_it() -> None:
        while not shelf.store.read(history.count_articles):
            threading.Event().wait(0.005)
        shelf.versions[1] = 0
        shelf.check(1, story("a"))

    daemon = threading.Thread(target=read_it)
    daemon.start()
    answer = browser(shelf).post("/follow", {"url": "https://daily.example/flood"})
    daemon.join()
    assert answer.status_code == 303
    assert shelf.store.read(history.article_by_id, 1).version == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"url": ""},
        {"url": "not an address"},
        {"url": "ftp://daily.example/a"},
        {"url": "https://daily.example/a", "tag": "two words"},
    ],
)
def test_what_cannot_be_followed_is_refused_with_a_reason(tmp_path: Path, fields: dict[str, object]) -> None:
    shelf = Shelf(tmp_path)
    answer = browser(shelf).post("/follow", fields)
    assert answer.status_code == 400
    assert shelf.store.read(history.count_articles) == 0


def test_another_page_cannot_make_us_follow_anything(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    headers = {"sec-fetch-site": "cross-site", "content-type": "application/x-www-form-urlencoded"}
    answer = browser(shelf).get("/follow", method="POST", headers=headers, body="url=https://daily.example/a")
    assert answer.status_code == 403
    assert shelf.store.read(history.count_articles) == 0


def test_a_page_that_is_no_article_says_so(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    pages = browser(shelf)
    pages.post("/follow", {"url": "https://daily.example/"})
    shelf.versions[1] = 0
    shelf.check(1, None, state="refused", reason="listing")
    words = seen(pages.get("/articles/1?said=followed").text)
    assert "not read as an article: listing" in words


def test_the_first_screen_leads_to_the_inbox_and_to_the_stories_of_what_changed(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    number = shelf.follow("https://daily.example/flood", ["flood"])
    shelf.check(number, story("a"))
    shelf.check(number, story("b"), changes=[rise(41, 44)])
    page = browser(shelf).get("/").text
    for link in ('href="/inbox"', 'href="/stories"', 'href="/stories/flood"', 'action="/follow"'):
        assert link in page
