"""Answers to writes that came with a key: kept for a day in the transaction of the write, so that a repeat gets them.

Decides nothing about what is written.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from monitor.store.user_tables import answered

KEPT_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer, and the hash of the request it was for."""

    asked: bytes
    status: int
    view: Mapping[str, Any] | None
    location: str


def find(connection: Connection, who: str, key: str, now_ms: int) -> Answered | None:
    """What this key of theirs was answered, None where it is new or a day old."""
    a = answered.c
    row = connection.execute(select(answered).where(a.who == who, a.key == key, a.at > now_ms - KEPT_MS)).first()
    return None if row is None else Answered(row.asked, row.status, *json.loads(row.body))


def keep(connection: Connection, who: str, key: str, one: Answered, now_ms: int) -> None:
    """Remember an answer, and forget those that are a day old."""
    a = answered.c
    connection.execute(delete(answered).where((a.at <= now_ms - KEPT_MS) | ((a.who == who) & (a.key == key))))
    body = json.dumps([one.view, one.location]).encode()
    connection.execute(
        insert(answered).values(who=who, key=key, asked=one.asked, status=one.status, body=body, at=now_ms)
    )
