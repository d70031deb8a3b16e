"""What stood at a moment is the newest version seen by then, with its figures; before the first look nobody knows."""

from pathlib import Path

import pytest

from monitor.moments import moment_ms
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


def test_a_day_means_its_end_and_a_time_without_a_zone_that_of_the_settings() -> None:
    assert moment_ms("2026-05-03", "UTC") - moment_ms("2026-05-03T00:00", "UTC") == 24 * HOUR - 1
    assert moment_ms("2026-05-03T14:00", "UTC") - moment_ms("2026-05-03T14:00", "Europe/Paris") == 2 * HOUR
    assert moment_ms("2026-05-03T14:00Z", "Europe/Paris") == moment_ms("2026-05-03T14:00", "UTC")


def test_the_page_of_that_version_is_written_as_it_came(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    store = desk.store()
    store.close()
    path = store.path
    kept_store(path.parent).close()
    out = tmp_path / "page.html"
    desk.json("at", "1", "2100-01-01", "--page", str(out))
    assert out.read_bytes() == body(3)
