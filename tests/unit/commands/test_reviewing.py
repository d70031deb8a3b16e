"""`rowback review`: the acts of the inbox from the command line, with who did them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from spiders.article import Article
from tests.unit.commands.command_desk import Desk, desk_in
from tests.unit.web.web_desk import rise


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = desk_in(tmp_path)
    for n in range(3):
        desk.remember(
            "https://daily.example/flood", Article.from_text([f"{n}"], "Flood"), [rise(n + 1, n + 2)] if n else []
        )
    return desk


def left(desk: Desk, *words: str) -> list[int]:
    return [one["id"] for one in desk.json("review", "list", *words)["changes"]]


def test_what_is_reviewed_leaves_the_list_and_stands_in_the_log(desk: Desk) -> None:
    assert left(desk) == [2, 1]
    assert desk.json("review", "confirm", "2", "--as", "Ines") == {"results": {"2": "done"}}
    assert desk.json("review", "confirm", "2", "--as", "Ines") == {"results": {"2": "already"}}
    assert (
        desk.run("review", "dismiss", "1", "--why", "wording", "--as", "Tom", "--note", "a comma").output == "1: done\n"
    )
    assert left(desk) == []
    assert left(desk, "--reviewed", "dismissed") == [1]
    newest, oldest = desk.json("review", "log")["reviews"]
    assert (newest["actor"], newest["act"], newest["reason"], newest["note"]) == (
        "Tom",
        "dismiss",
        "wording",
        "a comma",
    )
    assert (oldest["before"]["state"], oldest["after"]["state"]) == ("open", "confirmed")
    assert desk.run("review", "reopen", "1", "2").exit_code == 0
    assert left(desk) == [2, 1]


def test_verdicts_are_written_as_lines_without_texts(desk: Desk) -> None:
    desk.run("review", "dismiss", "1", "--why", "misread", "--note", "a text of mine")
    desk.run("review", "note", "2", "--note", "undecided")
    (line,) = desk.run("review", "export").output.splitlines()
    assert json.loads(line)["reason"] == "misread"
    assert "mine" not in line
    assert "Valley" not in line
    assert desk.json("review", "export") == {"verdicts": [json.loads(line)]}


def test_changes_are_given_to_somebody_and_noted(desk: Desk) -> None:
    assert desk.run("review", "assign", "1", "--to", "Tom").exit_code == 0
    assert left(desk, "--assignee", "Tom") == [1]
    assert desk.run("review", "note", "1").exit_code == 2
    assert desk.run("review", "note", "1", "--note", "asked them").exit_code == 0
    assert "Tom" in desk.run("review", "list").output


def test_a_change_that_is_not_stored_is_named_and_the_others_are_done(desk: Desk) -> None:
    result = desk.run("review", "confirm", "1", "77")
    assert result.exit_code == 2
    assert "no change 77" in result.output
    assert left(desk) == [2]
    assert desk.run("review", "dismiss", "2", "--why", "boring").exit_code == 2
