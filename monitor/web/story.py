"""One story: what moved in the last day, one figure over its outlets as a chart, and the ledger of all its figures.

A tag in the address goes in; a page, JSON, CSV, SVG or a page to be framed comes out. Decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path
from markupsafe import Markup
from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from monitor.changes.ledger import StorySlot
from monitor.store import history
from monitor.stories import MOST_ARTICLES, Story, copies_in, story_of
from monitor.web import story_table
from monitor.web.changes import with_articles
from monitor.web.chart import svg
from monitor.web.desk import READ, Asked, Desk
from monitor.web.stories import DAY_MS
from monitor.web.story_views import Articles, chart_of, moves_of, slot_view
from monitor.web.views import View, article_view

Tag = Annotated[str, Path(max_length=200)]

MOVES_SHOWN = 40
OTHERS_SHOWN = 12
LEDGER_VALUES = 120
"""Values in the ledger of one page; the figures beyond them are in the CSV."""
STILL_VALUES = 40
SERIES_SHOWN = 12
VALUES_SHOWN = 8


def routes(desk: Desk) -> APIRouter:
    """`/stories/{tag}` and the same with `.json`, `.csv`, `.svg` and `/embed`; `?figure=12` chooses by a change."""
    router = APIRouter()

    @router.api_route("/stories/{tag:path}.json", methods=READ)
    def as_json(tag: Tag, figure: Asked = None) -> Response:
        return desk.json(desk.store.read(look, tag, figure, desk.clock.now_ms())[0])

    @router.api_route("/stories/{tag:path}.csv", methods=READ)
    def as_csv(tag: Tag) -> Response:
        story = desk.store.read(told, tag)
        name = "".join(char if char.isascii() and char.isalnum() else "-" for char in tag)[:60]
        return Response(
            story_table.table(story, desk.clock.now_ms(), desk.public_url),
            media_type="text/csv; charset=utf-8",
            headers={"content-disposition": f'attachment; filename="story-{name}.csv"'},
        )

    @router.api_route("/stories/{tag:path}.svg", methods=READ)
    def as_picture(tag: Tag, figure: Asked = None) -> Response:
        slot = chosen(desk.store.read(told, tag), figure)
        if slot is None:
            raise HTTPException(404, f"no figure of story {tag[:60]} is known yet, so there is nothing to draw")
        text = svg(chart_of(slot, desk.clock.now_ms(), desk.pages.here), alone=True)
        return Response(text.encode("utf-8", "replace"), media_type="image/svg+xml")

    @router.api_route("/stories/{tag:path}/embed", methods=READ)
    def to_frame(tag: Tag, figure: Asked = None) -> Response:
        return page("embed.html", tag, figure)

    @router.api_route("/stories/{tag:path}", methods=READ)
    def as_page(tag: Tag, figure: Asked = None) -> Response:
        return page("story.html", tag, figure)

    def page(template: str, tag: str, figure: int | None) -> Response:
        now_ms = desk.clock.now_ms()
        view, slot = desk.store.read(look, tag, figure, now_ms)
        drawn = picture(slot, now_ms, desk) if slot is not None else ""
        return desk.page(template, view | {"picture": drawn, "path": f"/stories/{quote(tag, safe='')}"})

    return router


def picture(slot: StorySlot, now_ms: int, desk: Desk) -> Markup:
    """The chart as a part of a page. Made by chart.py alone, which escapes every text that it is handed."""
    return Markup(svg(chart_of(slot, now_ms, desk.pages.here)))  # noqa: S704


def told(connection: Connection, tag: str) -> Story:
    """The story. Raises HTTPException 404 where no article has the tag."""
    story = story_of(connection, tag)
    if not story.articles:
        raise HTTPException(404, f"no article has the tag {tag[:60]}; /stories lists the tags there are")
    return story


def chosen(story: Story, figure: int | None) -> StorySlot | None:
    """The figure that a change belongs to; without one the figure that most outlets give, of those that moved last.

    Raises HTTPException 404 for a change that is none of this story.
    """
    if figure is not None:
        found = next((slot for slot in story.slots if slot.holds(figure)), None)
        if found is None:
            raise HTTPException(404, f"change {figure} is no move of a figure of this story")
        return found
    moved = [slot for slot in story.slots if slot.id is not None] or list(story.slots)
    if not moved:
        return None
    return max(moved, key=lambda slot: (len({one.outlet for one in slot.series}), slot.moved_at))


def look(connection: Connection, tag: str, figure: int | None, now_ms: int) -> tuple[View, StorySlot | None]:
    """The story as its page shows it, and the figure that is drawn. Raises HTTPException 404."""
    story = told(connection, tag)
    slot = chosen(story, figure)
    moves = moves_of(story.slots, now_ms - DAY_MS, now_ms)
    moved = [one for one in story.slots if one.id is not None]
    still = [one for one in story.slots if one.id is None]
    groups = copies_in(connection, story, slot) if slot is not None else []
    view = {
        "tag": tag,
        "articles": [article_view(row) for row in story.articles.values()],
        "outlets": len({row.outlet or row.host for row in story.articles.values()}),
        "left_out": story.left_out,
        "laid_together": MOST_ARTICLES,
        "whole": story.whole,
        "moves": moves[:MOVES_SHOWN],
        "others": others(connection, tag, now_ms),
        "moves_left_out": max(0, len(moves) - MOVES_SHOWN),
        "figure": slot_view(slot, story.articles, groups, now_ms) if slot is not None else None,
        "ledger": (rows := _rows(moved, LEDGER_VALUES, story.articles, now_ms)),
        "still": (quiet := _rows(still, STILL_VALUES, story.articles, now_ms)),
        "ledger_left_out": len(story.slots) - len(rows) - len(quiet),
    }
    return view, slot


def others(connection: Connection, tag: str, now_ms: int) -> list[View]:
    """What else changed in the last day: quotes, names, sources, headlines, withdrawals; of figures the list above."""
    found = history.changes(connection, since_ms=now_ms - DAY_MS, tag=tag, limit=MOVES_SHOWN * 2)
    rows = [row for row in found if not row.change.kind.startswith("figure.")]
    return with_articles(connection, rows[:OTHERS_SHOWN])


def _rows(slots: Sequence[StorySlot], most: int, articles: Articles, now_ms: int) -> list[View]:
    """Rows of the ledger, until they hold so many values."""
    found: list[View] = []
    for slot in slots:
        if most <= 0:
            break
        found.append(_row(slot, articles, now_ms))
        most -= sum(len(one["points"]) for one in found[-1]["series"])
    return found


def _row(slot: StorySlot, articles: Articles, now_ms: int) -> View:
    """A figure as a row of the ledger: of each article its latest values."""
    view = slot_view(slot, articles, (), now_ms, newest=VALUES_SHOWN)
    return view | {"series": view["series"][:SERIES_SHOWN], "more": max(0, len(view["series"]) - SERIES_SHOWN)}
