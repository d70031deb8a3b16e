"""Who a request is from: the name that somebody gave on this page, kept in a cookie, until there are users.

A request goes in, a name comes out. Proves nothing: the page is for whoever reaches it.
"""

from __future__ import annotations

from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import Response

from monitor.store.reviews import LONGEST_NAME

COOKIE = "rowback_name"
NOBODY = "desk"
"""Who acts where no name was given."""
YEAR = 365 * 24 * 3600


def actor_of(request: Request) -> str:
    """The name of whoever asks; never empty, never longer than a name may be."""
    return unquote(request.cookies.get(COOKIE, "")).strip()[:LONGEST_NAME] or NOBODY


def named(answer: Response, name: str, root: str) -> Response:
    """The answer, which tells the browser to keep this name; an empty one is forgotten."""
    kept = " ".join(name.split())[:LONGEST_NAME]
    if kept:
        answer.set_cookie(COOKIE, quote(kept), max_age=YEAR, path=root or "/", httponly=True, samesite="strict")
    else:
        answer.delete_cookie(COOKIE, path=root or "/", httponly=True, samesite="strict")
    return answer
