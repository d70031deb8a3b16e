"""Silences and a hand on deliveries, from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from monitor.store.recording import NewDelivery
from tests.unit.commands.command_desk import START, Desk, desk_in
from tests.unit.commands.test_looking_back import FIRST, SECOND, TOLL, URL

HOOK = '[channel.hook]\ntype = "webhook"\nurl = "https://h.example/"\nsecret_file = "s"\nrate = "60/min"\n'


def filled(folder: Path, *states: str) -> Desk:
    """A desk with one delivery in each of these states, dl_0, dl_1, ..."""
    desk = desk_in(folder, HOOK)
    desk.remember(URL, FIRST)
    made = [NewDelivery(f"dl_{n}", "hook", "h.example") for n in range(len(states))]
    desk.remember(URL, SECOND, [TOLL], at_ms=START + 1000, deliveries=made)
    store = desk.store()
    for n, state in enumerate(states):
        text = f"UPDATE delivery SET state='{state}', reason='because', due_at=NULL WHERE id='dl_{n}'"
        store.write(lambda c, text=text: c.exec_driver_sql(text))
    store.close()
    return desk


def rows(desk: Desk) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in desk.json("deliveries", "list")["deliveries"]}


class TestByHand:
    def test_what_is_held_or_suppressed_is_released_at_the_rate_of_its_channel(self, tmp_path: Path) -> None:
        desk = filled(tmp_path, "held", "suppressed", "held")
        out = desk.run("deliveries", "release", "--reason", "because").stdout
        assert out == "dl_0: was held, is due now\ndl_1: was suppressed, is due now\ndl_2: was held, is due now\n"
        store = desk.store()
        due = store.read(lambda c: [r[0] for r in c.exec_driver_sql("SELECT due_at FROM delivery ORDER BY id")])
        store.close()
        assert [at - due[0] for at in due] == [0, 1000, 2000]

    @pytest.mark.parametrize(("word", "state"), [("release", "sent"), ("cancel", "sent"), ("redeliver", "held")])
    def test_what_stands_elsewhere_is_refused_with_its_state(self, tmp_path: Path, word: str, state: str) -> None:
        result = filled(tmp_path, state).run("deliveries", word, "dl_0")
        assert result.exit_code == 2
        assert state in result.stderr

    def test_what_was_not_sent_is_cancelled_and_can_be_sent_again(self, tmp_path: Path) -> None:
        desk = filled(tmp_path, "retrying", "sent")
        assert desk.run("deliveries", "cancel", "dl_0").stdout == "dl_0: was retrying, is cancelled\n"
        assert (rows(desk)["dl_0"]["state"], rows(desk)["dl_0"]["reason"]) == ("cancelled", "manual")
        assert desk.json("deliveries", "redeliver", "dl_0")["deliveries"] == [
            {"id": "dl_0", "was": "cancelled", "state": "due"}
        ]

    def test_all_that_died_since_a_time_is_sent_again_and_nothing_else(self, tmp_path: Path) -> None:
        desk = filled(tmp_path, "dead", "sent", "dead")
        found = desk.json("deliveries", "redeliver", "--since", "10000d")["deliveries"]
        assert [one["id"] for one in found] == ["dl_0", "dl_2"]
        assert desk.json("deliveries", "redeliver", "--since", "1s")["deliveries"] == []

    def test_a_digest_takes_what_it_tells_of_with_it(self, tmp_path: Path) -> None:
        desk = filled(tmp_path, "due", "held", "held")
        store = desk.store()
        store.write(lambda c: c.exec_driver_sql("UPDATE delivery SET carried_by='dl_0' WHERE id != 'dl_0'"))
        store.close()
        assert "is told by dl_0" in desk.run("deliveries", "release", "dl_1").stderr
        desk.run("deliveries", "cancel", "dl_0")
        assert {one["state"] for one in rows(desk).values()} == {"cancelled"}

    @pytest.mark.parametrize("words", [[], ["dl_0", "--since", "2h"]])
    def test_either_ids_or_a_choice_is_asked_for(self, tmp_path: Path, words: list[str]) -> None:
        assert filled(tmp_path, "held").run("deliveries", "release", *words).exit_code == 2

    def test_an_unknown_id_is_named(self, tmp_path: Path) -> None:
        assert "no delivery dl_9" in filled(tmp_path, "held").run("deliveries", "cancel", "dl_9").stderr

    def test_the_list_says_what_stands_behind_a_reason(self, tmp_path: Path) -> None:
        desk = filled(tmp_path, "held", "sent")
        store = desk.store()
        store.write(lambda c: c.exec_driver_sql("UPDATE delivery SET detail='night', reason='quiet_hours'"))
        store.close()
        line = desk.run("deliveries", "list", "--state", "held", "--reason", "quiet_hours").stdout
        assert line.startswith("dl_0\theld (quiet_hours)\tnight\thook\t")
        assert desk.json("deliveries", "list", "--channel", "other")["deliveries"] == []


class TestSilence:
    def add(self, desk: Desk, *words: str) -> Any:
        return desk.run("silence", "add", *words)

    def test_it_is_kept_with_its_matchers_author_and_comment_and_can_be_ended(self, tmp_path: Path) -> None:
        desk = desk_in(tmp_path, HOOK)
        words = ("tags = ['gaza']", "min_delta = 2.5", "--for", "2h", "--comment", "recount", "--author", "ana")
        assert "Silence 1 holds until" in self.add(desk, *words).stdout
        (one,) = desk.json("silence", "list")["silences"]
        assert (one["id"], one["state"], one["author"], one["comment"]) == (1, "active", "ana", "recount")
        assert one["matchers"] == {"tags": ["gaza"], "min_delta": "2.5"}
        assert "Silence 1 is over" in desk.run("silence", "expire", "1").stdout
        assert desk.json("silence", "list")["silences"] == []
        assert [each["state"] for each in desk.json("silence", "list", "--all")["silences"]] == ["over"]
        assert "over already" in desk.run("silence", "expire", "1").stderr

    def test_one_that_begins_later_is_listed_as_ahead(self, tmp_path: Path) -> None:
        desk = desk_in(tmp_path, HOOK)
        words = ("--all", "--from", "2999-01-01T00:00Z", "--until", "2999-01-02T00:00", "--comment", "x")
        assert self.add(desk, *words).exit_code == 0
        assert desk.json("silence", "list")["silences"][0]["state"] == "ahead"

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (["tagz = ['a']", "--for", "2h"], "did you mean 'tags'?"),
            (["kinds = ['figure.valu']", "--for", "2h"], "figure.valu"),
            (["when = 'delta >'", "--for", "2h"], "when"),
            (["tags = gaza", "--for", "2h"], "as in a rule"),
            (["rules = 'tolls'", "--for", "2h"], "list of names"),
            (["notify = ['desk']", "--for", "2h"], "no matcher 'notify'"),
            (["tags = ['a']", "tags = ['b']", "--for", "2h"], "named twice"),
            (["tags = ['a']"], "how long"),
            (["--for", "2h"], "--all"),
            (["--all", "--for", "2"], "not a duration"),
            (["--all", "--until", "tomorrow"], "no time"),
            (["--all", "--until", "2001-01-01"], "over before it begins"),
            (["--all", "--for", "400d"], "a year at most"),
        ],
    )
    def test_a_silence_that_cannot_be_is_refused_in_words(self, tmp_path: Path, words: list[str], said: str) -> None:
        result = self.add(desk_in(tmp_path, HOOK), *words, "--comment", "x")
        assert result.exit_code == 2
        assert said in result.stderr

    def test_a_comment_is_asked_for(self, tmp_path: Path) -> None:
        assert "--comment" in self.add(desk_in(tmp_path, HOOK), "--all", "--for", "2h").stderr

    def test_a_rule_that_does_not_exist_is_noted(self, tmp_path: Path) -> None:
        result = self.add(desk_in(tmp_path, HOOK), "rules = ['tols']", "--for", "2h", "--comment", "x")
        assert result.exit_code == 0
        assert "no rule is called 'tols'" in result.stderr
