"""How the API writes: who acts, the state that they knew, and a key that makes a repeat harmless; the answer comes out.

All of it in one transaction: what was done, its act, and the answer that a repeat gets.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import Header, Request
from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from monitor.store import answered
from monitor.store.acts import By
from monitor.web.actors import acting
from monitor.web.api.answers import body_of, names, tag_of
from monitor.web.desk import Desk
from monitor.web.rights import now_visiting

Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        max_length=200,
        description="A repeat with the same key within a day is answered as the first was, and does nothing.",
    ),
]
Known = Annotated[
    str | None,
    Header(
        alias="If-Match",
        max_length=2000,
        description="The ETag of what you read. It is needed.",
    ),
]


class Asked(BaseModel):
    """A body: unknown fields are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True, slots=True)
class Done:
    """What an act came to."""

    status: int = 200
    view: Mapping[str, Any] | None = None
    location: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


def write(
    desk: Desk, request: Request, key: str | None, body: BaseModel | None, work: Callable[[Connection, By], Done]
) -> Response:
    """Do something once. Raises HTTPException 422 for a key that belongs to another request."""
    now = desk.clock.now_ms()
    by = acting(request, now)
    visitor = now_visiting.get()
    who = f"{visitor.entrance} {by.who}"
    asked = _fingerprint(request, body)

    def once(connection: Connection) -> tuple[Done, bool]:
        if key and (before := answered.find(connection, who, key, now)):
            if before.asked != asked:
                raise HTTPException(422, "this Idempotency-Key was used for another request; take a new one")
            return Done(before.status, before.view, before.location), True
        done = work(connection, by)
        if key:
            answered.keep(connection, who, key, answered.Answered(asked, done.status, done.view, done.location), now)
        return done, False

    done, repeated = desk.store.write(once)
    headers = {"location": f"{desk.root}/api/v1{done.location}"} if done.location else {}
    headers |= {"idempotency-replayed": "true"} if repeated else {}
    if done.view is None:
        return Response(status_code=done.status, headers=headers)
    raw = body_of(done.view)
    return Response(raw, done.status, headers | {"etag": tag_of(raw)}, media_type="application/json")


def match(known: str | None, view: Mapping[str, Any]) -> None:
    """Hold what the writer knew against what stands now. Raises HTTPException 428 or 412."""
    if known is None:
        raise HTTPException(428, "send If-Match with the ETag of what you read, so that nobody's change is lost")
    if not names(known, tag_of(body_of(view))):
        raise HTTPException(412, "somebody changed this after you read it; read it again, then decide")


def _fingerprint(request: Request, body: BaseModel | None) -> bytes:
    said = body.model_dump(mode="json") if body is not None else None
    parts = [request.method, request.url.path, request.headers.get("if-match", ""), said]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).digest()
