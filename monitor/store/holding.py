"""What the stages between a change and a delivery remember: episodes, paces, and deliveries that wait.

Statements only; what they mean is decided in alerts/ and put together in monitor/deliveries/holding.py.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, exists, func, select, update

from alerts.alert import Alert, is_sure
from alerts.flapping import Episode
from alerts.holding import HoldReason, Standing
from alerts.pacing import Bucket
from monitor.store import holding_statements as ready
from monitor.store.tables import article, delivery, episode, pace

APART = (str(HoldReason.UNCONFIRMED), str(HoldReason.EDIT_WAR))
"""Reasons to wait that end in no digest."""

FORGOTTEN_MS = 8 * 86_400_000
"""Longer than any `flap_window`, group or rate."""

SETTLED = ("suppressed", "cancelled", "dead")
"""States of a delivery that told nobody."""


@dataclass(frozen=True, slots=True)
class HeldDelivery:
    """A delivery that waits, with its alert. `language` is the article's."""

    id: str
    alert_id: int
    article_id: int
    channel: str
    recipient: str
    reason: str
    cause: str
    group_key: str
    due_at: int
    created_at: int
    language: str
    alert: Alert


@dataclass(frozen=True, slots=True)
class NewRow:
    """A delivery to be stored in the state it was placed in. Times are milliseconds since 1970 UTC."""

    id: str
    channel: str
    recipient: str
    state: str
    reason: str
    due_at: int | None
    detail: str = ""
    cause: str = "first"
    group_key: str = ""


def add_alert(connection: Connection, told: Alert, at_ms: int, rows: Sequence[NewRow]) -> int:
    """Store an alert with its deliveries; returns its id."""
    body = told.to_dict()
    made = int(
        ready.ADD_ALERT.value(
            connection,
            article_id=told.article.id,
            version=told.after.version,
            rule=told.rule,
            severity=told.severity,
            reason=told.reason,
            raised_at=at_ms,
            body=json.dumps(body, ensure_ascii=False),
        )
    )
    add_deliveries(connection, made, rows, at_ms)
    return made


def add_deliveries(connection: Connection, alert_id: int, rows: Sequence[NewRow], at_ms: int) -> None:
    """Store deliveries of a stored alert."""
    values = [
        {
            **{name: getattr(row, name) for name in ready.PLACED},
            "alert_id": alert_id,
            "created_at": at_ms,
            "ended_at": at_ms if row.state == "suppressed" else None,
        }
        for row in rows
    ]
    ready.ADD_DELIVERY.many(connection, values)


def move(
    connection: Connection,
    ids: Collection[str],
    state: str,
    reason: str,
    due_at: int | None,
    detail: str,
    now_ms: int,
    group: str = "",
) -> None:
    """Put waiting deliveries into a state; those that end there get their end."""
    connection.execute(
        update(delivery)
        .where(delivery.c.id.in_(ids))
        .values(
            state=state,
            reason=reason,
            due_at=due_at,
            detail=detail,
            ended_at=now_ms if state in ("suppressed", "cancelled") else None,
            group_key=group,
            token=delivery.c.token + 1,
        )
    )
    if state in ("suppressed", "cancelled"):
        end_carried(connection, list(ids), state, reason, now_ms)


def end_carried(connection: Connection, carriers: Sequence[str], state: str, reason: str, ended_at: int) -> None:
    """What a digest or a summary tells of ends with it; a summary may stand in a digest itself."""
    while carriers:
        carriers = connection.scalars(
            update(delivery)
            .where(delivery.c.carried_by.in_(carriers), delivery.c.state.not_in((state, "sent", "bounced")))
            .values(state=state, reason=reason, ended_at=ended_at)
            .returning(delivery.c.id)
        ).all()


def carry(connection: Connection, ids: Collection[str], carrier: str, reason: str) -> None:
    """Let one delivery tell of these: they wait without a time of their own and end as it ends."""
    connection.execute(
        update(delivery)
        .where(delivery.c.id.in_(ids))
        .values(carried_by=carrier, reason=reason, due_at=None, detail=f"in {carrier}")
    )


def put_off(connection: Connection, ids: Collection[str], due_at: int) -> None:
    """Let waiting deliveries wait until another moment for the same reason."""
    connection.execute(update(delivery).where(delivery.c.id.in_(ids)).values(due_at=due_at))


def anything_due(connection: Connection, now_ms: int) -> bool:
    """Whether any delivery has waited for long enough."""
    d = delivery.c
    return connection.execute(select(d.id).where(d.state == "held", d.due_at <= now_ms).limit(1)).first() is not None


def due_apart(connection: Connection, now_ms: int, limit: int) -> list[HeldDelivery]:
    """Deliveries that waited for a second look or for the end of an edit war, long enough, oldest alert first."""
    d = delivery.c
    wanted = ready.held().where(d.due_at <= now_ms, d.reason.in_(APART)).order_by(d.alert_id, d.id).limit(limit)
    return [_row(r) for r in connection.execute(wanted)]


def due_channels(connection: Connection, now_ms: int) -> list[str]:
    """Channels for which anything else has waited for long enough."""
    d = delivery.c
    wanted = select(d.channel).distinct().where(d.state == "held", d.due_at <= now_ms, d.reason.not_in(APART))
    return [r.channel for r in connection.execute(wanted.order_by(d.channel))]


def due_recipients(connection: Connection, now_ms: int, channel: str, limit: int) -> list[str]:
    """Recipients of the channel for whom something has waited for long enough, the longest waiting first."""
    d = delivery.c
    wanted = (
        select(d.recipient)
        .where(d.state == "held", d.channel == channel, d.due_at <= now_ms, d.reason.not_in(APART))
        .group_by(d.recipient)
        .order_by(func.min(d.due_at), d.recipient)
        .limit(limit)
    )
    return [r.recipient for r in connection.execute(wanted)]


def due_held(connection: Connection, now_ms: int, channel: str, recipient: str, limit: int) -> list[HeldDelivery]:
    """What has waited for this recipient for long enough, oldest alert first."""
    d = delivery.c
    wanted = (
        ready.held()
        .where(d.channel == channel, d.recipient == recipient, d.due_at <= now_ms, d.reason.not_in(APART))
        .order_by(d.alert_id, d.id)
        .limit(limit)
    )
    return [_row(r) for r in connection.execute(wanted)]


def of_article(
    connection: Connection, article_id: int, reason: HoldReason, rule: str | None = None
) -> list[HeldDelivery]:
    """Deliveries about one article that wait for this reason, oldest alert first."""
    found = ready.OF_ARTICLE.all(connection, article=article_id, why=str(reason))
    return [_row(r) for r in found if rule is None or r.rule == rule]


def waiting(connection: Connection) -> list[HeldDelivery]:
    """Every delivery that waits until some moment."""
    return [_row(r) for r in connection.execute(ready.held().where(delivery.c.due_at.is_not(None)))]


def standing(
    connection: Connection, channel: str, recipient: str, article_id: int, group: str, *, sure: bool = True
) -> Standing:
    """What the store knows that may hold back a delivery to this recipient.

    An alert that is `sure` (alerts.alert.is_sure) waits for no earlier one that is not: the digest of what may be
    colour would keep it for a day.
    """
    held = [
        r for r in ready.STANDING.all(connection, channel=channel, recipient=recipient) if r.reason in ready.ORDERED
    ]
    earlier = max((r.latest for r in held if r.article_id == article_id), default=None)
    if sure and earlier is not None:
        found = ready.EARLIER.all(connection, channel=channel, recipient=recipient, article=article_id)
        rows = [r for r in found if r.reason in ready.ORDERED]
        earlier = max((r.due_at for r in rows if is_sure(json.loads(r.body)["changes"])), default=None)
    told = pace_of(connection, _group_pace(group, channel, recipient)) if group else None
    return Standing(
        bucket=bucket(connection, channel),
        earlier_until=earlier,
        overflow_until=min((r.latest for r in held if r.reason == HoldReason.RATE_LIMIT), default=None),
        group_until=max(
            (r.latest for r in held if group and r.group_key == group and r.reason == HoldReason.GROUP), default=None
        ),
        group_told=told.at_ms if told else None,
    )


def bucket(connection: Connection, channel: str) -> Bucket | None:
    """The channel's bucket as it was left, None where nothing was ever sent."""
    return pace_of(connection, f"channel {channel}")


def put_bucket(connection: Connection, channel: str, left: Bucket) -> None:
    """Keep the channel's bucket."""
    put_pace(connection, f"channel {channel}", left)


def group_told(connection: Connection, group: str, channel: str, recipient: str, now_ms: int) -> None:
    """Remember that a group was told now."""
    put_pace(connection, _group_pace(group, channel, recipient), Bucket(0, now_ms))


def pace_of(connection: Connection, key: str) -> Bucket | None:
    """What is kept under this key."""
    row = ready.PACE.first(connection, one=key)
    return None if row is None else Bucket(row.amount, row.at)


def put_pace(connection: Connection, key: str, left: Bucket) -> None:
    """Keep something under this key."""
    ready.PUT_PACE.run(connection, {"key": key, "amount": float(left.tokens), "at": left.at_ms})


def forget_old(connection: Connection, now_ms: int) -> None:
    """Drop paces and episodes that can no longer matter: full buckets, groups told long ago, facts at rest."""
    connection.execute(delete(pace).where(pace.c.at < now_ms - FORGOTTEN_MS))
    connection.execute(delete(episode).where(episode.c.last_at < now_ms - FORGOTTEN_MS))


def episodes(connection: Connection, article_id: int, rule: str) -> list[tuple[int, Episode]]:
    """The episodes of an article under a rule, latest first, each with its id."""
    rows = ready.EPISODES.all(connection, article=article_id, of=rule)
    return [(r.id, Episode.from_dict(json.loads(r.body))) for r in rows]


def put_episode(connection: Connection, known: int | None, article_id: int, rule: str, one: Episode) -> None:
    """Keep an episode: a new one, or the next state of a known one."""
    values = {"body": json.dumps(one.to_dict(), ensure_ascii=False), "last_at": one.last_ms}
    if known is None:
        ready.ADD_EPISODE.run(connection, {"article_id": article_id, "rule": rule, **values})
    else:
        ready.PUT_EPISODE.run(connection, {"one": known, **values})


def forget_episodes(connection: Connection, article_id: int, rule: str, before_ms: int) -> None:
    """Drop the episodes of an article under a rule that ended before this moment."""
    ready.FORGET_EPISODES.run(connection, {"article": article_id, "of": rule, "before": before_ms})


def mark(connection: Connection, article_id: int, *, awaiting: bool, unstable_at: int | None = None) -> None:
    """Whether the article waits for a second look, and since when it goes to and fro by itself (kept if known)."""
    values: dict[str, Any] = {"awaiting": int(awaiting)}
    if unstable_at is not None:
        values["unstable_at"] = func.coalesce(article.c.unstable_at, unstable_at)
    connection.execute(update(article).where(article.c.id == article_id).values(**values))


def language_of(connection: Connection, article_id: int) -> str:
    """The language of an article, "" where it is not known."""
    return str(ready.LANGUAGE.value(connection, one=article_id) or "")


def twins(
    connection: Connection, article_id: int, content: bytes, story: bytes, rule: str, since_ms: int
) -> list[tuple[int, Alert]]:
    """Alerts of this rule since then about copies of this article, first to last, with their ids.

    `story` is the hash of the text alone. It makes a copy only at another host: under two headlines of one outlet, the
    same text is two stories. Where all of the `content` is equal, the host does not matter.
    """
    rows = ready.TWINS.all(connection, one=article_id, content=content, story=story, of=rule, since=since_ms)
    return [(r.id, Alert.from_dict({**json.loads(r.body), "id": r.id})) for r in rows]


def told_to(connection: Connection, alert_id: int, channel: str, recipient: str) -> bool:
    """Whether an alert has a delivery to this recipient that told or will tell."""
    d = delivery.c
    found = exists().where(
        d.alert_id == alert_id, d.channel == channel, d.recipient == recipient, d.state.not_in(SETTLED)
    )
    return bool(connection.execute(select(found)).scalar())


def _row(r: Any) -> HeldDelivery:
    return HeldDelivery(
        id=r.id,
        alert_id=r.alert_id,
        article_id=r.article_id,
        channel=r.channel,
        recipient=r.recipient,
        reason=r.reason,
        cause=r.cause,
        group_key=r.group_key,
        due_at=r.due_at or 0,
        created_at=r.created_at,
        language=r.language,
        alert=Alert.from_dict({**json.loads(r.body), "id": r.alert_id}),
    )


def _group_pace(group: str, channel: str, recipient: str) -> str:
    return f"group {group} {channel} {recipient}"
