"""Logging in and out: a name and a password go in, a cookie comes out that stands for both until it ends.

Says never which of the two was wrong, and asks to wait where somebody tries too often.
"""

from __future__ import annotations

import re
from typing import Annotated

import structlog
from fastapi import APIRouter, Query, Request
from sqlalchemy import Connection
from starlette.responses import RedirectResponse, Response

from monitor import passwords
from monitor.passwords import Answer
from monitor.store import acts, sessions, tokens, users
from monitor.store.acts import By, Deed
from monitor.store.reviews import LONGEST_NAME
from monitor.store.sessions import Kind, hashed
from monitor.web.desk import READ, Desk
from monitor.web.forms import Form, one
from monitor.web.rights import Right, needs, now_visiting
from monitor.web.throttle import Throttle, Word, address_of
from monitor.web.visitors import DEVICE, SESSION, Visitors, cookie

log = structlog.get_logger(__name__)

# A path of ours: with two slashes, or a backslash, browsers would leave for another host.
_TO = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,1000}")
To = Annotated[str, Query(max_length=2000)]

WRONG = "This name and password do not belong together."
WAIT = "Too many tries. Wait {seconds} seconds, then try again; `rowback user password NAME` sets another one."


def routes(desk: Desk) -> APIRouter:
    """`/login` shows the form, POST takes it; POST `/logout` ends the session."""
    router = APIRouter()
    throttle = Throttle(desk.clock.monotonic)
    visitors = Visitors(desk.store, desk.clock)

    def shown(to: str, said: str = "", status: int = 200, name: str = "") -> Response:
        return desk.page("login.html", {"to": to, "said": said, "name": name}, status)

    @router.api_route("/login", methods=READ)
    def ask(to: To = "") -> Response:
        return shown(to if _TO.fullmatch(to) else "")

    @router.post("/login")
    def enter(request: Request, form: Form) -> Response:
        to = one(form, "to") if _TO.fullmatch(one(form, "to")) else "/"
        name, password = one(form, "name").strip()[: LONGEST_NAME + 1], one(form, "password")
        address = address_of(request.client.host if request.client else "", request.headers.get("x-forwarded-for", ""))
        browser = desk.store.read(visitors.known_browser, request.headers, name)
        word, seconds = throttle.ask(address, name, browser)
        if word is not Word.TRY:
            log.warning("login_throttled", by=str(word), address=address)
            answer = shown(to, WAIT.format(seconds=seconds), 429, name)
            answer.headers["retry-after"] = str(seconds)
            return answer
        known = desk.store.read(users.password_of, name)
        verdict = passwords.verified(known[1] if known else None, password)
        if known is None or verdict is Answer.WRONG:
            log.warning("login_refused", address=address)
            return shown(to, WRONG, 401, name)
        throttle.right(address, name, browser)
        session, device = tokens.secret(), tokens.secret()
        again = passwords.hashed(password) if verdict is Answer.REHASH else None
        desk.store.write(
            _begin, known[0], cookie(request.headers, SESSION), session, device, desk.clock.now_ms(), again
        )
        return _told(desk, RedirectResponse(f"{desk.root}{to}", 303), session, device)

    @router.post("/logout")
    @needs(Right.READ)
    def leave(request: Request) -> Response:
        secret = cookie(request.headers, SESSION)
        by = By(now_visiting.get().name, "web", desk.clock.now_ms())
        if secret and now_visiting.get().logged_in:
            desk.store.write(_end, by, secret)
        answer = RedirectResponse(f"{desk.root}/login", 303)
        answer.delete_cookie(SESSION, path=desk.root or "/", httponly=True, samesite="lax")
        return answer

    return router


def _begin(
    connection: Connection, who: users.UserRow, old: str, session: str, device: str, now_ms: int, again: str | None
) -> None:
    # Never on with a session that was there before: somebody else may have put it there.
    sessions.end(connection, hashed(old))
    sessions.begin(connection, Kind.SESSION, who.id, hashed(session), now_ms)
    sessions.begin(connection, Kind.DEVICE, who.id, hashed(device), now_ms)
    if again is not None:
        users.rehashed(connection, who.id, again)
    acts.record(connection, By(who.name, "web", now_ms), [Deed("login", f"user {who.name}")])


def _end(connection: Connection, by: By, secret: str) -> None:
    sessions.end(connection, hashed(secret))
    acts.record(connection, by, [Deed("logout", f"user {by.who}")])


def _told(desk: Desk, answer: Response, session: str, device: str) -> Response:
    secure = desk.public_url.startswith("https:")
    for name, secret, age in ((SESSION, session, sessions.LONGEST_MS), (DEVICE, device, sessions.DEVICE_MS)):
        answer.set_cookie(
            name, secret, age // 1000, path=desk.root or "/", secure=secure, httponly=True, samesite="lax"
        )
    return answer
