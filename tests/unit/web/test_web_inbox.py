"""The inbox: what is left to review, acts by plain forms, filters that narrow, and two people at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.changes.change import Change, Level, Mention
from monitor.changes.kinds import Kind
from monitor.store import reviews
from tests.unit.web.web_desk import Browser, Shelf, browser, rise, story

COST = "Repairs would cost $3.2 million, the mayor said."


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    flood = shelf.follow("https://daily.example/flood", ["tolls"])
    vote = shelf.follow("https://evening.example/vote", ["votes"])
    shelf.check(flood, story("a"))
    new = Change(Kind.FIGURE_ADDED, None, Mention("$3.2 million", COST), level=Level.DIGEST)
    toll = rise(41, 44)
    told = [shelf.alert(flood, [toll], "delta 3", [])]
    shelf.check(flood, story("b"), changes=[toll, new], passages=[1, 1], alerts=told)
    shelf.check(vote, story("c", title="Vote"))
    said = Change(Kind.EVENT_CHANGED, Mention("boycott", "He will boycott."), Mention("attend", "He will attend."))
    shelf.check(vote, story("d", title="Vote"), changes=[said], passages=[1])
    return shelf


@pytest.fixture
def pages(shelf: Shelf) -> Browser:
    return browser(shelf)


def listed(pages: Browser, query: str = "", where: str = "inbox") -> list[int]:
    return [one["id"] for one in pages.get(f"/{where}.json?{query}").json()["changes"]]


def act(pages: Browser, what: str, ids: str, *, name: str = "", seen: int = 0, **more: object) -> int:
    return pages.post("/review", {"act": what, "changes": ids, "seen": seen, **more}, name).status_code


def test_what_was_reviewed_leaves_the_inbox_and_says_so(pages: Browser) -> None:
    assert listed(pages) == [3, 2, 1]
    text = pages.get("/inbox").text
    assert "3 to review" in text
    assert text.count('<article class="change entry"') == 2, "one entry a passage"
    answer = pages.post("/review", {"act": "confirm", "changes": "1,2", "seen": 0, "back": "/inbox?tag=tolls"}, "Ines")
    assert (answer.status_code, answer.headers["location"]) == (303, "/inbox?tag=tolls&said=confirmed-2")
    assert listed(pages) == [3]
    text = pages.get("/inbox?said=confirmed-2").text
    assert "2 changes confirmed." in text
    assert "Reviewed lately" in text
    assert pages.get("/inbox.json").json()["known"][0]["reviewed"] == "confirmed"
    assert act(pages, "reopen", "2", seen=9) == 303
    assert listed(pages) == [3, 2]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("tag=tolls", [2, 1]),
        ("outlet=Daily+Example", [3, 2, 1]),
        ("outlet=nobody", []),
        ("concept=death", [1]),
        ("place=lower", [1]),
        ("rule=tolls", [1]),
        ("rule=other", []),
        ("reviewed=yes", []),
        ("reviewed=any&level=digest", [2]),
        ("kind=event.*", [3]),
        ("assignee=Tom", []),
    ],
)
def test_each_filter_narrows(pages: Browser, query: str, found: list[int]) -> None:
    assert listed(pages, query) == found
    assert listed(pages, query, "changes") == found
    assert pages.get(f"/inbox?{query}").status_code == 200


@pytest.mark.parametrize("query", ["reviewd=no", "outlets=x", "concepts=death", "say=1"])
def test_a_filter_that_does_not_exist_is_refused_with_a_word(pages: Browser, query: str) -> None:
    for path in ("/inbox", "/inbox.json", "/changes"):
        answer = pages.get(f"{path}?{query}")
        assert answer.status_code == 400
        assert "there is no filter" in answer.text


def test_since_i_last_looked_is_per_person(pages: Browser, shelf: Shelf) -> None:
    ines = {"cookie": "rowback_name=Ines"}
    assert pages.post("/looked", {"newest": 2}, "Ines").headers["location"] == "/inbox?said=looked"
    view = pages.get("/inbox.json?since=look", headers=ines).json()
    assert [one["id"] for one in view["changes"]] == [3]
    assert listed(pages, "since=look") == [3, 2, 1], "somebody else has not looked"
    assert "You looked up to here" in pages.get("/inbox", headers=ines).text
    assert "You looked up to here" not in pages.get("/inbox").text


def test_two_reviewers_at_once_lose_nothing(pages: Browser, shelf: Shelf) -> None:
    assert act(pages, "confirm", "1", name="Ines") == 303
    answer = pages.post("/review", {"act": "dismiss", "reason": "misread", "changes": "1,3", "seen": 0}, "Tom")
    assert answer.status_code == 409
    assert "Ines" in answer.text
    stands = shelf.store.read(reviews.standings, [1, 3])
    assert (stands[1].state, stands[3].state) == ("confirmed", "dismissed")


def test_bulk_acts_take_all_that_is_ticked_and_the_audit_names_who(pages: Browser, shelf: Shelf) -> None:
    wish = {"act": "assign", "changes": ["1,2", "3"], "seen": 0, "assignee": "Tom", "note": "please check"}
    assert pages.post("/review", wish, "Ines Rø").status_code == 303
    assert listed(pages, "assignee=Tom") == [3, 2, 1]
    rows = shelf.store.read(reviews.latest)
    assert {(one.actor, one.note, one.was.assignee, one.became.assignee) for one in rows} == {
        ("Ines Rø", "please check", "", "Tom")
    }
    assert "given to <bdi>Tom</bdi>" in pages.get("/inbox").text


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"act": "confirm", "seen": 0}, 400),
        ({"act": "confirm", "changes": "x", "seen": 0}, 400),
        ({"act": "confirm", "changes": "1,,-2", "seen": 0}, 400),
        ({"act": "confirm", "changes": "99999999999999", "seen": 0}, 400),
        ({"act": "confirm", "changes": "1"}, 400),
        ({"act": "confirm", "changes": "1", "seen": "²"}, 400),
        ({"act": "delete", "changes": "1", "seen": 0}, 400),
        ({"act": "dismiss", "changes": "1", "seen": 0}, 400),
        ({"act": "note", "changes": "1", "seen": 0}, 400),
        ({"act": "confirm", "changes": "77", "seen": 0}, 404),
        ({"act": "note", "note": "x" * 70_000, "changes": "1", "seen": 0}, 413),
    ],
)
def test_a_form_that_cannot_be_meant_does_nothing(
    pages: Browser, shelf: Shelf, fields: dict[str, object], status: int
) -> None:
    assert pages.post("/review", fields).status_code == status
    assert shelf.store.read(reviews.latest) == []


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "/inbox\r\nx: y", "/inboxes", "/inbox?a b"]
)
def test_the_way_back_is_always_ours(pages: Browser, back: str) -> None:
    answer = pages.post("/review", {"act": "confirm", "changes": "1", "seen": 0, "back": back})
    assert answer.headers["location"] == "/inbox?said=confirmed-1"


def test_a_name_is_kept_by_the_browser_and_forgotten_when_it_is_empty(pages: Browser) -> None:
    cookie = pages.post("/me", {"name": "  Ines   Rø "}).headers["set-cookie"]
    assert cookie.startswith("rowback_name=Ines%20R%C3%B8;")
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Max-Age=0" in pages.post("/me", {"name": " "}).headers["set-cookie"]
