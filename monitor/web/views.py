"""Rows of the store in, the plain values that templates and JSON share out. One function for each kind of row.

Times become ISO 8601, texts stay as they were stored. Reads no store and renders nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, cast

from alerts.alert import ChangeFields, State
from alerts.messages.lines import NOT_REPORTED, about, announced_words, line, relation_words, where_words
from alerts.silencing import Silence
from monitor import durations
from monitor.changes.slot_history import Slot
from monitor.changes.words import diff_words
from monitor.clock import iso
from monitor.logs import redact_text
from monitor.store.by_hand import ENDED, OPEN, WAITING
from monitor.store.channels import DISABLED, BounceRow
from monitor.store.reviews import ReviewRow
from monitor.store.rows import (
    AlertRow,
    ArticleRow,
    AttemptRow,
    ChangeRow,
    CheckRow,
    DeliveryRow,
    DoubtRow,
    FactRow,
    VersionRow,
)
from spiders.article import Article

View = dict[str, Any]

PERCENT_FROM = 100
"""A ratio is shown as a percentage where the old value is at least this: "+100 %" of one says less than "+1"."""


def article_view(row: ArticleRow) -> View:
    """One tracked article; `name` is its title, or its address before the first reading."""
    return {
        "id": row.id,
        "name": row.title or row.url,
        "url": row.url,
        "title": row.title,
        "outlet": row.outlet or row.host,
        "language": row.language,
        "tags": list(row.tags),
        "schedule": row.schedule or "default",
        "schedule_words": _schedule(row.schedule),
        "state": row.state,
        "reason": row.reason,
        "versions": row.version,
        "checks": row.checks,
        "fails": row.fails,
        "added_at": iso(row.added_at),
        "checked_at": _time(row.checked_at),
        # The first version is no change of an earlier one.
        "changed_at": _time(row.changed_at) if row.version > 1 else None,
        "due_at": _time(row.due_at),
        "due_because": row.why if row.due_at else "",
        "published_at": _time(row.published_at),
        "followed": row.followed,
        "resume_at": _time(row.resume_at),
        "unstable_since": _time(row.unstable_at),
    }


def version_view(row: VersionRow, changes: int | None = None, told: str = "") -> View:
    """One stored version and how many changes of fact it brought, None where that was not counted; `told` in words."""
    return {
        "number": row.number,
        "seen_at": iso(row.seen_at),
        "sha256": row.sha256,
        "bytes": row.size,
        "relearned": row.relearned,
        "changes": changes,
        "told": told,
    }


def doubt_view(row: DoubtRow, read: Article) -> View:
    """A reading that could not be compared, with its texts in the order in which they were read."""
    entries = (f"{entry.title}\n{entry.text}".strip() for entry in read.live)
    texts = (read.title, read.standfirst, *read.lines(), *entries, *read.captions, *read.notices)
    return {
        "id": row.id,
        "reason": row.reason,
        "evidence": row.evidence,
        "readable": row.readable,
        "version": row.version,
        "looks": row.looks,
        "seen_at": iso(row.seen_at),
        "last_at": iso(row.last_at),
        "texts": [text for text in texts if text],
    }


def change_view(row: ChangeRow, article: ArticleRow) -> View:
    """One change: what moved in one line, both sides, and the sentences as pieces of a word diff."""
    fields = cast(ChangeFields, row.to_dict())
    words = line(fields)
    old, new = fields["old"] or {}, fields["new"] or {}
    was, now = old.get("sentence") or old.get("text", ""), new.get("sentence") or new.get("text", "")
    return {
        "id": row.id,
        "version": row.version,
        "seen_at": iso(row.seen_at),
        "headline": words.headline,
        "isolated": words.isolated,
        "passage": None,
        **fields,
        "where_words": where_words(fields),
        "relation_words": relation_words(fields),
        "announced_words": announced_words(fields),
        "percent": _percent(row),
        "pieces": pieces(was, now),
        "article": {
            "id": article.id,
            "name": article.title or article.url,
            "url": article.url,
            "outlet": article.outlet or article.host,
            "language": article.language,
        },
    }


def pieces(was: str, now: str) -> list[list[str]]:
    """The word diff as JSON has it: [["=", text], ["-", text], ["+", text]]."""
    return [[piece.op, piece.text] for piece in diff_words(was, now)]


def fact_view(row: FactRow) -> View:
    """One fact of a version: its words, what it is about and who says so, and the fields of its kind."""
    known = row.fields
    text = next((known[name] for name in ("surface", "text", "name") if known.get(name)), "")
    about = ", ".join(str(known[name]).replace("_", " ") for name in ("counted", "place", "as_of") if known.get(name))
    return {
        "kind": row.kind,
        "where": known.get("where") or "",
        "text": text,
        "about": about,
        "source": known.get("source") or known.get("speaker") or "",
        "fields": known,
    }


def slot_view(slot: Slot) -> View:
    """One fact over versions: what it is about, what stood first, and each later value with its version."""
    first = cast(ChangeFields, slot.steps[0].change.to_dict())
    before, *after = slot.states
    return {
        **slot.to_dict(),
        "about": about(first),
        "where": first["where"],
        "before": before.text if before else NOT_REPORTED,
        "values": [
            {
                "version": step.version,
                "text": mention.text if mention else NOT_REPORTED,
                "relation": step.change.relation,
            }
            for step, mention in zip(slot.steps, after, strict=True)
        ],
    }


def check_view(row: CheckRow) -> View:
    """One look that did more than find the page unchanged."""
    return {
        "at": iso(row.at),
        "end": row.end,
        "result": row.result,
        "status": row.status,
        "detail": row.detail,
        "version": row.version,
    }


def alert_view(row: AlertRow, deliveries: list[View]) -> View:
    """One rule's answer and the deliveries it led to."""
    return {
        "id": row.id,
        "rule": row.rule,
        "severity": row.severity,
        "reason": row.reason,
        "raised_at": iso(row.raised_at),
        "deliveries": deliveries,
    }


def delivery_view(row: DeliveryRow, attempts: Iterable[AttemptRow] = ()) -> View:
    """One delivery with its attempts. What the receiver answered is left out: it may hold secrets of theirs."""
    return {
        "id": row.id,
        "channel": row.channel,
        "recipient": row.recipient,
        "state": row.state,
        "reason": row.reason,
        "cause": row.cause,
        "detail": row.detail,
        "carried_by": row.carried_by,
        "created_at": iso(row.created_at),
        "due_at": _time(row.due_at),
        "ended_at": _time(row.ended_at),
        "tries": row.attempts,
        "attempts": [attempt_view(one) for one in attempts],
    }


def attempt_view(row: AttemptRow) -> View:
    """One try, without what was answered."""
    return {
        "number": row.number,
        "started_at": iso(row.started_at),
        "took_ms": row.took_ms,
        "verdict": row.verdict,
        "reason": row.reason,
        "code": row.code,
    }


def answer_view(row: AttemptRow) -> View:
    """One try with what was answered. Our own secrets were taken out before it was stored; what has the form of one of
    theirs is taken out here.
    """
    return attempt_view(row) | {"answer": redact_text(row.detail)}


def bounce_view(row: BounceRow) -> View:
    """The notice of a mail that came back."""
    return {"at": iso(row.at), "status": row.status, "detail": redact_text(row.detail)}


def review_view(row: ReviewRow) -> View:
    """What one person did to a change, and how it stood before and after."""
    return {
        "id": row.id,
        "change": row.change_id,
        "act": row.act,
        "actor": row.actor,
        "at": iso(row.at),
        "reason": row.reason,
        "note": row.note,
        "before": {"state": row.was.state, "assignee": row.was.assignee},
        "after": {"state": row.became.state, "assignee": row.became.assignee},
    }


def told_view(row: DeliveryRow, alert: AlertRow) -> View:
    """What a delivery tells, in one line, about which article, and the commands by which a person moves it."""
    changes = alert.body["changes"]
    return {
        "headline": line(changes[0]).headline if changes else "",
        "more": max(0, len(changes) - 1),
        "rule": alert.rule,
        "article": {"id": row.article_id, "name": row.title or alert.body["article"]["url"]},
        "commands": (by := commands(row)),
        "acts": [one.split()[2] for one in by if one.startswith("rowback deliveries ")],
    }


def commands(row: DeliveryRow) -> list[str]:
    """What moves a delivery from where it stands; nothing where it moves by itself or goes with a digest."""
    if row.carried_by and row.state in OPEN:
        return []
    if row.reason == DISABLED and row.state == State.HELD:
        return [f"rowback channels enable {row.channel}"]
    words = {"release": WAITING, "redeliver": set(ENDED) - set(WAITING), "cancel": OPEN}
    return [f"rowback deliveries {word} {row.id}" for word, states in words.items() if row.state in states]


def same_change(stored: Mapping[str, Any], told: Mapping[str, Any]) -> bool:
    """Whether a stored change is the one an alert tells of: the same kind, place and sides, whenever seen."""
    sides = [{k: v for k, v in (told.get(name) or {}).items() if k != "since"} for name in ("old", "new")]
    same = [(stored[name] or {}) == side for name, side in zip(("old", "new"), sides, strict=True)]
    return all(same) and all(stored[name] == told.get(name) for name in ("kind", "where"))


def _schedule(text: str) -> str:
    """ "every 5m", not the seconds that are stored; a cron line and "adaptive" as they are."""
    word, _, rest = text.partition(" ")
    return f"every {durations.spell(float(rest))}" if word == "every" else text or "default"


def silence_view(one: Silence) -> View:
    """A silence that is not over: what it keeps quiet, who says so, why, and until when."""
    held = "; ".join(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in one.matchers.items())
    return {
        "id": one.id,
        "starts_at": iso(one.starts_ms),
        "ends_at": iso(one.ends_ms),
        "author": one.author,
        "comment": one.comment,
        "matchers": dict(one.matchers),
        "held": held or "every change",
    }


def _percent(row: ChangeRow) -> str:
    old, ratio = row.change.old, row.change.ratio
    if old is None or ratio is None or old.lo is None or abs(old.lo) < PERCENT_FROM:
        return ""
    return f"{ratio * 100:+.1f} %"


def _time(at: int | None) -> str | None:
    return None if at is None else iso(at)
