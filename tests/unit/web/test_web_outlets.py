"""Outlets: announced against silent edits with their intervals, and what became of what was asked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from monitor.changes.change import Change, Level, Mention
from monitor.changes.kinds import Kind
from monitor.store import reviews
from monitor.store.reviews import Act, Wish
from tests.unit.web.test_web_screens import seen
from tests.unit.web.web_desk import Shelf, browser, rise, story

TOLL = "The flood has killed more than {:,} people in the valley."


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Daily edits four times: announced, silent, an update, and wording with a digest; Evening once."""
    shelf = Shelf(tmp_path)
    daily = shelf.follow("https://daily.example/flood", ["flood"])
    wrong = replace(rise(41, 44, TOLL), announced=True, relation="contradiction")
    notice = Change(Kind.CORRECTION_NOTICE, None, Mention("Correction: 44, not 41."), announced=True)
    silent = replace(rise(44, 40, TOLL), relation="contradiction")
    update = rise(40, 50, TOLL)
    colour = Change(Kind.FIGURE_ADDED, None, Mention("seven", "Seven boats came."), level=Level.DIGEST)
    shelf.check(daily, story("a"))
    shelf.check(daily, story("b"), changes=[wrong, replace(rise(3, 4), announced=True), notice])
    shelf.check(daily, story("c"), changes=[silent])
    shelf.check(daily, story("d"), changes=[update])
    shelf.check(daily, story("e"), changes=[colour, Change(Kind.WORDING, Mention("a", "a"), Mention("b", "b"))])
    evening = shelf.follow("https://evening.example/flood", ["flood"])
    shelf.check(evening, replace(story("a"), outlet="Evening Example"))
    shelf.check(evening, replace(story("b"), outlet="Evening Example"), changes=[rise(41, 44, TOLL)])
    return shelf


def test_an_edit_is_a_version_and_is_counted_once(shelf: Shelf) -> None:
    daily, evening = browser(shelf).get("/outlets.json").json()["outlets"]
    assert (daily["outlet"], daily["edits"], daily["announced"], daily["silent"]) == ("Daily Example", 3, 1, 2)
    assert (daily["ruled_out"]["edits"], daily["ruled_out"]["announced"]) == (2, 1)
    assert (evening["edits"], evening["announced"], evening["ruled_out"]["share"]) == (1, 0, None)
    assert (round(daily["low"], 3), round(daily["high"], 3)) == (0.061, 0.792)


def test_what_a_reviewer_dismissed_counts_for_nothing(shelf: Shelf) -> None:
    wish = Wish(Act.DISMISS, "Ines", 1, reason="misread")
    shelf.store.write(reviews.act, [4], wish)
    daily = browser(shelf).get("/outlets.json").json()["outlets"][0]
    assert (daily["edits"], daily["ruled_out"]["edits"]) == (2, 1)


def test_the_page_prints_denominators_intervals_and_the_method(shelf: Shelf) -> None:
    words = seen(browser(shelf).get("/outlets").text)
    assert "1 of 3 33 % (6–79 %)" in words
    assert "One edit is one version of one article" in words
    assert "Wilson's score interval at 95 %" in words


def test_an_empty_store_says_what_to_do(tmp_path: Path) -> None:
    words = seen(browser(Shelf(tmp_path)).get("/outlets").text)
    assert "No fact has been edited so far" in words
    assert "rowback review ask" in words


def test_what_was_asked_for_is_followed_up(shelf: Shelf) -> None:
    pages = browser(shelf)
    form = {"act": "ask", "changes": "1", "seen": 0, "reason": "2026-11-17", "note": "by mail", "back": "/figures/1"}
    answer = pages.post("/review", form, "Ines")
    assert (answer.status_code, answer.headers["location"]) == (303, "/figures/1")
    (asked,) = pages.get("/outlets.json").json()["asked"]
    assert (asked["outcome"], asked["ended_by"], asked["by"], asked["on"]) == (
        "silently fixed",
        4,
        "Ines",
        "2026-11-17",
    )
    assert "Asked on 2026-11-17 by Ines (by mail)" in seen(pages.get("/figures/1").text)
    assert pages.get("/inbox.json").json()["to_review"] == 7, "to ask decides nothing"


@pytest.mark.parametrize("day", ["", "yesterday", "2026-02-30"])
def test_to_ask_needs_a_day(shelf: Shelf, day: str) -> None:
    answer = browser(shelf).post("/review", {"act": "ask", "changes": "1", "seen": 0, "reason": day})
    assert answer.status_code == 400
    assert "on which day" in answer.text


def test_what_was_asked_twice_is_kept_twice(shelf: Shelf) -> None:
    for _ in range(2):
        shelf.store.write(reviews.act, [1], Wish(Act.ASK, "Ines", 1, reason="2026-11-17"))
    assert len(browser(shelf).get("/outlets.json").json()["asked"]) == 2
