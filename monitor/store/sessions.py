"""Browsers that logged in: the hash of a secret in, the user whose browser it is out. An end may be idle or absolute.

The secret itself stands in a cookie and nowhere here.
"""

from __future__ import annotations

import hashlib
from enum import StrEnum

from sqlalchemy import Connection, delete, insert, select, update

from monitor.store.user_tables import session, user
from monitor.store.users import UserRow

IDLE_MS = 12 * 3_600_000
LONGEST_MS = 7 * 86_400_000
"""A session ends after so long without a request, and after so long at most."""
DEVICE_MS = 180 * 86_400_000
"""A browser is known for so long after its last login."""
TOUCH_MS = 60_000
"""How often a request is written down: a commit for each would wear out a disk."""


class Kind(StrEnum):
    """What a row is: somebody logged in, or a browser that did so before."""

    SESSION = "session"
    DEVICE = "device"


def hashed(secret: str) -> bytes:
    """A secret of 32 random bytes as it is stored: no slow hash is needed, since nobody can guess it."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()


def begin(connection: Connection, kind: Kind, user_id: int, sha256: bytes, now_ms: int) -> None:
    """A browser logged in."""
    forget(connection, now_ms)
    connection.execute(
        insert(session).values(sha256=sha256, kind=str(kind), user_id=user_id, made_at=now_ms, seen_at=now_ms)
    )
    if kind is Kind.SESSION:
        connection.execute(update(user).where(user.c.id == user_id).values(seen_at=now_ms))


def who(connection: Connection, kind: Kind, sha256: bytes, now_ms: int) -> tuple[UserRow, bool] | None:
    """Whose browser it is, and whether it is time to `touch` it; None for one that ended or never was."""
    s = session.c
    row = connection.execute(
        select(user.c.id, user.c.name, user.c.role, user.c.added_at, user.c.seen_at, s.made_at, s.seen_at.label("last"))
        .join(user, user.c.id == s.user_id)
        .where(s.sha256 == sha256, s.kind == str(kind))
    ).first()
    if row is None:
        return None
    idle, longest = (DEVICE_MS, DEVICE_MS) if kind is Kind.DEVICE else (IDLE_MS, LONGEST_MS)
    if now_ms - row.last > idle or now_ms - row.made_at > longest:
        return None
    return UserRow(*row[:5]), now_ms - row.last > TOUCH_MS


def touch(connection: Connection, sha256: bytes, now_ms: int) -> None:
    """A request came."""
    connection.execute(update(session).where(session.c.sha256 == sha256).values(seen_at=now_ms))


def end(connection: Connection, sha256: bytes) -> None:
    """Somebody logged out."""
    connection.execute(delete(session).where(session.c.sha256 == sha256))


def forget(connection: Connection, now_ms: int) -> None:
    """Take away what ended."""
    s = session.c
    connection.execute(
        delete(session).where(
            (s.made_at < now_ms - DEVICE_MS)
            | ((s.kind == str(Kind.SESSION)) & ((s.seen_at < now_ms - IDLE_MS) | (s.made_at < now_ms - LONGEST_MS)))
        )
    )
