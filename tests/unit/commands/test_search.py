"""`rowback search` finds who said it, in versions that came before there was a search as well."""

import pytest

from spiders.article import Article
from tests.integration.store.unsearched import make_unsearched
from tests.unit.commands.command_desk import START, Desk

FLOOD = "The flood has killed 41 people, the mayor said."


@pytest.fixture
def desk(tmp_path):
    (tmp_path / "rowback.toml").write_text("")
    one = Desk(tmp_path)
    one.remember("https://daily.example/a", Article.from_text(["Roads are closed.", FLOOD], "Flood"))
    one.remember("https://daily.example/a", Article.from_text(["Roads are closed."], "Flood"), at_ms=START + 3_600_000)
    return one


def test_who_said_it_since_when_and_until_when(desk):
    (one,) = desk.json("search", "killed", "mayor")["found"]
    assert (one["sentence"], one["source"]) == (FLOOD, "the mayor")
    assert one["spells"] == [
        {"from": 1, "since": "2026-09-21T14:13:20Z", "until": 2, "gone_by": "2026-09-21T15:13:20Z"}
    ]
    said = desk.run("search", "killed").output
    assert "the mayor: The flood has killed 41 people" in said
    assert "(version 1), gone by" in said
    assert "still there" in desk.run("search", "roads").output


def test_quotes_that_a_shell_took_away_still_make_a_phrase(desk):
    assert desk.json("search", "killed 41")["found"]
    assert desk.json("search", "41 killed")["found"] == []
    assert desk.json("search", "41", "killed")["found"]


def test_versions_of_before_the_search_are_found_without_a_daemon(desk):
    store = desk.store()
    make_unsearched(store)
    store.close()
    assert desk.json("search", "killed")["found"]


def test_days_narrow_and_a_wrong_one_is_a_mistake_of_use(desk):
    assert desk.json("search", "killed", "--until", "2026-09-20")["found"] == []
    assert desk.json("search", "killed", "--since", "2026-09-22")["found"] == []
    assert desk.json("search", "killed", "--since", "2026-09-21", "--until", "2026-09-21")["found"]
    assert desk.run("search", "killed", "--since", "soon").exit_code == 2
    assert desk.run("search", "...").exit_code == 2
    assert "Nobody said so" in desk.run("search", "volcano").output
