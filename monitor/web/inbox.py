"""The inbox: what nobody has reviewed yet, newest first, one entry a passage; then what was reviewed lately.

Shows and decides nothing; its forms post to review.py.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request
from sqlalchemy import Connection
from starlette.responses import Response

from monitor.clock import iso
from monitor.store import change_filters, reviews
from monitor.store.reviews import DISMISSALS
from monitor.web.actors import NOBODY, actor_of
from monitor.web.changes import A_PAGE, MOST_AT_ONCE, standing_views, whole
from monitor.web.choosing import Filter, Wanted, choice_of, looked_at, offered
from monitor.web.desk import READ, Desk
from monitor.web.passages import entries
from monitor.web.views import View

COUNTED = 1_000
"""Changes to review are counted up to here."""

Limit = Annotated[int, Query(ge=1, le=MOST_AT_ONCE)]
Said = Annotated[str, Query(max_length=60)]

SAID = re.compile(r"(confirmed|dismissed|noted|assigned|reopened|asked|looked|named)(?:-(\d{1,5}))?")


def routes(desk: Desk) -> APIRouter:
    """`/inbox` and `/inbox.json`, narrowed as `/changes` is; `?since=look` since one last looked."""
    router = APIRouter()

    @router.api_route("/inbox.json", methods=READ)
    def as_json(request: Request, asked: Filter, limit: Limit = A_PAGE) -> Response:
        return desk.json(desk.store.read(look, asked, desk.clock.now_ms(), limit, actor_of(request)))

    @router.api_route("/inbox", methods=READ)
    def as_page(request: Request, asked: Filter, said: Said = "") -> Response:
        actor = actor_of(request)
        view = desk.store.read(look, asked, desk.clock.now_ms(), A_PAGE, actor)
        more = {
            "entries": entries(view["changes"]),
            "known": entries(view["known"]),
            "dismissals": {str(word): text for word, text in DISMISSALS.items()},
            "actor": actor,
            "anonymous": actor == NOBODY,
            "said": told(said),
            "here": f"/inbox?{asked.query()}",
        }
        return desk.page("inbox.html", view | desk.store.read(offered, asked, desk) | more)

    return router


def look(connection: Connection, asked: Wanted, now_ms: int, limit: int, actor: str) -> View:
    """One page to review, and below the last of it what was reviewed lately.

    `seen` is the newest review that this page knows of, `newest` the change up to which whoever reads it has looked.
    """
    asked = replace(asked, reviewed=asked.reviewed or "no")
    choice = choice_of(asked, now_ms, looked_at(connection, asked, actor))
    shown, older = whole(change_filters.picked(connection, choice, limit + 1), limit)
    known: list[change_filters.Picked] = []
    if asked.reviewed == "no" and older is None and asked.before is None:
        known, _ = whole(
            change_filters.picked(connection, replace(choice, reviewed="yes"), limit), max(1, limit - len(shown))
        )
    last = reviews.last_look(connection, actor)
    return {
        "changes": standing_views(connection, shown),
        "known": standing_views(connection, known),
        **{name: getattr(asked, name) for name in asked.__slots__},
        "older": older,
        "to_review": change_filters.count(connection, replace(choice, before=None), COUNTED),
        "counted_to": COUNTED,
        "seen": reviews.newest(connection),
        "newest": change_filters.newest(connection),
        "looked_to": last[0] if last else None,
        "looked_at": iso(last[1]) if last else None,
    }


def told(said: str) -> str:
    """What an act before this page came to, in words; "" for a word of nobody."""
    found = SAID.fullmatch(said)
    if found is None:
        return ""
    word, number = found.groups()
    fixed = {"looked": "Marked: you have looked up to the newest change.", "named": "Your name is kept."}
    if word in fixed:
        return fixed[word]
    return f"{number or 0} change{'' if number == '1' else 's'} {word}."
