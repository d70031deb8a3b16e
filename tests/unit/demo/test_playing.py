"""The script played against a daemon made of a few lines: it looks at once and tells what the test says it tells."""

from collections.abc import Callable
from random import Random

import pytest

from monitor.clock import SystemClock
from monitor.demo import running
from monitor.demo.journal import Arrival, Edited, Ended, Entry, Journal, Told
from monitor.demo.newsroom import Newsroom
from monitor.demo.running import Demo
from monitor.demo.script import SCRIPT, Edit
from monitor.demo.verdicts import Verdict

Tells = Callable[[Edit], tuple[str, ...]]


class Instant:
    """A daemon that fetches in the moment of an edit, three times, and tells the kinds it is told to tell."""

    def __init__(self, script: tuple[Edit, ...], tells: Tells, looks: int = 3) -> None:
        self.script, self.tells, self.looks = script, tells, looks
        self.journal = Journal(SystemClock(), self.heard)
        self.newsroom = Newsroom(self.journal, Random(1), SystemClock())

    def last_words(self) -> str:
        return "nothing to say"

    def look(self, slug: str) -> None:
        story = self.newsroom.story(slug)
        self.newsroom.respond(story.outlet, story.path, {})

    def heard(self, entry: Entry) -> None:
        if not isinstance(entry.what, Edited):
            return
        edit = self.script[entry.what.number - 1]
        for _ in range(self.looks):
            self.look(edit.slug)
        if kinds := self.tells(edit):
            url = self.newsroom.urls()[edit.slug]
            told = tuple(Told(kind, edit.was, edit.now) for kind in kinds)
            self.journal.note(Arrival("webhook", f"dl_w{entry.at}", url, "line", told))
            self.journal.note(Arrival("email", f"dl_m{entry.at}", url, "line", text=f"{edit.was} {edit.now}"))

    def demo(self) -> Demo:
        return Demo(self.journal, self.newsroom, self, "http://127.0.0.1:1", self.script)


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GRACE", "SETTLING", "EARLIER", "STARTING"):
        monkeypatch.setattr(running, name, 0.05)


def test_a_daemon_that_tells_what_the_script_expects_passes_every_row() -> None:
    watching = Instant(SCRIPT, lambda edit: edit.expected)
    watching.look("calder-rents")
    found = watching.demo().play(0.1)
    assert [row.verdict for row in found] == [Verdict.OK] * 14
    assert [edited.number for edited in watching.journal.of(Edited)] == list(range(1, 14))
    assert running.succeeded(found)


def test_a_daemon_that_tells_nothing_misses_every_fact_and_nothing_else() -> None:
    found = Instant(SCRIPT, lambda edit: ()).demo().play(0.1)[1:]
    assert {row.number for row in found if row.verdict is Verdict.MISSED} == {1, 2, 4, 6, 7, 8, 9, 11, 13}
    assert {row.number for row in found if row.verdict is Verdict.OK} == {3, 5, 10, 12}


def test_a_daemon_that_tells_everything_raises_false_alarms_where_silence_was_due() -> None:
    found = Instant(SCRIPT, lambda edit: edit.expected or ("wording",)).demo().play(0.1)[1:]
    assert {row.number for row in found if row.verdict is Verdict.FALSE_ALARM} == {3, 5, 10, 12}


def test_a_daemon_that_does_not_look_passes_no_row() -> None:
    found = Instant(SCRIPT, lambda edit: (), looks=0).demo().play(0.1)
    assert not any(row.verdict is Verdict.OK for row in found)


def test_the_script_stops_when_the_daemon_has_ended() -> None:
    watching = Instant(SCRIPT, lambda edit: edit.expected)
    watching.journal.note(Ended(1))
    found = watching.demo().play(60)
    assert not watching.journal.of(Edited)
    assert {row.verdict for row in found} == {Verdict.NOT_LOOKED_AT}


def test_first_versions_are_known_when_every_article_was_asked_for_twice() -> None:
    watching = Instant(SCRIPT, lambda edit: ())
    for slug in (*watching.newsroom.urls(), *watching.newsroom.urls()):
        watching.look(slug)
    watching.demo().wait_for_first_versions()
    lazy = Instant(SCRIPT, lambda edit: ())
    lazy.look("calder-rents")
    with pytest.raises(running.RowbackError, match="nothing to say"):
        lazy.demo().wait_for_first_versions()
