"""Which mails count as a notice of ours that came back, and whose delivery each names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.messages.bounces import Bounce, id_in, read_bounce

ID = "dl_abcdefghijklmnopqrstuvwxyz"
REPORT = """Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org
{envelope}
Final-Recipient: rfc822; gone@example.org
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <gone@example.org>
 no such user
"""


def notice(
    *,
    kind: str = "multipart/report",
    to: str = "a@b.example",
    envelope: str = "",
    action: str = "failed",
    returned: str = "",
) -> bytes:
    text = f"From: MAILER-DAEMON@mail.example.org\nTo: {to}\nSubject: Undelivered\nMIME-Version: 1.0\n"
    text += f'Content-Type: {kind}; boundary="B"\n\n--B\nContent-Type: text/plain\n\nSorry.\n--B\n'
    text += REPORT.format(envelope=envelope, action=action)
    text += f"--B\nContent-Type: text/rfc822-headers\n\nMessage-ID: <{returned}>\n\n--B--\n"
    return text.encode()


@pytest.mark.parametrize(
    "came_back",
    [
        notice(to=f"bounces+{ID}@example.org"),
        # Mail servers may change the case of what stands before the @.
        notice(to=f"Bounces+{ID.upper()}@example.org"),
        notice(envelope=f"Original-Envelope-Id: {ID}"),
        notice(returned=f"{ID}@rowback.example.org"),
        # Some servers send multipart/mixed.
        notice(kind="multipart/mixed", returned=f"{ID}@rowback.example.org"),
        notice(to=f"bounces+{ID}@example.org").replace(b"\n", b"\r\n"),
    ],
)
def test_notice_names_its_delivery_by_any_of_three_places(came_back: bytes) -> None:
    assert read_bounce(came_back) == Bounce(ID, "5.1.1", "smtp; 550 5.1.1 <gone@example.org> no such user")


def test_notice_without_a_report_is_known_by_its_sender_and_address() -> None:
    plain = (
        f"Return-Path: <>\nFrom: system@example.org\nTo: bounces+{ID}@example.org\nSubject: failed\n\nno such user\n"
    )
    assert read_bounce(plain.encode()) == Bounce(ID, "", "failed")


@pytest.mark.parametrize(
    "other",
    [
        notice(to=f"bounces+{ID}@example.org", action="delayed"),
        notice(to=f"bounces+{ID}@example.org", action="delivered"),
        notice(),  # of a mail that is not ours
        f"Return-Path: <>\nAuto-Submitted: auto-replied\nTo: bounces+{ID}@example.org\nSubject: On holiday\n\nHi\n".encode(),
        f"From: someone@example.org\nTo: bounces+{ID}@example.org\nSubject: Re: news\n\nThanks\n".encode(),
        b"",
        b"\xff\x00 not a mail",
    ],
)
def test_delays_holidays_and_strangers_change_nothing(other: bytes) -> None:
    assert read_bounce(other) is None


def test_subject_of_a_plain_notice_is_kept_as_a_person_reads_it() -> None:
    start = f"Return-Path: <>\nTo: bounces+{ID}@example.org\nSubject: "
    for subject, said in (
        ("=?utf-8?q?Unzustellbar=3A_kein_Postfach?=", "Unzustellbar: kein Postfach"),
        ("=?utf-8?q?a=0D=0ABcc:_evil=40example.org?=", "a Bcc: evil@example.org"),
        ("=?nonsense?q?a?=", "=?nonsense?q?a?="),
        ("=?utf-8?b?!!!?=", "=?utf-8?b?!!!?="),
    ):
        found = read_bounce((start + subject + "\n\nno such user\n").encode())
        assert found is not None
        assert (found.delivery_id, found.detail) == (ID, said)


@given(st.text(st.sampled_from('ab<>@,;:"\\()[]=?.\r\n \t\x00é\ud83d_') | st.characters(), max_size=400))
def test_no_header_of_a_notice_breaks_the_reader(words: str) -> None:
    names = ("To", "Delivered-To", "From", "Return-Path", "Subject", "Auto-Submitted", "Content-Type", "Message-ID")
    for name in names:
        read_bounce(f"Return-Path: <>\n{name}: {words}\n\nx\n".encode("utf-8", "replace"))
        read_bounce(f"{name}: {words}\n".encode("utf-8", "replace") + notice(to=f"bounces+{ID}@example.org"))


def test_id_is_found_in_an_address_and_not_inside_a_longer_word() -> None:
    assert id_in(f"bounces+{ID}@example.org") == ID
    assert id_in(f"x{ID}") is None
    assert id_in("dl_short") is None


@given(st.binary(max_size=2000))
def test_no_bytes_break_the_reader(anything: bytes) -> None:
    read_bounce(anything)
    read_bounce(b"Return-Path: <>\nContent-Type: multipart/mixed; boundary=B\n\n--B\n" + anything)
