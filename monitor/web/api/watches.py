"""Watches: followed, changed, paused, removed; those that rowback.toml names stay what it says."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import AfterValidator, Field, StrictBool
from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from monitor import forms
from monitor.addresses import normalise
from monitor.clock import iso
from monitor.store import acts, doing, history, sources, watch_list, watches
from monitor.store.acts import By, Deed
from monitor.store.rows import WatchRow
from monitor.web.api import models
from monitor.web.api.answers import A_PAGE, Cursor, Limit, Word, answer, page, whole
from monitor.web.api.writing import Asked, Done, Key, Known, match, write
from monitor.web.desk import Desk, Number
from monitor.web.rights import Right, needs
from monitor.web.views import View

IN_FILE = "this watch is written in rowback.toml; change it there, or let it rest"
LAST_YEAR = 4_102_444_800_000


def tag(text: str) -> str:
    """A tag, well written."""
    return forms.tag(whole(text))


Tag = Annotated[str, AfterValidator(tag)]
Text = Annotated[str, Field(max_length=2000), AfterValidator(whole)]
Schedule = Annotated[str, Field(max_length=200, description='"15m", a cron line, "adaptive", or "" for the default')]


class WatchAsked(Asked):
    """What to follow."""

    url: Text
    kind: Literal["article", "feed"] = "article"
    schedule: Schedule = ""
    tags: Annotated[list[Tag], Field(max_length=50)] = []


class WatchChanged(Asked):
    """What is to be otherwise; what is left out stays."""

    schedule: Schedule | None = None
    tags: Annotated[list[Tag], Field(max_length=50)] | None = None
    paused: StrictBool | None = None
    resume_at: Text | None = Field(None, description="Until when it is paused, ISO 8601.")


# One function for each address, so that each stands beside its documentation.
def routes(desk: Desk) -> APIRouter:
    """`/watches`, `/watches/{id}` and `/watches/{id}/check`."""
    router = APIRouter(tags=["watches"])

    def seen(connection: Connection, number: int) -> View:
        return watch_view(row_of(connection, number), desk.clock.now_ms())

    @router.get("/watches", response_model=models.Page[models.Watch])
    def listed(
        request: Request,
        tag: Word = "",
        kind: Annotated[Literal["", "article", "feed"], Query()] = "",
        cursor: Cursor = None,
        limit: Limit = A_PAGE,
    ) -> Response:
        """In the order in which they were made."""
        rows = desk.store.read(watch_list.listing, tag=tag or None, kind=kind or None)
        shown = [row for row in rows if row.id > (cursor or 0)][: limit + 1]
        return answer(request, page([watch_view(row, desk.clock.now_ms()) for row in shown], limit))

    @router.get("/watches/{watch_id}", response_model=models.Watch)
    def one(request: Request, watch_id: Number) -> Response:
        """One watch. Its ETag is what If-Match has to name."""
        return answer(request, desk.store.read(seen, watch_id))

    @router.post("/watches", status_code=201, response_model=models.Watch, responses={200: {"model": models.Watch}})
    @needs(Right.WATCH)
    def follow(request: Request, asked: WatchAsked, key: Key = None) -> Response:
        """Follow an address. What is followed already gets the schedule and the tags besides its own (200)."""

        def work(connection: Connection, by: By) -> Done:
            address = normalise(asked.url)
            wanted = watches.NewWatch(
                address.url, address.key, address.host, stored(asked.schedule), tuple(asked.tags), kind=asked.kind
            )
            states = doing.watches_at([wanted.key])
            entered = acts.done(connection, by, "watch.add", states, watches.enter, wanted, by.at_ms)
            rows = watch_list.listing(connection, key=wanted.key)
            row = next((row for row in rows if row.origin == wanted.origin), rows[0])
            new = entered.result is watches.Entry.ADDED
            return Done(201 if new else 200, watch_view(row, by.at_ms), f"/watches/{row.id}")

        return write(desk, request, key, asked, work)

    @router.patch("/watches/{watch_id}", response_model=models.Watch)
    @needs(Right.WATCH)
    def change(
        request: Request, watch_id: Number, asked: WatchChanged, known: Known = None, key: Key = None
    ) -> Response:
        """Change a watch that was not changed since you read it."""

        def work(connection: Connection, by: By) -> Done:
            match(known, seen(connection, watch_id))
            row = row_of(connection, watch_id)
            acts.done(connection, by, "watch.edit", doing.watches([watch_id]), changed, row, asked, by.at_ms)
            return Done(200, seen(connection, watch_id))

        return write(desk, request, key, asked, work)

    @router.delete("/watches/{watch_id}", status_code=204)
    @needs(Right.WATCH)
    def remove(request: Request, watch_id: Number, known: Known = None, key: Key = None) -> Response:
        """Follow no longer; articles that no other watch follows keep their history and rest."""

        def work(connection: Connection, by: By) -> Done:
            match(known, seen(connection, watch_id))
            if row_of(connection, watch_id).origin == watches.Origin.FILE:
                raise HTTPException(409, IN_FILE)
            states = doing.watches([watch_id])
            acts.done(connection, by, "watch.remove", states, watches.remove, [watch_id], by.at_ms)
            return Done(204)

        return write(desk, request, key, None, work)

    @router.post("/watches/{watch_id}/check", status_code=202, response_model=models.Due)
    @needs(Right.WATCH)
    def check(request: Request, watch_id: Number, key: Key = None) -> Response:
        """Look at what it follows now, also if it rests."""

        def work(connection: Connection, by: By) -> Done:
            row = row_of(connection, watch_id)
            if row.kind == "feed":
                due = sources.make_due(connection, by.at_ms, [watch_id])
            else:
                ids = [one.id for one in history.articles(connection, watch_ids=[watch_id])]
                due = watches.make_due(connection, by.at_ms, ids)
            acts.record(connection, by, [Deed("watch.check", f"watch {watch_id}")])
            return Done(202, {"due": due})

        return write(desk, request, key, None, work)

    return router


def row_of(connection: Connection, number: int) -> WatchRow:
    """Raises HTTPException 404."""
    rows = watch_list.listing(connection, ids=[number])
    if not rows:
        raise HTTPException(404, f"no watch {number} is here")
    return rows[0]


def changed(connection: Connection, row: WatchRow, asked: WatchChanged, now_ms: int) -> None:
    """Bring a watch to what is asked for. Raises HTTPException 409, 422."""
    if asked.schedule is not None or asked.tags is not None:
        if row.origin == watches.Origin.FILE:
            raise HTTPException(409, IN_FILE)
        plan = None if asked.schedule is None else stored(asked.schedule)
        tags = row.tags if asked.tags is None else tuple(asked.tags)
        gone = [one for one in row.tags if one not in tags]
        watches.edit(connection, [row.id], now_ms, schedule=plan, tags=tags, without=gone)
    until = None if asked.resume_at is None else moment(asked.resume_at)
    if until is not None and (asked.paused is not True or until <= now_ms):
        raise HTTPException(422, "resume_at goes with paused, and lies ahead")
    if asked.paused is True:
        watches.pause(connection, [row.id], now_ms, until)
    elif asked.paused is False:
        watches.resume(connection, [row.id], now_ms)


def stored(schedule: str) -> str:
    """The stored form of a schedule, "" for the default. Raises HTTPException 422."""
    if not schedule.strip() or schedule.strip() == "default":
        return ""
    try:
        return forms.schedule(schedule)
    except ValueError as wrong:
        raise HTTPException(422, str(wrong)) from wrong


def moment(text: str) -> int:
    """A moment in ISO 8601, of UTC where it names no zone. Raises HTTPException 422."""
    try:
        then = datetime.fromisoformat(text)
        found = round((then if then.tzinfo else then.replace(tzinfo=UTC)).timestamp() * 1000)
    except (ValueError, OverflowError) as wrong:
        raise HTTPException(422, f"'{text[:40]}' is no moment, as in 2027-01-01T08:00:00Z") from wrong
    if not 0 <= found <= LAST_YEAR:
        raise HTTPException(422, "a moment between 1970 and 2100 is meant")
    return found


def watch_view(row: WatchRow, now_ms: int) -> dict[str, Any]:
    """One watch."""
    rests = row.paused_at is not None and (row.resume_at is None or row.resume_at > now_ms)
    return {
        "id": row.id,
        "url": row.url,
        "kind": row.kind,
        "origin": row.origin,
        "tags": list(row.tags),
        "schedule": forms.unstored(row.schedule) or "default",
        "filters": json.loads(row.filters),
        "state": "paused" if rests else "followed",
        "resume_at": iso(row.resume_at) if rests and row.resume_at is not None else None,
        "added_at": iso(row.added_at),
        "articles": row.articles,
        "article": row.article_id,
    }
