"""What stood at a moment is the newest version seen by then, with its figures; before the first look nobody knows."""

from pathlib import Path
from typing import Any

import pytest

from monitor.changes import Change, Kind, Mention, compare
from monitor.store import claims, recording
from spiders.article import Article
from tests.integration.store.kept import body, kept_store
from tests.unit.commands.command_desk import START, Desk, desk_in

URL = "https://paper.example/flood"
HOUR = 3_600_000


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    found = desk_in(tmp_path)
    for n, dead in enumerate((41, 47, 52)):
        text = Article.from_text([f"The flood in Velm killed {dead} people, the mayor said."], "Flood")
        found.remember(URL, text, at_ms=START + n * 24 * HOUR)
    return found


def iso(ms: int) -> str:
    from monitor.clock import iso as written

    return written(ms)


@pytest.mark.parametrize(
    ("hours", "version", "dead"), [(0, 1, "41"), (23, 1, "41"), (24, 2, "47"), (47, 2, "47"), (900, 3, "52")]
)
def test_the_version_that_stood_is_shown_with_its_figures(desk: Desk, hours: int, version: int, dead: str) -> None:
    told = desk.json("at", URL, iso(START + hours * HOUR))
    assert (told["version"], [one["lo"] for one in told["figures"]]) == (version, [dead])
    assert told["replaced_at"] == (None if version == 3 else iso(START + version * 24 * HOUR))
    assert dead in desk.run("at", URL, iso(START + hours * HOUR)).stdout


def test_before_the_first_look_nothing_is_known(desk: Desk) -> None:
    ended = desk.run("at", URL, iso(START - 1000))
    assert (ended.exit_code, "first seen at" in ended.stderr) == (1, True)
    assert desk.run("at", URL, "May 3rd").exit_code == 2


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00+14:00", "9999-12-31T23:59:59-12:00", "2026-02-30", "May 3rd", "", "99999-01-01"]
)
def test_what_is_no_moment_is_a_mistake_of_usage_with_a_word(desk: Desk, moment: str) -> None:
    ended = desk.run("at", URL, moment)
    assert (ended.exit_code, "DATE" in ended.stderr) == (2, True), ended.output


def test_a_time_that_came_twice_or_never_in_the_zone_is_refused(tmp_path: Path) -> None:
    desk = desk_in(tmp_path, '[service]\ntime_zone = "Europe/Paris"\n')
    desk.remember(URL, Article.from_text(["Roads are shut."], "Flood"))
    assert "showed" in desk.run("at", URL, "2026-10-25T02:30").stderr
    ended = desk.run("at", URL, "2027-03-28T02:30")
    assert (ended.exit_code, "no clock in Europe/Paris" in " ".join(ended.stderr.split())) == (2, True)


def test_a_day_without_dashes_is_its_end_too(desk: Desk) -> None:
    day = iso(START)[:10]
    assert desk.json("at", URL, day.replace("-", "")) == desk.json("at", URL, day)


def test_what_lies_behind_the_last_look_is_not_known(desk: Desk) -> None:
    last = iso(START + 48 * HOUR)
    assert desk.json("at", URL, "2100-01-01")["unknown_after"] == last
    assert f"last look was at {last}" in desk.run("at", URL, "2100-01-01").stdout
    assert desk.json("at", URL, last)["unknown_after"] is None
    assert "last look" not in desk.run("at", URL, last).stdout


def test_the_answer_says_that_looks_between_versions_are_not_stored(desk: Desk) -> None:
    assert "counted and not stored" in desk.run("at", URL, iso(START + HOUR)).stdout


def look(desk: Desk, hours: int, **more: Any) -> None:
    """One more look that brings no text."""
    store = desk.store()
    try:
        claim = store.read(claims.peek, 1)
        assert claim is not None
        at = START + hours * HOUR
        base = {"article_id": 1, "token": claim.token, "host": claim.host, "at_ms": at, "next_due_ms": at, "end": "ok"}
        assert store.write(recording.record, recording.Result(**{**base, "version": claim.version, **more}))
    finally:
        store.close()


GONE = {
    "end": "gone",
    "status": 410,
    "result": "removed",
    "state": "removed",
    "changes": [Change(Kind.ARTICLE_REMOVED, Mention("Flood"), where="article", explanation="gone")],
}


def test_a_removal_before_the_moment_is_said_and_one_after_it_is_not(desk: Desk) -> None:
    look(desk, 60, **GONE)
    assert desk.json("at", URL, iso(START + 59 * HOUR))["removed_at"] is None
    told = desk.json("at", URL, iso(START + 60 * HOUR))
    assert (told["version"], told["removed_at"]) == (3, iso(START + 60 * HOUR))
    assert f"Removed since {iso(START + 60 * HOUR)}" in desk.run("at", URL, iso(START + 61 * HOUR)).stdout
    back = Change(Kind.ARTICLE_RESTORED, None, Mention("Flood"), where="article", explanation="back")
    look(desk, 70, result="restored", state="read", changes=[back])
    assert desk.json("at", URL, iso(START + 71 * HOUR))["removed_at"] is None
    assert desk.json("at", URL, iso(START + 69 * HOUR))["removed_at"] == iso(START + 60 * HOUR)


def test_a_page_that_could_not_be_read_then_is_said_until_it_was_read_again(desk: Desk) -> None:
    look(desk, 60, end="timeout", result="failed", state="failing", reason="timeout", detail="no answer in 30 s")
    look(desk, 80, result="unchanged", state="read")
    told = desk.json("at", URL, iso(START + 70 * HOUR))["unread"]
    assert told == {"at": iso(START + 60 * HOUR), "result": "failed", "detail": "no answer in 30 s"}
    assert "could not read the page (failed" in desk.run("at", URL, iso(START + 70 * HOUR)).stdout
    assert desk.json("at", URL, iso(START + 80 * HOUR))["unread"] is None


def test_what_a_figure_was_then_is_said_with_what_it_was_before_and_became(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    tolls = ("41", "47", "52")
    for n, dead in enumerate(tolls):
        text = Article.from_text([f"The flood in Velm killed {dead} people, the mayor said."], "Flood")
        before = Article.from_text([f"The flood in Velm killed {tolls[n - 1]} people, the mayor said."], "Flood")
        desk.remember(URL, text, compare(before, text) if n else (), at_ms=START + n * 24 * HOUR)
    said = [
        [(one["said"], one["before"], one["later"] and one["later"]["said"]) for one in told["slots"]]
        for told in (desk.json("at", URL, iso(START + hours * HOUR)) for hours in (1, 25, 49))
    ]
    assert said == [[("41", None, "47")], [("47", "41", "52")], [("52", "47", None)]]
    assert "52, version 3" in desk.run("at", URL, iso(START + 25 * HOUR)).stdout


def test_a_page_that_was_not_kept_is_said_and_nothing_is_written(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    ended = desk.run("at", URL, "2100-01-01", "--page", str(out))
    assert (ended.exit_code, "no page is kept" in ended.stderr, out.exists()) == (1, True, False)


def test_the_page_of_that_version_is_written_as_it_came(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    store = desk.store()
    store.close()
    path = store.path
    kept_store(path.parent).close()
    out = tmp_path / "page.html"
    desk.json("at", "1", "2100-01-01", "--page", str(out))
    assert out.read_bytes() == body(3)
