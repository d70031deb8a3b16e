"""Holding from outside: edit wars, silences, quiet hours and digests in the running daemon, over kill -9."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.outside import Daemon, Site, page, rowback, wait_for

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(600)]

LEAD = "The river rose above its banks on Sunday night and cut the road between the two halves of the town."
TOLL = "The flood has killed more than {} people since it began, the civil protection agency said on Monday."
END = "Schools in the lower districts stay closed until the end of the week, the mayor told reporters."


class Town:
    """Articles at /1, /2, ... each with a toll that a test may move, and a receiver of what is told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tolls: dict[str, str] = {}
        self.once: dict[str, str] = {}
        self.site = Site(self._page)
        self.receiver = Site(lambda path: (404, {}, b""))
        self.daemon: Daemon | None = None
        self.file = folder / "data" / "rowback.sqlite"

    def _page(self, path: str) -> Any:
        toll = self.once.pop(path, "") or self.tolls.get(path, "1,200")
        return page(f"Flood cuts town in two {path[1:]}", LEAD, TOLL.format(toll), END)

    def start(self, articles: int = 1, channel: str = "", more: str = "") -> None:
        urls = [f"{self.site.url}/{n}" for n in range(1, articles + 1)]
        self.daemon = Daemon(self.folder, urls, hook=f"{self.receiver.url}/hook", channel=channel, more=more)
        assert wait_for(lambda: self.versions() == [1] * articles)

    def query(self, text: str) -> list[Any]:
        connection = sqlite3.connect(self.file, timeout=60)
        try:
            with connection:
                return connection.execute(text).fetchall()
        finally:
            connection.close()

    def versions(self) -> list[int]:
        ready = self.file.exists() and self.query("SELECT 1 FROM sqlite_master WHERE name = 'pace'")
        return [row[0] for row in self.query("SELECT version FROM article ORDER BY id")] if ready else []

    def move(self, toll: str, article: int = 1) -> None:
        """Another toll, and wait until its version is stored."""
        before = self.versions()[article - 1]
        self.tolls[f"/{article}"] = toll
        self.query(f"UPDATE article SET due_at = 1 WHERE id = {article} AND leased = 0")
        assert wait_for(lambda: self.versions()[article - 1] > before)

    def deliveries(self, *words: str) -> list[dict[str, Any]]:
        found = rowback("deliveries", "list", *words, "--json", folder=self.folder)
        rows: list[dict[str, Any]] = json.loads(found.stdout)["deliveries"]
        return rows

    @property
    def told(self) -> list[dict[str, Any]]:
        return [body for _, body in self.receiver.posted]

    def close(self) -> None:
        if self.daemon is not None:
            self.daemon.stop()
        self.site.close()
        self.receiver.close()


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    town = Town(tmp_path)
    yield town
    town.close()


def test_an_edit_war_from_outside_sends_three_notices_at_most_and_the_new_value_at_once(town: Town) -> None:
    town.start()
    for n in range(39):
        town.move("1,300" if n % 2 == 0 else "1,200")
    assert wait_for(lambda: len(town.told) >= 2)
    assert [body["data"]["cause"] for body in town.told] == ["first", "reverted"]
    held = town.deliveries("--state", "held")
    assert {one["reason"] for one in held} == {"edit_war"}
    assert len(held) == 37
    before = len(town.told)
    town.move("1,555")
    assert wait_for(lambda: len(town.told) == before + 1)
    (change,) = town.told[-1]["data"]["changes"]
    assert (change["new"]["lo"], town.told[-1]["data"]["cause"]) == ("1555", "new_change")
    assert town.versions() == [41]


def test_a_silence_keeps_quiet_what_it_names_and_release_sends_it(town: Town) -> None:
    town.start()
    matcher = ("counted = ['death']", "rules = ['facts']")
    added = rowback("silence", "add", *matcher, "--for", "2h", "--comment", "known", "--json", folder=town.folder)
    number = json.loads(added.stdout)["id"]
    town.move("1,300")
    (kept,) = town.deliveries()
    assert (kept["state"], kept["reason"], kept["detail"]) == ("suppressed", "silence", f"silence {number}")
    listed = json.loads(rowback("silence", "list", "--json", folder=town.folder).stdout)["silences"]
    assert [(one["id"], one["state"], one["comment"]) for one in listed] == [(number, "active", "known")]
    assert rowback("silence", "expire", str(number), folder=town.folder).returncode == 0
    assert town.told == []
    assert rowback("deliveries", "release", "--reason", "silence", folder=town.folder).returncode == 0
    assert wait_for(lambda: len(town.told) == 1)
    town.move("1,400")
    assert wait_for(lambda: len(town.told) == 2)


def test_quiet_hours_hold_until_their_end_and_say_so_and_cancel_and_release_work(town: Town) -> None:
    now = datetime.now(UTC)
    window = f"{now - timedelta(hours=2):%H:%M}-{now + timedelta(hours=3):%H:%M}"
    quiet = f'[quiet_hours.now]\nzone = "UTC"\nwindows = ["{window}"]\n'
    town.start(2, 'quiet = ["now"]', quiet)
    town.move("1,300", 1)
    town.move("1,300", 2)
    held = town.deliveries()
    assert {(one["state"], one["reason"], one["detail"]) for one in held} == {("held", "quiet_hours", "now")}
    end = datetime.fromisoformat(held[0]["due_at"])
    assert timedelta(hours=2.9) < end - now < timedelta(hours=3.1)
    assert rowback("deliveries", "cancel", held[0]["id"], folder=town.folder).returncode == 0
    assert rowback("deliveries", "release", held[1]["id"], folder=town.folder).returncode == 0
    assert wait_for(lambda: len(town.told) == 1)
    assert [headers["webhook-id"] for headers, _ in town.receiver.posted] == [held[1]["id"]]
    assert wait_for(lambda: {one["state"] for one in town.deliveries()} == {"sent", "cancelled"})


def test_what_is_held_when_the_daemon_is_killed_is_told_after_the_next_start(town: Town) -> None:
    # Half a day away, so that no digest goes by itself while the test runs.
    town.start(3, f'digest = "daily {datetime.now(UTC) + timedelta(hours=12):%H:%M} UTC"')
    assert town.daemon is not None
    for article in (1, 2, 3):
        town.move("1,300", article)
    assert {(one["state"], one["reason"]) for one in town.deliveries()} == {("held", "digest")}
    town.daemon.kill()
    town.query("UPDATE delivery SET due_at = 1 WHERE state = 'held'")
    town.daemon.start_again()
    assert wait_for(lambda: len(town.told) == 1)
    (digest,) = town.told
    assert (digest["type"], digest["data"]["count"]) == ("digest", 3)
    assert [one["article"]["id"] for one in digest["data"]["alerts"]] == [1, 2, 3]
    assert wait_for(lambda: {one["state"] for one in town.deliveries()} == {"sent"})
    town.daemon.kill()
    town.daemon.start_again()
    town.move("1,400", 1)
    assert len(town.told) == 1


def test_a_second_look_that_denies_a_change_keeps_it_quiet(town: Town) -> None:
    town.start(more='[[rule]]\nname = "sure"\nkinds = ["figure.*"]\nconfirm = 2\n')
    # One odd answer, as a cache at the edge gives it, then the old page again.
    town.once["/1"] = "9,999"
    assert wait_for(lambda: town.versions() == [3])
    assert wait_for(lambda: {one["state"] for one in town.deliveries()} == {"suppressed"})
    assert {one["reason"] for one in town.deliveries()} == {"not_confirmed"}
    town.move("1,300")
    assert wait_for(lambda: len(town.told) == 1)
    assert [change["new"]["lo"] for change in town.told[0]["data"]["changes"]] == ["1300"]
