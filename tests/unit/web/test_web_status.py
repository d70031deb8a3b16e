"""The status screen: what waits, how often it is right by one's own verdicts, and who may see who may come in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from monitor.store import reviews, tokens, users, verdicts
from monitor.store.acts import By
from monitor.store.reviews import Act, Wish
from monitor.store.tokens import Scope
from monitor.store.users import Role
from tests.unit.web.web_desk import START, Shelf, browser, rise, story

BY = By("karen", "cli: karen", START)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    number = shelf.follow("https://daily.example/flood", ["tolls"])
    for n in range(7):
        shelf.check(number, story(f"a{n}"), changes=[rise(n, n + 1)] if n else [])
    return shelf


def decide(shelf: Shelf, number: int, act: Act, reason: str = "") -> None:
    shelf.store.write(reviews.act, [number], Wish(act, "Ines", START, reason=reason, note="a text of hers"))


def test_it_says_what_waits_and_where(shelf: Shelf) -> None:
    pages = browser(shelf)
    assert "no article is late" in pages.get("/status").text
    shelf.follow("https://evening.example/vote")
    shelf.clock.at_ms += 3_600_000
    view = pages.get("/status.json").json()
    assert (view["due"], view["readiness"], view["articles"]) == (2, "ready", {"read": 1, "waiting": 1})
    assert [(one["host"], one["due"]) for one in view["hosts"]] == [("daily.example", 1), ("evening.example", 1)]
    text = pages.get("/status").text
    assert "2 articles are due, the first since 1 h ago" in text
    assert "evening.example" in text


def test_precision_comes_from_ones_own_verdicts_with_an_interval(shelf: Shelf) -> None:
    decide(shelf, 1, Act.CONFIRM)
    decide(shelf, 2, Act.CONFIRM)
    decide(shelf, 3, Act.DISMISS, "unimportant")  # true all the same
    decide(shelf, 4, Act.DISMISS, "misread")
    decide(shelf, 5, Act.DISMISS, "other")  # says neither
    decide(shelf, 6, Act.DISMISS, "wording")
    decide(shelf, 6, Act.REOPEN)
    (one,) = browser(shelf).get("/status.json").json()["kinds"]
    assert (one["kind"], one["decided"], one["right"], one["share"]) == ("figure.value", 4, 3, 0.75)
    assert (one["least"], one["most"]) == (0.301, 0.954)
    assert "75 %" in browser(shelf).get("/status").text


@pytest.mark.parametrize(
    ("right", "of", "least", "most"), [(0, 0, 0, 1), (1, 1, 0.207, 1), (0, 1, 0, 0.793), (50, 100, 0.404, 0.596)]
)
def test_the_interval_is_wide_where_little_was_decided(right: int, of: int, least: float, most: float) -> None:
    found = verdicts.wilson(right, of)
    assert (round(found[0], 3), round(found[1], 3)) == (least, most)


def test_verdicts_go_out_without_any_text_name_or_address(shelf: Shelf) -> None:
    decide(shelf, 1, Act.CONFIRM)
    decide(shelf, 2, Act.DISMISS, "misread")
    rows = list(shelf.store.read(lambda c: list(verdicts.labelled(c))))
    assert [(one["kind"], one["verdict"], one["reason"], one["unit"]) for one in rows] == [
        ("figure.value", "confirmed", "", "person"),
        ("figure.value", "dismissed", "misread", "person"),
    ]
    told = json.dumps(rows)
    for text in ("flood", "Valley", "officials", "Ines", "hers", "example", "killed"):
        assert text not in told


def test_users_tokens_and_acts_are_for_whoever_may_change_them(shelf: Shelf) -> None:
    pages = browser(shelf)
    decide(shelf, 1, Act.CONFIRM)
    assert pages.get("/status.json").json()["acts"][0]["what"] == "review.confirm"
    shelf.store.write(users.add, BY, "Ines", Role.ADMIN, "hash")
    for scope, sees in ((Scope.READ, False), (Scope.ADMIN, True)):
        secret = tokens.PREFIX + tokens.secret()
        shelf.store.write(tokens.add, BY, f"wall {scope}", [scope], None, secret)
        headers = {"authorization": f"Bearer {secret}"}
        for path in ("/status.json", "/api/v1/status"):
            view = pages.get(path, headers=headers).json()
            assert (view["users"] is not None, view["tokens"] is not None, view["acts"] is not None) == (sees,) * 3
        assert ("Latest acts" in pages.get("/status", headers=headers).text) is sees
        assert "hash" not in pages.get("/status.json", headers=headers).text
