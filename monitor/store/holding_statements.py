"""The statements of store/holding.py that run with every alert, ready. As data."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, delete, func, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from alerts.holding import HoldReason
from monitor.store.statements import Ready
from monitor.store.tables import alert, article, delivery, episode, pace

ORDERED = frozenset(
    map(str, (HoldReason.QUIET_HOURS, HoldReason.DIGEST, HoldReason.GROUP, HoldReason.RATE_LIMIT, HoldReason.ORDER))
)
"""Reasons for which a later delivery to the same recipient may have to wait too."""

PLACED = ("id", "channel", "recipient", "state", "reason", "due_at", "detail", "cause", "group_key")
ADD_ALERT = Ready(
    insert(alert).returning(alert.c.id), "article_id", "version", "rule", "severity", "reason", "raised_at", "body"
)
ADD_DELIVERY = Ready(insert(delivery), *PLACED, "alert_id", "created_at", "ended_at")
_d = delivery.c
_its_due = (
    (_d.state == "held")
    & (_d.channel == bindparam("channel"))
    & (_d.recipient == bindparam("recipient"))
    & _d.due_at.is_not(None)
)
_by = (_d.reason, _d.group_key, alert.c.article_id)
STANDING = Ready(
    select(*_by, func.max(_d.due_at).label("latest"))
    .select_from(delivery.join(alert, alert.c.id == _d.alert_id))
    .where(_its_due)
    .group_by(*_by)
)
EARLIER = Ready(
    select(_d.due_at, _d.reason, alert.c.body)
    .select_from(delivery.join(alert, alert.c.id == _d.alert_id))
    .where(_its_due, alert.c.article_id == bindparam("article"))
)
PACE = Ready(select(pace.c.amount, pace.c.at).where(pace.c.key == bindparam("one")))
_put = upsert(pace).values(key=bindparam("key"), amount=bindparam("amount"), at=bindparam("at"))
PUT_PACE = Ready(
    _put.on_conflict_do_update(
        index_elements=[pace.c.key], set_={"amount": _put.excluded.amount, "at": _put.excluded.at}
    )
)
_e = episode.c
_its_rule = (_e.article_id == bindparam("article")) & (_e.rule == bindparam("of"))
EPISODES = Ready(select(_e.id, _e.body).where(_its_rule).order_by(_e.last_at.desc(), _e.id.desc()))
ADD_EPISODE = Ready(insert(episode), "article_id", "rule", "body", "last_at")
PUT_EPISODE = Ready(
    update(episode).where(_e.id == bindparam("one")).values(body=bindparam("body"), last_at=bindparam("last_at"))
)
FORGET_EPISODES = Ready(delete(episode).where(_its_rule, _e.last_at < bindparam("before")))
LANGUAGE = Ready(select(article.c.language).where(article.c.id == bindparam("one")))
_here = article.alias("here")
TWINS = Ready(
    select(alert.c.id, alert.c.body)
    .join(article, article.c.id == alert.c.article_id)
    .where(
        article.c.story_sha == bindparam("story"),
        or_(
            article.c.content_sha == bindparam("content"),
            article.c.host != select(_here.c.host).where(_here.c.id == bindparam("one")).scalar_subquery(),
        ),
        article.c.id != bindparam("one"),
        alert.c.version == article.c.version,
        alert.c.rule == bindparam("of"),
        alert.c.raised_at >= bindparam("since"),
    )
    .order_by(alert.c.id)
)


def held() -> Any:
    """Deliveries that wait, with their alerts."""
    return (
        select(
            delivery,
            alert.c.article_id,
            alert.c.body,
            article.c.language,
        )
        .join(alert, alert.c.id == delivery.c.alert_id)
        .join(article, article.c.id == alert.c.article_id)
        .where(delivery.c.state == "held")
    )


OF_ARTICLE = Ready(
    held()
    .add_columns(alert.c.rule)
    .where(alert.c.article_id == bindparam("article"), _d.reason == bindparam("why"))
    .order_by(_d.alert_id, _d.id)
)
