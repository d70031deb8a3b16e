"""Acts in a real store: who, when, before and after, in the act's own transaction, and vouched for by the chain."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError

from alerts.silencing import Silence
from monitor.errors import UsageError
from monitor.store import Store, acts, reviews, silences
from monitor.store.acts import By
from monitor.store.rechaining import rechain
from monitor.store.reviews import Act, Wish
from monitor.store.soundness import faults
from tests.unit.web.web_desk import START, Shelf, rise, story

INES = By("Ines", "web", START)


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = Shelf(tmp_path)
    number = shelf.follow("https://daily.example/flood")
    for n in range(4):
        shelf.check(number, story(f"a{n}"), changes=[rise(n, n + 1)] if n else [])
    yield shelf
    shelf.store.close()


def standing(connection: object) -> dict[str, dict[str, object]]:
    return {f"silence {one.id}": {"ends": one.ends_ms} for one in silences.known(connection)}  # type: ignore[arg-type]


def quiet(store: Store) -> int:
    wanted = Silence(0, {"tags": ["x"]}, START, START + 1000, "Ines", "lunch")
    return store.write(acts.done, INES, "silence.add", standing, silences.add, wanted, START)


def test_an_act_says_who_did_what_by_which_way_and_how_it_stood_before_and_after(shelf: Shelf) -> None:
    quiet(shelf.store)
    later = By("Tom", "cli: tom", START + 9)
    shelf.store.write(acts.done, later, "silence.expire", standing, silences.expire, 1, START + 500)
    newest, oldest = shelf.store.read(acts.listing)
    assert (oldest.who, oldest.via, oldest.what, oldest.subject) == ("Ines", "web", "silence.add", "silence 1")
    assert (oldest.was, oldest.became) == ({}, {"ends": START + 1000})
    assert (newest.who, newest.at, newest.was, newest.became) == (
        "Tom",
        START + 9,
        {"ends": START + 1000},
        {"ends": START + 500},
    )
    assert [one.id for one in shelf.store.read(acts.listing, who="Ines")] == [1]
    assert [one.id for one in shelf.store.read(acts.listing, what="silence.e")] == [2]
    assert [one.id for one in shelf.store.read(acts.listing, before=2)] == [1]


def test_what_fails_or_changes_nothing_leaves_no_act(shelf: Shelf) -> None:
    with pytest.raises(UsageError):
        shelf.store.write(acts.done, INES, "silence.expire", standing, silences.expire, 7, START)
    shelf.store.write(acts.done, INES, "nothing", standing, lambda connection: None)
    assert shelf.store.read(acts.listing) == []


def test_ten_thousand_things_at_once_are_one_act_that_names_them_all(shelf: Shelf) -> None:
    shelf.store.write(acts.record, INES, [acts.Deed("delivery.cancel", f"delivery {n}") for n in range(10_000)])
    (one,) = shelf.store.read(acts.listing)
    assert (one.subject, len(one.became)) == ("10000 at once", 10_000)


def test_each_review_of_a_bulk_is_an_act(shelf: Shelf) -> None:
    shelf.store.write(reviews.act, [1, 2, 3], Wish(Act.DISMISS, "Ines", START, reason="wording", via="cli: ines"))
    rows = shelf.store.read(acts.listing)
    assert [(one.what, one.subject, one.via) for one in rows] == [
        ("review.dismiss", f"change {n}", "cli: ines") for n in (3, 2, 1)
    ]
    assert (rows[0].was["state"], rows[0].became["state"]) == ("open", "dismissed")


@pytest.mark.file
def test_acts_are_never_edited(shelf: Shelf) -> None:
    quiet(shelf.store)
    for statement in ("UPDATE act SET who = 'Tom'", "DELETE FROM act"):
        with pytest.raises(DatabaseError, match="never edited"):
            shelf.store.write(lambda c, sql=statement: c.exec_driver_sql(sql))


@pytest.mark.file
@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE act SET who = 'Tom' WHERE id = 2", "act 2 (review.confirm of change 1 by Tom) is not what entry"),
        ("UPDATE act SET became = '{}' WHERE id = 1", "act 1 (silence.add of silence 1 by Ines) is not what entry"),
        ("UPDATE act SET at = at - 1 WHERE id = 1", "act 1 (silence.add of silence 1 by Ines) is not what entry"),
        ("DELETE FROM act WHERE id = 1", "records act 1, which is gone"),
        ("INSERT INTO act SELECT 9, at, who, via, what, subject, was, became, NULL FROM act LIMIT 1", "act 9 (silence.add of silence 1 by Ines) is in no entry"),
        # The reason and the note stand in the review alone.
        ("UPDATE review SET note = 'a lie'", "act 2 (review.confirm of change 1 by Ines) is not what entry"),
        ("UPDATE review SET actor = 'Tom'", "act 2 (review.confirm of change 1 by Ines) is not what entry"),
        ("INSERT INTO review SELECT 9, change_id, act, actor, at, reason, note, was, became FROM review", "review 9 belongs to no act"),
    ],
)  # fmt: skip
def test_an_altered_act_is_named(shelf: Shelf, statement: str, named: str) -> None:
    quiet(shelf.store)
    shelf.store.write(reviews.act, [1], Wish(Act.CONFIRM, "Ines", START, note="seen"))
    path = shelf.store.path
    assert faults(path, thorough=True) == []
    with closing(sqlite3.connect(path)) as connection, connection:
        for table, word in (("act", "edit"), ("act", "removal"), ("review", "edit"), ("review", "removal")):
            connection.execute(f"DROP TRIGGER {table}_no_{word}")
        connection.execute(statement)
    assert any(named in one for one in faults(path, thorough=True)), faults(path, thorough=True)


@pytest.mark.file
def test_reviews_of_an_earlier_release_become_acts_that_the_chain_vouches_for(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    number = shelf.follow("https://daily.example/flood")
    for n in range(3):
        shelf.check(number, story(f"a{n}"), changes=[rise(n, n + 1)] if n else [])
    shelf.store.close()
    with closing(sqlite3.connect(shelf.store.path)) as connection, connection:
        # As the form before acts left it.
        for table in ("act", "user", "session", "token", "answered"):
            connection.execute(f'DROP TABLE "{table}"')
        standing = '{"state": "open", "assignee": ""}'
        for change in (1, 2):
            connection.execute(
                "INSERT INTO review (change_id, act, actor, at, was, became) VALUES (?, 'confirm', 'Ines', 5, ?, ?)",
                (change, standing, standing.replace("open", "confirmed")),
            )
        connection.execute("DROP INDEX change_edits")
        for column in ("chosen_announced", "chosen_relation"):
            connection.execute(f"ALTER TABLE change DROP COLUMN {column}")
        connection.execute("UPDATE alembic_version SET version_num = '0017'")
    store = Store(tmp_path)
    rows = store.read(acts.listing)
    assert [(one.who, one.via, one.what, one.subject) for one in rows] == [
        ("Ines", "earlier", "review.confirm", "change 2"),
        ("Ines", "earlier", "review.confirm", "change 1"),
    ]
    store.close()
    assert faults(store.path, thorough=True) == []


@pytest.mark.file
def test_a_repaired_store_vouches_for_its_acts_again(shelf: Shelf) -> None:
    quiet(shelf.store)
    shelf.store.write(reviews.act, [1], Wish(Act.CONFIRM, "Ines", START))
    shelf.store.close()
    rechain(shelf.store.path)
    assert faults(shelf.store.path, thorough=True) == []
