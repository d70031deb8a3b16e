"""No text from outside writes a header: what a real mail server takes has our headers, whole bodies, the words as text."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from email import message_from_bytes
from email.header import decode_header
from email.policy import compat32, default
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.alert import Alert, Delivery, Verdict
from alerts.channels.email import EmailChannel
from alerts.health import Condition
from alerts.messages.marks import one_line
from alerts.messages.prose import bare
from alerts.messages.sample import sample_alert
from alerts.notice import Notice
from tests.integration.alerts.hostile_headlines import HEADLINES, INJECTED, b, q
from tests.integration.alerts.mail_server import Answers, mail_server

NOW_MS = 1_795_000_000_000
SAMPLE = sample_alert("http://127.0.0.1:8765", "2026-11-22T08:10:00Z")

OURS = [
    *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "In-Reply-To", "References", "List-Id"),
    *("List-Unsubscribe", "List-Unsubscribe-Post", "MIME-Version", "Content-Type"),
]
DIGEST = [name for name in OURS if name not in ("In-Reply-To", "References")]
NOTICE = ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Type", "Content-Transfer-Encoding"]


def channel(port: int) -> EmailChannel:
    return EmailChannel(
        "desk",
        ["desk@example.org"],
        f"smtp://127.0.0.1:{port}",
        "rowback@example.org",
        "rowback.example.org",
        unsubscribe=lambda one: f"https://rowback.example.org/unsubscribe/{one}",
    )


@pytest.fixture(scope="module")
def post() -> Any:
    """Mails one alert, or several as a digest, or a notice; gives back the bytes that the server took."""
    answers = Answers()
    with mail_server(answers) as port:
        desk = channel(port)

        def posted(what: Alert | Notice, *digest: Alert) -> bytes:
            answers.taken.clear()
            if isinstance(what, Notice):
                outcome = desk.tell(what, "desk@example.org", now_ms=NOW_MS)
            else:
                outcome = desk.send(Delivery("dl_one", what, "desk", "desk@example.org", digest=digest), now_ms=NOW_MS)
            assert outcome.verdict is Verdict.SENT, outcome
            (envelope,) = answers.taken
            assert envelope.rcpt_tos == ["desk@example.org"]
            taken = envelope.original_content
            assert isinstance(taken, bytes)
            return taken

        yield posted


def everywhere(words: str, base: Alert = SAMPLE) -> Alert:
    """The alert with these words wherever a page, an outlet or a rule may bring its own."""
    article = replace(base.article, title=words, first_title=words, outlet=words)
    change = {**base.changes[0], "explanation": words}
    return replace(base, article=article, rule=words, reason=words, changes=(change,))  # type: ignore[arg-type]


def header_lines(mail: bytes) -> list[bytes]:
    """The lines above the first empty one, as a program sees them that knows nothing of folding."""
    return re.split(rb"\r\n|\r|\n", re.split(rb"\r\n\r\n|\n\n|\r\r", mail, maxsplit=1)[0])


def names(mail: bytes) -> list[str]:
    return [line.split(b":")[0].decode() for line in header_lines(mail) if not line.startswith((b" ", b"\t"))]


def subject_lines(mail: bytes) -> bytes:
    found = re.search(rb"(?m)^Subject: [^\r\n]*(?:\r\n[ \t][^\r\n]*)*", mail)
    assert found is not None
    return found[0]


def seen(mail: bytes) -> str:
    """The subject as RFC 2047 has it read, written anew here so that no library's leniency decides."""
    line = re.sub(rb"\r\n(?=[ \t])", b"", subject_lines(mail)).decode("ascii").removeprefix("Subject: ")
    line = re.sub(r"(\?=)[ \t]+(?==\?)", r"\1", line)

    def word(found: re.Match[str]) -> str:
        if found[1] in "bB":
            return base64.b64decode(found[2], validate=True).decode("utf-8")
        codes = re.sub(r"=([0-9A-F]{2})", lambda one: chr(int(one[1], 16)), found[2].replace("_", " "))
        return codes.encode("latin-1").decode("utf-8")

    return re.sub(r"=\?utf-8\?([bqBQ])\?([^?\s]*)\?=", word, line)


def holds(mail: bytes, expected: list[str], subject: str) -> None:
    """Only our headers, each once, in short lines of ASCII; the subject as text for three readers, isolates aside."""
    assert names(mail) == expected
    mail.decode("ascii")
    assert max(map(len, header_lines(mail))) <= 998
    assert max(map(len, subject_lines(mail).split(b"\r\n"))) <= 76
    assert bare(seen(mail)) == subject
    assert bare(message_from_bytes(mail, policy=default)["Subject"]) == subject
    (parts,) = [decode_header(message_from_bytes(mail, policy=compat32)["Subject"])]
    assert bare("".join(p if isinstance(p, str) else p.decode(charset or "ascii") for p, charset in parts)) == subject


def bodies(mail: bytes) -> dict[str, str]:
    parsed = message_from_bytes(mail, policy=default)
    found = {p.get_content_type(): p.get_content().replace("\r\n", "\n") for p in parsed.walk() if not p.is_multipart()}
    assert all(not part.defects for part in parsed.walk())
    return found


def subject_of(words: str) -> str:
    outlet, title = one_line(words, 60), one_line(words, 120)
    about = ": ".join(part for part in (outlet, title) if part) or one_line(SAMPLE.article.url, 160)
    return f"[Rowback] {about}"


def written(alert: Alert, *digest: Alert) -> dict[str, str]:
    """The bodies as they were before any mail was made of them."""
    from alerts.messages.digest import digest_fields, title
    from alerts.messages.mail import alert_fields, subject
    from alerts.messages.templates import ours

    delivery = Delivery("dl_one", alert, "desk", "desk@example.org", digest=digest)
    fields = digest_fields(delivery) if digest else alert_fields(delivery)
    more = {
        "subject": title(delivery) if digest else subject(alert.article),
        "unsubscribe": "https://rowback.example.org/unsubscribe/dl_one",
    }
    name = "digest" if digest else "alert"
    forms = {"text/plain": f"{name}.txt", "text/html": f"{name}.html"}
    return {
        kind: ours().get_template(form).render({**fields, **more}).encode(errors="replace").decode().rstrip("\n") + "\n"
        for kind, form in forms.items()
    }


@pytest.mark.parametrize("words", HEADLINES, ids=range(len(HEADLINES)))
def test_a_hostile_headline_adds_no_header_alters_no_body_and_is_read_as_text(post: Any, words: str) -> None:
    alert = everywhere(words)
    mail = post(alert)
    holds(mail, OURS, subject_of(words))
    assert bodies(mail) == written(alert)


def test_a_digest_of_all_hostile_headlines_has_our_headers_only(post: Any) -> None:
    alerts = [everywhere(words) for words in HEADLINES]
    mail = post(alerts[0], *alerts)
    holds(mail, DIGEST, f"[Rowback] Digest: {len(HEADLINES)} passages, {len(HEADLINES)} facts in 1 article")
    assert bodies(mail) == written(alerts[0], *alerts)


@pytest.mark.parametrize("words", HEADLINES, ids=range(len(HEADLINES)))
def test_a_notice_to_the_operator_that_quotes_a_hostile_text_has_our_headers_only(post: Any, words: str) -> None:
    notice = Notice("nt_one", words, Condition.DISABLED, words, words, "2026-11-22T08:10:00Z", "http://127.0.0.1/")
    mail = post(notice)
    assert sorted(names(mail)) == sorted([*NOTICE, "MIME-Version"])
    said = f"[Rowback] {one_line(words, 160)}".rstrip()
    assert seen(mail).rstrip() == said


PIECES = st.sampled_from(
    ["=?", "?=", "=?utf-8?q?", "=?utf-8?b?", "=0D=0A", "\r\n", "\n", "\r", "\x00", "\u0085", "\u2028", "\ud83d", " "]
    + ["Bcc:", " evil@example.org", "é", "漢", "_", "=", "?", '"', "<", ">", "(", "a" * 40, "\u202e", "\u200d", "\t"]
    + [q(INJECTED), b(INJECTED)]
)
TEXTS = st.text(max_size=300) | st.lists(PIECES, max_size=30).map("".join)


@settings(max_examples=100)
@given(TEXTS)
def test_no_text_adds_a_header_alters_a_body_or_is_read_as_anything_but_text(post: Any, words: str) -> None:
    alert = everywhere(words)
    mail = post(alert)
    holds(mail, OURS, subject_of(words))
    assert bodies(mail) == written(alert)
