"""`rowback audit`: what is done by command is on record with who, when, before and after."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Any

import pytest

from alerts.alert import State
from monitor.store import recording
from spiders.article import Article
from tests.unit.commands.command_desk import Desk, desk_in
from tests.unit.web.web_desk import rise

URL = "https://daily.example/flood"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(getpass, "getuser", lambda: "karen")
    return desk_in(tmp_path)


def audit(desk: Desk, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = desk.json("audit", *words)["acts"]
    return found


def test_acts_on_watches_say_what_they_were_and_became(desk: Desk) -> None:
    assert desk.run("add", URL, "--tag", "tolls").exit_code == 0
    assert desk.run("watch", "edit", "1", "--every", "5m", "--add-tag", "valley").exit_code == 0
    assert desk.run("watch", "pause", "1").exit_code == 0
    assert desk.run("watch", "resume", "1").exit_code == 0
    assert desk.run("watch", "remove", "1").exit_code == 0
    rows = audit(desk)
    assert [one["what"] for one in rows] == ["watch.remove", "watch.resume", "watch.pause", "watch.edit", "watch.add"]
    assert {(one["who"], one["via"], one["subject"]) for one in rows} == {("karen", "cli: karen", "watch 1")}
    edit = rows[3]
    assert (edit["before"]["tags"], edit["after"]["tags"]) == (["tolls"], ["tolls", "valley"])
    assert (edit["before"]["schedule"], edit["after"]["schedule"]) == ("", "every 300")
    assert (rows[0]["after"], rows[4]["before"]) == ({}, {})
    told = desk.run("audit", "--what", "watch.pause").output
    assert "state followed -> paused" in told


def test_acts_on_silences_and_deliveries_and_reviews_are_there_too(desk: Desk) -> None:
    told = [recording.NewDelivery("dl_1", "desk", "ines@example.org")]
    desk.remember(URL, Article.from_text(["a"], "Flood"))
    desk.remember(URL, Article.from_text(["b"], "Flood"), [rise(1, 2)], deliveries=told)
    assert desk.run("silence", "add", "--all", "--for", "2h", "--comment", "lunch", "--author", "Ines").exit_code == 0
    assert desk.run("silence", "expire", "1").exit_code == 0
    assert desk.run("deliveries", "cancel", "dl_1").exit_code == 0
    assert desk.run("review", "confirm", "1", "--as", "Tom").exit_code == 0
    rows = audit(desk)
    assert [(one["what"], one["subject"], one["who"]) for one in rows] == [
        ("review.confirm", "change 1", "Tom"),
        ("delivery.cancel", "delivery dl_1", "karen"),
        ("silence.expire", "silence 1", "karen"),
        ("silence.add", "silence 1", "Ines"),
    ]
    assert rows[0]["via"] == "cli: karen", "whoever typed it is on record, whatever name they gave"
    assert rows[1]["after"] == {"state": State.CANCELLED}
    assert [one["what"] for one in audit(desk, "--by", "Tom")] == ["review.confirm"]
    assert [one["what"] for one in audit(desk, "--before", "3", "--limit", "1")] == ["silence.expire"]
    assert desk.json("verify")["sound"] is True


def test_what_was_refused_is_no_act(desk: Desk) -> None:
    assert desk.run("silence", "expire", "7").exit_code == 2
    assert desk.run("add", "ftp://x").exit_code == 2
    assert audit(desk) == []
    assert "Nobody has acted" in desk.run("audit").output
