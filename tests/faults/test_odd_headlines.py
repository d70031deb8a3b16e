"""Odd headlines in every field that reaches a mail's header: each mail goes out, and no header is added."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest

from alerts.alert import Alert, Delivery, Verdict
from alerts.channels.email import EmailChannel
from alerts.messages.sample import sample_alert
from tests.integration.alerts.mail_server import Answers, mail_server

pytestmark = pytest.mark.faults

NOW_MS = 1_795_000_000_000
SAMPLE = sample_alert("http://127.0.0.1:8765", "2026-11-22T08:10:00Z")
BREAKS = ("\r\n", "\n", "\r", "\n\r", "\r\n\r\n", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e")
INJECTED = (
    "Bcc: all@elsewhere.example",
    "Content-Type: text/html",
    "X-Odd: 1",
    "\tfolded: yes",
    ".\r\nQUIT",
    "--==b==",
)
CORPUS = (
    *(f"Ferry sinks{line}{header}" for line in BREAKS for header in INJECTED),
    *(f"{line}Subject: other" for line in BREAKS),
    *("Ferry\x00sinks", "\x00", "Ferry\x7f\x1b[31msinks", "\ud800 half a pair", "\udcff", "\ufeff\ufffe\uffff"),
    *("x" * 10_000, "漢" * 10_000, "x " * 5_000, "é" * 998, "\u202egnorw eht yaw", "\u2066\u2069" * 200),
    *(
        "=?utf-8?q?Bcc=3A_all?=",
        "=?utf-8?b?" + "A" * 500,
        '"quoted" <a@b.example>',
        "a@b.example, c@d.example",
        "",
        " ",
    ),
)
FIELDS = ("title", "first_title", "outlet", "url", "rule", "reason", "tags")


def odd(field: str, words: str) -> Alert:
    """The sample with `words` in one field."""
    if field in ("rule", "reason"):
        return replace(SAMPLE, **{field: words})  # type: ignore[arg-type]
    value = (words,) if field == "tags" else words
    return replace(SAMPLE, article=replace(SAMPLE.article, **{field: value}))  # type: ignore[arg-type]


def test_no_headline_adds_a_header_or_keeps_a_mail_from_going() -> None:
    """F16, headers: through the channel and a real SMTP dialogue, read back as a receiver reads it."""
    answers = Answers()
    with mail_server(answers) as port:
        desk = EmailChannel(
            "desk", ["desk@example.org"], f"smtp://127.0.0.1:{port}", "alerts@example.org", "rowback.example"
        )

        def sent(alert: Alert, number: int) -> dict[str, str]:
            outcome = desk.send(Delivery(f"dl_{number}", alert, "desk", "desk@example.org"), now_ms=NOW_MS)
            assert outcome.verdict is Verdict.SENT, (alert, outcome)
            envelope = answers.taken.pop()
            assert envelope.rcpt_tos == ["desk@example.org"]
            content = envelope.content
            assert isinstance(content, bytes)
            mail = message_from_bytes(content, policy=default)
            assert mail.defects == []
            assert len(mail.keys()) == len(set(mail.keys()))
            return dict(mail.items())

        plain, number, extra = sent(SAMPLE, 0), 0, 0
        for field in FIELDS:
            for words in CORPUS:
                number += 1
                found = sent(odd(field, words), number)
                extra += len(set(found) - set(plain))
                assert found.keys() == plain.keys()
                assert all(text.isprintable() for text in found.values()), found
                assert found["To"] == "desk@example.org"
    print(f"F16: {len(CORPUS)} odd headlines in {len(FIELDS)} fields, {number} mails: {extra} extra headers, 0 unsent")
