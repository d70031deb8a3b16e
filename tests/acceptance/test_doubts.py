"""Broken readings, overrides and new baselines, seen from outside: what is held, what a person decides, what is told."""

from __future__ import annotations

import json
import sqlite3
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.outside import Daemon, Site, page, rowback, wait_for

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(600)]

TITLE = "Flood cuts town in two"
BODY = (
    "The river rose above its banks on Sunday night and cut the road between the two halves of the town.",
    "The flood has killed more than 1,200 people since it began, the civil protection agency said on Monday.",
    "About 340 households in the lower districts were without water, the mayor told reporters at the school.",
    "Schools in the lower districts stay closed until the end of the week, the mayor told reporters.",
    "The army has sent 600 soldiers and 14 boats to the town, a spokesman said on Monday evening.",
    "A second wave is expected on Thursday, when the snow in the hills above the town begins to melt.",
)
SHORT = (BODY[0], "The flood has killed more than 1,500 people since it began, the civil protection agency said.")


class Story:
    """One article whose answer a test may replace between two fetches; each fetch differs in a byte."""

    def __init__(self) -> None:
        self.paragraphs: tuple[str, ...] = BODY
        self.turn = 0
        self.alternate = False
        self.down = False

    def __call__(self, path: str) -> Any:
        self.turn += 1
        shown = self.paragraphs
        if self.alternate and self.turn % 2:
            shown = (
                *shown[:1],
                f"Only the bulletin number {self.turn} of the harbour can be read at this moment here.",
            )
        status, headers, body = page(TITLE, *shown)
        return 503 if self.down else status, headers, body + b"<!-- %d -->" % self.turn


@pytest.fixture
def story() -> Story:
    return Story()


@pytest.fixture
def site(story: Story) -> Iterator[Site]:
    site = Site(story)
    yield site
    site.close()


@pytest.fixture
def receiver() -> Iterator[Site]:
    receiver = Site(lambda path: (404, {}, b""))
    yield receiver
    receiver.close()


@pytest.fixture
def daemon(tmp_path: Path, site: Site, receiver: Site) -> Iterator[Daemon]:
    daemon = Daemon(tmp_path, [f"{site.url}/story"], hook=f"{receiver.url}/hook")
    yield daemon
    daemon.stop()


def asked(folder: Path, *words: str) -> Any:
    done = rowback(*words, "--json", folder=folder)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def stored(folder: Path, statement: str) -> list[tuple[Any, ...]]:
    """Rows of the store as another program sees them; polling by commands would cost a second a look."""
    connection = sqlite3.connect(f"file:{folder}/data/rowback.sqlite?mode=ro", uri=True)
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()


def versions(folder: Path) -> int:
    return int(stored(folder, "SELECT version FROM article")[0][0])


def state(folder: Path) -> str:
    return str(stored(folder, "SELECT state FROM article")[0][0])


def open_doubts(folder: Path) -> list[dict[str, Any]]:
    return list(asked(folder, "doubts", "list")["doubts"])


def doubts_open(folder: Path) -> bool:
    return bool(stored(folder, "SELECT 1 FROM doubt WHERE state = 'open'"))


def told(receiver: Site) -> list[tuple[str, str]]:
    return [(c["old"]["lo"], c["new"]["lo"]) for _, sent in receiver.posted for c in sent["data"]["changes"]]


def read_first(daemon: Daemon) -> None:
    def done() -> bool:
        try:
            return versions(daemon.folder) == 1
        except (sqlite3.OperationalError, IndexError):
            return False  # the daemon has not made its tables or tracked its watch yet

    assert wait_for(done)


def seen_again(site: Site, times: int = 3) -> None:
    seen = len(site.seen)
    assert wait_for(lambda: len(site.seen) >= seen + times)


def shows(daemon: Daemon, path: str, *words: str) -> bool:
    """Whether a page has all of this; False while nobody answers."""
    try:
        text = daemon.opened(path)
    except OSError:
        return False
    return all(one in text for one in words)


def test_big_change_is_held_once_and_told_when_a_second_fetch_agrees(
    daemon: Daemon, story: Story, site: Site, receiver: Site
) -> None:
    read_first(daemon)
    story.paragraphs = SHORT
    assert wait_for(lambda: receiver.posted)
    assert told(receiver) == [("1200", "1500")]
    ended = asked(daemon.folder, "doubts", "list", "--all")["doubts"]
    assert [(row["state"], row["reason"], row["looks"]) for row in ended] == [("confirmed", "most_gone", 1)]


def test_page_that_breaks_and_recovers_leaves_no_version_and_no_alert(
    daemon: Daemon, story: Story, site: Site, receiver: Site
) -> None:
    read_first(daemon)
    story.alternate = True
    seen_again(site, 6)
    story.alternate = False

    def states() -> set[str]:
        return {row["state"] for row in asked(daemon.folder, "doubts", "list", "--all")["doubts"]}

    # A look at the broken page may still be under way when the page is whole again.
    assert wait_for(lambda: state(daemon.folder) == "read" and states() == {"lifted"})
    assert versions(daemon.folder) == 1
    assert receiver.posted == []


def held_once(folder: Path, story: Story, broken: tuple[str, ...]) -> dict[str, Any]:
    """The doubt after one look at a good page and one at a broken one, without a daemon."""
    rowback("check", "--all", folder=folder)
    story.paragraphs = broken
    rowback("check", "--all", folder=folder)
    (doubt,) = open_doubts(folder)
    assert doubt["version"] == versions(folder) == 1
    return dict(doubt)


def test_doubt_is_shown_with_its_text_and_becomes_a_version_when_accepted(
    daemon: Daemon, story: Story, site: Site, receiver: Site
) -> None:
    daemon.stop()
    doubt = held_once(daemon.folder, story, SHORT)
    shown = asked(daemon.folder, "doubts", "show", str(doubt["id"]))
    assert tuple(shown["text"]["paragraphs"]) == SHORT
    done = asked(daemon.folder, "doubts", "accept", str(doubt["id"]))
    # What is sure at once, and what may be colour in the digest of the next morning.
    assert (done["version"], done["alerts"]) == (2, 2)
    again = rowback("doubts", "accept", str(doubt["id"]), folder=daemon.folder)
    assert (again.returncode, "has ended: accepted" in again.stderr) == (2, True)
    daemon.start_again()
    assert wait_for(lambda: told(receiver) == [("1200", "1500")])
    seen_again(site)
    assert wait_for(lambda: state(daemon.folder) == "read")
    assert versions(daemon.folder) == 2
    assert len(receiver.posted) == 1


def test_doubt_is_accepted_on_the_page_of_a_running_daemon_and_told(
    daemon: Daemon, story: Story, receiver: Site
) -> None:
    daemon.stop()
    doubt = held_once(daemon.folder, story, SHORT)
    story.down = True  # so that no second look settles it first
    daemon.start_again()
    headers = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
    asking = urllib.request.Request(f"{daemon.url}/doubts/{doubt['id']}", b"act=accept", headers)
    try:
        with urllib.request.urlopen(asking, timeout=60) as answer:
            assert "what was read is version 2 now" in answer.read().decode()
    except urllib.error.HTTPError as refused:
        pytest.fail(refused.read().decode())
    assert wait_for(lambda: told(receiver) == [("1200", "1500")])
    assert versions(daemon.folder) == 2


def test_dismissed_content_stays_out_however_often_it_is_met_and_a_real_edit_is_told_after_it(
    daemon: Daemon, story: Story, site: Site, receiver: Site
) -> None:
    daemon.stop()
    doubt = held_once(daemon.folder, story, SHORT)
    assert asked(daemon.folder, "doubts", "dismiss", str(doubt["id"]))["doubts"][0]["state"] == "dismissed"
    daemon.start_again()
    seen_again(site, 5)
    assert (versions(daemon.folder), open_doubts(daemon.folder), receiver.posted) == (1, [], [])
    story.paragraphs = (BODY[0], BODY[1].replace("1,200", "1,300"), *BODY[2:])
    assert wait_for(lambda: told(receiver) == [("1200", "1300")])


def test_override_that_comes_and_goes_is_a_silent_baseline_each_time(
    daemon: Daemon, story: Story, site: Site, receiver: Site
) -> None:
    read_first(daemon)
    daemon.stop()
    plain = daemon.config.read_text()
    override = '[[site]]\nhost = "127.0.0.1"\nbody = "article p:nth-of-type(-n + 3)"\n'
    for number, config in ((2, plain + override), (3, plain)):
        daemon.config.write_text(config)
        daemon.start_again()
        assert wait_for(lambda number=number: versions(daemon.folder) == number)
        daemon.stop()
    stored = asked(daemon.folder, "history", f"{site.url}/story")["versions"]
    assert [one["relearned"] for one in stored] == ["", "override", "override"]
    assert receiver.posted == []
    daemon.start_again()
    story.paragraphs = (BODY[0], BODY[1].replace("1,200", "1,300"), *BODY[2:])
    assert wait_for(lambda: told(receiver) == [("1200", "1300")])
    assert {line["reason"] for line in daemon.lines() if line.get("result") == "relearned"} == {"override"}


def test_override_that_matches_nothing_is_said_and_the_last_version_stands(
    daemon: Daemon, story: Story, site: Site, receiver: Site
) -> None:
    read_first(daemon)
    daemon.stop()
    daemon.config.write_text(daemon.config.read_text() + '[[site]]\nhost = "127.0.0.1"\nbody = "div.gone"\n')
    daemon.start_again()
    assert wait_for(lambda: doubts_open(daemon.folder))
    (doubt,) = open_doubts(daemon.folder)
    assert (doubt["reason"], doubt["readable"]) == ("empty", False)
    assert "div.gone" in doubt["evidence"]
    assert (versions(daemon.folder), receiver.posted) == (1, [])
    # The last: what the page said instead.
    assert wait_for(lambda: shows(daemon, "/articles/1", "rowback doubts dismiss 1", "In doubt", BODY[3]))


def test_address_is_fetched_and_read_as_the_daemon_would(tmp_path: Path, site: Site) -> None:
    override = '[[site]]\nhost = "127.0.0.1"\nbody = "article p:nth-of-type(2)"\n'
    (tmp_path / "rowback.toml").write_text('[service]\nallow_networks = ["127.0.0.0/8"]\n' + override)
    found = asked(tmp_path, "read", f"{site.url}/story", "--explain")
    assert found["article"]["paragraphs"] == [BODY[1]]
    assert [block["text"] for block in found["blocks"] if block["kept"]] == [BODY[1]]
    assert not (tmp_path / "data").exists(), "nothing is stored"
    refused = rowback("read", "http://10.0.0.1/story", folder=tmp_path)
    assert (refused.returncode, "blocked_address" in refused.stderr) == (4, True)
