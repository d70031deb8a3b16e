"""No webhook reaches an address that the guard refuses, however the URL spells it; and TLS still checks the name.

Resolver and dialer are injected: nothing here asks a name server or leaves loopback.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
from collections.abc import Sequence
from pathlib import Path

import pytest

from alerts.alert import Delivery, End, Outcome, Verdict
from alerts.channels.webhook import WebhookChannel, new_secret, parse_secret
from alerts.messages.sample import sample_alert
from spiders.addresses import blocked
from tests.integration.alerts.certificates import certified
from tests.integration.alerts.hostile_servers import Seen, answering, read_request, serving

KEY = parse_secret(new_secret(bytes(range(32))))
NOW_MS = 1_795_000_000_000
DELIVERY = Delivery("dl_sample", sample_alert("http://127.0.0.1:8765", "2026-11-22T08:10:00Z"), "hook", "hooks.example")
OK = b"HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n"

NAMES = {
    "localhost": ["127.0.0.1"],
    "inner.example": ["10.0.0.7"],
    "linklocal.example": ["169.254.169.254"],
    "carrier.example": ["100.64.1.1"],
    "v6.example": ["fd00::7"],
    "zone.example": ["fe80::1%eth0"],
    "nat64.example": ["64:ff9b::7f00:1"],
    "sixtofour.example": ["2002:7f00:1::"],
    "mapped.example": ["::ffff:127.0.0.1"],
    "mixed.example": ["93.184.216.34", "127.0.0.1"],
    "odd.example": ["not an address"],
}


class NeverDialled:
    """A dialer that must stay unused; it remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []

    def __call__(self, address: tuple[str, int], timeout: float) -> socket.socket:
        self.asked.append(address)
        raise OSError("this test dials nothing")


def resolve(host: str, port: int) -> Sequence[str]:
    """The names above, and literals the way the C library reads them: short, decimal, hex and octal forms included."""
    if host.rstrip(".").lower() in NAMES:
        return NAMES[host.rstrip(".").lower()]
    with contextlib.suppress(OSError):
        return [socket.inet_ntop(socket.AF_INET6, socket.inet_pton(socket.AF_INET6, host))]
    with contextlib.suppress(OSError):
        return [socket.inet_ntoa(socket.inet_aton(host))]
    raise socket.gaierror(socket.EAI_NONAME, "no such name")


def tried(url: str, dial: NeverDialled) -> Outcome:
    hook = WebhookChannel("hook", url, [KEY], blocked=blocked, resolve=resolve, dial=dial, timeout=60)
    return hook.send(DELIVERY, now_ms=NOW_MS)


@pytest.mark.parametrize(
    "host",
    [
        *NAMES,
        "LOCALHOST",
        "localhost.",
        "127.0.0.1",
        "127.1",
        "127.0.1",
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "017700000001",
        "0",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "192.0.0.8",
        "192.88.99.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "[::]",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[64:ff9b:1::1]",
        "[2002:7f00:1::]",
        "[2001::1]",
        "[fc00::1]",
        "[fe80::1]",
        "[ff02::1]",
        "[3fff::1]",
    ],
)
@pytest.mark.parametrize(
    "form", ["http://{}/", "https://{}:8443/hook", "http://user:pw@{}/", "http://good.example@{}/"]
)
def test_forbidden_address_is_never_dialled_and_the_delivery_is_dead(host: str, form: str) -> None:
    dial = NeverDialled()
    outcome = tried(form.format(host), dial)
    assert dial.asked == []
    assert (outcome.verdict, outcome.reason) == (Verdict.DEAD, End.BLOCKED_ADDRESS)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1\\@good.example/",
        "http://good.example\\@127.0.0.1/",
        "http://127.0.0.1#@good.example/",
        "http://127.0.0.1?@good.example/",
        "http://127.0.0.1%2f@inner.example/",
        "http://%31%32%37.0.0.1/",
        "http://１２７.0.0.1/",
        "http://①②⑦.⓪.⓪.①/",
        "http://127。0。0。1/",
        "http://localhost%00.good.example/",
        "http://localhost\t/",
        " http://localhost/",
        "http://[::ffff:127.0.0.1%25eth0]/",
    ],
)
def test_url_that_parsers_read_differently_reaches_nothing_forbidden(url: str) -> None:
    dial = NeverDialled()
    with contextlib.suppress(ValueError):
        assert tried(url, dial).verdict is not Verdict.SENT
    # The name good.example is not known here, so nothing at all may have been dialled.
    assert dial.asked == []


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://good.example/", "gopher://x/", "hooks.example/x", "http://"]
)
def test_url_of_another_scheme_makes_no_channel(url: str) -> None:
    with pytest.raises(ValueError, match="https://"):
        WebhookChannel("hook", url, [KEY], blocked=blocked)


def test_address_that_was_checked_is_the_address_that_is_dialled() -> None:
    """Rebinding: the second answer for the same name is private, and is never asked for."""
    answers = [["93.184.216.34"], ["127.0.0.1"]]
    dial = NeverDialled()
    hook = WebhookChannel(
        "hook", "http://rebind.example/", [KEY], blocked=blocked, resolve=lambda host, port: answers.pop(0), dial=dial
    )
    outcome = hook.send(DELIVERY, now_ms=NOW_MS)
    assert dial.asked == [("93.184.216.34", 80)]
    assert (outcome.verdict, outcome.reason) == (Verdict.RETRY, End.UNREACHABLE)
    assert len(answers) == 1


def test_guard_that_cannot_read_an_address_refuses_it() -> None:
    def strict(address: str) -> str | None:
        raise ValueError(address)

    dial = NeverDialled()
    hook = WebhookChannel("hook", "http://odd.example/", [KEY], blocked=strict, resolve=resolve, dial=dial)
    assert hook.send(DELIVERY, now_ms=NOW_MS).reason is End.BLOCKED_ADDRESS
    assert dial.asked == []


@pytest.mark.parametrize("answer", [socket.gaierror(socket.EAI_AGAIN, "try again"), UnicodeError("label too long"), []])
def test_name_without_an_answer_is_retried(answer: Exception | list[str]) -> None:
    def no_answer(host: str, port: int) -> Sequence[str]:
        if isinstance(answer, Exception):
            raise answer
        return answer

    hook = WebhookChannel("hook", "http://hooks.example/", [KEY], blocked=blocked, resolve=no_answer)
    outcome = hook.send(DELIVERY, now_ms=NOW_MS)
    assert (outcome.verdict, outcome.reason, outcome.ambiguous) == (Verdict.RETRY, End.UNKNOWN_HOST, False)


def test_next_address_is_tried_when_the_first_does_not_answer() -> None:
    with serving(answering(OK)) as (port, _):

        def dial(address: tuple[str, int], timeout: float) -> socket.socket:
            if address[0] == "127.0.0.2":
                raise ConnectionRefusedError("down")
            return socket.create_connection(address, timeout)

        hook = WebhookChannel(
            "hook",
            f"http://hooks.example:{port}/",
            [KEY],
            blocked=lambda _: None,
            resolve=lambda host, port: ["127.0.0.2", "127.0.0.1"],
            dial=dial,
        )
        assert hook.send(DELIVERY, now_ms=NOW_MS).verdict is Verdict.SENT


def test_host_header_and_sni_are_those_of_the_url_although_an_address_is_dialled(tmp_path: Path) -> None:
    context, ca_file = certified(tmp_path, "hooks.example")
    names: list[str | None] = []
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    outcome, seen = over_tls(context, ca_file)
    assert (outcome.verdict, names) == (Verdict.SENT, ["hooks.example"])
    assert b"\r\nHost: hooks.example:" in seen.requests[0]


@pytest.mark.parametrize(("name", "trusted"), [("hooks.example", False), ("other.example", True), ("127.0.0.1", True)])
def test_certificate_nobody_signed_or_for_another_name_gets_no_payload(
    name: str, trusted: bool, tmp_path: Path
) -> None:
    context, ca_file = certified(tmp_path, name)
    outcome, seen = over_tls(context, ca_file if trusted else None)
    assert (outcome.verdict, outcome.reason, outcome.ambiguous) == (Verdict.RETRY, End.TLS_FAILED, False)
    assert seen.requests == []


def over_tls(context: ssl.SSLContext, ca_file: str | None) -> tuple[Outcome, Seen]:
    def script(connection: socket.socket, seen: Seen) -> None:
        if read_request(connection, seen):
            connection.sendall(OK)

    with serving(script, tls=context) as (port, seen):
        hook = WebhookChannel(
            "hook",
            f"https://hooks.example:{port}/",
            [KEY],
            blocked=lambda _: None,
            resolve=lambda host, port: ["127.0.0.1"],
            ca_file=ca_file,
        )
        return hook.send(DELIVERY, now_ms=NOW_MS), seen


def test_handshake_that_never_ends_is_cut_at_the_wall_clock() -> None:
    def script(connection: socket.socket, seen: Seen) -> None:
        seen.over.wait(120)

    with serving(script) as (port, _):
        hook = WebhookChannel("hook", f"https://127.0.0.1:{port}/", [KEY], blocked=lambda _: None, timeout=0.4)
        outcome = hook.send(DELIVERY, now_ms=NOW_MS)
    assert (outcome.verdict, outcome.reason, outcome.ambiguous) == (Verdict.RETRY, End.TIMEOUT, False)


@pytest.mark.parametrize(
    ("host", "verdict", "reason"),
    [
        ("93.184.216.34", Verdict.SENT, End.ACCEPTED),
        ("inner.example", Verdict.DEAD, End.BLOCKED_ADDRESS),
        ("mixed.example", Verdict.DEAD, End.BLOCKED_ADDRESS),
        ("nobody.example", Verdict.RETRY, End.UNKNOWN_HOST),
    ],
)
def test_looking_up_a_receiver_judges_its_addresses_and_dials_none(host: str, verdict: Verdict, reason: End) -> None:
    dial = NeverDialled()
    hook = WebhookChannel(
        "hook", f"https://{host}/x", [KEY], blocked=lambda one: blocked(one, ()), resolve=resolve, dial=dial
    )
    outcome = hook.look_up()
    assert (outcome.verdict, outcome.reason, dial.asked) == (verdict, reason, [])
