"""Several alerts in one message: a Delivery with a digest goes in, its webhook body or the fields of its mail come out.

Every alert of a digest is named in it, oldest first; where not all changes of one fit, they are counted and its
permalink leads to them. Judges nothing and sends nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from alerts.alert import Alert, Cause, ChangeFields, Delivery, Side
from alerts.messages.lines import announcement, line
from alerts.messages.marks import one_line
from alerts.messages.payload import LARGEST, Fields, change_fields, clip, payload, size
from alerts.messages.prose import isolated
from alerts.passages import counted, passages

MOST_LINES = 5
"""Changes of one alert that a mail or a chat names in a digest; the rest is counted."""

# Bytes of title, outlet, rule, headline, permalink and address of one alert: the first row in which all alerts fit.
_LENGTHS = ((300, 200, 200, 300, 1500, 1500), (160, 80, 80, 200, 400, 300), (60, 30, 40, 120, 250, 60))


def body(delivery: Delivery) -> Fields:
    """The webhook body of a delivery: of its digest where it has one, of its alert otherwise."""
    return digest_payload(delivery.digest) if delivery.digest else payload(delivery.alert)


def digest_payload(alerts: Sequence[Alert]) -> Fields:
    """The body of type `digest`, below 20 kB: each alert with its first change, further changes as far as they fit."""
    frames: list[Fields] = []
    for lengths in _LENGTHS:
        frames = [_frame(alert, lengths) for alert in alerts]
        base = _base(alerts, frames)
        if size(base) <= LARGEST:
            break
    while size(base) > LARGEST and len(frames) > 1:
        frames.pop()
        base = _base(alerts, frames)
    room = LARGEST - size(base) - 20 * len(frames)
    for at, (alert, frame) in _rounds(alerts, frames):
        fields = change_fields(_bare(alert.changes[at]), 200)
        room -= size(fields) + 1
        if room < 0:
            break
        frame["changes"].append(fields)
    for alert, frame in zip(alerts, frames, strict=False):
        if omitted := len(alert.changes) - len(frame["changes"]):
            frame["omitted"] = omitted
    return base


def title(delivery: Delivery) -> str:
    """The subject of a digest's mail."""
    articles = len({alert.article.id for alert in delivery.digest})
    return f"[Rowback] Digest: {_counts(delivery.digest)} in {_articles(articles)}"


def digest_fields(delivery: Delivery) -> dict[str, Any]:
    """What the templates digest.txt and digest.html use."""
    first, last = delivery.digest[0], delivery.digest[-1]
    entries = [_entry(alert) for alert in delivery.digest]
    return {
        "entries": entries,
        "counts": _counts(delivery.digest),
        "said": announcement([change for alert in delivery.digest for change in alert.changes]),
        "preheader": entries[0]["passages"][0][0] if entries[0]["passages"] else entries[0]["title"],
        "articles": _articles(len({alert.article.id for alert in delivery.digest})),
        "first_at": first.raised_at,
        "last_at": last.raised_at,
        "delivery_id": delivery.id,
    }


def digest_text(delivery: Delivery) -> str:
    """The plain text of a digest for a chat."""
    lines = [title(delivery).removeprefix("[Rowback] ")]
    for entry in digest_fields(delivery)["entries"]:
        lines += ["", *(words for passage in entry["passages"] for words in passage)]
        lines += [f"... and {entry['omitted']} more"] if entry["omitted"] else []
        about = ", ".join(isolated(part) for part in (entry["title"], entry["outlet"]) if part)
        lines += [about, entry["permalink"]]
    if said := digest_fields(delivery)["said"]:
        lines += ["", _capital(said)]
    return "\n".join(lines)


def _base(alerts: Sequence[Alert], frames: list[Fields]) -> Fields:
    data: Fields = {
        "count": len(alerts),
        "first_raised_at": alerts[0].raised_at,
        "last_raised_at": alerts[-1].raised_at,
        "alerts": frames,
    }
    if len(frames) < len(alerts):
        data["omitted"] = len(alerts) - len(frames)
    return {"type": "digest", "timestamp": alerts[-1].raised_at, "data": data}


def _frame(alert: Alert, lengths: tuple[int, ...]) -> Fields:
    name, outlet, rule, headline, permalink, url = lengths
    return {
        "article": {
            "id": alert.article.id,
            "url": clip(alert.article.url, url),
            "title": clip(alert.article.title, name),
            "outlet": clip(alert.article.outlet, outlet),
            "sequence": alert.article.sequence,
        },
        "from": alert.before.version if alert.before else None,
        "to": alert.after.version,
        "rule": clip(alert.rule, rule),
        "severity": alert.severity,
        "cause": alert.cause,
        "raised_at": alert.raised_at,
        "permalink": clip(alert.permalink, permalink),
        "headline": clip(line(alert.changes[0]).headline if alert.changes else "", headline),
        "changes": [],
    }


def _rounds(alerts: Sequence[Alert], frames: Sequence[Fields]) -> Iterator[tuple[int, tuple[Alert, Fields]]]:
    """The first change of every alert, then the second of every alert that has one, and so on."""
    for at in range(max((len(alert.changes) for alert in alerts), default=0)):
        for alert, frame in zip(alerts, frames, strict=False):
            if at < len(alert.changes):
                yield at, (alert, frame)


def _bare(change: ChangeFields) -> ChangeFields:
    """A change without its sentences: the permalink has them, and a digest has no room for them."""
    bare: ChangeFields = {**change, "old": _wordless(change["old"]), "new": _wordless(change["new"])}
    bare.pop("also", None)
    return bare


def _wordless(side: Side | None) -> Side | None:
    if side is None:
        return None
    bare = side.copy()
    bare.pop("sentence", None)
    return bare


def _entry(alert: Alert) -> dict[str, Any]:
    url = one_line(alert.article.url, 4000)
    shown = passages(alert.changes[:MOST_LINES])
    war = alert.cause == Cause.EDIT_WAR_SUMMARY
    return {
        "title": one_line(alert.article.title, 200),
        "outlet": one_line(alert.article.outlet, 80),
        "url": url,
        "link": url if url.startswith(("http://", "https://")) else "",
        # Only of an edit war does the explanation say more than the line: how often, since when.
        "passages": [
            [line(one).isolated + (f" ({one_line(one['explanation'], 300)})" if war else "") for one in passage.changes]
            for passage in shown
        ],
        "omitted": max(0, len(alert.changes) - MOST_LINES),
        "permalink": alert.permalink,
        "rule": one_line(alert.rule, 80),
        "severity": alert.severity,
        "raised_at": alert.raised_at,
    }


def _counts(alerts: Sequence[Alert]) -> str:
    """ "4 passages, 9 facts" over all alerts; the numbers of passages count in each version anew."""
    return counted([passage for alert in alerts for passage in passages(alert.changes)])


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _articles(number: int) -> str:
    return f"{number} article{'' if number == 1 else 's'}"
