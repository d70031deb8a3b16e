"""Who a request is from: the user who logged in, or, where nobody has to, the name that somebody gave on this page.

A request goes in, a name comes out. A name that was given proves nothing, and is kept in a cookie.
"""

from __future__ import annotations

from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import Response

from monitor.store.acts import By
from monitor.store.reviews import LONGEST_NAME
from monitor.web.rights import now_visiting

COOKIE = "rowback_name"
NOBODY = "desk"
"""Who acts where no name was given."""
YEAR = 365 * 24 * 3600


def actor_of(request: Request) -> str:
    """The name of whoever asks; never empty, never longer than a name may be."""
    if visitor := now_visiting.get().name:
        return visitor
    return unquote(request.cookies.get(COOKIE, "")).strip()[:LONGEST_NAME] or NOBODY


def acting(request: Request, now_ms: int) -> By:
    """Who acts by this request, for the log of acts."""
    return By(actor_of(request), now_visiting.get().via, now_ms)


def named(answer: Response, name: str, root: str) -> Response:
    """The answer, which tells the browser to keep this name; an empty one is forgotten."""
    kept = " ".join(name.split())[:LONGEST_NAME]
    if kept:
        answer.set_cookie(COOKIE, quote(kept), max_age=YEAR, path=root or "/", httponly=True, samesite="strict")
    else:
        answer.delete_cookie(COOKIE, path=root or "/", httponly=True, samesite="strict")
    return answer
