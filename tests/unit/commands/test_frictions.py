"""Small things that stopped people: each is said where they look for it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from alerts.alert import Alert, ArticleRef, Delivery, VersionRef
from alerts.channels.zoned import Zoned
from monitor.changes.change import Change, Mention
from monitor.changes.kinds import Kind
from monitor.commands import check as check_command
from monitor.zones import zone
from spiders.article import Article
from tests.unit.commands.command_desk import START, Desk, desk_in

URL = "https://news.example/a"


def changed(desk: Desk) -> None:
    desk.remember(URL, Article.from_text(["40 people died."], "A flood"))
    rise = Change(Kind.FIGURE_VALUE, Mention("40"), Mention("50"))
    desk.remember(URL, Article.from_text(["50 people died."], "A flood"), [rise])


def test_changes_show_the_ids_that_rules_explain_takes(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    changed(desk)
    shown = desk.run("changes").stdout
    (number,) = re.findall(r"#(\d+) ", shown)
    assert desk.run("rules", "explain", number).exit_code == 0


def test_times_for_people_are_in_the_zone_of_the_file_and_those_for_programs_in_utc(tmp_path: Path) -> None:
    desk = desk_in(tmp_path, '[service]\ntime_zone = "Asia/Kolkata"\n')
    changed(desk)
    assert "2026-09-21T19:43:20+05:30" in desk.run("changes").stdout
    assert "2026-09-21T19:43:20+05:30" in desk.run("history", "1").stdout
    assert desk.json("changes")["changes"][0]["seen_at"] == "2026-09-21T14:13:20Z"


def test_a_silence_that_holds_is_said_where_alerts_are_looked_for(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    changed(desk)
    assert "silence" not in desk.run("changes").stderr
    desk.run("silence", "add", "--all", "--for", "2h", "--comment", "recount at noon")
    for words in (["changes"], ["deliveries", "list"]):
        told = desk.run(*words).stderr
        assert "Note: silence 1 holds until " in told
        assert "recount at noon" in told


@pytest.mark.parametrize(
    ("failing", "exit_code", "wanted"), [(True, True, 5), (False, True, 5), (True, False, 4), (False, False, 0)]
)
def test_exit_code_5_for_changes_stands_though_another_article_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: bool, exit_code: bool, wanted: int
) -> None:
    desk = desk_in(tmp_path)
    changed(desk)
    desk.remember("https://news.example/b", Article.from_text(["Nothing moved."], "B"))

    def look(
        config: object, ids: list[int], seconds: float, checked: list[object], *, bar: bool, everything: bool
    ) -> list[int]:
        store = desk.store()
        from monitor.checks.once import Checked
        from monitor.store import history

        found = tuple(store.read(history.changes, article_id=1))
        checked.append(Checked(store.read(history.article_by_id, ids[0]), found))
        store.close()
        return [2] if failing else []

    monkeypatch.setattr(check_command, "_look", look)
    told = desk.run("check", "--all", *(["--exit-code"] if exit_code else []))
    assert told.exit_code == wanted, told.output
    assert ("1 of 2 could not be looked at; exit code 5 is for the changes" in told.stderr) is (failing and exit_code)


def test_a_blocked_address_names_the_setting_that_allows_it(tmp_path: Path) -> None:
    desk_in(tmp_path)
    words = ["--config", str(tmp_path / "rowback.toml"), "read", "http://127.0.0.1:9/a"]
    told = subprocess.run(
        [sys.executable, "-m", "monitor.commands", *words], capture_output=True, text=True, timeout=120
    )
    assert told.returncode == 4
    assert '[service] allow_networks, as in ["127.0.0.0/8"]' in told.stderr


def test_an_import_line_whose_address_has_a_blank_is_not_torn_apart_in_silence(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    lines = [
        "https://news.example/one gaza",
        "https://news.example/two gaza",
        "https://news.example/with space",
        "https://news.example/my story/part?x=1",
    ]
    told = desk.run("import", "-", stdin="\n".join(lines))
    assert told.exit_code == 1
    assert "-:3: note: tagged space; a blank in an address is written %20" in told.stderr
    assert "-:4: refused" in told.stderr
    assert "looks like the rest of the address" in told.stderr
    assert ":1: note" not in told.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_completion_script_asks_rowback_what_fits(tmp_path: Path, shell: str) -> None:
    script = desk_in(tmp_path).run("completion", shell).stdout
    assert "_ROWBACK_COMPLETE" in script
    asked = {
        "bash": {"COMP_WORDS": "rowback watch re", "COMP_CWORD": "2"},
        "zsh": {"COMP_WORDS": "rowback watch re", "COMP_CWORD": "2"},
        "fish": {"COMP_WORDS": "rowback watch re", "COMP_CWORD": "re"},
    }[shell]
    env = {**os.environ, **asked, "_ROWBACK_COMPLETE": f"{shell}_complete"}
    found = subprocess.run(
        [sys.executable, "-m", "monitor.commands"], env=env, capture_output=True, text=True, timeout=120
    )
    assert "resume" in found.stdout
    assert "remove" in found.stdout
    assert "pause" not in found.stdout


def test_make_run_does_not_tell_people_to_run_what_it_runs(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    assert "Rowback starts now" in desk.run("init", "--starting").stdout
    assert "then `rowback run`" in desk.run("init", "--force").stdout
    assert "rowback init --starting" in (Path(__file__).parents[3] / "Makefile").read_text()


def test_a_message_shows_its_times_in_the_zone_and_everything_else_as_it_was() -> None:
    class Kept:
        name, kind, deadline, at_once = "desk", "email", 5.0, 2
        seen: Delivery | None = None

        def recipients(self) -> tuple[str, ...]:
            return ("a@b.example",)

        def preview(self, delivery: Delivery, *, now_ms: int) -> dict[str, str]:
            self.seen = delivery
            return {"text": delivery.alert.after.fetched_at}

    fields: dict[str, object] = {
        "kind": "figure.value",
        "old": {"text": "40", "since": "2026-09-20T22:00:00Z"},
        "new": None,
    }
    alert = Alert(
        1,
        ArticleRef(1, URL, "A flood", "", (), 2),
        VersionRef(1, "2026-09-21T14:13:20Z", "00"),
        VersionRef(2, "2026-09-21T15:13:20Z", "01"),
        (fields,),  # type: ignore[arg-type]
        "facts",
        "normal",
        "why",
        "2026-09-21T15:13:20Z",
        URL,
    )
    within = Kept()
    channel = Zoned(within, zone("Europe/Paris"))  # type: ignore[arg-type]
    assert (channel.name, channel.kind, channel.deadline, channel.at_once) == ("desk", "email", 5.0, 2)
    shown = channel.preview(Delivery("dl", alert, "desk", "a@b.example", digest=(alert,)), now_ms=START)
    assert shown["text"] == "2026-09-21T17:13:20+02:00"
    assert within.seen is not None
    assert within.seen.digest[0].raised_at == "2026-09-21T17:13:20+02:00"
    assert within.seen.alert.changes[0]["old"]["since"] == "2026-09-21T00:00:00+02:00"  # type: ignore[index,typeddict-item]
    assert alert.changes[0]["old"]["since"] == "2026-09-20T22:00:00Z"  # type: ignore[index,typeddict-item]
