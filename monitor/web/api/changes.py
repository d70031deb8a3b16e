"""Changes, chosen as on the screens, and what people say of them. A review names what its author knew."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import AfterValidator, Field, StrictInt
from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from monitor.store import change_filters, history, reviews
from monitor.store.acts import By
from monitor.store.reviews import LONGEST_NAME, LONGEST_NOTE, Act, Dismissal, Result, Standing, Wish
from monitor.web.actors import actor_of
from monitor.web.api import models
from monitor.web.api.answers import A_PAGE, Cursor, Limit, Word, answer, page, whole
from monitor.web.api.writing import Asked, Done, Key, Known, match, write
from monitor.web.changes import standing_views
from monitor.web.choosing import Glob, Level, Reviewed, Wanted, choice_of, looked_at
from monitor.web.desk import MOST, Desk, Number
from monitor.web.rights import Right, needs
from monitor.web.views import View, review_view

MOST_REVIEWED = 1_000

Text = Annotated[str, AfterValidator(whole)]
ChangeId = Annotated[StrictInt, Field(ge=1, le=MOST)]


class ReviewAsked(Asked):
    """What to say of a change."""

    act: Act
    reason: Dismissal | Literal[""] = Field("", description="Why, where it is dismissed.")
    note: Annotated[Text, Field(max_length=LONGEST_NOTE)] = ""
    assignee: Annotated[Text, Field(max_length=LONGEST_NAME)] = ""


class ReviewsAsked(ReviewAsked):
    """What to say of several changes. `seen` is that of the list they were read from."""

    changes: Annotated[list[ChangeId], Field(min_length=1, max_length=MOST_REVIEWED)]
    seen: Annotated[StrictInt, Field(ge=0, le=MOST)]


# One function for each address, so that each stands beside its documentation.
def routes(desk: Desk) -> APIRouter:
    """`/changes`, `/changes/{id}`, its reviews, and `/reviews` of several at once."""
    router = APIRouter(tags=["changes"])

    # One parameter a filter: FastAPI hands each in by its name.
    @router.get("/changes", response_model=models.Changes)
    def listed(
        request: Request,
        kind: Glob = "",
        level: Level = "",
        tag: Word = "",
        outlet: Word = "",
        concept: Word = "",
        place: Word = "",
        rule: Word = "",
        reviewed: Reviewed = "",
        assignee: Word = "",
        since: Word = "",
        day: Word = "",
        article: Annotated[int | None, Query(ge=1, le=MOST)] = None,
        cursor: Cursor = None,
        limit: Limit = A_PAGE,
    ) -> Response:
        """Newest first; the filters are those of the page."""
        asked = Wanted(kind, level, tag, outlet, concept, place, rule, reviewed, assignee, since, day, article, cursor)

        def look(connection: Connection) -> View:
            choice = choice_of(asked, desk.clock.now_ms(), looked_at(connection, asked, actor_of(request)))
            found = change_filters.picked(connection, choice, limit + 1)
            return page(standing_views(connection, found), limit) | {"seen": reviews.newest(connection)}

        return answer(request, desk.store.read(look))

    @router.get("/changes/{change_id}", response_model=models.OneChange)
    def one(request: Request, change_id: Number) -> Response:
        """One change with its reviews. Its ETag is what If-Match of a review has to name."""
        return answer(request, desk.store.read(change, change_id))

    @router.post("/changes/{change_id}/reviews", status_code=201, response_model=models.OneChange)
    @needs(Right.REVIEW)
    def review(
        request: Request, change_id: Number, asked: ReviewAsked, known: Known = None, key: Key = None
    ) -> Response:
        """Say something of a change; If-Match says what you knew of it."""

        def work(connection: Connection, by: By) -> Done:
            match(known, change(connection, change_id))
            reviews.act(connection, [change_id], _wish(asked, by, None))
            return Done(201, change(connection, change_id))

        return write(desk, request, key, asked, work)

    @router.get("/reviews", response_model=models.Page[models.Review])
    def all_reviews(request: Request, cursor: Cursor = None, limit: Limit = A_PAGE) -> Response:
        """What was said, newest first."""
        rows = desk.store.read(reviews.latest, limit + 1, before=cursor)
        return answer(request, page([review_view(row) for row in rows], limit))

    @router.post("/reviews", response_model=models.Results)
    @needs(Right.REVIEW)
    def bulk(request: Request, asked: ReviewsAsked, key: Key = None) -> Response:
        """Say the same of several changes: of all of them, or, where somebody decided after `seen`, of none (409)."""

        def work(connection: Connection, by: By) -> Done:
            results = reviews.act(connection, asked.changes, _wish(asked, by, asked.seen))
            for word, status, said in (
                (Result.UNKNOWN, 404, "no change of these numbers is stored here"),
                (Result.CONFLICT, 409, "somebody decided on these after you read them, and nothing was done"),
            ):
                if wrong := [str(number) for number, result in results.items() if result is word]:
                    raise HTTPException(status, f"{said}: {', '.join(wrong[:20])}")
            return Done(200, {"results": {str(number): str(result) for number, result in results.items()}})

        return write(desk, request, key, asked, work)

    return router


def change(connection: Connection, change_id: int) -> View:
    """A change with all that was done to it. Raises HTTPException 404."""
    row = history.change_by_id(connection, change_id)
    if row is None:
        raise HTTPException(404, f"no change {change_id} is stored here")
    standing = reviews.standings(connection, [change_id]).get(change_id, Standing())
    (view,) = standing_views(connection, [change_filters.Picked(row, standing)])
    return {"change": view, "reviews": [review_view(one) for one in reviews.of_changes(connection, [change_id])]}


def _wish(asked: ReviewAsked, by: By, seen: int | None) -> Wish:
    more: dict[str, Any] = {"reason": str(asked.reason), "note": asked.note, "assignee": asked.assignee}
    return Wish(asked.act, by.who, by.at_ms, seen=seen, via=by.via, strict=True, **more)
