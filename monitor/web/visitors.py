"""Who a request is from: its headers go in, a visitor or the word why there is none comes out. Blocks: reads the store.

A cookie is a session of a browser; a Bearer token is a program; a token as the password of Basic is a feed reader.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from enum import StrEnum
from http.cookies import CookieError, SimpleCookie

from sqlalchemy import Connection
from starlette.datastructures import Headers

from monitor.clock import Clock
from monitor.errors import StoreError
from monitor.store import Store, sessions, tokens, users
from monitor.store.sessions import Kind, hashed
from monitor.web.rights import EVERYBODY, RIGHTS, Entrance, Right, Visitor

SESSION = "rowback_session"
DEVICE = "rowback_device"
LONGEST = 200
"""Characters of a secret."""


class Unknown(StrEnum):
    """Why nobody is let in."""

    NOBODY = "nobody"
    """Nothing was said of who asks."""
    WRONG = "wrong"
    """The session or token ended, or never was."""
    SILENT = "silent"
    """The store does not answer, so nobody can tell."""


@dataclass(slots=True)
class Visitors:
    """`always` is true where the page is open to others: then nobody comes in unknown, even if there is no user yet."""

    store: Store
    clock: Clock
    always: bool = False
    _closed: bool = field(default=False, init=False)

    def of(self, headers: Headers) -> Visitor | Unknown:
        """Who asks."""
        try:
            return self._of(headers)
        except StoreError:
            # As it was when the store last answered: a page without a login shows what it can, one with it nothing.
            return Unknown.SILENT if self.always or self._closed else EVERYBODY

    def _of(self, headers: Headers) -> Visitor | Unknown:
        now = self.clock.now_ms()
        if secret := token_in(headers.get("authorization", "")):
            return self._program(secret, now)
        if "authorization" in headers:
            return Unknown.WRONG
        if (secret := cookie(headers, SESSION)) and (found := self._browser(secret, now)):
            return found
        self._closed = self.store.read(users.any_there)
        if not (self.always or self._closed):
            return EVERYBODY
        return Unknown.WRONG if secret else Unknown.NOBODY

    def _program(self, secret: str, now: int) -> Visitor | Unknown:
        found = self.store.read(tokens.find, secret, now)
        if found is None:
            return Unknown.WRONG
        row, stale = found
        if stale:
            self.store.submit_patient(tokens.used, row.id, now)
        rights = frozenset(Right(scope) for scope in row.scopes)
        if Right.ADMIN in rights:
            rights = frozenset(Right)
        return Visitor(Entrance.TOKEN, row.name, f"api: token {row.name}", rights, row.id)

    def _browser(self, secret: str, now: int) -> Visitor | None:
        sha = hashed(secret)
        found = self.store.read(sessions.who, Kind.SESSION, sha, now)
        if found is None:
            return None
        row, stale = found
        if stale:
            self.store.submit_patient(sessions.touch, sha, now)
        self._closed = True
        return Visitor(Entrance.USER, row.name, "web", RIGHTS.get(row.role, frozenset()), row.id)

    def known_browser(self, connection: Connection, headers: Headers, name: str) -> bytes | None:
        """The hash of a browser that this user logged in with before, None for any other."""
        secret = cookie(headers, DEVICE)
        if not secret:
            return None
        found = sessions.who(connection, Kind.DEVICE, hashed(secret), self.clock.now_ms())
        return hashed(secret) if found is not None and found[0].name == name else None


def token_in(authorization: str) -> str:
    """The token of an Authorization header, "" where there is none."""
    scheme, _, rest = authorization.partition(" ")
    rest = rest.strip()
    if scheme.lower() == "basic":
        try:
            rest = base64.b64decode(rest, validate=True).decode("utf-8").partition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            return ""
    elif scheme.lower() != "bearer":
        return ""
    return rest if len(rest) <= LONGEST else ""


def cookie(headers: Headers, name: str) -> str:
    """A cookie's value, "" where there is none."""
    try:
        jar = SimpleCookie("; ".join(headers.getlist("cookie")))
    except CookieError:
        return ""
    return jar[name].value[:LONGEST] if name in jar else ""
