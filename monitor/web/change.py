"""One change for good: was and now, why we say so, which rules answered it, and what became of the telling."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from monitor.clock import iso
from monitor.rules import ArticleContext, Rule, decide
from monitor.store import history, outbox, reviews
from monitor.store.reviews import DISMISSALS, Standing
from monitor.store.rows import ArticleRow, ChangeRow
from monitor.store.standing import stood_since
from monitor.web.desk import READ, Desk, Number
from monitor.web.passages import entries
from monitor.web.views import View, alert_view, change_view, delivery_view, review_view, same_change

MOST_BESIDE = 200
"""Changes of one version among which those of the same passage are looked for."""


def routes(desk: Desk) -> APIRouter:
    """`/changes/{id}` and the same with `.json`: the permalink that every alert carries."""
    router = APIRouter()

    @router.api_route("/changes/{change_id}.json", methods=READ)
    def as_json(change_id: Number) -> Response:
        return desk.json(desk.store.read(look, change_id, desk.in_force()))

    @router.api_route("/changes/{change_id}", methods=READ)
    def as_page(change_id: Number) -> Response:
        found = desk.store.read(look, change_id, desk.in_force())
        return desk.page("change.html", found | {"dismissals": DISMISSALS})

    return router


def look(connection: Connection, change_id: int, rules: Sequence[Rule] = ()) -> View:
    """The change, the two versions it lies between, the alerts that tell of it, and what each of `rules` says of it.

    Raises HTTPException 404.
    """
    row = history.change_by_id(connection, change_id)
    if row is None:
        raise HTTPException(404, f"no change {change_id} is stored here; /changes lists what there is")
    article = history.article_by_id(connection, row.article_id)
    found = change_view(row, article)
    brought = history.changes(connection, article_id=row.article_id, version=row.version, limit=MOST_BESIDE)
    together = entries([change_view(one, article) for one in brought])
    beside: list[View] = next(
        (one["changes"] for one in together if any(c["id"] == row.id for c in one["changes"])), []
    )
    alerts = []
    for one in history.alerts(connection, article_id=row.article_id, version=row.version):
        if any(same_change(found, told) for told in one.body.get("changes", ())):
            sent = outbox.of_alert(connection, one.id)
            alerts.append(alert_view(one, [delivery_view(to, outbox.attempts(connection, to.id)) for to in sent]))
    rows = reviews.of_changes(connection, [row.id])
    standing = rows[-1].became if rows else Standing()
    # A withdrawal or a move is seen without a new text, so there is nothing to lay side by side.
    compared = row.version > 1 and not found["kind"].startswith("article.")
    return {
        "change": found,
        "beside": [one for one in beside if one["id"] != row.id],
        "before": row.version - 1 if compared else None,
        "alerts": alerts,
        "rules": ruled(rules, row, article),
        "stood_since": _stood_since(connection, row),
        "reviews": [review_view(one) for one in rows],
        "standing": {"reviewed": str(standing.state), "assignee": standing.assignee},
        "seen": reviews.newest(connection),
    }


def ruled(rules: Sequence[Rule], row: ChangeRow, article: ArticleRow) -> list[View]:
    """What each rule in force says of the change today, and why: as `rowback rules explain` does."""
    context = ArticleContext(article.tags, article.outlet, article.url, article.language)
    return [
        {"rule": one.rule.name, "fires": one.fires, "why": str(one.why), "reason": one.reason}
        for one in decide(rules, row.change, context)
    ]


def _stood_since(connection: Connection, row: ChangeRow) -> str | None:
    if row.change.old is None or row.version < 2:
        return None
    (found,) = stood_since(connection, row.article_id, row.version - 1, [row.change])
    return None if found is None else iso(found)
