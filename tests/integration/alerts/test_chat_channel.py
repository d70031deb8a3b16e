"""The chat channel against services on loopback: what arrives, what a failure is called, and what is never reached."""

from __future__ import annotations

import json
import socket
import time
from pathlib import Path

import pytest

from alerts.alert import Delivery, End, Verdict
from alerts.channels.chat import ChatChannel
from alerts.health import Condition
from alerts.messages.sample import sample_alert
from alerts.notice import Notice
from monitor.deliveries.chat_program import posting
from tests.integration.alerts.certificates import certified
from tests.integration.alerts.hostile_servers import Seen, answering, dripping, read_request, serving

NOW_MS = 1_795_000_000_000
ALERT = sample_alert("http://127.0.0.1:8765", "2026-11-22T08:10:00Z")
DELIVERY = Delivery("dl_sample", ALERT, "room", "json")
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
LOOPBACK = ("127.0.0.0/8",)


def channel(url: str, *, allow: tuple[str, ...] = LOOPBACK, timeout: float = 120.0) -> ChatChannel:
    return ChatChannel("room", url, posting(allow), timeout=timeout)


@pytest.mark.parametrize(
    ("url", "field"),
    [
        ("json://127.0.0.1:{port}/hook", "message"),
        ("ntfy://127.0.0.1:{port}/topic", "message"),
        ("mmost://127.0.0.1:{port}/3ccdd113474722377935511fc85d3dd4", "text"),
    ],
)
def test_services_get_plain_text_whose_first_line_is_the_fact(url: str, field: str) -> None:
    with serving(answering(OK)) as (port, seen):
        outcome = channel(url.format(port=port)).send(DELIVERY, now_ms=NOW_MS)
    assert (outcome.verdict, outcome.reason) == (Verdict.SENT, End.ACCEPTED)
    (request,) = seen.requests
    text = json.loads(request.partition(b"\r\n\r\n")[2])[field]
    assert text.startswith("Deaths, Port Example: at least 1,180 → at least 1,200 (+20), the port authority")
    assert "was: The port authority said at least 1,180 people had died." in text


def homeserver(connection: socket.socket, seen: Seen) -> None:
    """The part of Matrix's client API that posting to a room needs, on one connection for all its requests."""
    answers = {b"/login": {"user_id": "@desk:a.example", "access_token": "t"}, b"/join/": {"room_id": "!r:a.example"}}
    while request := read_request(connection, seen):
        told = next((answer for part, answer in answers.items() if part in request.split(b" ")[1]), {"event_id": "$e"})
        body = json.dumps(told).encode()
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


@pytest.mark.parametrize("who", ["desk:pass", "syt_token"])
def test_matrix_room_gets_the_text_once(who: str) -> None:
    with serving(homeserver) as (port, seen):
        outcome = channel(f"matrix://{who}@127.0.0.1:{port}/#room:a.example").send(DELIVERY, now_ms=NOW_MS)
    assert (outcome.verdict, outcome.reason) == (Verdict.SENT, End.ACCEPTED)
    (posted,) = [request for request in seen.requests if b"/send/m.room.message/" in request.split(b" ")[1]]
    assert posted.startswith(b"PUT /_matrix/client/v3/rooms/%21r%3Aa.example/send/")
    text = json.loads(posted.partition(b"\r\n\r\n")[2])["body"]
    assert text.startswith("Deaths, Port Example: at least 1,180 → at least 1,200 (+20), the port authority")


def test_refusal_is_tried_again_and_has_no_known_cause() -> None:
    with serving(answering(b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n")) as (port, seen):
        outcome = channel(f"json://127.0.0.1:{port}/secret-path-1234").send(DELIVERY, now_ms=NOW_MS)
    assert (outcome.verdict, outcome.reason) == (Verdict.RETRY, End.UNKNOWN_CAUSE)
    assert "500" in outcome.detail
    assert len(seen.requests) == 1


def test_private_address_is_refused_at_the_moment_of_connecting() -> None:
    with serving(answering(OK)) as (port, seen):
        outcome = channel(f"json://127.0.0.1:{port}/", allow=()).send(DELIVERY, now_ms=NOW_MS)
        named = channel(f"json://localhost:{port}/", allow=()).send(DELIVERY, now_ms=NOW_MS)
    assert (outcome.verdict, outcome.reason) == (Verdict.DEAD, End.BLOCKED_ADDRESS)
    assert named.reason == End.BLOCKED_ADDRESS
    assert seen.requests == []


def test_mail_sent_by_apprise_is_held_to_the_same_guard() -> None:
    """No requests in it: the guard stands below every library."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        url = f"mailto://127.0.0.1:{port}/?from=a@b.example&to=c@d.example"
        outcome = channel(url, allow=()).send(DELIVERY, now_ms=NOW_MS)
        listener.settimeout(0)
        with pytest.raises(BlockingIOError):
            listener.accept()
    assert outcome.reason == End.BLOCKED_ADDRESS


def test_redirect_is_not_followed_even_if_the_url_asks_for_it() -> None:
    with serving(answering(OK)) as (inner, reached):
        moved = b"HTTP/1.1 307 Moved\r\nLocation: http://127.0.0.1:%d/\r\nContent-Length: 0\r\n\r\n" % inner
        with serving(answering(moved)) as (port, _):
            outcome = channel(f"json://127.0.0.1:{port}/?redirect=yes").send(DELIVERY, now_ms=NOW_MS)
    assert outcome.verdict is Verdict.RETRY
    assert reached.requests == []


def test_service_that_drips_is_ended_at_the_wall_clock() -> None:
    with serving(dripping(b"HTTP/1.1 200 OK\r\nX-A: ", b"a")) as (port, _):
        before = time.monotonic()
        outcome = channel(f"json://127.0.0.1:{port}/", timeout=2.0).send(DELIVERY, now_ms=NOW_MS)
        took = time.monotonic() - before
    assert (outcome.verdict, outcome.reason, outcome.ambiguous) == (Verdict.RETRY, End.TIMEOUT, True)
    assert took < 60


def test_no_part_of_the_url_is_in_what_is_kept() -> None:
    token = "T0K3N-canary-9876"
    with serving(answering(b"HTTP/1.1 403 No\r\nContent-Length: 17\r\n\r\n" + token.encode())) as (port, _):
        room = channel(f"json://user:pass-canary@127.0.0.1:{port}/{token}/x?key=query-canary")
        outcome = room.send(DELIVERY, now_ms=NOW_MS)
    said = repr((outcome, room.recipients()))
    assert "canary" not in said


def test_url_that_apprise_does_not_know_blames_the_channel() -> None:
    outcome = channel("nosuchservice://host/topic").send(DELIVERY, now_ms=NOW_MS)
    assert (outcome.verdict, outcome.reason) == (Verdict.CHANNEL, End.BAD_ADDRESS)


def test_certificate_of_a_stranger_is_refused(tmp_path: Path) -> None:
    context, _ = certified(tmp_path, "127.0.0.1")
    with serving(answering(OK), tls=context) as (port, seen):
        outcome = channel(f"jsons://127.0.0.1:{port}/").send(DELIVERY, now_ms=NOW_MS)
    assert outcome.verdict is Verdict.RETRY
    assert seen.requests == []


def test_operator_is_told_in_a_chat() -> None:
    notice = Notice(
        "ch_1",
        "hook",
        Condition.FAILING,
        "Channel hook is failing",
        "Why.",
        "2026-11-22T08:10:00Z",
        "http://127.0.0.1/",
    )
    with serving(answering(OK)) as (port, seen):
        outcome = channel(f"json://127.0.0.1:{port}/").tell(notice, "json", now_ms=NOW_MS)
    assert outcome.verdict is Verdict.SENT
    assert json.loads(seen.requests[0].partition(b"\r\n\r\n")[2])["message"].startswith("Channel hook is failing\nWhy.")


def test_call_to_everyone_in_an_article_calls_nobody() -> None:
    alert = sample_alert("http://127.0.0.1:8765", "2026-11-22T08:10:00Z")
    assert alert.changes[0]["new"] is not None
    alert.changes[0]["new"]["sentence"] = "He wrote @everyone and <!channel> to 1,200 people."
    with serving(answering(OK)) as (port, seen):
        channel(f"json://127.0.0.1:{port}/").send(Delivery("dl_a", alert, "room", "json"), now_ms=NOW_MS)
    text = json.loads(seen.requests[0].partition(b"\r\n\r\n")[2])["message"]
    assert "@everyone" not in text
    assert "<!channel" not in text
    assert "@\u200beveryone" in text
