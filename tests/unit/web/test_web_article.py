"""An article's strip of versions, "same text as", what it said at a moment, and decisions on a reading in doubt."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.errors import UsageError
from monitor.store import doubts
from monitor.store.acts import By
from tests.unit.web.test_web_screens import seen
from tests.unit.web.web_desk import Shelf, browser, rise, story

TOLL = "The flood has killed more than {:,} people in the valley."


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """41, then 44, then 41 again, then another headline: the versions 1 to 4, ten minutes apart."""
    shelf = Shelf(tmp_path)
    number = shelf.follow("https://daily.example/flood", ["flood"])
    shelf.check(number, story(TOLL.format(41)))
    shelf.check(number, story(TOLL.format(44)), changes=[rise(41, 44, TOLL)])
    shelf.check(number, story(TOLL.format(41)), changes=[rise(44, 41, TOLL)])
    shelf.check(number, story(TOLL.format(41), title="Flood: the toll"))
    return shelf


def in_doubt(shelf: Shelf, *, readable: bool = True) -> int:
    """A reading of the article that cannot be compared; its number."""
    text = story(TOLL.format(50)).to_json()
    made = doubts.NewDoubt(b"s" * 32, "truncated", "a third of the text is gone", text, readable)
    shelf.check(1, doubt=made, result="cannot_tell", state="cannot_tell")
    (row,) = shelf.store.read(doubts.listing, article_id=1)
    return row.id


def test_the_strip_shows_how_much_each_version_changed_and_which_say_the_same(shelf: Shelf) -> None:
    strip = browser(shelf).get("/articles/1.json").json()["strip"]
    assert [(one["number"], one["shade"], one["same_as"]) for one in strip] == [
        (1, 0, None),
        (2, 1, None),
        (3, 1, 1),
        (4, 0, None),  # another headline over the same text is an edit of its own
    ]
    words = seen(browser(shelf).get("/articles/1").text)
    assert "Version 3 same text as version 1" in words
    assert "Version 4 same text" not in words


def test_versions_that_are_too_many_to_read_are_not_compared(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.web.strip.LOOKED_AT", 2)
    strip = browser(shelf).get("/articles/1.json").json()["strip"]
    assert [one["same_as"] for one in strip] == [None, None, None, None]


def test_a_doubt_is_rejected_by_its_button(shelf: Shelf) -> None:
    number = in_doubt(shelf)
    pages = browser(shelf)
    page = pages.get("/articles/1").text
    assert "Accept: this is the article" in page
    answer = pages.post(f"/doubts/{number}", {"act": "dismiss"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/articles/1?said=dismissed")
    page = pages.get("/articles/1?said=dismissed").text
    assert "kept out for good" in page
    assert "In doubt" not in page
    assert shelf.store.read(doubts.one, number).state == "dismissed"
    again = pages.post(f"/doubts/{number}", {"act": "dismiss"})
    assert (again.status_code, "has ended: dismissed" in seen(again.text)) == (409, True)


def test_a_doubt_is_accepted_by_the_function_of_the_command(shelf: Shelf) -> None:
    number = in_doubt(shelf)
    asked: list[int] = []

    def accept(one: int, by: By) -> int:
        assert (by.who, by.via) == ("desk", "web")
        asked.append(one)
        if len(asked) > 1:
            raise UsageError("doubt 1 has ended: accepted; only an open one can be decided")
        return 5

    pages = browser(shelf, accept=accept)
    answer = pages.post(f"/doubts/{number}", {"act": "accept"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/articles/1?said=accepted-5")
    assert "what was read is version 5 now" in pages.get("/articles/1?said=accepted-5").text
    assert pages.post(f"/doubts/{number}", {"act": "accept"}).status_code == 409
    assert asked == [number, number]


def test_what_is_no_article_can_only_be_rejected(shelf: Shelf) -> None:
    in_doubt(shelf, readable=False)
    page = browser(shelf).get("/articles/1").text
    assert "Accept: this" not in page
    assert "Reject: keep it out" in page


def test_a_decision_needs_a_known_word_a_known_doubt_and_our_own_page(shelf: Shelf) -> None:
    number = in_doubt(shelf)
    pages = browser(shelf)
    assert pages.post(f"/doubts/{number}", {"act": "burn"}).status_code == 400
    assert pages.post(f"/doubts/{number}", {"act": "accept"}).status_code == 400, "nothing here can accept"
    assert pages.post("/doubts/99", {"act": "dismiss"}).status_code == 404
    elsewhere = pages.get(
        f"/doubts/{number}", method="POST", headers={"sec-fetch-site": "cross-site"}, body="act=dismiss"
    )
    assert elsewhere.status_code == 403
    assert shelf.store.read(doubts.one, number).state == "open"


def test_a_word_of_nobody_is_not_said(shelf: Shelf) -> None:
    assert 'role="status"' not in browser(shelf).get("/articles/1?said=%3Cb%3Ehello").text


def test_a_figure_that_moved_leads_to_its_page(shelf: Shelf) -> None:
    assert 'href="/figures/2"' in browser(shelf).get("/articles/1").text
    assert browser(shelf).get("/figures/2").status_code == 200
