"""The e-mail channel against mail servers that refuse, hang and vanish at every step of a transaction."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from alerts.alert import Delivery, End, Outcome, Verdict
from alerts.channels.email import EmailChannel
from alerts.health import Condition
from alerts.messages.bounces import read_bounce
from alerts.messages.sample import sample_alert
from alerts.notice import Notice
from tests.integration.alerts.certificates import certified
from tests.integration.alerts.hostile_servers import Script, Seen, cut, serving
from tests.integration.alerts.mail_server import Answers, mail_server

NOW_MS = 1_795_000_000_000
ALERT = sample_alert("http://127.0.0.1:8765", "2026-11-22T08:10:00Z")
DELIVERY = Delivery("dl_sample", ALERT, "desk", "desk@example.org")


def channel(port: int, *, scheme: str = "smtp", timeout: float = 60.0, **more: Any) -> EmailChannel:
    return EmailChannel(
        "desk",
        ["desk@example.org"],
        f"{scheme}://127.0.0.1:{port}",
        "rowback@example.org",
        "rowback.example.org",
        timeout=timeout,
        **more,
    )


@pytest.mark.parametrize(
    ("answers", "verdict", "reason", "code"),
    [
        (Answers(), Verdict.SENT, End.ACCEPTED, 250),
        # A wrong sender is the channel's fault: no delivery is burnt for it.
        (Answers(mail="550 5.7.1 sender not allowed"), Verdict.CHANNEL, End.SENDER_REFUSED, 550),
        (Answers(mail="451 4.3.0 try later"), Verdict.RETRY, End.DEFERRED, 451),
        (Answers(mail="421 4.3.2 shutting down"), Verdict.RETRY, End.DEFERRED, 421),
        # Greylisting.
        (Answers(rcpt="451 4.7.1 greylisted"), Verdict.RETRY, End.DEFERRED, 451),
        (Answers(rcpt="452 4.2.2 mailbox full"), Verdict.RETRY, End.DEFERRED, 452),
        (Answers(rcpt="550 5.1.1 no such user"), Verdict.DEAD, End.RECIPIENT_REFUSED, 550),
        (Answers(data="452 4.3.1 no space"), Verdict.RETRY, End.DEFERRED, 452),
        (Answers(data="554 5.7.1 looks like spam"), Verdict.DEAD, End.MESSAGE_REFUSED, 554),
    ],
)
def test_each_refusal_has_the_verdict_of_the_table(answers: Answers, verdict: Verdict, reason: End, code: int) -> None:
    answers.taken.clear()
    with mail_server(answers) as port:
        outcome = channel(port).send(DELIVERY, now_ms=NOW_MS)
    assert (outcome.verdict, outcome.reason, outcome.code, outcome.ambiguous) == (verdict, reason, code, False)
    assert len(answers.taken) == (verdict is Verdict.SENT)


def test_mail_arrives_whole_with_one_recipient_and_its_own_id() -> None:
    answers = Answers()
    with mail_server(answers) as port:
        channel(port).send(DELIVERY, now_ms=NOW_MS)
    envelope = answers.taken[0]
    mail = message_from_bytes(envelope.original_content, policy=default)
    assert (envelope.mail_from, envelope.rcpt_tos) == ("rowback@example.org", ["desk@example.org"])
    assert mail["Message-ID"] == "<dl_sample@rowback.example.org>"
    text, html = list(mail.iter_parts())
    assert text.get_content().startswith("Deaths, Port Example: at least 1,180 → at least 1,200 (+20)")
    assert "<del" in html.get_content()


def test_line_that_begins_with_a_dot_arrives_as_it_was() -> None:
    alert = sample_alert("http://127.0.0.1:8765", "2026-11-22T08:10:00Z")
    assert alert.changes[0]["new"] is not None
    alert.changes[0]["new"]["sentence"] = "First.\n.\n..hidden\n.Last"
    answers = Answers()
    with mail_server(answers) as port:
        outcome = channel(port).send(Delivery("dl_dots", alert, "desk", "desk@example.org"), now_ms=NOW_MS)
    assert outcome.verdict is Verdict.SENT
    text = message_from_bytes(answers.taken[0].original_content, policy=default).get_body(("plain",))
    assert "First.\n.\n..hidden\n.Last" in text.get_content().replace("\r\n", "\n")


# --- servers that break off: a script answers a few commands in order, then does something unkind ---

GREETING, EHLO, OK, GO = b"220 mail ESMTP\r\n", b"250 mail\r\n", b"250 OK\r\n", b"354 go on\r\n"


def read_command(connection: socket.socket) -> bytes:
    got = b""
    while not got.endswith(b"\r\n") and (part := connection.recv(1)):
        got += part
    return got


def read_message(connection: socket.socket) -> bytes:
    got = b""
    while not got.endswith(b"\r\n.\r\n") and (part := connection.recv(65536)):
        got += part
    return got


def after(replies: list[bytes], then: str) -> Script:
    """Greet, answer the commands with `replies` in turn, read what comes next, and then close, hang or drip."""

    def script(connection: socket.socket, seen: Seen) -> None:
        for at, reply in enumerate([GREETING, *replies]):
            if at:
                read_command(connection)
            connection.sendall(reply)
        seen.requests.append(read_message(connection) if replies[-1:] == [GO] else read_command(connection))
        while then != "close" and not seen.over.wait(0.02):
            if then == "drip":
                connection.sendall(b"250-still thinking\r\n")

    return script


STEPS = {"ehlo": [], "mail": [EHLO], "rcpt": [EHLO, OK], "data": [EHLO, OK, OK], "message": [EHLO, OK, OK, GO]}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("then", ["close", "hang", "drip"])
def test_server_that_breaks_off_is_retried_and_ambiguous_only_after_the_message(step: str, then: str) -> None:
    expected = End.CUT_SHORT if then == "close" else End.TIMEOUT

    def send(port: int, seconds: float) -> Outcome:
        return channel(port, timeout=seconds).send(DELIVERY, now_ms=NOW_MS)

    outcome, seen = cut(
        after(STEPS[step], then), send, lambda outcome, seen: outcome.reason == expected and seen.requests
    )
    assert outcome.verdict is Verdict.RETRY
    assert outcome.reason is expected
    assert outcome.ambiguous is (step == "message")
    assert len(seen.requests) == 1


def test_lost_answer_is_tried_again_with_the_same_message_id() -> None:
    with serving(after(STEPS["message"], "close")) as (port, seen):
        for later in (0, 60_000):
            channel(port).send(DELIVERY, now_ms=NOW_MS + later)
    first, second = (message_from_bytes(taken, policy=default) for taken in seen.requests)
    assert first["Message-ID"] == second["Message-ID"] == "<dl_sample@rowback.example.org>"
    assert first["Date"] != second["Date"]


def test_hanging_up_without_a_farewell_does_not_undo_an_accepted_mail() -> None:
    def script(connection: socket.socket, seen: Seen) -> None:
        after([EHLO, OK, OK, GO], "close")(connection, seen)
        connection.sendall(OK)
        read_command(connection)  # QUIT, never answered
        seen.over.wait(120)

    with serving(script) as (port, _):
        outcome = channel(port, timeout=10.0).send(DELIVERY, now_ms=NOW_MS)
    assert (outcome.verdict, outcome.reason) == (Verdict.SENT, End.ACCEPTED)


@pytest.mark.parametrize(
    ("greeting", "verdict", "reason"),
    [
        (b"421 4.3.2 too busy\r\n", Verdict.RETRY, End.DEFERRED),
        (b"554 5.7.1 no mail service for you\r\n", Verdict.CHANNEL, End.SERVER_REFUSED),
        (b"HTTP/1.1 400 Bad Request\r\n", Verdict.RETRY, End.BAD_ANSWER),
    ],
)
def test_greeting_decides_before_any_command(greeting: bytes, verdict: Verdict, reason: End) -> None:
    def script(connection: socket.socket, seen: Seen) -> None:
        connection.sendall(greeting)
        seen.over.wait(120)

    with serving(script) as (port, _):
        outcome = channel(port).send(DELIVERY, now_ms=NOW_MS)
    assert (outcome.verdict, outcome.reason) == (verdict, reason)


@pytest.mark.parametrize("drop", [b"", b"2"])
def test_greeting_that_hangs_or_drips_ends_at_the_wall_clock(drop: bytes) -> None:
    def script(connection: socket.socket, seen: Seen) -> None:
        while not seen.over.wait(0.02):
            connection.sendall(drop)

    with serving(script) as (port, _):
        before = time.monotonic()
        outcome = channel(port, timeout=0.5).send(DELIVERY, now_ms=NOW_MS)
        assert time.monotonic() - before < 60
    assert (outcome.verdict, outcome.reason, outcome.ambiguous) == (Verdict.RETRY, End.TIMEOUT, False)


def test_no_thread_outlives_an_attempt_that_was_cut() -> None:
    def script(connection: socket.socket, seen: Seen) -> None:
        while not seen.over.wait(0.02):
            connection.sendall(b"220-welcome\r\n")

    with serving(script) as (port, _):
        channel(port, timeout=0.2).send(DELIVERY, now_ms=NOW_MS)
        for thread in threading.enumerate():
            if thread.name == "attempt":
                thread.join(60)
                assert not thread.is_alive()


def test_server_that_is_down_is_retried() -> None:
    with socket.socket() as held:  # bound and not listening: nobody else gets the port meanwhile
        held.bind(("127.0.0.1", 0))
        outcome = channel(held.getsockname()[1]).send(DELIVERY, now_ms=NOW_MS)
    assert (outcome.verdict, outcome.reason, outcome.ambiguous) == (Verdict.RETRY, End.UNREACHABLE, False)


# --- login and TLS ---


def only_the_right_password(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, login: Any
) -> AuthResult:
    right = isinstance(login, LoginPassword) and (login.login, login.password) == (b"desk", b"p@ss:word")
    return AuthResult(success=right, handled=False)


@pytest.mark.parametrize(
    ("login", "verdict", "reason"),
    [
        ({"username": "desk", "password": "p@ss:word"}, Verdict.SENT, End.ACCEPTED),
        ({"username": "desk", "password": "wrong"}, Verdict.CHANNEL, End.AUTH_FAILED),
    ],
)
def test_wrong_password_blames_the_channel_and_burns_no_delivery(
    login: dict[str, str], verdict: Verdict, reason: End
) -> None:
    with mail_server(Answers(), authenticator=only_the_right_password, auth_require_tls=False) as port:
        outcome = channel(port, **login).send(DELIVERY, now_ms=NOW_MS)
    assert (outcome.verdict, outcome.reason) == (verdict, reason)
    assert "p@ss" not in repr(outcome)
    assert "wrong" not in repr(outcome)


def test_login_may_stand_in_the_url() -> None:
    with mail_server(Answers(), authenticator=only_the_right_password, auth_require_tls=False) as port:
        url = f"smtp://desk:p%40ss%3Aword@127.0.0.1:{port}"
        mailer = EmailChannel("desk", ["desk@example.org"], url, "rowback@example.org", "rowback.example.org")
        outcome = mailer.send(DELIVERY, now_ms=NOW_MS)
    assert outcome.verdict is Verdict.SENT


def test_login_at_a_server_without_auth_blames_the_channel() -> None:
    with mail_server(Answers()) as port:
        outcome = channel(port, username="desk", password="p").send(DELIVERY, now_ms=NOW_MS)
    assert (outcome.verdict, outcome.reason) == (Verdict.CHANNEL, End.AUTH_FAILED)


def over_tls(folder: Path, name: str, scheme: str, *, trusted: bool) -> Outcome:
    context, ca_file = certified(folder, name)
    settings: dict[str, Any] = {"tls_context": context} if scheme == "smtp+starttls" else {"ssl_context": context}
    with mail_server_tls(Answers(), scheme, context, settings) as port:
        return channel(port, scheme=scheme, ca_file=ca_file if trusted else None).send(DELIVERY, now_ms=NOW_MS)


@contextlib.contextmanager
def mail_server_tls(answers: Answers, scheme: str, context: ssl.SSLContext, settings: dict[str, Any]) -> Iterator[int]:
    if scheme == "smtp+starttls":
        with mail_server(answers, require_starttls=True, **settings) as port:
            yield port
        return

    # aiosmtpd's own start-up probe over TLS wants a trusted name, so implicit TLS is spoken by a script.
    def script(connection: socket.socket, seen: Seen) -> None:
        for reply in (GREETING, EHLO, OK, OK, GO):
            if reply is not GREETING:
                read_command(connection)
            connection.sendall(reply)
        read_message(connection)
        connection.sendall(OK)
        read_command(connection)

    with serving(script, tls=context) as (port, _):
        yield port


@pytest.mark.parametrize("scheme", ["smtp+starttls", "smtps"])
def test_mail_goes_over_tls_when_the_certificate_names_the_server(scheme: str, tmp_path: Path) -> None:
    outcome = over_tls(tmp_path, "127.0.0.1", scheme, trusted=True)
    assert (outcome.verdict, outcome.reason) == (Verdict.SENT, End.ACCEPTED)


@pytest.mark.parametrize("scheme", ["smtp+starttls", "smtps"])
@pytest.mark.parametrize(("name", "trusted"), [("127.0.0.1", False), ("mail.example.org", True)])
def test_certificate_nobody_signed_or_for_another_name_stops_the_mail(
    scheme: str, name: str, trusted: bool, tmp_path: Path
) -> None:
    outcome = over_tls(tmp_path, name, scheme, trusted=trusted)
    assert (outcome.verdict, outcome.reason, outcome.ambiguous) == (Verdict.RETRY, End.TLS_FAILED, False)


def test_server_without_starttls_gets_no_mail_where_starttls_is_asked_for() -> None:
    answers = Answers()
    with mail_server(answers) as port:
        outcome = channel(port, scheme="smtp+starttls").send(DELIVERY, now_ms=NOW_MS)
    assert (outcome.verdict, outcome.reason) == (Verdict.CHANNEL, End.TLS_MISSING)
    assert answers.taken == []


def test_recipient_that_cannot_be_an_address_is_dead_without_a_connection() -> None:
    delivery = Delivery("dl_x", ALERT, "desk", "desk@example.org>\r\nRCPT TO:<other@example.org")
    with serving(lambda connection, seen: seen.requests.append(b"connected")) as (port, seen):
        outcome = channel(port).send(delivery, now_ms=NOW_MS)
    assert (outcome.verdict, outcome.reason) == (Verdict.DEAD, End.BAD_ADDRESS)
    assert seen.requests == []


# --- what a server offers, and what comes back ---


def test_each_mail_has_a_sender_of_its_own_that_names_its_delivery_when_it_comes_back() -> None:
    answers = Answers()
    delivery = Delivery("dl_abcdefghijklmnopqrstuvwxyz", ALERT, "desk", "desk@example.org")
    with mail_server(answers) as port:
        channel(port, bounces="bounces@example.org").send(delivery, now_ms=NOW_MS)
    (envelope,) = answers.taken
    assert envelope.mail_from == "bounces+dl_abcdefghijklmnopqrstuvwxyz@example.org"
    mail = message_from_bytes(envelope.original_content, policy=default)
    assert mail["From"].addresses[0].addr_spec == "rowback@example.org"
    assert read_bounce(b"Return-Path: <>\nTo: " + envelope.mail_from.encode() + b"\n\nno such user\n") is not None


def test_mail_carries_the_link_that_ends_it_on_one_line() -> None:
    answers, link = Answers(), "https://rowback.a-very-long-name-of-a-newsroom.example.org/unsubscribe/" + "a" * 54
    with mail_server(answers) as port:
        channel(port, unsubscribe=lambda delivery_id: link).send(DELIVERY, now_ms=NOW_MS)
    raw = answers.taken[0].original_content
    assert isinstance(raw, bytes)
    assert f"\r\nList-Unsubscribe: <{link}>\r\n".encode() in raw
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw
    assert max(map(len, raw.split(b"\r\n"))) <= 998


@pytest.mark.parametrize("offered", [True, False])
def test_address_in_other_letters_goes_to_a_server_with_smtputf8_and_no_other(offered: bool) -> None:
    answers = Answers()
    delivery = Delivery("dl_sample", ALERT, "desk", "дежурный@пример.example")
    with mail_server(answers, enable_SMTPUTF8=offered) as port:
        outcome = channel(port).send(delivery, now_ms=NOW_MS)
    if offered:
        assert outcome.verdict is Verdict.SENT
        assert answers.taken[0].rcpt_tos == ["дежурный@xn--e1afmkfd.example"]
        assert "To: дежурный@xn--e1afmkfd.example\r\n".encode() in answers.taken[0].original_content  # type: ignore[operator]
    else:
        assert (outcome.verdict, outcome.reason) == (Verdict.DEAD, End.BAD_ADDRESS)


def test_server_that_offers_it_is_asked_for_a_notice_of_failure_under_our_id() -> None:
    commands: list[bytes] = []

    def script(connection: socket.socket, seen: Seen) -> None:
        connection.sendall(GREETING)
        for reply in (b"250-mail\r\n250 DSN\r\n", OK, OK, GO):
            commands.append(read_command(connection))
            connection.sendall(reply)
        read_message(connection)
        connection.sendall(OK)
        read_command(connection)

    with serving(script) as (port, _):
        outcome = channel(port).send(DELIVERY, now_ms=NOW_MS)
    assert outcome.verdict is Verdict.SENT
    # Commands and parameters have no case (RFC 5321 2.4), and each Python writes them its own way.
    assert commands[1].strip().lower() == b"mail from:<rowback@example.org> ret=hdrs envid=dl_sample"
    assert commands[2].strip().lower() == b"rcpt to:<desk@example.org> notify=failure"


def test_steps_of_an_attempt_are_told_as_they_happen() -> None:
    steps: list[str] = []
    with mail_server(Answers(rcpt="550 5.1.1 no such user")) as port:
        channel(port).send(DELIVERY, now_ms=NOW_MS, trace=lambda step, seen: steps.append(f"{step}: {seen}"))
    assert [step.partition(":")[0] for step in steps] == ["connect", "greeting", "sender", "recipient"]
    assert steps[-1] == "recipient: 550 5.1.1 no such user"


def test_password_that_the_server_repeats_is_not_kept() -> None:
    def script(connection: socket.socket, seen: Seen) -> None:
        connection.sendall(GREETING)
        read_command(connection)
        connection.sendall(b"250-mail\r\n250 AUTH PLAIN\r\n")
        read_command(connection)
        connection.sendall(b"535 5.7.8 not with canary-password\r\n")
        read_command(connection)

    with serving(script) as (port, _):
        outcome = channel(port, username="desk", password="canary-password").send(DELIVERY, now_ms=NOW_MS)
    assert outcome.reason == End.AUTH_FAILED
    assert outcome.detail == "5.7.8 not with <redacted>"


def test_operator_is_told_in_a_plain_mail() -> None:
    answers = Answers()
    notice = Notice("ch_hook_1", "hook", Condition.FAILING, "Channel hook is failing", "Why.", "x", "http://127.0.0.1/")
    with mail_server(answers) as port:
        outcome = channel(port).tell(notice, "desk@example.org", now_ms=NOW_MS)
    assert outcome.verdict is Verdict.SENT
    mail = message_from_bytes(answers.taken[0].original_content, policy=default)  # type: ignore[arg-type]
    assert mail["Subject"] == "[Rowback] Channel hook is failing"
    assert mail.get_content().splitlines()[:3] == ["Channel hook is failing", "", "Why."]


@pytest.mark.parametrize(
    ("login", "verdict", "reason"),
    [
        ({"username": "desk", "password": "p@ss:word"}, Verdict.SENT, End.ACCEPTED),
        ({"username": "desk", "password": "wrong"}, Verdict.CHANNEL, End.AUTH_FAILED),
    ],
)
def test_knocking_goes_as_far_as_the_login_and_sends_nothing(login: Any, verdict: Verdict, reason: End) -> None:
    answers = Answers()
    with mail_server(answers, authenticator=only_the_right_password, auth_require_tls=False) as port:
        outcome = channel(port, **login).knock()
    assert (outcome.verdict, outcome.reason, answers.taken) == (verdict, reason, [])


def test_knocking_where_nobody_listens_or_answers_ends_with_its_reason() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        assert channel(port, timeout=1.0).knock().reason == End.TIMEOUT
    assert channel(port, timeout=5.0).knock().reason == End.UNREACHABLE
