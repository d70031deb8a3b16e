"""`rowback rejudge` says where today's rules differ from the history, tells nobody, and changes only what is adopted."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from monitor.changes import Change, Kind, Mention
from monitor.store import rejudged
from monitor.store.file import FILE
from monitor.store.soundness import faults
from spiders.article import Article
from tests.unit.commands.command_desk import START, Desk, desk_in

URL = "https://paper.example/flood"
GHOST = Change(Kind.QUOTE_TEXT, Mention("We wait", "We wait, he said."), Mention("We act", "We act, he said."))


def toll(dead: int) -> Article:
    return Article.from_text([f"The flood in Velm killed {dead} people, the mayor said."], "Flood")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Three versions: the first change was never told, the second holds a change that is none today."""
    found = desk_in(tmp_path)
    found.remember(URL, toll(41))
    found.remember(URL, toll(47), [], at_ms=START + 1000)
    found.remember(URL, toll(47), [GHOST], at_ms=START + 2000)
    found.remember("https://paper.example/vote", toll(3))
    return found


def rows(desk: Desk) -> list[str]:
    with closing(sqlite3.connect(desk.folder / "data" / FILE)) as connection:
        names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search%'")
        return [f"{name}{row}" for (name,) in names.fetchall() for row in connection.execute(f'SELECT * FROM "{name}"')]


def test_what_differs_is_said_with_version_and_kind_and_nothing_is_changed(desk: Desk) -> None:
    desk.run("list")
    before = rows(desk)
    ended = desk.run("rejudge")
    assert ended.exit_code == 0, ended.output
    assert "version 2" in ended.stdout
    assert "  more  figure.value (alert)  Deaths, Velm: 41 → 47" in ended.stdout
    assert "  fewer  quote.text" in ended.stdout
    assert "2 articles, 2 versions judged (0 by pages, 2 by stored texts): 0 the same, 2 differ" in ended.stdout
    assert rows(desk) == before


def test_the_json_has_the_same_and_is_whole(desk: Desk) -> None:
    told = desk.json("rejudge")
    assert [(one["version"], one["verdict"], one["basis"]) for one in told["versions"]] == [
        (2, "more", "texts"),
        (3, "fewer", "texts"),
    ]
    assert told["versions"][0]["differences"][0]["new"]["kind"] == "figure.value"
    assert (told["counts"]["articles"], told["counts"]["differ"], told["counts"]["adopted"]) == (2, 2, 0)
    assert desk.json("rejudge", "https://paper.example/vote")["versions"] == []


def test_articles_and_a_date_choose_what_is_judged(desk: Desk) -> None:
    assert desk.json("rejudge", "2")["counts"]["articles"] == 1
    assert desk.json("rejudge", URL, URL)["counts"]["articles"] == 1
    later = "2026-09-21T14:13:22Z"  # that of version 3
    assert [one["version"] for one in desk.json("rejudge", "--since", later)["versions"]] == [3]
    assert desk.json("rejudge", "--since", "2100-01-01")["counts"]["differ"] == 0
    for wrong in ("soon", "0001-01-01T00:00+14:00"):
        assert desk.run("rejudge", "--since", wrong).exit_code == 2
    assert desk.run("rejudge", "https://other.example/").exit_code == 1


def test_exit_code_5_says_that_a_verdict_differs(desk: Desk) -> None:
    assert desk.run("rejudge", "--exit-code").exit_code == 5
    assert desk.run("rejudge", "--exit-code", "2").exit_code == 0


def test_adopting_puts_the_verdict_beside_the_changes_and_alerts_nobody(desk: Desk) -> None:
    before = desk.json("history", URL)["versions"]
    assert desk.json("rejudge", "--adopt")["counts"]["adopted"] == 2
    after = desk.json("history", URL)["versions"]
    assert [one["changes"] for one in after] == [one["changes"] for one in before]
    assert [one["rejudged"] and one["rejudged"]["verdict"] for one in after] == [None, "more", "fewer"]
    assert after[1]["rejudged"]["differences"][0]["new"]["new"]["text"] == "47"
    shown = desk.run("history", URL).stdout
    assert "judged again" in shown
    assert "more  figure.value" in shown
    assert json.loads(desk.run("deliveries", "list", "--json").stdout)["deliveries"] == []
    assert faults(desk.folder / "data" / FILE, thorough=True) == []


def test_the_page_of_the_article_marks_what_was_judged_again(desk: Desk) -> None:
    from monitor.web.article import look

    desk.json("rejudge", "--adopt")
    store = desk.store()
    marks = store.read(look, 1, None)["rejudged"]
    store.close()
    assert {number: mark["verdict"] for number, mark in marks.items()} == {"2": "more", "3": "fewer"}


def test_adopting_twice_adds_nothing(desk: Desk) -> None:
    desk.json("rejudge", "--adopt")
    before = rows(desk)
    assert desk.json("rejudge", "--adopt")["counts"]["adopted"] == 0
    assert rows(desk) == before


def test_a_verdict_that_holds_again_is_adopted_over_one_that_did_not(desk: Desk) -> None:
    desk.json("rejudge", "--adopt")
    store = desk.store()
    row = store.read(rejudged.listing, 1)[2]
    same = rejudged.RejudgedRow(1, 2, row.at, row.judged_by, row.rules, row.basis, "same", ())
    assert store.write(rejudged.add, [same]) == 1
    assert store.read(rejudged.listing, 1)[2].verdict == "same"
    store.close()


@pytest.mark.parametrize(
    "statement",
    [
        *(
            f"UPDATE rejudged SET {column} = {column} || 'x' WHERE id = 1"
            for column in ("judged_by", "basis", "verdict")
        ),
        "UPDATE rejudged SET body = replace(body, '47', '48') WHERE id = 1",
        "UPDATE rejudged SET at = at + 1 WHERE id = 1",
        "UPDATE rejudged SET rules = rules + 1 WHERE id = 1",
        "UPDATE rejudged SET version = 3 WHERE id = 1",
        "UPDATE rejudged SET article_id = 2 WHERE id = 1",
        "DELETE FROM rejudged WHERE id = 2",
        "INSERT INTO rejudged SELECT 99, article_id, version, at, judged_by, rules, basis, verdict, body FROM rejudged "
        "WHERE id = 1",
    ],
)
def test_an_adopted_verdict_that_was_altered_is_found(desk: Desk, statement: str) -> None:
    desk.json("rejudge", "--adopt")
    path = desk.folder / "data" / FILE
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)
    assert any("later verdict" in one for one in faults(path, thorough=True))


def test_a_chain_begun_anew_by_a_repair_holds_the_adopted_verdicts(desk: Desk) -> None:
    from monitor.store.rechaining import rechain

    desk.json("rejudge", "--adopt")
    path = desk.folder / "data" / FILE
    rechain(path)
    assert faults(path, thorough=True) == []
