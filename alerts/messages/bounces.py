"""A mail that came back: its bytes go in, whose delivery it was and why come out, or None where it is no such notice.

Asks three places for the id: the address it came to, the envelope id (RFC 3464), the Message-ID of what it returns.
Believes nothing else in it and sends no answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.policy import compat32

from alerts.messages.marks import one_line

MOST_BYTES = 1_000_000
"""Of a notice: what comes after may be the whole mail that is returned."""

# alerts/ids.py: base32 in lower case; the shortest is 10 bytes.
_ID = re.compile(r"(?<![a-z0-9])dl_[a-z2-7]{16,52}(?![a-z0-9])")
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_CAME_TO = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Failed-Recipients")


@dataclass(frozen=True, slots=True)
class Bounce:
    """Whose mail came back; `status` as in RFC 3463 ("5.1.1"), "" where the notice has none."""

    delivery_id: str
    status: str
    detail: str


def id_in(text: str) -> str | None:
    """The delivery's id in an address such as bounces+dl_...@example.org, or in any other text."""
    found = _ID.search(text.lower())
    return found[0] if found else None


def read_bounce(notice: bytes) -> Bounce | None:
    """The delivery that a notice is about. None for notices of delay or success, for holiday replies, for strangers."""
    # The older policy keeps headers as they came; the newer one parses each that is looked at, and some break it.
    mail = message_from_bytes(notice[:MOST_BYTES], policy=compat32)
    report = _report(mail)
    if report is None and not _from_a_server(mail):
        return None
    if report is not None and not re.search(r"(?im)^action:\s*failed", report):
        return None
    found = _delivery(mail, report or "")
    if found is None:
        return None
    status = _STATUS.search(report or "")
    said = re.search(r"(?im)^diagnostic-code:\s*(.+(?:\n[ \t].+)*)", report or "")
    detail = said[1] if said else _decoded(str(mail.get("Subject", "")))
    return Bounce(found, status[1] if status else "", one_line(detail, 500))


def _report(mail: Message) -> str | None:
    """The delivery-status part as text: some servers put it into multipart/mixed, so all parts are walked."""
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            inside = part.get_payload()
            if not isinstance(inside, list):
                return str(inside)
            blocks = (block for block in inside if isinstance(block, Message))
            return "\n".join(f"{name}: {value}" for block in blocks for name, value in block.items())
    return None


def _delivery(mail: Message, report: str) -> str | None:
    places = [str(value) for name in _CAME_TO for value in mail.get_all(name, [])]
    envelope = re.search(r"(?im)^original-envelope-id:\s*(\S+)", report)
    places += [envelope[1]] if envelope else []
    for part in mail.walk():
        kind, inside = part.get_content_type(), part.get_payload()
        if kind == "message/rfc822" and isinstance(inside, list) and isinstance(inside[0], Message):
            places.append(str(inside[0].get("Message-ID", "")))
        elif kind == "text/rfc822-headers":
            whole = part.get_payload(decode=True)
            text = whole.decode("utf-8", "replace") if isinstance(whole, bytes) else ""
            returned = re.search(r"(?im)^message-id:\s*<([^>]+)>", text)
            places += [returned[1]] if returned else []
    return next((found for place in places if (found := id_in(place))), None)


def _from_a_server(mail: Message) -> bool:
    """Whether a notice without a report was written by a mail server: RFC 5321 4.5.5 gives it the empty sender."""
    if "auto-replied" in str(mail.get("Auto-Submitted", "")).lower():
        return False
    sender = str(mail.get("Return-Path", "")).strip() == "<>"
    return sender or re.search(r"(?i)mailer-daemon|postmaster", str(mail.get("From", ""))) is not None


def _decoded(subject: str) -> str:
    """The subject as a person reads it, or as it came where its encoding is broken."""
    try:
        return str(make_header(decode_header(subject[:2000]))) or subject
    except (LookupError, ValueError, MessageError):
        return subject
