"""The webhook channel against servers that behave in every way a receiver can misbehave."""

from __future__ import annotations

import gzip
import json
import resource
import socket
import struct
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from email.utils import formatdate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from alerts.alert import Delivery, End, Outcome, Verdict
from alerts.channels.webhook import WebhookChannel, new_secret, parse_secret
from alerts.messages.sample import sample_alert
from tests.integration.alerts.hostile_servers import Script, Seen, answering, cut, dripping, read_request, serving

KEY = parse_secret(new_secret(bytes(range(32))))
NOW_MS = 1_795_000_000_000
DELIVERY = Delivery("dl_sample", sample_alert("http://127.0.0.1:8765", "2026-11-22T08:10:00Z"), "hook", "127.0.0.1")


def channel(port: int, *, timeout: float = 60.0, path: str = "/") -> WebhookChannel:
    return WebhookChannel("hook", f"http://127.0.0.1:{port}{path}", [KEY], blocked=lambda _: None, timeout=timeout)


def sent_to(script: Script, *, timeout: float = 60.0) -> tuple[Outcome, Seen]:
    with serving(script) as (port, seen):
        return channel(port, timeout=timeout).send(DELIVERY, now_ms=NOW_MS), seen


def answer(status: int, *headers: str, body: bytes = b"") -> bytes:
    lines = [f"HTTP/1.1 {status} Whatever", *headers, f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode() + body


def expected(status: int) -> tuple[Verdict, End]:
    if status < 300:
        return Verdict.SENT, End.ACCEPTED
    if status == 410:
        return Verdict.DEAD, End.GONE
    if status < 400:
        return Verdict.RETRY, End.REDIRECT
    if status == 429:
        return Verdict.RETRY, End.RATE_LIMITED
    return Verdict.RETRY, End.UNAVAILABLE if status in (502, 503, 504) else End.REFUSED


def test_every_status_from_200_to_599_has_the_verdict_of_the_table() -> None:
    statuses = iter(range(200, 600))

    def script(connection: socket.socket, seen: Seen) -> None:
        read_request(connection, seen)
        connection.sendall(answer(next(statuses)))

    with serving(script) as (port, _):
        hook = channel(port)
        for status in range(200, 600):
            outcome = hook.send(DELIVERY, now_ms=NOW_MS)
            assert (outcome.verdict, outcome.reason, outcome.code) == (*expected(status), status)


def test_redirect_is_never_followed() -> None:
    with serving(answering(answer(200))) as (inner, never):
        outcome, seen = sent_to(answering(answer(307, f"Location: http://127.0.0.1:{inner}/")))
        assert (outcome.verdict, outcome.reason) == (Verdict.RETRY, End.REDIRECT)
        assert len(seen.requests) == 1
        assert never.requests == []


@pytest.mark.parametrize(
    ("header", "wish"),
    [
        ("120", 120.0),
        ("0", 0.0),
        (formatdate(NOW_MS / 1000 + 3600, usegmt=True), 3600.0),
        # A date in the past asks for nothing.
        (formatdate(NOW_MS / 1000 - 3600, usegmt=True), 0.0),
        # Absurd wishes are cut down to a day.
        ("999999999999", 86400.0),
        ("9" * 5000, 86400.0),
        (formatdate(NOW_MS / 1000 + 86400 * 3000, usegmt=True), 86400.0),
        # What cannot be read is no wish.
        ("soon", None),
        ("-5", None),
        ("Mon, 99 Foo 2026 99:99:99 GMT", None),
    ],
)
def test_retry_after_is_read_and_bounded(header: str, wish: float | None) -> None:
    outcome, _ = sent_to(answering(answer(429, f"Retry-After: {header}")))
    assert outcome.reason is End.RATE_LIMITED
    assert outcome.retry_after == wish


def hang(connection: socket.socket, seen: Seen) -> None:
    read_request(connection, seen)
    seen.over.wait(120)


def hang_before_reading(connection: socket.socket, seen: Seen) -> None:
    seen.over.wait(120)


@pytest.mark.parametrize(
    "script",
    [
        hang,
        hang_before_reading,
        dripping(b"HTTP/1.1 200 OK\r\n", b"X-Drip: y\r\n"),
        dripping(b"", b"H"),
        # 100 Continue may be sent as often as a server likes.
        dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
)
def test_attempt_ends_at_its_wall_clock_although_bytes_keep_dripping(script: Script) -> None:
    def send(port: int, seconds: float) -> Outcome:
        return channel(port, timeout=seconds).send(DELIVERY, now_ms=NOW_MS)

    outcome, _ = cut(script, send, lambda outcome, _: outcome.ambiguous)
    assert (outcome.verdict, outcome.reason, outcome.ambiguous) == (Verdict.RETRY, End.TIMEOUT, True)


def test_dripping_body_does_not_turn_an_accepted_delivery_into_a_failure() -> None:
    start = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"

    def send(port: int, seconds: float) -> Outcome:
        return channel(port, timeout=seconds).send(DELIVERY, now_ms=NOW_MS)

    outcome, _ = cut(dripping(start, b"x"), send, lambda outcome, _: outcome.verdict is Verdict.SENT)
    assert outcome.verdict is Verdict.SENT
    assert set(outcome.detail) <= {"x"}


def test_huge_body_is_read_no_further_than_2_kib() -> None:
    def flood(connection: socket.socket, seen: Seen) -> None:
        read_request(connection, seen)
        connection.sendall(b"HTTP/1.1 500 Oops\r\nContent-Length: 1000000000\r\n\r\n")
        for _ in range(1000):
            connection.sendall(b"y" * 1_000_000)

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    outcome, _ = sent_to(flood)
    assert outcome.code == 500
    assert outcome.detail == "y" * 2048
    # Kilobytes on Linux: fault row F6 allows 20 MB.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000


def reset(connection: socket.socket, seen: Seen) -> None:
    read_request(connection, seen)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@pytest.mark.parametrize(
    "script",
    [
        reset,
        answering(b""),
        answering(b"HTTP/1.1 2"),
        answering(b"220 mail.example ESMTP\r\n"),
        answering(b"\x00\xff" * 100),
        answering(b"HTTP/1.1 200 OK\r\n" + b"X-Y: z\r\n" * 200 + b"\r\n"),
        answering(b"HTTP/1.1 200 OK\r\nX-Long: " + b"z" * 100_000 + b"\r\n\r\n"),
    ],
)
def test_broken_answer_is_retried_as_ambiguous(script: Script) -> None:
    outcome, _ = sent_to(script)
    assert (outcome.verdict, outcome.reason) == (Verdict.RETRY, End.CUT_SHORT)
    assert outcome.ambiguous


def test_packed_bomb_in_an_answer_is_not_unpacked() -> None:
    bomb = gzip.compress(bytes(50_000_000))
    head = b"HTTP/1.1 500 Oops\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb)
    with serving(answering(head + bomb)) as (port, _):
        before = time.process_time()
        outcome = channel(port).send(DELIVERY, now_ms=NOW_MS)
        spent = time.process_time() - before
    assert (outcome.verdict, outcome.code) == (Verdict.RETRY, 500)
    assert len(outcome.detail) <= 4 * 2048
    assert spent < 0.5


def test_body_cut_short_after_200_is_still_accepted() -> None:
    outcome, _ = sent_to(answering(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nthanks"))
    assert (outcome.verdict, outcome.detail) == (Verdict.SENT, "thanks")


def test_control_marks_in_an_answer_are_shown_not_obeyed() -> None:
    outcome, _ = sent_to(answering(answer(400, body="no\x1b[31m \u202e nope\xff".encode())))
    assert outcome.detail == "no␛[31m [RLO] nopeÿ"


def test_nobody_listening_is_retried_and_not_ambiguous() -> None:
    with socket.socket() as held:  # bound and not listening: nobody else gets the port meanwhile
        held.bind(("127.0.0.1", 0))
        outcome = channel(held.getsockname()[1]).send(DELIVERY, now_ms=NOW_MS)
    assert (outcome.verdict, outcome.reason, outcome.ambiguous) == (Verdict.RETRY, End.UNREACHABLE, False)


@pytest.mark.parametrize("script", [answering(answer(500)), reset, answering(b""), hang])
def test_secret_path_of_the_url_never_shows_in_an_outcome(script: Script) -> None:
    with serving(script) as (port, _):
        hook = channel(port, path="/hush/T0P5ECRET?token=hush", timeout=0.5)
        outcome = hook.send(DELIVERY, now_ms=NOW_MS)
    assert "T0P5ECRET" not in repr(outcome)
    assert "hush" not in repr((outcome, hook.recipients()))


def test_request_carries_the_payload_and_the_three_headers() -> None:
    _, seen = sent_to(answering(answer(204)))
    head, _, body = seen.requests[0].partition(b"\r\n\r\n")
    headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
    assert json.loads(body)["data"]["rule"] == "test"
    assert headers["webhook-id"] == "dl_sample"
    assert headers["webhook-timestamp"] == str(NOW_MS // 1000)
    assert headers["Content-Type"] == "application/json"
    # An answer is kept as it is sent, so it must not be asked for in a compressed form.
    assert headers["Accept-Encoding"] == "identity"


@settings(max_examples=30, deadline=None)
@given(title=st.text(), words=st.text(), secret=st.binary(min_size=24, max_size=64))
def test_what_is_received_verifies_whatever_the_article_says(title: str, words: str, secret: bytes) -> None:
    sample = DELIVERY.alert
    alert = replace(sample, article=replace(sample.article, title=title), reason=words, rule=words)
    with serving(answering(answer(204))) as (port, seen):
        hook = WebhookChannel("hook", f"http://127.0.0.1:{port}/", [KEY, secret], blocked=lambda _: None)
        # The verifier asks the machine's clock and refuses what is older than five minutes.
        hook.send(Delivery("dl_any", alert, "hook", "127.0.0.1"), now_ms=int(time.time() * 1000))
    head, _, body = seen.requests[0].partition(b"\r\n\r\n")
    headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
    for key in (KEY, secret):
        assert Webhook(new_secret(key)).verify(body, headers)["type"] == "article.changed"
    with pytest.raises(WebhookVerificationError):
        Webhook(new_secret(key)).verify(body + b" ", headers)


def test_no_thread_outlives_an_attempt_that_was_cut() -> None:
    # Of these there may be any number, while a hundred header lines would end the call by themselves.
    with serving(dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n")) as (port, _):
        channel(port, timeout=0.2).send(DELIVERY, now_ms=NOW_MS)
        for thread in threading.enumerate():
            if thread.name == "attempt":
                thread.join(60)
                assert not thread.is_alive()


def test_alert_that_cannot_be_said_is_a_fault_that_is_named_not_an_exception() -> None:
    broken = replace(DELIVERY.alert, changes=({"kind": "figure.value"},))  # type: ignore[arg-type]
    with serving(answering(answer(200))) as (port, seen):
        outcome = channel(port).send(Delivery("dl_x", broken, "hook", "127.0.0.1"), now_ms=NOW_MS)
    assert (outcome.verdict, outcome.reason) == (Verdict.RETRY, End.FAULT)
    assert outcome.detail.startswith("KeyError at change_fields:")
    assert seen.requests == []


def test_machine_without_a_thread_to_spare_is_a_fault_not_an_exception(monkeypatch: pytest.MonkeyPatch) -> None:
    def start(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", start)
    outcome = channel(9).send(DELIVERY, now_ms=NOW_MS)
    assert (outcome.verdict, outcome.reason) == (Verdict.RETRY, End.FAULT)


def test_eight_attempts_at_once_on_one_channel_do_not_mix() -> None:
    def echo_id(connection: socket.socket, seen: Seen) -> None:
        request = read_request(connection, seen)
        identity = next(line for line in request.split(b"\r\n") if line.startswith(b"webhook-id"))
        connection.sendall(answer(500, body=identity))

    with serving(echo_id) as (port, _), ThreadPoolExecutor(8) as pool:
        hook = channel(port)
        ids = [f"dl_{n}" for n in range(40)]
        deliveries = [Delivery(one, DELIVERY.alert, "hook", "127.0.0.1") for one in ids]
        outcomes = list(pool.map(lambda delivery: hook.send(delivery, now_ms=NOW_MS), deliveries))
    assert [outcome.detail for outcome in outcomes] == [f"webhook-id: {one}" for one in ids]


def test_proxy_and_netrc_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with serving(answering(answer(200))) as (proxy, seen_by_proxy):
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy}")
        outcome, seen = sent_to(answering(answer(200)))
    assert outcome.verdict is Verdict.SENT
    assert len(seen.requests) == 1
    assert seen_by_proxy.requests == []


def test_stuck_resolver_does_not_hold_the_attempt_beyond_its_deadline() -> None:
    def stuck() -> tuple[Callable[[str, int], list[str]], Callable[[], None]]:
        over = Seen().over

        def resolve(host: str, port: int) -> list[str]:
            over.wait(120)
            return []

        return resolve, over.set

    resolve, release = stuck()
    hook = WebhookChannel("hook", "http://hooks.example/", [KEY], blocked=lambda _: None, resolve=resolve, timeout=0.3)
    before = time.monotonic()
    outcome = hook.send(DELIVERY, now_ms=NOW_MS)
    took = time.monotonic() - before
    release()
    assert (outcome.reason, outcome.ambiguous) == (End.TIMEOUT, False)
    assert took < 60
