"""Who may come in: users by name, each with a role and the hash of a password. Passwords themselves never get here.

Whether a role may do something is decided in web/rights.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, delete, insert, select, update

from monitor.errors import UsageError
from monitor.store import acts
from monitor.store.acts import By, Deed
from monitor.store.reviews import LONGEST_NAME
from monitor.store.user_tables import session, user


class Role(StrEnum):
    """What a user may do: look; review, watch and silence too; all of it."""

    VIEWER = "viewer"
    REVIEWER = "reviewer"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class UserRow:
    """One user."""

    id: int
    name: str
    role: str
    added_at: int
    seen_at: int | None


_USERS = select(user.c.id, user.c.name, user.c.role, user.c.added_at, user.c.seen_at).order_by(user.c.name)


def listing(connection: Connection) -> list[UserRow]:
    """All users by name."""
    return [UserRow(*row) for row in connection.execute(_USERS)]


def any_there(connection: Connection) -> bool:
    """Whether there is a user at all."""
    return connection.execute(select(user.c.id).limit(1)).first() is not None


def one(connection: Connection, name: str) -> UserRow:
    """The user of that name. Raises UsageError."""
    row = connection.execute(_USERS.where(user.c.name == name)).first()
    if row is None:
        raise UsageError(f"no user {name}; `rowback user list` shows them")
    return UserRow(*row)


def password_of(connection: Connection, name: str) -> tuple[UserRow, str] | None:
    """The user of that name with the hash of the password, None where there is none."""
    row = connection.execute(_USERS.add_columns(user.c.password).where(user.c.name == name)).first()
    return None if row is None else (UserRow(*row[:-1]), row.password)


def add(connection: Connection, by: By, name: str, role: Role, password: str) -> None:
    """Let somebody in. `password` is its hash. Raises UsageError."""
    if not name.strip() or name != " ".join(name.split()) or not name.isprintable() or len(name) > LONGEST_NAME:
        raise UsageError(f"a name is one line of at most {LONGEST_NAME} characters, without blanks around it")
    if connection.execute(select(user.c.id).where(user.c.name == name)).first() is not None:
        raise UsageError(f"there is a user {name} already; `rowback user role` and `password` change one")
    connection.execute(insert(user).values(name=name, role=str(role), password=password, added_at=by.at_ms))
    acts.record(connection, by, [Deed("user.add", f"user {name}", {}, {"role": str(role)})])


def set_role(connection: Connection, by: By, name: str, role: Role) -> bool:
    """Give somebody another role, from their next request on; False where they have it. Raises UsageError."""
    known = one(connection, name)
    if known.role == role:
        return False
    connection.execute(update(user).where(user.c.id == known.id).values(role=str(role)))
    acts.record(connection, by, [Deed("user.role", f"user {name}", {"role": known.role}, {"role": str(role)})])
    return True


def set_password(connection: Connection, by: By, name: str, password: str) -> None:
    """Another password, given as its hash; every browser that is logged in with the old one is out. UsageError."""
    known = one(connection, name)
    connection.execute(update(user).where(user.c.id == known.id).values(password=password))
    connection.execute(delete(session).where(session.c.user_id == known.id))
    acts.record(connection, by, [Deed("user.password", f"user {name}")])


def rehashed(connection: Connection, number: int, password: str) -> None:
    """The same password under stronger settings."""
    connection.execute(update(user).where(user.c.id == number).values(password=password))


def remove(connection: Connection, by: By, name: str) -> None:
    """Let somebody in no longer, from their next request on; what they did stays. Raises UsageError."""
    known = one(connection, name)
    connection.execute(delete(session).where(session.c.user_id == known.id))
    connection.execute(delete(user).where(user.c.id == known.id))
    acts.record(connection, by, [Deed("user.remove", f"user {name}", {"role": known.role})])
