"""A digest names every alert that is in it, in a body below 20 kB, a mail complete in itself and a chat's text."""

from __future__ import annotations

import json
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from alerts.alert import Alert, Delivery
from alerts.messages import chat
from alerts.messages.digest import body, digest_payload, digest_text
from alerts.messages.mail import compose
from alerts.messages.payload import LARGEST, payload, schema
from alerts.messages.sample import sample_alert

AT = "2026-11-22T08:10:00Z"


def alert(number: int, changes: int = 1, **article: str) -> Alert:
    one = sample_alert("http://127.0.0.1:8765", AT)
    fields = {"title": f"Story {number}", "url": f"https://one.example/{number}", **article}
    told = tuple({**one.changes[0], "explanation": f"change {n}"} for n in range(changes))
    return replace(
        one,
        id=number,
        article=replace(one.article, id=number, **fields),  # type: ignore[arg-type]
        changes=told,  # type: ignore[arg-type]
        permalink=f"http://127.0.0.1:8765/articles/{number}/1..2",
    )


def digest(*alerts: Alert) -> Delivery:
    return Delivery("dl_digest", alerts[0], "desk", "desk@example.org", 1, tuple(alerts))


def test_a_full_digest_names_every_alert_and_its_change_below_20_kb() -> None:
    made = body(digest(*(alert(n) for n in range(20))))
    Draft202012Validator(schema()).validate(made)
    assert made["data"]["count"] == 20
    assert [one["article"]["title"] for one in made["data"]["alerts"]] == [f"Story {n}" for n in range(20)]
    assert all(one["headline"].startswith("Deaths, Port Example: at least 1,180") for one in made["data"]["alerts"])
    assert all(len(one["changes"]) == 1 for one in made["data"]["alerts"])
    assert "omitted" not in made["data"]
    assert len(json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode()) <= LARGEST


def test_further_changes_come_as_far_as_they_fit_and_the_rest_is_counted() -> None:
    made = body(digest(alert(1, 200), alert(2, 1)))
    first, second = made["data"]["alerts"]
    assert first["omitted"] == 200 - len(first["changes"])
    assert (len(second["changes"]), second.get("omitted")) == (1, None)
    assert len(first["changes"]) > 10


def test_a_delivery_without_digest_has_the_body_of_its_alert() -> None:
    one = alert(1)
    assert body(Delivery("dl_1", one, "desk", "desk@example.org")) == payload(one)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=3000), st.text(max_size=3000)), min_size=2, max_size=25))
def test_no_title_or_address_makes_a_body_too_large_or_untrue_to_its_schema(texts: list[tuple[str, str]]) -> None:
    made = digest_payload([alert(n, title=title, outlet=outlet, url=title) for n, (title, outlet) in enumerate(texts)])
    Draft202012Validator(schema()).validate(made)
    assert len(json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode("utf-8")) <= LARGEST
    assert made["data"]["count"] == len(texts)


def mail(*alerts: Alert) -> EmailMessage:
    made = compose(digest(*alerts), sender="rowback@example.org", instance="example.org", now_ms=1_790_000_000_000)
    return message_from_bytes(made.as_bytes(), policy=default)


def test_a_mail_names_every_alert_in_text_and_html() -> None:
    parsed = mail(*(alert(n) for n in range(12)))
    assert parsed["Subject"] == "[Rowback] Digest: 12 passages, 12 facts in 12 articles"
    assert parsed["Message-ID"] == "<dl_digest@example.org>"
    assert parsed["In-Reply-To"] is None
    for kind in ("plain", "html"):
        part = parsed.get_body((kind,))
        assert part is not None
        text = part.get_content()
        for n in range(12):
            assert f"Story {n}" in text
            assert f"http://127.0.0.1:8765/articles/{n}/1..2" in text


def test_a_digest_of_one_rule_keeps_its_list_and_a_mixed_one_is_the_digests() -> None:
    assert mail(alert(1), alert(2))["List-Id"] == "<test.rules.example.org>"
    assert mail(alert(1), replace(alert(2), rule="tolls"))["List-Id"] == "<digest.rules.example.org>"


def test_scraped_text_in_a_mail_is_text() -> None:
    part = mail(alert(1, title="<script>alert(1)</script>\u202e"), alert(2)).get_body(("html",))
    assert part is not None
    tags: list[str] = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            tags.append(tag)

    Tags().feed(part.get_content())
    assert "script" not in tags
    assert "\u202e" not in part.get_content()


@pytest.mark.parametrize("name", ["@everyone", "<!channel>"])
def test_a_chat_names_every_alert_and_calls_nobody(name: str) -> None:
    text = chat.message(digest(alert(1, title=name), alert(2)))
    assert "Digest: 2 passages, 2 facts in 2 articles" in text
    assert name not in text
    assert "http://127.0.0.1:8765/articles/2/1..2" in text


def test_an_edit_war_in_a_digest_says_how_often_and_since_when() -> None:
    war = replace(alert(1), cause="edit_war_summary")
    assert "(change 0)" in digest_text(digest(war, alert(2)))
    assert "(change 0)" not in digest_text(digest(alert(1), alert(2)))
