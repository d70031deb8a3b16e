"""The webhook body: an Alert goes in, a dict comes out whose JSON follows payload.schema.json and stays below 20 kB.

Changes nothing about the facts: what does not fit is shortened or counted, and the permalink leads to all of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from importlib import resources
from typing import Any

from alerts.alert import Alert, ArticleRef, ChangeFields, Side, VersionRef
from alerts.messages.marks import around
from alerts.notice import Notice

LARGEST = 20_000
"""Bytes of UTF-8 JSON. Standard Webhooks asks for payloads below 20 kB."""

_SENTENCE, _SHORT_SENTENCE, _FIELD, _URL = 2000, 400, 300, 1500
_MOST_TAGS = 30
_MOST_PLACES = 5
_ELLIPSIS = "…"

Fields = dict[str, Any]


def payload(alert: Alert) -> Fields:
    """The body of the webhook. If not all changes fit, `data.omitted` counts those left out; the most important stay.

    Long sentences are shortened before a change is left out, and one change is always there.
    """
    base = _frame(alert)
    changes = [change_fields(change, _SENTENCE) for change in alert.changes]
    if size(base) + sum(size(change) + 1 for change in changes) > LARGEST:
        changes = list(_fitting(alert, LARGEST - size(base) - len(',"omitted":999999')))
    base["data"]["changes"] = changes
    if len(changes) < len(alert.changes):
        base["data"]["omitted"] = len(alert.changes) - len(changes)
    return base


def notice_payload(notice: Notice) -> Fields:
    """The body of a webhook that tells of a channel or of the store, not of an article."""
    said: Fields = {
        "title": clip(notice.title, _FIELD),
        "text": clip(notice.text, _SENTENCE),
        "permalink": clip(notice.permalink, _URL),
    }
    if notice.about == "store":
        return {"type": "store.damaged", "timestamp": notice.raised_at, "data": said}
    which = {"channel": notice.channel, "condition": str(notice.condition)}
    return {"type": "channel.changed", "timestamp": notice.raised_at, "data": which | said}


def schema() -> Fields:
    """The JSON Schema (2020-12) that every payload follows."""
    text = resources.files("alerts.messages").joinpath("payload.schema.json").read_text("utf-8")
    found: Fields = json.loads(text)
    return found


def _frame(alert: Alert) -> Fields:
    return {
        "type": "article.changed",
        "timestamp": alert.raised_at,
        "data": {
            "article": _article(alert.article),
            "from": _version(alert.before),
            "to": _version(alert.after),
            "changes": [],
            "rule": clip(alert.rule, _FIELD),
            "severity": alert.severity,
            "cause": alert.cause,
            "permalink": clip(alert.permalink, _URL),
        },
    }


def _fitting(alert: Alert, room: int) -> Iterator[Fields]:
    for at, change in enumerate(alert.changes):
        fields = change_fields(change, _SHORT_SENTENCE)
        room -= size(fields) + 1
        if at and room < 0:
            return
        yield fields


def _article(article: ArticleRef) -> Fields:
    return {
        "id": article.id,
        "url": clip(article.url, _URL),
        "title": clip(article.title, _FIELD),
        "outlet": clip(article.outlet, _FIELD),
        "tags": [clip(tag, 100) for tag in article.tags[:_MOST_TAGS]],
        "sequence": article.sequence,
    }


def _version(version: VersionRef | None) -> Fields | None:
    if version is None:
        return None
    found = asdict(version)
    archived = clip(found.pop("archived"), _URL)
    return found | ({"archived": archived} if archived else {})


def change_fields(change: ChangeFields, sentence: int) -> Fields:
    """One change as a body shows it; words and sentences take `sentence` bytes of JSON at most."""
    return {
        "kind": change["kind"],
        "where": change["where"],
        "announced": change["announced"],
        "relation": change["relation"],
        "old": _side(change["old"], sentence),
        "new": _side(change["new"], sentence),
        "delta": change["delta"],
        "ratio": change["ratio"],
        "explanation": clip(change["explanation"], sentence),
        **_further(change, sentence),
    }


def _further(change: ChangeFields, sentence: int) -> Fields:
    """What alerts of an early release do not say: level, passage, and the other places, some of them where many."""
    found: Fields = {name: change[name] for name in ("level", "passage") if name in change}
    if "also" in change:
        found["also"] = [
            {"where": place["where"], "sentence": clip(place["sentence"], min(sentence, _SHORT_SENTENCE))}
            for place in change["also"][:_MOST_PLACES]
        ]
    return found


def _side(side: Side | None, sentence: int) -> Fields | None:
    if side is None:
        return None
    out: Fields = {}
    for name, value in side.items():
        if name == "sentence":
            value = around(str(value), side.get("text", ""), sentence)
        longest = sentence if name in ("text", "sentence") else _FIELD
        out[name] = clip(value, longest) if isinstance(value, str) else value
    return out


def clip(text: str, longest: int) -> str:
    """The text in at most `longest` bytes of JSON, cut between characters; half a surrogate pair becomes U+FFFD."""
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if len(text) * 6 <= longest or size(text) - 2 <= longest:
        return text
    room, kept = longest - len(_ELLIPSIS.encode()), 0
    for char in text:
        room -= size(char) - 2
        if room < 0:
            break
        kept += 1
    return text[:kept] + _ELLIPSIS


def size(value: object) -> int:
    """Bytes of a value as JSON in UTF-8."""
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors="replace"))
