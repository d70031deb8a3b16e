"""Who a request is from and what they may do: the gate puts a visitor in, each route is held against what it needs.

A route says what it needs by `@needs(...)`; one that says nothing needs READ to look and REVIEW to change.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from fastapi import Request
from starlette.exceptions import HTTPException

from monitor.store.users import Role

LOOKING = frozenset({"GET", "HEAD", "OPTIONS"})

F = TypeVar("F", bound=Callable[..., Any])


class Right(StrEnum):
    """What one may do; also the scopes of tokens (store/tokens.py)."""

    READ = "read"
    REVIEW = "review"
    WATCH = "watch"
    ADMIN = "admin"


RIGHTS: dict[str, frozenset[Right]] = {
    Role.VIEWER: frozenset({Right.READ}),
    Role.REVIEWER: frozenset({Right.READ, Right.REVIEW, Right.WATCH}),
    Role.ADMIN: frozenset(Right),
}
"""What each role may do; a role that a later release wrote may do nothing."""


class Entrance(StrEnum):
    """By which door a visitor came."""

    OPEN = "open"
    """Nobody has to log in."""
    PUBLIC = "public"
    """Nobody has to log in for this address."""
    USER = "user"
    TOKEN = "token"  # noqa: S105 - a word, no secret


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks. `name` is "" where nobody had to say; `via` is the way, as acts have it."""

    entrance: Entrance
    name: str = ""
    via: str = "web"
    rights: frozenset[Right] = frozenset()
    id: int = 0

    @property
    def logged_in(self) -> bool:
        """Whether somebody can log out."""
        return self.entrance is Entrance.USER


EVERYBODY = Visitor(Entrance.OPEN, rights=frozenset(Right))
STRANGER = Visitor(Entrance.PUBLIC)

now_visiting: ContextVar[Visitor] = ContextVar("now_visiting", default=EVERYBODY)
"""Whose request is being answered; set by the gate, read where a page names them."""


def needs(right: Right) -> Callable[[F], F]:
    """Mark an endpoint with what it needs."""

    def marked(endpoint: F) -> F:
        endpoint.needed_right = right  # type: ignore[attr-defined]
        return endpoint

    return marked


def needed(endpoint: Any, method: str) -> Right:
    """What an endpoint needs. Looking at what needs REVIEW or WATCH to change needs READ alone."""
    default = Right.READ if method in LOOKING else Right.REVIEW
    found: Right = getattr(endpoint, "needed_right", default)
    return found


async def allowed(request: Request) -> None:
    """A dependency of every route. Raises HTTPException 403."""
    visitor = now_visiting.get()
    right = needed(request.scope.get("endpoint"), request.method)
    if right not in visitor.rights and visitor.entrance is not Entrance.PUBLIC:
        who = "this token" if visitor.entrance is Entrance.TOKEN else "your role"
        raise HTTPException(403, f"{who} may not do this; it needs the right '{right}'")
