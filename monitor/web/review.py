"""What a person does on the page: confirm, dismiss, note, assign, reopen, "I have looked", and saying a name.

Forms go in, the way back comes out. Each act names who did it; what it does is decided in store/reviews.py.
"""

from __future__ import annotations

import re

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from monitor.errors import UsageError
from monitor.store import reviews
from monitor.store.reviews import Act, Result, Wish
from monitor.web.actors import actor_of, named
from monitor.web.desk import MOST, Desk
from monitor.web.forms import Fields, Form, one

MOST_AT_ONCE = 1_000
DONE = {
    Act.CONFIRM: "confirmed",
    Act.DISMISS: "dismissed",
    Act.NOTE: "noted",
    Act.ASSIGN: "assigned",
    Act.REOPEN: "reopened",
    Act.ASK: "asked",
}
_BACK = re.compile(r"/(?:inbox|(?:changes|figures)/\d{1,10})(?:\?[\x21-\x7e]*)?")


def routes(desk: Desk) -> APIRouter:
    """POST `/review`, `/looked` and `/me`; each answers 303 with where to go on, 409 where somebody was first."""
    router = APIRouter()
    root = desk.root

    @router.post("/review")
    def act(request: Request, form: Form) -> Response:
        wish = _wish(form, actor_of(request), desk.clock.now_ms())
        ids = _numbers(form.get("changes", []))
        try:
            results = desk.store.write(reviews.act, ids, wish)
        except UsageError as wrong:
            raise HTTPException(400, str(wrong)) from wrong
        if late := [number for number, result in results.items() if result is Result.CONFLICT]:
            rows = [row for row in desk.store.read(reviews.of_changes, late) if row.was != row.became]
            return desk.page("conflict.html", {"rows": rows[-20:], "late": late, "back": _back(form)}, 409)
        if all(result is Result.UNKNOWN for result in results.values()):
            raise HTTPException(404, "none of these changes is stored here")
        done = sum(result is not Result.UNKNOWN for result in results.values())
        return _return(root, form, f"{DONE[wish.act]}-{done}")

    @router.post("/looked")
    def looked(request: Request, form: Form) -> Response:
        (number,) = _numbers([one(form, "newest")], least=0)
        desk.store.write(reviews.look, actor_of(request), number, desk.clock.now_ms())
        return _return(root, form, "looked")

    @router.post("/me")
    def me(form: Form) -> Response:
        return named(_return(root, form, "named"), one(form, "name"), root)

    return router


def _wish(form: Fields, actor: str, now_ms: int) -> Wish:
    try:
        what = Act(one(form, "act"))
    except ValueError as wrong:
        raise HTTPException(400, f"there is no act '{one(form, 'act')[:40]}'; there are {', '.join(Act)}") from wrong
    seen = one(form, "seen")
    if not seen.isascii() or not seen.isdigit() or int(seen[:12]) > MOST:
        raise HTTPException(400, "the form does not say what its page knew; load the page again")
    note = one(form, "note").replace("\r\n", "\n")
    return Wish(what, actor, now_ms, one(form, "reason"), note, one(form, "assignee"), int(seen))


def _numbers(texts: list[str], least: int = 1) -> list[int]:
    words = [word for text in texts for word in text.split(",") if word.strip()]
    numbers = [int(word) for word in words if word.isascii() and word.isdigit() and len(word) <= 10]
    if not words:
        raise HTTPException(400, "tick the changes that are meant, then choose what to do")
    if len(numbers) != len(words) or len(words) > MOST_AT_ONCE or not all(least <= n <= MOST for n in numbers):
        raise HTTPException(400, "these are no numbers of changes")
    return numbers


def _back(form: Fields) -> str:
    """Where to go on: a page of ours and nothing else, whatever the form says."""
    back = one(form, "back")
    return back if _BACK.fullmatch(back) else "/inbox"


def _return(root: str, form: Fields, said: str) -> Response:
    back = _back(form)
    if back.startswith("/inbox"):
        path, _, query = back.partition("?")
        kept = "&".join(part for part in query.split("&") if part and not part.startswith("said="))
        back = f"{path}?{kept}{'&' if kept else ''}said={said}"
    return RedirectResponse(f"{root}{back}", 303)
