"""Which addresses and mail servers are accepted; what is accepted can always be written into a mail."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.alert import Delivery
from alerts.channels.email import EmailChannel
from alerts.channels.mailserver import Server, mailbox
from alerts.messages.mail import compose
from alerts.messages.sample import sample_alert

SAMPLE = sample_alert("http://127.0.0.1:8765", "2026-11-22T08:10:00Z")


@pytest.mark.parametrize(
    ("given_address", "sent_to"),
    [
        ("desk@example.org", "desk@example.org"),
        (" desk+alerts@example.org\n", "desk+alerts@example.org"),
        ("desk@bücher.example", "desk@xn--bcher-kva.example"),
        # RFC 6531: a server that offers SMTPUTF8 takes it as it is.
        ("désk@example.org", "désk@example.org"),
        ("дежурный@пример.example", "дежурный@xn--e1afmkfd.example"),
        ("rowback@localhost", "rowback@localhost"),
        ("rowback@my_machine", "rowback@my_machine"),
    ],
)
def test_address_is_written_as_smtp_carries_it(given_address: str, sent_to: str) -> None:
    assert mailbox(given_address) == sent_to


@pytest.mark.parametrize(
    "text",
    [
        "",
        "desk",
        "@example.org",
        "desk@",
        "Desk <desk@example.org>",
        "desk@example.org, other@example.org",
        "desk@example.org\r\nBcc: x@example.org",
        "de\r\nsk@example.org",
        "desk@exa mple.org",
        "desk@example..org",
        "desk@[127.0.0.1]",
    ],
)
def test_what_is_no_address_is_refused_in_one_clean_line(text: str) -> None:
    with pytest.raises(ValueError, match="mail address") as refused:
        mailbox(text)
    assert str(refused.value).isprintable()


@settings(max_examples=200, deadline=None)
@given(
    local=st.text(st.characters(min_codepoint=1, max_codepoint=0x100), min_size=1, max_size=20),
    domain=st.sampled_from(["example.org", "localhost", "bücher.example", "-.example", "x" * 70, "a.b."]),
)
def test_every_accepted_address_survives_the_journey_through_a_header(local: str, domain: str) -> None:
    try:
        address = mailbox(f"{local}@{domain}")
    except ValueError:
        return
    message = compose(
        Delivery("dl_one", SAMPLE, "desk", address), sender=address, instance="rowback.example.org", now_ms=0
    )
    parsed = message_from_bytes(message.as_bytes(), policy=default)
    # Python's parser keeps bytes of UTF-8 in a header as surrogates.
    found = [one.addr_spec.encode("ascii", "surrogateescape").decode() for one in parsed["To"].addresses]
    assert found == [address]
    assert len(parsed["From"].addresses) == 1


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://localhost", Server("smtp", "localhost", 25)),
        ("smtp://mail.example.org:2525/", Server("smtp", "mail.example.org", 2525)),
        ("smtps://mail.example.org", Server("smtps", "mail.example.org", 465)),
        ("smtp+starttls://u%40x:p%3Aq@[::1]", Server("smtp+starttls", "::1", 587, "u@x", "p:q")),
    ],
)
def test_mail_server_is_read_from_its_url(url: str, server: Server) -> None:
    assert Server.parse(url) == server


@pytest.mark.parametrize(
    "url", ["", "localhost:25", "http://localhost", "smtp://", "smtp://host/path", "smtp://host:99999"]
)
def test_url_that_names_no_mail_server_makes_no_channel(url: str) -> None:
    with pytest.raises(ValueError, match=r"smtp://|[Pp]ort"):
        EmailChannel("desk", ["desk@example.org"], url, "rowback@example.org", "example.org")


@pytest.mark.parametrize(
    ("host", "here"),
    [("localhost", True), ("127.0.0.1", True), ("::1", True), ("mail.example.org", False), ("10.0.0.1", False)],
)
def test_only_this_machine_gets_mail_without_tls(host: str, here: bool) -> None:
    assert Server("smtp", host, 25).here is here


@pytest.mark.parametrize(
    ("machine", "domain"),
    [("news-desk.local", "news-desk.local"), ("Anna's Mac", "Anna-s-Mac"), ("\r\nBcc: x", "Bcc-x"), ("", "rowback")],
)
def test_odd_name_of_the_machine_breaks_no_id(machine: str, domain: str) -> None:
    channel = EmailChannel("desk", ["desk@example.org"], "smtp://localhost", "rowback@example.org", machine)
    assert channel._instance == domain


def test_login_given_apart_wins_over_the_url() -> None:
    assert Server.parse("smtp://a:b@localhost", "c", "d") == Server("smtp", "localhost", 25, "c", "d")


def test_password_does_not_show_when_a_server_is_printed() -> None:
    assert "hush" not in repr(Server("smtp", "localhost", 25, "desk", "hush"))
