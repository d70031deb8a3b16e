"""Tokens of programs: a name and scopes in, a secret out once; later the secret in, what it may do out.

Only the hash of a secret is stored.
"""

from __future__ import annotations

import os
from base64 import urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, delete, insert, select, update

from monitor.errors import UsageError
from monitor.store import acts
from monitor.store.acts import By, Deed
from monitor.store.reviews import LONGEST_NAME
from monitor.store.sessions import TOUCH_MS, hashed
from monitor.store.user_tables import token

PREFIX = "rb_"
"""So that a token that got into a public place is known for what it is."""


class Scope(StrEnum):
    """What a token may do."""

    READ = "read"
    REVIEW = "review"
    WATCH = "watch"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class TokenRow:
    """One token, without its secret."""

    id: int
    name: str
    scopes: tuple[Scope, ...]
    made_at: int
    until: int | None
    used_at: int | None


def secret(random_bytes: Callable[[int], bytes] = os.urandom) -> str:
    """A new secret, for a token or a browser."""
    return urlsafe_b64encode(random_bytes(32)).rstrip(b"=").decode("ascii")


def add(
    connection: Connection, by: By, name: str, scopes: Sequence[Scope], until_ms: int | None, its_secret: str
) -> None:
    """A new token. Raises UsageError."""
    if not name.strip() or name != " ".join(name.split()) or not name.isprintable() or len(name) > LONGEST_NAME:
        raise UsageError(f"a name is one line of at most {LONGEST_NAME} characters, without blanks around it")
    if not scopes:
        raise UsageError(f"say what it may do: {', '.join(Scope)}")
    if connection.execute(select(token.c.id).where(token.c.name == name)).first() is not None:
        raise UsageError(f"there is a token {name} already; `rowback token remove` takes it away")
    words = [str(scope) for scope in Scope if scope in scopes]
    made = {"name": name, "scopes": " ".join(words), "made_at": by.at_ms, "until": until_ms}
    connection.execute(insert(token).values(sha256=hashed(its_secret), **made))
    acts.record(connection, by, [Deed("token.add", f"token {name}", {}, {"scopes": words, "until": until_ms})])


def remove(connection: Connection, by: By, name: str) -> None:
    """End a token. Raises UsageError."""
    row = connection.execute(select(token.c.id, token.c.scopes).where(token.c.name == name)).first()
    if row is None:
        raise UsageError(f"no token {name}; `rowback token list` shows them")
    connection.execute(delete(token).where(token.c.id == row.id))
    acts.record(connection, by, [Deed("token.remove", f"token {name}", {"scopes": row.scopes.split()})])


def listing(connection: Connection) -> list[TokenRow]:
    """All tokens by name."""
    return [_row(row) for row in connection.execute(select(token).order_by(token.c.name))]


def find(connection: Connection, its_secret: str, now_ms: int) -> tuple[TokenRow, bool] | None:
    """The token of a secret, and whether it is time to say that it was used; None where it ended or never was."""
    row = connection.execute(select(token).where(token.c.sha256 == hashed(its_secret))).first()
    if row is None or (row.until is not None and row.until <= now_ms):
        return None
    return _row(row), row.used_at is None or now_ms - row.used_at > TOUCH_MS


def used(connection: Connection, number: int, now_ms: int) -> None:
    """A request came with it."""
    connection.execute(update(token).where(token.c.id == number).values(used_at=now_ms))


def _row(row: object) -> TokenRow:
    fields = {name: getattr(row, name) for name in TokenRow.__slots__}
    return TokenRow(**fields | {"scopes": tuple(Scope(word) for word in fields["scopes"].split())})
