"""The receivers by themselves: real SMTP and HTTP over loopback, and the signature checked against another sender."""

import base64
import hashlib
import hmac
import http.client
import json
import smtplib
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook

from monitor.clock import SystemClock
from monitor.demo.journal import Arrival, Journal
from monitor.demo.receivers import TOLERANCE, Hook, Mailbox, read_mail, read_webhook, signature_flaw

SECRET = bytes(range(32))
NOW = 1_763_800_200
BODY = {
    "type": "article.changed",
    "data": {
        "article": {"url": "http://127.0.0.1:9/world/dam"},
        "changes": [
            {
                "kind": "figure.value",
                "announced": True,
                "old": {"text": "about 300", "sentence": "About 300 left.", "source": "the mayor"},
                "new": {"text": "about 400", "sentence": "About 400 left."},
                "delta": "100",
            },
            {"kind": "quote.added", "announced": False, "old": None, "new": {"text": "Run"}, "delta": None},
        ],
    },
}


def signed(body: bytes, stamp: int = NOW, secret: bytes = SECRET) -> dict[str, str]:
    mac = hmac.new(secret, f"dl_1.{stamp}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": "dl_1",
        "webhook-timestamp": str(stamp),
        "webhook-signature": "v1," + base64.b64encode(mac).decode(),
    }


def test_a_webhook_tells_kind_both_sides_and_whether_it_was_announced() -> None:
    body = json.dumps(BODY).encode()
    arrival = read_webhook(signed(body), body, SECRET, NOW)
    assert (arrival.flaw, arrival.delivery, arrival.url) == ("", "dl_1", "http://127.0.0.1:9/world/dam")
    first, second = arrival.told
    assert (first.kind, first.was, first.announced) == ("figure.value", "about 300 About 300 left. the mayor", True)
    assert (second.kind, second.was, second.now) == ("quote.added", "", "Run")
    assert arrival.line == "figure.value: about 300 → about 400 (+100), announced; quote.added: - → Run"


@given(st.binary(max_size=200))
def test_the_signature_of_the_standards_own_library_is_accepted(body: bytes) -> None:
    text = body.hex()
    from datetime import UTC, datetime

    moment = datetime.fromtimestamp(NOW, UTC)
    signature = Webhook("whsec_" + base64.b64encode(SECRET).decode()).sign("msg", moment, text)
    headers = {"webhook-id": "msg", "webhook-timestamp": str(NOW), "webhook-signature": signature}
    assert signature_flaw(headers, text.encode(), SECRET, NOW) == ""
    assert signature_flaw(headers, text.encode() + b".", SECRET, NOW) == "the signature does not match"


@pytest.mark.parametrize(
    ("change", "flaw"),
    [
        ({"webhook-signature": "v1,AAAA"}, "does not match"),  # made up
        ({"webhook-signature": ""}, "does not match"),  # none at all
        ({"webhook-id": "dl_2"}, "does not match"),  # another delivery's signature
        ({"webhook-timestamp": "soon"}, "missing"),  # not a number
        ({"webhook-timestamp": str(NOW - TOLERANCE - 1)}, "seconds off"),  # replayed
    ],
)
def test_a_webhook_that_is_not_proven_says_why(change: dict[str, str], flaw: str) -> None:
    assert flaw in signature_flaw(signed(b"{}") | change, b"{}", SECRET, NOW)


def test_a_second_signature_during_rotation_is_enough() -> None:
    headers = signed(b"{}")
    headers["webhook-signature"] = "v1,AAAA " + headers["webhook-signature"]
    assert signature_flaw(headers, b"{}", SECRET, NOW) == ""


@pytest.mark.parametrize("body", [b"", b"[]", b'{"data": {}}', b"\xff", b'{"data": {"article": 1, "changes": []}}'])
def test_a_body_that_breaks_the_promise_is_a_flaw_and_no_crash(body: bytes) -> None:
    assert "not as promised" in read_webhook(signed(body), body, SECRET, NOW).flaw


def test_a_mail_over_smtp_is_noted_with_its_first_line_and_address() -> None:
    journal = Journal(SystemClock())
    box = Mailbox(journal)
    box.open()
    try:
        with smtplib.SMTP("127.0.0.1", box.port, timeout=5) as smtp:
            smtp.send_message(mail())
    finally:
        box.close()
    (arrival,) = journal.of(Arrival)
    assert (arrival.channel, arrival.delivery, arrival.flaw) == ("email", "dl_9", "")
    assert arrival.line == "Deaths: about 300 → about 400"
    assert arrival.url == "http://127.0.0.1:9/world/dam"


def test_a_mail_whose_body_is_base64_reads_the_same() -> None:
    plain, encoded = mail(), mail()
    encoded.get_body(("plain",)).set_content(plain.get_body(("plain",)).get_content(), cte="base64")
    assert b"Address:" not in encoded.as_bytes(policy=SMTP)
    assert read_mail(encoded.as_bytes(policy=SMTP)) == read_mail(plain.as_bytes(policy=SMTP))


def test_a_mail_without_a_plain_part_is_a_flaw() -> None:
    assert read_mail(b"Subject: x\r\nContent-Type: text/html\r\n\r\n<p>Address: y</p>").flaw


def test_a_webhook_over_http_is_answered_204_and_a_forged_one_401() -> None:
    journal = Journal(SystemClock())
    hook = Hook(journal, SECRET, SystemClock())
    hook.open()
    body = json.dumps(BODY).encode()
    stamp = SystemClock().now_ms() // 1000
    try:
        assert [post(hook.url, body, signed(body, stamp)), post(hook.url, body, signed(b"other", stamp))] == [204, 401]
    finally:
        hook.close()
    assert [bool(arrival.flaw) for arrival in journal.of(Arrival)] == [False, True]


def mail() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "rowback@x.example", "desk@x.example", "[Rowback] Dam"
    message["Message-ID"] = "<dl_9@x.example>"
    message.set_content("Deaths: about 300 → about 400\n\nAddress:   http://127.0.0.1:9/world/dam\n")
    message.add_alternative("<p>Deaths</p>", subtype="html")
    return message


def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=5)
    try:
        connection.request("POST", parts.path, body, headers)
        return connection.getresponse().status
    finally:
        connection.close()
