"""The webhook body follows its published schema, says exactly what the alert says, and stays below 20 kB."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from alerts.alert import Alert, ArticleRef, ChangeFields, Side, VersionRef
from alerts.health import Condition
from alerts.messages.payload import notice_payload, payload, schema
from alerts.messages.sample import sample_alert
from alerts.notice import Notice

NOTICE = Notice("n1", "desk", Condition.FAILING, "a title", "a text", "2026-11-22T08:10:00Z", "http://127.0.0.1:8765/")
VALIDATOR = Draft202012Validator(schema())
SAMPLE = sample_alert("http://127.0.0.1:8765", "2026-11-22T08:10:00Z")
TEXT = st.text(max_size=3000) | st.sampled_from(["\x00" * 3000, "🕊" * 3000, "\ud800" * 50, '"\\' * 2000])
SIDE = st.none() | st.fixed_dictionaries({"text": TEXT}, optional={"sentence": TEXT, "place": TEXT, "source": TEXT})


def size(body: dict[str, Any]) -> int:
    return len(json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode())


def change(old: Side | None, new: Side | None, explanation: str = "") -> ChangeFields:
    return ChangeFields(
        kind="claim.changed",
        where="body",
        announced=False,
        relation="",
        old=old,
        new=new,
        delta=None,
        ratio=None,
        explanation=explanation,
    )


def test_schema_itself_is_valid() -> None:
    Draft202012Validator.check_schema(schema())


def test_sample_follows_the_schema_and_says_what_the_alert_says() -> None:
    body = payload(SAMPLE)
    VALIDATOR.validate(body)
    assert body["type"] == "article.changed"
    assert body["timestamp"] == "2026-11-22T08:10:00Z"
    assert set(body["data"]) == {"article", "from", "to", "changes", "rule", "severity", "cause", "permalink"}
    assert body["data"]["changes"] == [dict(SAMPLE.changes[0])]


def test_archived_copy_stands_in_the_body_only_where_an_archive_showed_one() -> None:
    shown = replace(SAMPLE, after=replace(SAMPLE.after, archived="https://archive.example/web/2026/x"))
    told = payload(shown)
    VALIDATOR.validate(told)
    assert told["data"]["to"]["archived"] == "https://archive.example/web/2026/x"
    assert "archived" not in told["data"]["from"]
    assert "archived" not in payload(SAMPLE)["data"]["to"]


def test_first_version_has_no_from() -> None:
    body = payload(replace(SAMPLE, before=None))
    VALIDATOR.validate(body)
    assert body["data"]["from"] is None


@pytest.mark.parametrize("field", ["kind", "old", "explanation"])
def test_schema_refuses_a_change_without_its_fields(field: str) -> None:
    body = payload(SAMPLE)
    del body["data"]["changes"][0][field]
    assert not VALIDATOR.is_valid(body)


def test_two_hundred_changes_are_trimmed_with_a_count_and_the_first_stay() -> None:
    changes = tuple(
        change({"text": f"{n} people"}, {"text": f"{n + 1} people", "sentence": "s" * 150}) for n in range(200)
    )
    body = payload(replace(SAMPLE, changes=changes))
    VALIDATOR.validate(body)
    kept = body["data"]["changes"]
    assert size(body) < 20_000
    assert kept == [dict(one) for one in changes[: len(kept)]]
    assert body["data"]["omitted"] == 200 - len(kept)
    assert len(kept) > 30


def test_changes_that_fit_are_never_trimmed() -> None:
    body = payload(replace(SAMPLE, changes=SAMPLE.changes * 10))
    assert len(body["data"]["changes"]) == 10
    assert "omitted" not in body["data"]


def test_shortened_sentence_keeps_the_words_that_changed() -> None:
    sentence = "filler " * 2000 + "at least 40 people" + " filler" * 2000
    body = payload(replace(SAMPLE, changes=(change(None, {"text": "at least 40 people", "sentence": sentence}),)))
    assert "at least 40 people" in body["data"]["changes"][0]["new"]["sentence"]


@settings(max_examples=60, deadline=None)
@given(title=TEXT, url=TEXT, tags=st.lists(TEXT, max_size=60), sides=st.lists(st.tuples(SIDE, SIDE, TEXT), min_size=1))
def test_no_alert_makes_a_body_of_20_kb_or_one_that_cannot_be_sent(
    title: str, url: str, tags: list[str], sides: list[tuple[Side | None, Side | None, str]]
) -> None:
    alert = Alert(
        id=1,
        article=ArticleRef(42, url, title, title, tuple(tags), 7),
        before=VersionRef(6, "2026-11-22T08:00:00Z", "a" * 64),
        after=VersionRef(7, "2026-11-22T08:10:00Z", "b" * 64),
        changes=tuple(change(*one) for one in sides),
        rule=title,
        severity="high",
        reason="",
        raised_at="2026-11-22T08:10:01Z",
        permalink=url,
    )
    body = payload(alert)
    assert size(body) <= 20_000
    VALIDATOR.validate(body)
    assert len(body["data"]["changes"]) + body["data"].get("omitted", 0) == len(sides)


@pytest.mark.parametrize(("about", "kind"), [("channel", "channel.changed"), ("store", "store.damaged")])
def test_a_notice_follows_the_schema_and_names_a_channel_only_where_it_is_about_one(about: Any, kind: str) -> None:
    body = notice_payload(replace(NOTICE, about=about, title="t" * 9000, text="\ud83d" * 9000))
    VALIDATOR.validate(body)
    assert body["type"] == kind
    assert ("channel" in body["data"]) == (about == "channel")
    assert size(body) < 20_000
