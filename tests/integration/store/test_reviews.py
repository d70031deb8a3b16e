"""Reviews in a real store: every act leaves a row, nobody's decision is lost, and no row is ever edited."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError

from monitor.errors import UsageError
from monitor.store import Store, reviews
from monitor.store.reviews import Act, Result, Standing, State, Wish
from tests.unit.web.web_desk import Shelf, rise, story

NOW = 1_795_000_000_000


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    shelf = Shelf(tmp_path)
    number = shelf.follow("https://daily.example/flood")
    shelf.check(number, story("a"))
    for n in range(3):
        shelf.check(number, story(f"a{n}"), changes=[rise(n + 1, n + 2)])
    yield shelf.store
    shelf.store.close()


def done(store: Store, act: Act, *ids: int, actor: str = "Ines", **more: object) -> list[Result]:
    return list(store.write(reviews.act, ids, Wish(act, actor, NOW, **more)).values())  # type: ignore[arg-type]


def stands(store: Store, number: int) -> Standing:
    return store.read(reviews.standings, [number]).get(number, Standing())


def test_every_act_leaves_who_when_before_and_after(store: Store) -> None:
    assert done(store, Act.ASSIGN, 1, assignee="Tom") == [Result.DONE]
    assert done(store, Act.DISMISS, 1, reason="wording", note="a comma") == [Result.DONE]
    assert done(store, Act.NOTE, 1, note="asked the desk") == [Result.DONE]
    assert done(store, Act.CONFIRM, 1, actor="Tom") == [Result.DONE]
    rows = store.read(reviews.of_changes, [1])
    assert [(one.act, one.actor, one.was.state, one.became.state) for one in rows] == [
        ("assign", "Ines", "open", "open"),
        ("dismiss", "Ines", "open", "dismissed"),
        ("note", "Ines", "dismissed", "dismissed"),
        ("confirm", "Tom", "dismissed", "confirmed"),
    ]
    assert (rows[1].reason, rows[1].note, rows[1].at) == ("wording", "a comma", NOW)
    assert stands(store, 1) == Standing(State.CONFIRMED, "Tom")
    assert [one.id for one in store.read(reviews.latest, 2)] == [4, 3]
    assert [one.id for one in store.read(reviews.latest, 9, "Tom")] == [4]


def test_no_decision_of_another_person_is_overwritten_unseen(store: Store) -> None:
    seen = store.read(reviews.newest)
    assert done(store, Act.CONFIRM, 1, seen=seen) == [Result.DONE]
    # Tom's page is older than what Ines did to 1; 2 is untouched.
    assert done(store, Act.DISMISS, 1, 2, actor="Tom", reason="misread", seen=seen) == [Result.CONFLICT, Result.DONE]
    assert stands(store, 1).state == State.CONFIRMED
    # A note takes nothing away, and with a fresh page Tom may decide otherwise.
    assert done(store, Act.NOTE, 1, actor="Tom", note="why?", seen=seen) == [Result.DONE]
    assert done(store, Act.REOPEN, 1, actor="Tom", seen=store.read(reviews.newest)) == [Result.DONE]
    assert stands(store, 1).state == State.OPEN
    # A note of another since then is no decision.
    seen = store.read(reviews.newest)
    done(store, Act.NOTE, 2, note="seen")
    assert done(store, Act.CONFIRM, 2, actor="Tom", seen=seen) == [Result.DONE]


def test_the_same_act_twice_is_stored_once(store: Store) -> None:
    assert done(store, Act.CONFIRM, 3, 3) == [Result.DONE]
    assert done(store, Act.CONFIRM, 3) == [Result.ALREADY]
    assert done(store, Act.CONFIRM, 99) == [Result.UNKNOWN]
    assert len(store.read(reviews.latest)) == 1


@pytest.mark.parametrize("statement", ["UPDATE review SET actor = 'x'", "DELETE FROM review"])
def test_what_was_done_cannot_be_undone_in_the_table(store: Store, statement: str) -> None:
    done(store, Act.CONFIRM, 1)
    with pytest.raises(DatabaseError, match="never edited"):
        store.write(lambda connection: connection.exec_driver_sql(statement))
    assert store.read(reviews.latest)[0].actor == "Ines"


@pytest.mark.parametrize(
    ("act", "more", "said"),
    [
        (Act.DISMISS, {}, "say why"),
        (Act.DISMISS, {"reason": "boring"}, "wording, misread"),
        (Act.NOTE, {"note": "  "}, "needs words"),
        (Act.NOTE, {"note": "x" * 2001}, "at most 2,000"),
        (Act.CONFIRM, {"actor": " "}, "who you are"),
        (Act.ASSIGN, {"assignee": "x" * 81}, "at most 80"),
    ],
)
def test_an_act_that_says_too_little_or_too_much_is_refused(
    store: Store, act: Act, more: dict[str, str], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        done(store, act, 1, **more)  # type: ignore[arg-type]
    assert store.read(reviews.latest) == []


def test_a_look_never_goes_back(store: Store) -> None:
    assert store.read(reviews.last_look, "Ines") is None
    store.write(reviews.look, "Ines", 2, NOW)
    store.write(reviews.look, "Ines", 1, NOW + 1)
    assert store.read(reviews.last_look, "Ines") == (2, NOW + 1)
    assert store.read(reviews.last_look, "Tom") is None
