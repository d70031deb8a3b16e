from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from monitor.changes import Change, Kind, Mention
from monitor.checks import accounts
from monitor.clock import SystemClock
from monitor.store.recording import NewDelivery
from spiders.article import Article
from tests.unit.commands.command_desk import START, Desk, desk_in

URL = "https://news.example/quake"
FIRST = Article.from_text(
    ["At least 40 people died, the ministry said.", "Rescue teams arrived on Monday.", "Rain slowed them."],
    title="Quake shakes the coast",
)
SECOND = Article.from_text(
    ["At least 52 people died, the ministry said.", "Rescue teams came on Monday.", "Rain slowed them."],
    title="Quake shakes the coast",
)


def sides(text: str, number: int) -> Mention:
    return Mention(text, f"{text.capitalize()} people died.", Decimal(number), None, ">=", "person", "death")


TOLL = Change(
    Kind.FIGURE_VALUE,
    sides("at least 40", 40),
    sides("at least 52", 52),
    Decimal(12),
    Decimal("0.3"),
    explanation="same slot, other value",
)
WORDING = Change(Kind.WORDING, Mention("arrived"), Mention("came"), explanation="other words")


def filled(folder: Path, now_ms: int = START) -> Desk:
    desk = desk_in(folder)
    desk.remember(URL, FIRST, at_ms=now_ms - 3_600_000)
    channel = NewDelivery("dl_one", "desk", "desk@example.org")
    desk.remember(URL, SECOND, [TOLL, WORDING], at_ms=now_ms, deliveries=[channel])
    return desk


class TestSlots:
    def test_each_fact_that_changed_is_one_line_with_all_its_values(self, tmp_path: Path) -> None:
        desk = filled(tmp_path)
        back = Change(Kind.FIGURE_VALUE, TOLL.new, TOLL.old, Decimal(-12), relation="revert", explanation="back.")
        desk.remember(URL, FIRST, [back])
        assert desk.run("history", URL, "--slots").stdout.splitlines()[2:] == [
            "Deaths: at least 40 → at least 52 (version 2) → at least 40 (version 3, revert)"
        ]
        (slot,) = desk.json("history", URL)["slots"]
        assert (slot["turns"], [step["version"] for step in slot["steps"]]) == (1, [2, 3])


class TestChanges:
    def test_facts_come_without_wording(self, tmp_path: Path) -> None:
        (change,) = filled(tmp_path).json("changes")["changes"]
        assert (change["kind"], change["delta"], change["version"]) == ("figure.value", "12", 2)
        assert change["article"]["url"] == URL
        assert change["old"]["text"] == "at least 40"

    def test_people_read_the_fact_in_one_line(self, tmp_path: Path) -> None:
        out = filled(tmp_path).run("changes").stdout
        assert "at least 40 → at least 52 (+12)" in out
        assert "Quake shakes the coast" in out
        assert "\x1b" not in out  # no colours where no terminal is

    def test_the_reason_and_both_sentences_are_shown_on_request(self, tmp_path: Path) -> None:
        out = filled(tmp_path).run("changes", "--explain").stdout
        assert "why: same slot, other value" in out
        assert "was: At least 40 people died." in out

    def test_each_has_the_number_that_rules_explain_wants(self, tmp_path: Path) -> None:
        desk = filled(tmp_path)
        assert "#1  figure.value  " in desk.run("changes").stdout
        assert desk.run("rules", "explain", "1").exit_code == 0
        assert "#1  figure.value  " in desk.run("history", URL).stdout

    def test_level_and_tag_choose(self, tmp_path: Path) -> None:
        desk = filled(tmp_path)
        perhaps = Change(Kind.CLAIM_ADDED, None, Mention("x", "x"))
        desk.remember(URL, FIRST, [perhaps])
        for level, kinds in (("alert", ["figure.value"]), ("digest", ["claim.added"])):
            assert [c["kind"] for c in desk.json("changes", "--level", level)["changes"]] == kinds
        assert "(digest)" in desk.run("changes", "--level", "digest").stdout
        assert desk.json("changes", "--tag", "tolls")["changes"] == []
        assert desk.run("changes", "--level", "loud").exit_code == 2

    @pytest.mark.parametrize(
        ("kind", "found"), [("figure.*", 1), ("wording", 1), ("quote.text", 0), ("*", 1), ("figure.value", 1)]
    )
    def test_kinds_are_chosen_by_pattern(self, tmp_path: Path, kind: str, found: int) -> None:
        assert len(filled(tmp_path).json("changes", "--kind", kind)["changes"]) == found

    def test_an_unknown_kind_is_wrong_usage_with_a_suggestion(self, tmp_path: Path) -> None:
        result = filled(tmp_path).run("changes", "--kind", "figure.valeu")
        assert result.exit_code == 2
        assert "did you mean 'figure.value'?" in result.stderr

    def test_since_counts_back_from_now(self, tmp_path: Path) -> None:
        now = SystemClock().now_ms()
        desk = filled(tmp_path, now_ms=now - 7_200_000)
        assert len(desk.json("changes", "--since", "3h")["changes"]) == 1
        assert desk.json("changes", "--since", "1h")["changes"] == []
        assert desk.run("changes", "--since", "soon").exit_code == 2


class TestHistory:
    def test_each_version_is_listed_with_its_changes(self, tmp_path: Path) -> None:
        found = filled(tmp_path).json("history", URL + "?utm_source=x")
        assert [v["version"] for v in found["versions"]] == [1, 2]
        assert [c["kind"] for c in found["versions"][1]["changes"]] == ["figure.value", "wording"]
        assert [look["result"] for look in found["checks"]] == ["changed", "new"]

    def test_the_account_of_a_version_is_shown_on_request(self, tmp_path: Path) -> None:
        desk = filled(tmp_path)
        assert "The account:" not in desk.run("history", URL).stdout
        for words in (("history", URL), ("diff", URL)):
            out = desk.run(*words, "--explain").stdout
            assert "The account: " in out
            assert "40 → 52  [figure.value, figures]" in out
        first, second = desk.json("history", URL, "--explain")["versions"]
        assert "account" not in first
        assert second["account"] == desk.json("diff", URL, "--explain")["account"]
        assert second["account"][0]["ending"] == "told"

    def test_versions_that_are_too_large_have_no_account(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(accounts, "LARGEST", 20)
        desk = filled(tmp_path)
        assert (
            "No account: both versions together have more than 20 characters."
            in desk.run("diff", URL, "--explain").stdout
        )
        assert desk.json("diff", URL, "--explain")["account"] is None

    def test_people_see_wording_counted_only(self, tmp_path: Path) -> None:
        out = filled(tmp_path).run("history", URL).stdout
        assert "version 2  2026-09-21T14:13:20Z  (1 of wording)" in out
        assert "at least 40 → at least 52" in out
        assert "arrived" not in out

    def test_an_article_that_is_not_followed_is_an_error_with_a_way_out(self, tmp_path: Path) -> None:
        result = filled(tmp_path).run("history", "https://news.example/other")
        assert result.exit_code == 1
        assert "rowback add https://news.example/other" in result.stderr


class TestDiff:
    def test_differing_paragraphs_are_shown_with_their_words_marked(self, tmp_path: Path) -> None:
        out = filled(tmp_path).run("diff", URL).stdout
        assert "body: At least [-40-]{+52+} people died, the ministry said." in out
        assert "Rescue teams [-arrived-]{+came+} on Monday." in out
        assert "Rain" not in out

    def test_programs_get_pieces(self, tmp_path: Path) -> None:
        found = filled(tmp_path).json("diff", URL, "--from", "1", "--to", "2")
        assert (found["from"], found["to"]) == (1, 2)
        words = found["paragraphs"][0]["words"]
        assert ["-", "40"] in words
        assert ["+", "52"] in words
        assert "".join(text for op, text in words if op != "+") == FIRST.paragraphs[0]

    @pytest.mark.parametrize(
        ("words", "hint"), [(["--to", "9"], "2 versions so far"), (["--to", "1"], "2 versions so far")]
    )
    def test_a_version_that_does_not_exist_is_named(self, tmp_path: Path, words: list[str], hint: str) -> None:
        result = filled(tmp_path).run("diff", URL, *words)
        assert result.exit_code == 1
        assert hint in result.stderr

    def test_a_single_version_has_nothing_to_be_compared_with(self, tmp_path: Path) -> None:
        desk = desk_in(tmp_path)
        desk.remember(URL, FIRST)
        assert "has 1 version so far" in desk.run("diff", URL).stderr

    def test_scraped_text_cannot_steer_the_terminal(self, tmp_path: Path) -> None:
        desk = desk_in(tmp_path)
        desk.remember(URL, Article.from_text(["Calm."], title="a"))
        desk.remember(URL, Article.from_text(["\x1b[2JGone \u202e123."], title="\x1b]0;owned\x07"), [TOLL])
        for words in (["diff", URL], ["list"], ["changes"], ["history", URL]):
            out = desk.run(*words).stdout
            assert "\x1b" not in out
            assert "\x07" not in out
            assert "\u202e" not in out


class TestDeliveries:
    def test_a_delivery_is_listed_shown_and_sent_again_under_its_own_id(self, tmp_path: Path) -> None:
        desk = filled(tmp_path)
        (listed,) = desk.json("deliveries", "list")["deliveries"]
        assert (listed["id"], listed["state"], listed["channel"]) == ("dl_one", "due", "desk")
        store = desk.store()
        store.write(lambda c: c.exec_driver_sql("UPDATE delivery SET state='dead', reason='gone', due_at=NULL"))
        store.close()
        assert desk.json("deliveries", "list", "--state", "dead")["deliveries"][0]["reason"] == "gone"
        assert desk.run("deliveries", "redeliver", "dl_one").stdout == "dl_one: was dead, is due now\n"
        shown: Any = desk.json("deliveries", "show", "dl_one")
        assert (shown["delivery"]["state"], shown["attempts"]) == ("due", [])

    def test_a_delivery_on_its_way_needs_no_second_push(self, tmp_path: Path) -> None:
        result = filled(tmp_path).run("deliveries", "redeliver", "dl_one")
        assert result.exit_code == 2
        assert "still due" in result.stderr

    def test_an_unknown_delivery_is_named(self, tmp_path: Path) -> None:
        result = filled(tmp_path).run("deliveries", "show", "dl_none")
        assert result.exit_code == 2
        assert "no delivery dl_none" in result.stderr


class TestList:
    def test_articles_are_chosen_by_tag_and_state(self, tmp_path: Path) -> None:
        desk = filled(tmp_path)
        desk.run("add", "https://news.example/b", "--tag", "gaza")
        assert [a["url"] for a in desk.json("list", "--tag", "gaza")["articles"]] == ["https://news.example/b"]
        assert [a["url"] for a in desk.json("list", "--state", "read")["articles"]] == [URL]

    def test_a_pipe_gets_tab_separated_lines(self, tmp_path: Path) -> None:
        line = filled(tmp_path).run("list").stdout.rstrip("\n").split("\t")
        assert (line[0], line[1], line[2], line[-1]) == ("1", "read", "2", URL)

    def test_an_empty_store_says_what_to_do(self, tmp_path: Path) -> None:
        result = desk_in(tmp_path).run("list")
        assert (result.exit_code, result.stdout) == (0, "")
        assert "`rowback add URL`" in result.stderr
