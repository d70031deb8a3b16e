import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from standardwebhooks import Webhook

from alerts.alert import End, Outcome, Verdict
from alerts.messages.sample import sample_alert
from monitor.changes import Change, Kind, Mention
from monitor.store import channels, claims, history, outbox, recording
from spiders.article import Article
from tests.unit.commands.command_desk import START, Desk, desk_in
from tests.unit.commands.test_looking_back import FIRST, SECOND, TOLL, URL, WORDING

SECRET = "whsec_" + "QUJD" * 11

RULES = """
[[rule]]
name = "tolls"
kinds = ["figure.*"]
min_delta = 10
severity = "high"
[[rule]]
name = "large tolls"
min_delta = 1000
[[rule]]
name = "quotes"
kinds = ["quote.*"]
"""


def filled(folder: Path, rules: str = RULES) -> Desk:
    desk = desk_in(folder, rules)
    desk.remember(URL, FIRST, at_ms=START)
    desk.remember(URL, SECOND, [TOLL, WORDING], at_ms=START + 1000)
    quote = Change(Kind.QUOTE_TEXT, Mention("never"), Mention("not now"))
    desk.remember(URL, Article.from_text("Third."), [quote, TOLL], at_ms=START + 2000)
    return desk


class TestExplain:
    def test_each_rule_says_why_or_why_not(self, tmp_path: Path) -> None:
        found = filled(tmp_path).json("rules", "explain", "1")
        assert [(r["rule"], r["fires"]) for r in found["rules"]] == [
            ("tolls", True),
            ("large tolls", False),
            ("quotes", False),
        ]
        assert found["rules"][1]["reason"] == "delta 12 < min_delta 1000"
        assert [r["why"] for r in found["rules"]] == ["fires", "min_delta", "kinds"]

    def test_people_read_it_a_line_a_rule(self, tmp_path: Path) -> None:
        out = filled(tmp_path).run("rules", "explain", "1").stdout
        assert "tolls: fires, high: kind figure.value; delta 12 >= min_delta 10" in out
        assert "quotes: silent: kind figure.value is not in [quote.*]" in out

    def test_a_change_that_is_not_stored_is_wrong_usage(self, tmp_path: Path) -> None:
        result = filled(tmp_path).run("rules", "explain", "99")
        assert result.exit_code == 2
        assert "no change 99" in result.stderr


class TestReplay:
    def test_the_alerts_that_would_have_been_raised_are_told(self, tmp_path: Path) -> None:
        found = filled(tmp_path).json("rules", "test", "--since", "10000d")
        told = [(a["rule"], a["version"], a["severity"], len(a["changes"])) for a in found["alerts"]]
        assert told == [("tolls", 2, "high", 1), ("quotes", 3, "normal", 1), ("tolls", 3, "high", 1)]

    def test_one_rule_can_be_tried_alone(self, tmp_path: Path) -> None:
        result = filled(tmp_path).run("rules", "test", "large tolls", "--since", "10000d")
        assert "4 changes since" in result.stdout
        assert result.stdout.endswith("0 alerts would have been raised.\n")

    def test_only_what_is_recent_enough_counts(self, tmp_path: Path) -> None:
        assert filled(tmp_path).json("rules", "test", "--since", "1s")["alerts"] == []

    def test_a_rule_of_another_file_is_tried_before_it_is_switched_on(self, tmp_path: Path) -> None:
        channel = '[channel.desk]\ntype = "email"\nto = ["desk@news.example"]\nsmtp = "smtp://localhost:25"\n'
        desk = filled(tmp_path, RULES + channel)
        new = tmp_path / "new.toml"
        new.write_text('[[rule]]\nname = "words"\nkinds = ["wording"]\nnotify = ["desk"]\n')
        found = desk.json("rules", "test", "--rules", str(new), "--since", "10000d")["alerts"]
        assert [(a["rule"], a["version"], a["notify"]) for a in found] == [("words", 2, ["desk"])]
        lines = desk.run("rules", "test", "words", "--rules", str(new), "--since", "10000d").stdout
        assert "words (low, to desk)" in lines
        new.write_text('[[rule]]\nname = "words"\nkinds = ["wordin"]\nnotify = ["dsk"]\n')
        refused = desk.run("rules", "test", "--rules", str(new))
        assert refused.exit_code == 3
        assert "new.toml:3:10" in refused.stderr
        assert "new.toml:4:11: rule.0.notify.0: unknown channel 'dsk'; did you mean 'desk'?" in refused.stderr
        new.write_text("")
        assert "has no [[rule]] table" in desk.run("rules", "test", "--rules", str(new)).stderr

    def test_what_a_removed_article_took_with_it_is_no_alert_here_either(self, tmp_path: Path) -> None:
        desk = desk_in(tmp_path, '[[rule]]\nname = "all"\n')
        desk.remember(URL, FIRST, at_ms=START)
        gone = [Change(Kind.FIGURE_REMOVED, Mention("41")), Change(Kind.ARTICLE_REMOVED, Mention("Title"))]
        desk.remember(URL, SECOND, gone, at_ms=START + 1000)
        (alert,) = desk.json("rules", "test", "--since", "10000d")["alerts"]
        assert [change["kind"] for change in alert["changes"]] == ["article.removed"]

    def test_nothing_is_stored_by_it(self, tmp_path: Path) -> None:
        desk = filled(tmp_path)
        desk.run("rules", "test", "--since", "10000d")
        assert desk.json("deliveries", "list")["deliveries"] == []

    def test_an_unknown_rule_gets_a_suggestion(self, tmp_path: Path) -> None:
        result = filled(tmp_path).run("rules", "test", "tols")
        assert result.exit_code == 2
        assert "did you mean 'tolls'?" in result.stderr


class Receiver(BaseHTTPRequestHandler):
    answer = 204
    taken: list[tuple[dict[str, str], bytes]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.taken.append(({k.lower(): v for k, v in self.headers.items()}, body))
        self.send_response(self.answer)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def receiver() -> Iterator[tuple[str, type[Receiver]]]:
    kind = type("Kind", (Receiver,), {"taken": []})
    server = HTTPServer(("127.0.0.1", 0), kind)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/in", kind
    server.shutdown()
    server.server_close()
    thread.join()


def with_hook(folder: Path, url: str) -> Desk:
    (folder / "hook.secret").write_text(SECRET)
    return desk_in(
        folder,
        f'[service]\nallow_networks = ["127.0.0.0/8"]\n'
        f'[channel.hook]\ntype = "webhook"\nurl = "{url}?key=hidden"\nsecret_file = "hook.secret"\n',
    )


class TestChannels:
    def test_a_sample_is_sent_signed_and_the_answer_told(
        self, tmp_path: Path, receiver: tuple[str, type[Receiver]]
    ) -> None:
        url, kind = receiver
        found = with_hook(tmp_path, url).json("channels", "test", "hook")
        assert [(one["verdict"], one["code"]) for one in found["attempts"]] == [("sent", 204)]
        ((headers, body),) = kind.taken
        assert json.loads(body)["data"]["rule"] == "test"
        Webhook(SECRET).verify(body, headers)

    def test_a_receiver_that_refuses_is_exit_code_4(self, tmp_path: Path, receiver: tuple[str, type[Receiver]]) -> None:
        url, kind = receiver
        kind.answer = 500
        result = with_hook(tmp_path, url).run("channels", "test", "hook")
        assert result.exit_code == 4
        assert "500" in result.stdout

    def test_an_unknown_channel_gets_a_suggestion(self, tmp_path: Path) -> None:
        result = with_hook(tmp_path, "http://127.0.0.1:9/in").run("channels", "test", "hok")
        assert result.exit_code == 2
        assert "did you mean 'hook'?" in result.stderr

    def test_channels_are_listed_without_what_may_be_a_secret(self, tmp_path: Path) -> None:
        result = with_hook(tmp_path, "http://127.0.0.1:9/in").run("channels", "list")
        assert result.stdout == "hook\twebhook\t127.0.0.1\thealthy\t\t\t0\n"

    def test_each_step_of_a_sample_is_told(self, tmp_path: Path, receiver: tuple[str, type[Receiver]]) -> None:
        found = with_hook(tmp_path, receiver[0]).json("channels", "test", "hook")
        steps = [one["step"] for one in found["attempts"][0]["steps"]]
        assert steps == ["resolve", "connect", "message", "answer"]

    def test_a_sample_is_shown_as_its_channel_would_send_it_and_reaches_nobody(self, tmp_path: Path) -> None:
        desk = with_hook(tmp_path, "http://127.0.0.1:9/in")
        mail = '[channel.desk]\ntype = "email"\nto = ["a@b.example"]\nsmtp = "smtp://127.0.0.1:9"\n'
        path = tmp_path / "rowback.toml"
        path.write_text(path.read_text() + mail)
        assert json.loads(desk.run("channels", "preview", "hook").stdout)["data"]["rule"] == "test"
        headers, text, page = desk.json("channels", "preview", "desk").values()
        assert "Subject: [Rowback] The Sample Courier" in headers
        assert text.startswith("Deaths, Port Example: at least 1,180 → at least 1,200 (+20)")
        assert page.startswith("<!DOCTYPE html>")
        shown = desk.run("channels", "preview", "desk").stdout
        assert shown == f"{headers}\n{text}"

    def test_message_of_a_delivery_is_shown_as_its_channel_makes_it(self, tmp_path: Path) -> None:
        desk = with_hook(tmp_path, "http://127.0.0.1:9/in")
        desk.remember(URL, Article.from_text(["One."]))
        told = [recording.NewDelivery(f"dl_{name}", name, "127.0.0.1") for name in ("hook", "gone")]
        store = desk.store()
        article = store.read(history.articles)[0]
        claimed = store.write(claims.claim, START + 9 * 86_400_000, 9, pause_ms=0, per_host=9)[0]
        body = sample_alert("http://127.0.0.1:8765", "2026-11-22T08:10:00Z").to_dict()
        alert = recording.NewAlert("tolls", "high", "why", body, tuple(told))
        found = recording.Result(
            article.id, claimed.token, claimed.host, START, "ok", "changed", None, "read", version=1, text="{}", alerts=[alert]
        )  # fmt: skip
        assert store.write(recording.record, found)
        store.close()
        sent = json.loads(desk.run("deliveries", "show", "dl_hook", "--message").stdout)
        assert sent["data"]["changes"] == [dict(one) for one in body["changes"]]
        assert "[channel.gone] is not in rowback.toml" in desk.run("deliveries", "show", "dl_gone", "--message").stderr
        assert desk.json("deliveries", "show", "dl_hook")["attempts"] == []

    def test_a_disabled_channel_is_listed_with_its_reason_and_switched_on_again(self, tmp_path: Path) -> None:
        desk = with_hook(tmp_path, "http://127.0.0.1:9/in")
        desk.remember(URL, Article.from_text(["One."]))
        desk.remember(URL, Article.from_text(["Two."]), deliveries=[recording.NewDelivery("dl_a", "hook", "127.0.0.1")])
        store = desk.store()
        store.write(channels.settle, "hook", Outcome(Verdict.DEAD, End.GONE, 410), START)
        store.close()
        (row,) = desk.json("channels", "list")["channels"]
        assert (row["state"], row["held"]) == ("disabled", 1)
        assert "410" in row["why"]
        refused = desk.run("channels", "enable", "hook")
        assert refused.exit_code == 2
        assert "holds 1 deliveries; say --send, --digest or --drop" in refused.stderr
        assert desk.json("channels", "enable", "hook", "--drop")["deliveries"] == 1
        assert desk.json("channels", "list")["channels"][0]["state"] == "healthy"
        assert desk.json("deliveries", "list")["deliveries"][0]["state"] == "cancelled"

    def test_who_unsubscribed_is_listed_and_subscribed_again(self, tmp_path: Path) -> None:
        desk = with_hook(tmp_path, "http://127.0.0.1:9/in")
        desk.remember(URL, Article.from_text(["One."]))
        desk.remember(
            URL, Article.from_text(["Two."]), deliveries=[recording.NewDelivery("dl_a", "desk", "a@b.example")]
        )
        store = desk.store()
        store.write(channels.suppress, "dl_a", START)
        store.close()
        (row,) = desk.json("channels", "unsubscribed")["unsubscribed"]
        assert (row["channel"], row["recipient"]) == ("desk", "a@b.example")
        assert desk.run("channels", "resubscribe", "desk", "a@b.example").exit_code == 0
        assert desk.json("channels", "unsubscribed")["unsubscribed"] == []
        assert desk.run("channels", "resubscribe", "desk", "a@b.example").exit_code == 2

    def test_mail_that_came_back_turns_its_delivery_from_sent_to_bounced(self, tmp_path: Path) -> None:
        desk, name = with_hook(tmp_path, "http://127.0.0.1:9/in"), "dl_abcdefghijklmnopqrstuvwxyz"
        desk.remember(URL, Article.from_text(["One."]))
        desk.remember(URL, Article.from_text(["Two."]), deliveries=[recording.NewDelivery(name, "desk", "a@b.example")])
        store = desk.store()
        (one,) = store.write(outbox.claim, START, 10)
        done = outbox.Attempted(one.id, one.token, 1, START, 1, "sent", "accepted", 250, "", "sent", "accepted", None)
        store.write(outbox.end_attempt, done)
        store.close()
        notice = f"Return-Path: <>\nTo: bounces+{name}@example.org\nSubject: failed\n\nno such user\n"
        found = desk.json("deliveries", "bounced", "-", stdin=notice)
        assert (found["was"], found["state"]) == ("sent", "bounced")
        shown = desk.json("deliveries", "show", name)
        assert (shown["delivery"]["state"], shown["bounce"]["detail"]) == ("bounced", "failed")
        assert desk.run("deliveries", "show", name).stdout.splitlines()[-1].endswith(": failed")
        assert [one["id"] for one in desk.json("deliveries", "list", "--state", "bounced")["deliveries"]] == [name]
        assert desk.run("deliveries", "bounced", "-", stdin="From: a@b.example\n\nhello\n").exit_code == 1
