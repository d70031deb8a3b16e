"""Hostile webhook receivers at the real deadline of 20 seconds: how long an attempt lasts, what it takes, where it goes."""

from __future__ import annotations

import os
import socket
import struct
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from alerts.alert import Delivery, End, Outcome, Verdict
from alerts.channels.webhook import WebhookChannel, new_secret, parse_secret
from alerts.messages.sample import sample_alert
from tests.integration.alerts.certificates import certified
from tests.integration.alerts.hostile_servers import Script, Seen, answering, dripping, read_request, serving
from tests.integration.alerts.test_webhook_channel import answer, expected

pytestmark = pytest.mark.faults

KEY = parse_secret(new_secret(bytes(range(32))))
NOW_MS = 1_795_000_000_000
DELIVERY = Delivery("dl_sample", sample_alert("http://127.0.0.1:8765", "2026-11-22T08:10:00Z"), "hook", "127.0.0.1")
GB = 1_000_000_000


def attempt(port: int, scheme: str = "http") -> tuple[Outcome, float]:
    """One attempt with the channel's own deadline, and the seconds it took."""
    hook = WebhookChannel("hook", f"{scheme}://127.0.0.1:{port}/", [KEY], blocked=lambda _: None)
    assert hook.deadline == 20.0
    began = time.monotonic()
    return hook.send(DELIVERY, now_ms=NOW_MS), time.monotonic() - began


def peak() -> int:
    """The most memory this process ever held, in bytes."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def hang(connection: socket.socket, seen: Seen) -> None:
    read_request(connection, seen)
    seen.over.wait(40)


def silent(connection: socket.socket, seen: Seen) -> None:
    seen.over.wait(40)


def flood(connection: socket.socket, seen: Seen) -> None:
    read_request(connection, seen)
    connection.sendall(f"HTTP/1.1 500 Oops\r\nContent-Length: {GB}\r\n\r\n".encode())
    for _ in range(GB // 100_000):
        connection.sendall(b"y" * 100_000)


def reset(connection: socket.socket, seen: Seen) -> None:
    read_request(connection, seen)
    connection.sendall(b"HTTP/1.1 2")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


SLOW: dict[str, tuple[Script, End]] = {
    "hang": (hang, End.TIMEOUT),
    "hang before reading": (silent, End.TIMEOUT),
    "header drip": (dripping(b"HTTP/1.1 200 OK\r\n", b"X-Drip: y\r\n"), End.CUT_SHORT),
    "header drip of one line": (dripping(b"HTTP/1.1 200 OK\r\nX-Drip: ", b"y"), End.TIMEOUT),
    "status drip": (dripping(b"", b"H"), End.TIMEOUT),
    "100 Continue for ever": (dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), End.TIMEOUT),
    "body drip": (dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\n", b"y"), End.ACCEPTED),
    "TLS that never answers": (silent, End.TIMEOUT),
    "reset mid-way": (reset, End.CUT_SHORT),
    "429, come back in 31 years": (answering(answer(429, "Retry-After: 999999999")), End.RATE_LIMITED),
    "410": (answering(answer(410)), End.GONE),
}


def test_no_receiver_holds_an_attempt_longer_than_21_seconds() -> None:
    """F6. All at once, each at a server of its own."""

    def run(name: str) -> tuple[str, Outcome, float]:
        with serving(SLOW[name][0]) as (port, _):
            return name, *attempt(port, "https" if name.startswith("TLS") else "http")

    with ThreadPoolExecutor(len(SLOW)) as pool:
        ended = list(pool.map(run, SLOW))
    for name, outcome, took in ended:
        assert took <= 21, (name, took)
        assert outcome.reason in (SLOW[name][1], End.TIMEOUT), (name, outcome)
        assert outcome.verdict is not Verdict.CHANNEL
    longest = max(ended, key=lambda one: one[2])
    print(f"F6: longest of {len(ended)} hostile receivers: {longest[2]:.1f} s ({longest[0]})")


def test_a_body_of_a_gigabyte_takes_less_than_20_mb() -> None:
    """F6. The server lives in the same process, so its buffers count too."""
    with serving(flood) as (port, seen):
        if os.access("/proc/self/clear_refs", os.W_OK):
            Path("/proc/self/clear_refs").write_text("5")  # forgets the peak of earlier tests, proc(5)
        before = peak()
        outcome, took = attempt(port)
        grown = peak() - before
    assert len(seen.requests) == 1
    assert (outcome.verdict, outcome.code, len(outcome.detail)) == (Verdict.RETRY, 500, 2048)
    assert grown < 20_000_000
    assert took < 21
    print(f"F6: 1 GB body: {grown / 1e6:.1f} MB more, {took:.2f} s, {len(outcome.detail)} bytes kept")


def test_no_status_leads_to_another_address() -> None:
    """F6. Each answer from 200 to 599 names a second server on loopback; nobody may go there."""
    with serving(answering(answer(200))) as (inner, never):
        statuses = iter(range(200, 600))

        def script(connection: socket.socket, seen: Seen) -> None:
            read_request(connection, seen)
            location = f"http://127.0.0.1:{inner}/"
            connection.sendall(answer(next(statuses), f"Location: {location}", f"Refresh: 0; url={location}"))

        with serving(script) as (port, seen):
            for status in range(200, 600):
                outcome, _ = attempt(port)
                assert (outcome.verdict, outcome.reason, outcome.code) == (*expected(status), status)
        assert never.requests == []
    print(f"F6: {len(seen.requests)} statuses, each with a Location: {len(never.requests)} redirects followed")


def test_a_receiver_with_a_certificate_of_its_own_making_gets_no_payload(tmp_path: Path) -> None:
    """F6, bad TLS."""
    context, _ = certified(tmp_path, "127.0.0.1")
    with serving(answering(answer(200)), context) as (port, seen):
        outcome, _ = attempt(port, "https")
    assert (outcome.verdict, outcome.reason) == (Verdict.RETRY, End.TLS_FAILED)
    assert seen.requests == []
    print("F6: certificate that nobody vouches for: tls_failed, 0 bytes of the alert sent")
