"""One check remembered: version, facts, changes, alerts, deliveries, validators and next due time, all or nothing.

A Result comes in with the token of its lease; a stale token changes nothing. Never judges and never sends.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import zip_longest
from typing import Any, Protocol

from sqlalchemy import Connection, bindparam, case, insert, update

from alerts.alert import Alert
from monitor.changes.change import Change
from monitor.keeping.chain import Entry, EntryKind, digest
from monitor.keeping.record import Came
from monitor.store import chain, claims, codec, doubts, holding, indexing, pages, shelf, versions
from monitor.store.columns import Big
from monitor.store.holding import NewRow
from monitor.store.statements import Ready
from monitor.store.tables import alert, article, change, check, fact

_ADD_FACT = Ready(insert(fact), "article_id", "version", "n", "kind", "fields")
_ADD_CHANGE = Ready(insert(change), "article_id", "version", "kind", "seen_at", "fields")
_ADD_CHECK = Ready(insert(check), "article_id", "at", "end", "result", "status", "detail", "version")


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """One recipient of an alert; due at once, unless the stages say otherwise."""

    id: str
    channel: str
    recipient: str


@dataclass(frozen=True, slots=True)
class NewAlert:
    """One rule's answer. `body` is Alert.to_dict() of alerts/alert.py without its id, which the store gives.

    `confirm` is how many looks must agree before it is told.
    """

    rule: str
    severity: str
    reason: str
    body: dict[str, Any]
    deliveries: tuple[NewDelivery, ...]
    confirm: int = 1


@dataclass(frozen=True, slots=True)
class Result:
    """What one check found, ready to be stored.

    `result` is the check's one word (unchanged, new, changed, cannot_tell, ...); `quiet` results are counted on the
    article and leave no row of their own. `text` is the new version's content, None where nothing differs. `fields` are
    columns of the article to set besides the counters; validators are among them only when the page was really read.
    `relearned` marks the new version as a new baseline; `doubt` is what was read and cannot be compared, and `settles`
    says that a doubt left open has an answer now.
    """

    article_id: int
    token: int
    host: str
    at_ms: int
    end: str
    result: str
    next_due_ms: int | None
    state: str
    reason: str = ""
    quiet: bool = False
    status: int | None = None
    detail: str = ""
    fails: int = 0
    version: int = 0
    text: str | None = None
    facts: Sequence[dict[str, Any]] = ()
    changes: Sequence[Change] = ()
    passages: Sequence[int] = ()
    """For each change the number of its passage, 0 for none; empty where nobody numbered them."""
    alerts: Sequence[NewAlert] = ()
    fields: dict[str, Any] = field(default_factory=dict)
    site_memory: bytes | None = None
    relearned: str = ""
    doubt: doubts.NewDoubt | None = None
    settles: bool = False
    host_hold_ms: int = 0
    host_pause_ms: int | None = None
    signed: bool | None = None
    """False where the page states a date or an ETag and neither changed with its text, None where it states none."""
    awaiting: bool = False
    """A change of this article waits for a second look."""
    page: Came | None = None
    """What was fetched, None where no page is kept; which causes keep it is `cause_of`."""
    looked: bool = True
    """False where no look was made: what counts looks and says when the last one was stays as it is."""
    ahead: pages.Ahead | None = None
    """The page packed before the transaction, so that whoever writes need not."""


class Placing(Protocol):
    """The stages between a change and a delivery (monitor/deliveries/holding.py)."""

    def place(self, connection: Connection, found: Result) -> Sequence[tuple[Alert, Sequence[NewRow]]]:
        """Each alert of the result with its deliveries placed: due, held or suppressed."""


def record(connection: Connection, found: Result, stages: Placing | None = None) -> bool:
    """Store one result. False where its lease was lost: somebody else holds the article now and nothing was changed.

    Without `stages` every delivery is due at once.
    """
    number = found.version + 1 if found.text is not None else found.version
    values = {
        "due_at": found.next_due_ms,
        "leased": 0,
        "token": found.token + 1,
        "checked_at": found.at_ms,
        "state": found.state,
        "reason": found.reason,
        "fails": found.fails,
        "version": number,
        **found.fields,
    }
    if not found.looked:
        del values["checked_at"]
    held = {"held_id": found.article_id, "held_token": found.token}
    if not _keeping(tuple(values), found.looked).run(connection, values | held):
        return False
    text = facts = None
    if found.text is not None:
        text = versions.add(connection, found.article_id, number, found.text, found.at_ms, found.relearned)
        indexing.note(connection, found.article_id, number, found.text, found.at_ms)
        facts = _add_facts(connection, found, number)
    first_change = chain.next_change(connection) if found.changes else 0
    if found.changes:
        _ADD_CHANGE.many(connection, _change_rows(found, number))
    if stages is None:
        for one in found.alerts:
            _add_alert(connection, found, number, one)
    elif found.alerts or found.awaiting:
        for told, rows in stages.place(connection, found):
            holding.add_alert(connection, told, found.at_ms, rows)
    if not found.quiet:
        _add_check(connection, found, number)
    doubted = None
    if found.doubt is not None:
        doubted = doubts.note(connection, found.article_id, found.version, found.doubt, found.at_ms)
    elif found.settles:
        doubts.settle(connection, found.article_id, found.fields.get("content_sha"), found.at_ms)
    _keep_host(connection, found)
    _chained(connection, found, number, text, facts, first_change, doubted)
    return True


def cause_of(found: Result, *, doubted: bool) -> pages.Cause | None:
    """Why the page of this result is kept; None where it is not. `doubted` says that it opened a doubt."""
    if found.text is not None:
        return pages.Cause.VERSION
    if found.result == "removed" and found.changes:
        return pages.Cause.REMOVAL
    if doubted:
        return pages.Cause.DOUBT
    return pages.Cause.LOOK if found.page is not None and found.page.every_look else None


def pack_ahead(connection: Connection, found: Result) -> Result:
    """The result with its page packed, where it will be kept. Reads only, so it may be done beside the one writer."""
    opens = found.doubt is not None and not doubts.is_open(connection, found.article_id, found.doubt.sha256)
    if found.page is None or cause_of(found, doubted=opens) is None:
        return found
    return replace(found, ahead=pages.pack_ahead(connection, found.article_id, found.page))


def _chained(
    connection: Connection,
    found: Result,
    number: int,
    text: bytes | None,
    facts: bytes | None,
    first_change: int,
    doubted: int | None,
) -> None:
    """The page and the entry of the chain for what was recorded; nothing for a look that brought nothing to keep."""
    cause = cause_of(found, doubted=doubted is not None)
    kept: tuple[int, bytes] | None = None
    article_id, at = found.article_id, found.at_ms
    if cause is not None and found.page is not None:
        kept = pages.add(connection, article_id, number, cause, at, found.page, found.ahead)
    elif cause is pages.Cause.VERSION and found.result == "accepted":
        kept = pages.add_as_of_doubt(connection, article_id, number, at)
    elif cause is pages.Cause.VERSION and found.relearned == versions.REREAD:
        kept = pages.add_again(connection, article_id, number, at)
    changes = chain.changes_since(connection, article_id, first_change) if found.changes else None
    if cause is None and changes is None:
        return
    entry = Entry(
        kind=cause or EntryKind.CHANGES,
        at=at,
        article_id=article_id,
        version=number,
        text=text if found.doubt is None or doubted is None else codec.sha256(doubts.kept_text(found.doubt)),
        facts=facts,
        change_first=changes[0] if changes else None,
        change_count=changes[1] if changes else None,
        changes=changes[2] if changes else None,
        page_id=kept[0] if kept else None,
        page=kept[1] if kept else None,
        detail=found.relearned or (None if doubted is None else str(doubted)),
    )
    chain.append(connection, *chain.named(connection, article_id, at), entry)


def _add_check(connection: Connection, found: Result, number: int) -> None:
    _ADD_CHECK.run(
        connection,
        {
            "article_id": found.article_id,
            "at": found.at_ms,
            "end": found.end,
            "result": found.result,
            "status": found.status,
            "detail": found.detail[:500],
            "version": number if found.text is not None else None,
        },
    )


def _keep_host(connection: Connection, found: Result) -> None:
    if found.site_memory is not None:
        shelf.add_site_memory(connection, found.host, found.site_memory)
    if found.host_hold_ms or found.host_pause_ms is not None:
        claims.hold_host(connection, found.host, found.at_ms + found.host_hold_ms, found.host_pause_ms)


@lru_cache(maxsize=64)
def _keeping(columns: tuple[str, ...], looked: bool) -> Ready:
    """The update of the article, built once for each set of columns: building it costs more than running it."""
    held = (article.c.id == bindparam("held_id")) & (article.c.token == bindparam("held_token"))
    # One that rests may be looked at by hand, and rests again.
    due = case((article.c.followed == "followed", bindparam("due_at", type_=Big)), else_=None)
    return Ready(
        update(article)
        .where(held)
        .values(
            checks=article.c.checks + int(looked), **{column: bindparam(column) for column in columns} | {"due_at": due}
        )
    )


def _add_facts(connection: Connection, found: Result, number: int) -> bytes:
    """Store the facts of the version; the hash of them as they are stored."""
    rows = [
        {
            "article_id": found.article_id,
            "version": number,
            "n": n,
            "kind": one["kind"],
            "fields": json.dumps(one["fields"], ensure_ascii=False),
        }
        for n, one in enumerate(found.facts)
    ]
    _ADD_FACT.many(connection, rows)
    return digest((row["n"], row["kind"], row["fields"]) for row in rows)


def _change_rows(found: Result, number: int) -> Iterator[dict[str, Any]]:
    for one, passage in zip_longest(found.changes, found.passages):
        yield {
            "article_id": found.article_id,
            "version": number,
            "kind": str(one.kind),
            "seen_at": found.at_ms,
            "fields": json.dumps(one.to_dict() | ({"passage": passage} if passage else {}), ensure_ascii=False),
        }


def _add_alert(connection: Connection, found: Result, number: int, one: NewAlert) -> None:
    made = connection.execute(
        insert(alert)
        .values(
            article_id=found.article_id,
            version=number,
            rule=one.rule,
            severity=one.severity,
            reason=one.reason,
            raised_at=found.at_ms,
            body=json.dumps(one.body, ensure_ascii=False),
        )
        .returning(alert.c.id)
    ).scalar_one()
    rows = [NewRow(to.id, to.channel, to.recipient, "due", "first", found.at_ms) for to in one.deliveries]
    holding.add_deliveries(connection, made, rows, found.at_ms)
