"""One article: its state, its versions as a strip, its facts, changes and latest checks."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy import Connection
from starlette.responses import RedirectResponse, Response

from monitor.changes.slot_history import slots
from monitor.clock import iso
from monitor.errors import UnknownVersion
from monitor.store import archived, doubts, history, rejudged, versions
from monitor.store.rows import ChangeRow
from monitor.text.coverage import lacking_in_words
from monitor.web.desk import MOST, READ, Asked, Desk, Number
from monitor.web.passages import counts
from monitor.web.strip import same_as, strip
from monitor.web.views import View, article_view, check_view, doubt_view, fact_view, slot_view, version_view
from spiders.article import Article

VERSIONS_SHOWN = 100
STRIP_SHOWN = 60
CHANGES_COUNTED = 1_000
"""The newest changes are counted one by one, so that an article that is edited all day stays quick to open."""
CHECKS_SHOWN = 20

Said = Annotated[str, Query(max_length=40)]
Wanted = Annotated[int, Query(ge=1, le=MOST)]


def routes(desk: Desk) -> APIRouter:
    """`/articles/{id}` and the same with `.json`; `?version=3` shows the facts of that version."""
    router = APIRouter()

    def seen(article_id: int, version: int | None) -> View:
        return desk.store.read(look, article_id, version)

    @router.api_route("/articles/{article_id}.json", methods=READ)
    def as_json(article_id: Number, version: Asked = None) -> Response:
        return desk.json(seen(article_id, version))

    @router.api_route("/articles/{article_id}/compare", methods=READ)
    def chosen(article_id: Number, old: Wanted, new: Wanted) -> Response:
        """Where the form that picks two versions leads; relative, so that a path added by a proxy is kept."""
        return RedirectResponse(f"{old}..{new}", 303)

    @router.api_route("/articles/{article_id}", methods=READ)
    def as_page(article_id: Number, version: Asked = None, said: Said = "") -> Response:
        return desk.page("article.html", seen(article_id, version) | {"said": told(said)})

    return router


def told(said: str) -> str:
    """What a decision before this page came to, in words; "" for a word of nobody."""
    fixed = {
        "dismissed": "Dismissed: what was read is kept out for good.",
        "followed": "This article is followed now.",
        "known": "This article is followed already.",
    }
    if said in fixed:
        return fixed[said]
    found = re.fullmatch(r"accepted-(\d{1,9})", said)
    return f"Accepted: what was read is version {found[1]} now." if found else ""


def look(connection: Connection, article_id: int, version: int | None) -> View:
    """The article with its newest versions first. Raises UnknownArticle, UnknownVersion."""
    article = history.article_by_id(connection, article_id)
    stored = versions.listing(connection, article_id)
    if version is not None and not any(row.number == version for row in stored):
        raise UnknownVersion(f"article {article_id} has no version {version}; it has {len(stored)}")
    facts_of = version or article.version
    changes = history.changes(connection, article_id=article_id, limit=CHANGES_COUNTED)
    brought: dict[int, list[ChangeRow]] = {}
    for row in reversed(changes):
        brought.setdefault(row.version, []).append(row)
    # Of this version and those before it, not every change was counted.
    uncounted = changes[-1].version if len(changes) == CHANGES_COUNTED else 0
    later = rejudged.listing(connection, article_id)
    newest = stored[: -VERSIONS_SHOWN - 1 : -1]
    same = same_as(connection, article_id, article.version) if len(stored) > 2 else {}
    counted = {row.number: len(brought.get(row.number, [])) if row.number > uncounted else None for row in newest}
    first_of = {id(row.change): row.id for row in changes}
    return {
        "article": article_view(article),
        "doubts": [
            doubt_view(row, Article.from_json(doubts.text_of(connection, row.id)))
            for row in doubts.listing(connection, article_id=article_id)
        ],
        "versions": [
            version_view(row, counted[row.number], counts(brought.get(row.number, [])))
            | {"same_as": same.get(row.number)}
            for row in newest
        ],
        "rejudged": {
            str(row.version): {"verdict": row.verdict, "by": row.judged_by, "at": iso(row.at)}
            for row in later.values()
            if row.differences
        },
        "archived": {
            str(number): {"url": copy.url, "at": iso(copy.at)}
            for number, copy in archived.copies(connection, article_id).items()
        },
        "strip": strip(newest[:STRIP_SHOWN], counted, same),
        "changes": len(changes),
        "all_counted": uncounted == 0,
        "slots": [
            slot_view(slot) | {"change": first_of[id(slot.last)]}
            for slot in slots((row.version, row.change) for row in reversed(changes))
        ],
        "facts_of": facts_of,
        "lacking": lacking_in_words(article.language or "en"),
        "facts": [fact_view(row) for row in history.facts(connection, article_id, facts_of)],
        "latest_checks": [check_view(row) for row in history.checks(connection, article_id, CHECKS_SHOWN)],
    }
