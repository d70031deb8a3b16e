"""One figure of one article: every value it had, how long each stood and how it came, and what other outlets say.

The number of any of its changes goes in; a page or JSON comes out. Decides nothing.
"""

from __future__ import annotations

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from monitor.changes.ledger import StorySlot
from monitor.store import history, reviews, stories
from monitor.store.rows import ArticleRow, ChangeRow
from monitor.stories import MOST_ARTICLES, Story, copies_in, laid_together
from monitor.web.desk import READ, Desk, Number
from monitor.web.outlets import asked
from monitor.web.story import picture
from monitor.web.story_views import slot_view
from monitor.web.views import View, article_view

MOST_STEPS = 500
"""Changes of one figure whose requests are looked for."""


def routes(desk: Desk) -> APIRouter:
    """`/figures/{change}` and the same with `.json`: any change of the figure leads to it."""
    router = APIRouter()

    @router.api_route("/figures/{change_id}.json", methods=READ)
    def as_json(change_id: Number) -> Response:
        return desk.json(desk.store.read(look, change_id, desk.clock.now_ms())[0])

    @router.api_route("/figures/{change_id}", methods=READ)
    def as_page(change_id: Number) -> Response:
        now_ms = desk.clock.now_ms()
        view, slot = desk.store.read(look, change_id, now_ms)
        return desk.page("figure.html", view | {"picture": picture(slot, now_ms, desk)})

    return router


def look(connection: Connection, change_id: int, now_ms: int) -> tuple[View, StorySlot]:
    """The figure that a change moved, among those of the stories of its article. Raises HTTPException 404."""
    row = history.change_by_id(connection, change_id)
    if row is None or not row.change.kind.startswith("figure."):
        raise HTTPException(404, f"no change of a figure has the number {change_id}; /changes?kind=figure.* lists them")
    article = history.article_by_id(connection, row.article_id)
    story, slot = _found(connection, article, row)
    view = slot_view(slot, story.articles, copies_in(connection, story, slot), now_ms)
    own = next(one for one in view["series"] if one["article"]["id"] == article.id)
    points = list(reversed(own["points"]))
    ids = [point["change"] for point in points[:MOST_STEPS] if point["change"]]
    return {
        "figure": view,
        "own": own,
        "points": points,
        "article": article_view(article),
        "others": [one for one in view["series"] if one is not own],
        "change": change_id,
        "last_change": own["now"]["change"],
        "seen": reviews.newest(connection),
        "asked": asked(connection, reviews.asked(connection, ids), now_ms) if ids else [],
    }, slot


def _found(connection: Connection, article: ArticleRow, row: ChangeRow) -> tuple[Story, StorySlot]:
    """The slot of a change in the stories of its article, or, where it is none of theirs, of the article alone."""
    among = {article.id: article}
    for tag in article.tags:
        among |= {one.id: one for one in stories.articles_of(connection, tag, MOST_ARTICLES)[0]}
    for rows in (list(among.values())[:MOST_ARTICLES], [article]):
        story = laid_together(connection, rows)
        for slot in story.slots:
            if slot.holds(row.id):
                return story, slot
    raise HTTPException(404, f"change {row.id} is further back than what is laid together here; see /changes/{row.id}")
