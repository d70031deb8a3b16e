"""`rowback story`: what moved, who says what now, and who still says the old value."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.clock import SystemClock
from tests.unit.commands.command_desk import Desk
from tests.unit.commands.test_looking_back import FIRST, TOLL, URL, filled

OTHER = "https://daily.example/quake"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """One outlet went from 40 to 52 just now; another says 40 and goes on saying it."""
    now = SystemClock().now_ms()
    desk = filled(tmp_path, now)
    assert TOLL.old is not None
    standing = {"kind": "figure", "fields": TOLL.old.to_dict()}
    desk.remember(OTHER, FIRST, at_ms=now - 1_800_000, facts=[standing])
    for url in (URL, OTHER):
        assert desk.run("add", url, "--tag", "tolls").exit_code == 0
    return desk


def test_it_says_what_moved_who_says_what_and_who_lags(desk: Desk) -> None:
    out = desk.run("story", "#tolls").stdout
    assert "Figures that moved in the last 1d: 1" in out
    assert "Deaths: at least 40 → at least 52 news.example, silent, first" in out
    assert "Deaths: 2 outlets, 2 independent" in out
    assert "daily.example\tat least 40\t\t30 min or longer\t\tstill says the old value" in out


def test_its_json_has_every_value(desk: Desk) -> None:
    found = desk.json("story", "tolls")
    (figure,) = found["figures"]
    assert [[point["best"] for point in one["points"]] for one in figure["series"]] == [["40", "52"], ["40"]]
    assert [move["text"] for move in found["moves"]] == ["at least 52"]


def test_a_tag_of_nobody_and_a_span_that_is_none_are_refused(desk: Desk) -> None:
    assert desk.run("story", "nope").exit_code == 2
    assert desk.run("story", "tolls", "--since", "soon").exit_code == 2
