"""The mail: text first and complete by itself, one thread an article, headers that no headline can break."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser
from typing import Any

import html5lib  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.alert import Alert, ArticleRef, Delivery, VersionRef
from alerts.messages.mail import compose, slug, subject
from alerts.messages.sample import sample_alert

NOW_MS = 1_795_334_400_000
SAMPLE = sample_alert("http://127.0.0.1:8765", "2026-11-22T08:10:00Z")
ODD = st.text(max_size=200) | st.text(st.sampled_from('a\r\n\x00\u2028\u2029\x85\u202e\ud800 \x0b\x1c:,;<>@"=?é漢'))


def mail(alert: Alert, *, identity: str = "dl_one", now_ms: int = NOW_MS) -> EmailMessage:
    """The mail as a receiver parses it from the wire."""
    delivery = Delivery(identity, alert, "desk", "desk@example.org")
    sent = compose(delivery, sender="rowback@example.org", instance="rowback.example.org", now_ms=now_ms).as_bytes()
    sent.decode("ascii")
    assert max(map(len, sent.split(b"\r\n"))) <= 998
    parsed = message_from_bytes(sent, policy=default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    content = part.get_content()
    assert isinstance(content, str)
    return content


def about(alert: Alert, **fields: object) -> Alert:
    return replace(alert, article=replace(alert.article, **fields))  # type: ignore[arg-type]


def test_first_line_of_the_text_is_the_fact_and_the_rest_needs_no_html() -> None:
    text = body(mail(SAMPLE), "plain")
    assert text.splitlines() == [
        "Deaths, Port Example: at least 1,180 → at least 1,200 (+20), the port authority; no correction notice",
        "  - at least 1,180",
        "  + at least 1,200",
        "  was: The port authority said at least 1,180 people had died.",
        "  now: The port authority said at least 1,200 people had died.",
        "  a later count; a sample, made by the test of a channel",
        "",
        "Article:   This is a test: ferry sinks off Port Example",
        "Outlet:    The Sample Courier",
        "Address:   http://127.0.0.1:8765/",
        "Versions:  1 (2026-11-22T08:10:00Z) → 2 (2026-11-22T08:10:00Z)",
        "Review:    http://127.0.0.1:8765/",
        "Rule:      test (low): test: sent by hand, no article has changed",
        "Delivery:  dl_one",
    ]


def test_archived_copy_is_said_only_where_an_archive_showed_one() -> None:
    at = 'https://archive.example/web/20261122/https://paper.example/a?<b>&c="d"'
    told = replace(SAMPLE, after=replace(SAMPLE.after, archived=at))
    assert f"Archived copy: {at}" in body(mail(told), "plain")
    assert "Archived copy before" not in body(mail(told), "plain")
    assert "<b>" not in body(mail(told), "html").split("Archived copy")[0][-300:]
    before = replace(SAMPLE, before=VersionRef(1, "2026-11-22T08:10:00Z", "0" * 64, at))
    assert f"Archived copy before the change: {at}" in body(mail(before), "plain")
    for kind in ("plain", "html"):
        assert "rchived" not in body(mail(SAMPLE), kind)


def test_html_marks_the_words_says_was_and_now_and_loads_nothing() -> None:
    html = body(mail(SAMPLE), "html")
    assert ">1,180</del>" in html
    assert ">1,200</ins>" in html
    assert (html.count(">was</td>"), html.count(">now</td>")) == (1, 1)
    for loaded in ("<img", "<script", "<link", "<style", "src=", "url("):
        assert loaded not in html


def test_mails_about_one_article_share_a_thread_and_a_subject_and_no_id() -> None:
    first = mail(about(SAMPLE, id=42, title="Ferry sinks", first_title="Ferry sinks"), identity="dl_one")
    later = mail(about(SAMPLE, id=42, title="Ferry capsizes", first_title="Ferry sinks"), identity="dl_two")
    root = "<article-42.root@rowback.example.org>"
    for message in (first, later):
        assert (message["In-Reply-To"], message["References"]) == (root, root)
        assert message["Subject"] == "[Rowback] The Sample Courier: Ferry sinks"
    assert (first["Message-ID"], later["Message-ID"]) == (
        "<dl_one@rowback.example.org>",
        "<dl_two@rowback.example.org>",
    )


def test_headers_tell_mail_programs_and_holiday_notices_what_this_is() -> None:
    message = mail(replace(SAMPLE, rule="Tolls: Gaza & Israël"))
    assert message["List-Id"] == "<tolls-gaza-israel.rules.rowback.example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"] == "Sun, 22 Nov 2026 08:00:00 +0000"
    assert message["To"] == "desk@example.org"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


@settings(max_examples=60, deadline=None)
@given(title=ODD, outlet=ODD, rule=ODD, words=ODD)
def test_no_headline_breaks_a_header_or_keeps_a_mail_from_going(title: str, outlet: str, rule: str, words: str) -> None:
    alert = replace(about(SAMPLE, title=title, outlet=outlet), rule=rule, reason=words)
    plain = mail(SAMPLE)
    message = mail(alert)
    assert message.keys() == plain.keys()
    assert message["Subject"].startswith("[Rowback]")
    assert message.defects == []


def texts(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every text in JSON-like fields."""
    if isinstance(value, str):
        yield way
    for key, inner in (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, tuple) else ()
    ):
        yield from texts(inner, (*way, key))


def test_half_a_surrogate_pair_anywhere_in_an_alert_keeps_no_mail_from_going() -> None:
    ways = list(texts(SAMPLE.to_dict()))
    assert ("severity",) in ways
    assert ("changes", 0, "kind") in ways
    for way in ways:
        fields = SAMPLE.to_dict()
        *outer, last = way
        inner: Any = fields
        for key in outer:
            inner = inner[key]
        if isinstance(inner, tuple):
            continue  # a tag, which no mail shows
        inner[last] = "half \ud83d of it"
        assert mail(Alert.from_dict(fields)).as_bytes(), way


@pytest.mark.parametrize(
    "title", ["x" * 10_000, "Ferry\r\nBcc: all@example.org", "Ferry\u2028sinks\x00", "\u202eknis yrreF"]
)
def test_subject_is_one_clean_line_of_bearable_length(title: str) -> None:
    made = subject(ArticleRef(1, "https://news.example/a", title, "Example Post", (), 1))
    assert len(made) < 200
    assert made.isprintable()
    assert mail(about(SAMPLE, title=title))["Bcc"] is None


def test_article_without_title_and_outlet_is_named_by_its_address() -> None:
    assert subject(ArticleRef(1, "https://news.example/a", "", "", (), 1)) == "[Rowback] https://news.example/a"


ATTACK = '<script>alert(1)</script>"><img src=x onerror=alert(1)>{{ 7 * 7 }}'
ATTACKED = replace(about(SAMPLE, title=ATTACK, outlet=ATTACK), rule=ATTACK, reason=ATTACK)
WITHDRAWN = replace(SAMPLE, changes=({**SAMPLE.changes[0], "kind": "article.removed", "old": None, "new": None},))  # type: ignore[arg-type]


@pytest.mark.parametrize("digest", [(), (SAMPLE, ATTACKED, WITHDRAWN)], ids=["alert", "digest"])
@pytest.mark.parametrize("alert", [SAMPLE, ATTACKED, WITHDRAWN, replace(SAMPLE, changes=SAMPLE.changes * 60)])
def test_page_of_a_mail_is_what_the_standard_calls_html(alert: Alert, digest: tuple[Alert, ...]) -> None:
    message = compose(
        Delivery("dl_one", alert, "desk", "desk@example.org", digest=digest),
        sender="rowback@example.org",
        instance="rowback.example.org",
        now_ms=NOW_MS,
        unsubscribe="https://rowback.example.org/u?a=1&b=2",
    )
    parser = html5lib.HTMLParser()
    parser.parse(body(message, "html"))
    assert parser.errors == []


class Tags(HTMLParser):
    """Which elements a page has."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.append(tag)


def tags(html: str) -> list[str]:
    parser = Tags()
    parser.feed(html)
    return parser.seen


def test_scraped_markup_is_text_in_every_field() -> None:
    change = {**SAMPLE.changes[0], "explanation": ATTACK}
    for side in ("old", "new"):
        change[side] = {**SAMPLE.changes[0][side], "text": ATTACK, "sentence": f"So {ATTACK} it is", "place": ATTACK}  # type: ignore[literal-required]
    alert = replace(
        about(SAMPLE, title=ATTACK, outlet=ATTACK, url="javascript:alert(1)"),
        changes=(change,),  # type: ignore[arg-type]
        rule=ATTACK,
        reason=ATTACK,
    )
    html = body(mail(alert), "html")
    assert not set(tags(html)) & {"script", "img"}
    assert "49" not in html
    assert 'href="javascript' not in html


def test_direction_marks_in_sentences_are_shown() -> None:
    change = {**SAMPLE.changes[0], "new": {"text": "x", "sentence": "killed \u202e002,14 people"}}
    message = mail(replace(SAMPLE, changes=(change,)))  # type: ignore[arg-type]
    for kind in ("plain", "html"):
        assert "[RLO]" in body(message, kind)
        assert "\u202e" not in body(message, kind)


def test_two_hundred_changes_are_one_mail_that_counts_what_it_leaves_out() -> None:
    message = mail(replace(SAMPLE, changes=SAMPLE.changes * 200))
    assert "... and 160 more: http://127.0.0.1:8765/" in body(message, "plain")
    # All stand in one sentence, which is shown once.
    assert body(message, "html").count("at least 1,180 → at least 1,200") == 41, "and in the preheader"
    assert body(message, "html").count("</ins>") == 1


def test_facts_of_one_passage_share_its_sentences_and_say_once_that_no_notice_covers_them() -> None:
    (toll,) = SAMPLE.changes
    hurt = {**toll, "old": {**toll["old"], "counted": "injury"}, "new": {**toll["new"], "counted": "injury"}}  # type: ignore[dict-item]
    other = {**toll, "old": None, "new": {"text": "12 homes", "counted": "home", "sentence": "It took 12 homes."}}
    other |= {"kind": "figure.added", "delta": None, "passage": 2}
    message = mail(replace(SAMPLE, changes=(toll, hurt, other)))  # type: ignore[arg-type]
    text = body(message, "plain")
    assert text.splitlines()[:8] == [
        "Deaths, Port Example: at least 1,180 → at least 1,200 (+20), the port authority",
        "Injuries, Port Example: at least 1,180 → at least 1,200 (+20), the port authority",
        "  was: The port authority said at least 1,180 people had died.",
        "  now: The port authority said at least 1,200 people had died.",
        "  a later count; a sample, made by the test of a channel",
        "",
        "New figure: Homes: 12 homes",
        "  + 12 homes",
    ]
    assert "In all:    2 passages, 3 facts; no correction notice" in text
    assert (text.count("correction notice"), body(message, "html").count("correction notice")) == (1, 1)
    assert body(message, "html").count(">was</td>") == 1
    assert "12 homes</ins>" in body(message, "html")


def test_withdrawn_article_needs_no_sides() -> None:
    change = {**SAMPLE.changes[0], "kind": "article.removed", "old": None, "new": None}
    message = mail(replace(SAMPLE, changes=(change,)))  # type: ignore[arg-type]
    assert body(message, "plain").splitlines()[0] == "Article withdrawn by its outlet"
    assert "<table" not in body(message, "html")


def test_first_version_is_named_alone() -> None:
    text = body(mail(replace(SAMPLE, before=None, after=VersionRef(1, "2026-11-22T08:10:00Z", "1" * 64))), "plain")
    assert "Version:   1 (2026-11-22T08:10:00Z)" in text
    assert "Versions:" not in text


@given(ODD)
def test_list_id_of_any_rule_is_plain_ascii(name: str) -> None:
    assert slug(name)
    assert set(slug(name)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_alert_reads_back_from_its_stored_form() -> None:
    assert Alert.from_dict(SAMPLE.to_dict()) == SAMPLE
    older = SAMPLE.to_dict()
    del older["article"]["first_title"]
    assert Alert.from_dict(older) == SAMPLE
