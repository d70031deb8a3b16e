"""What a person does to deliveries and silences on the page: release, cancel, send again, keep quiet, end a silence.

Forms go in, the way back comes out. The same functions as `rowback deliveries` and `rowback silence`; sends nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum

import structlog
from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from alerts.silencing import LONGEST_MS, Silence
from monitor import durations
from monitor.deliveries.silences import parse
from monitor.errors import UsageError
from monitor.store import acts, by_hand, doing, silences
from monitor.store.acts import By
from monitor.store.by_hand import Choice, GapMs
from monitor.web.actors import acting, actor_of
from monitor.web.desk import MOST, Desk
from monitor.web.forms import Fields, Form, one
from monitor.web.rights import Right, needs

log = structlog.get_logger(__name__)

LONGEST_COMMENT = 500
MOST_AT_ONCE = 200
_BACK = re.compile(r"/deliveries(?:/[a-z0-9_]{1,100})?(?:\?[\x21-\x7e]*)?")


class Act(StrEnum):
    """What is done to deliveries."""

    RELEASE = "release"
    CANCEL = "cancel"
    REDELIVER = "redeliver"


DONE = {Act.RELEASE: "released", Act.CANCEL: "cancelled", Act.REDELIVER: "due-again"}

SAID = {
    "released": "Released: it goes out at the rate of its channel.",
    "cancelled": "Cancelled: it will not be sent.",
    "due-again": "It is due once more, under the same id.",
    "silenced": "The silence holds. What it keeps quiet is listed here as suppressed.",
    "ended": "The silence is over; what it kept quiet stays suppressed until it is released.",
}
"""What an act before this page came to, in words."""


def routes(desk: Desk) -> APIRouter:
    """POST `/deliveries`, `/silences` and `/silences/end`; each answers 303, 409 where it can no longer be done."""
    router = APIRouter()
    root = desk.root

    @router.post("/deliveries")
    @needs(Right.WATCH)
    def act(request: Request, form: Form) -> Response:
        try:
            what = Act(one(form, "act"))
        except ValueError as wrong:
            raise HTTPException(
                400, f"there is no act '{one(form, 'act')[:40]}'; there are {', '.join(Act)}"
            ) from wrong
        ids = tuple(dict.fromkeys(form.get("delivery", [])))
        if not 1 <= len(ids) <= MOST_AT_ONCE:
            raise HTTPException(400, f"name 1 to {MOST_AT_ONCE} deliveries")
        try:
            was = desk.store.write(moved, acting(request, desk.clock.now_ms()), what, Choice(ids), desk.gap_ms)
        except UsageError as wrong:
            raise HTTPException(409, str(wrong)) from wrong
        log.info("deliveries_moved", act=str(what), by=actor_of(request), ids=list(was))
        return _return(root, form, DONE[what])

    @router.post("/silences")
    @needs(Right.WATCH)
    def add(request: Request, form: Form) -> Response:
        now = desk.clock.now_ms()
        try:
            wanted = wished(form, actor_of(request), now)
        except UsageError as wrong:
            raise HTTPException(400, str(wrong)) from wrong
        by = acting(request, now)
        desk.store.write(acts.done, by, "silence.add", doing.silences, silences.add, wanted, now)
        return _return(root, form, "silenced")

    @router.post("/silences/end")
    @needs(Right.WATCH)
    def end(request: Request, form: Form) -> Response:
        number = one(form, "silence")
        if not number.isascii() or not number.isdigit() or int(number[:12]) > MOST:
            raise HTTPException(400, "the form does not say which silence")
        try:
            by = acting(request, desk.clock.now_ms())
            desk.store.write(acts.done, by, "silence.expire", doing.silences, silences.expire, int(number), by.at_ms)
        except UsageError as wrong:
            raise HTTPException(409, str(wrong)) from wrong
        return _return(root, form, "ended")

    return router


def moved(connection: Connection, by: By, what: Act, wanted: Choice, gap_ms: GapMs) -> dict[str, str]:
    """Do it; the state that each was in. Raises UsageError where one cannot be moved so, and then none is."""
    if what is Act.CANCEL:
        return doing.deliveries(connection, by, "delivery.cancel", by_hand.cancel, wanted, by.at_ms)
    work: Callable[..., dict[str, str]] = by_hand.release if what is Act.RELEASE else by_hand.redeliver
    return doing.deliveries(connection, by, f"delivery.{what}", work, wanted, by.at_ms, gap_ms)


def wished(form: Fields, actor: str, now_ms: int) -> Silence:
    """The silence that a form asks for, from now on. Raises UsageError for what cannot be."""
    lines = [line for line in one(form, "matchers").splitlines() if line.strip()]
    if bool(lines) == (one(form, "all") == "yes"):
        raise UsageError('name what to keep quiet, as in tags = ["gaza"], or tick every change')
    comment = one(form, "comment").strip()
    if not comment or len(comment) > LONGEST_COMMENT:
        raise UsageError(f"say why, in at most {LONGEST_COMMENT} characters")
    try:
        span = int(durations.seconds(one(form, "for")) * 1000)
    except (ValueError, OverflowError) as wrong:
        raise UsageError(f"say for how long, as in 2h or 1d ({wrong})") from wrong
    if not 0 < span <= LONGEST_MS:
        raise UsageError("a silence lasts a year at most; what should never be told belongs in the rules")
    return Silence(0, parse(lines), now_ms, now_ms + span, actor, comment)


def _return(root: str, form: Fields, said: str) -> Response:
    """Back where the form stood; only to a page of deliveries, however the form was written."""
    back = one(form, "back")
    path = back if _BACK.fullmatch(back) else "/deliveries"
    path, _, query = path.partition("?")
    kept = "&".join(part for part in query.split("&") if part and not part.startswith("said="))
    return RedirectResponse(f"{root}{path}?{kept}{'&' if kept else ''}said={said}", 303)
