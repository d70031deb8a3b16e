"""Due times brought back into reach after the clock went wrong: one snapshot is read, what is to move moves in steps.

What moves to when is decided by monitor/schedule/rebasing.py. An article that was looked at meanwhile stays as it is.
"""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Callable
from typing import Any

import structlog
from sqlalchemy import Connection

from monitor.errors import StoreError
from monitor.store import Store, claims

log = structlog.get_logger(__name__)

DueOf = Callable[[Any], int]
"""Gives the due time that an article is to have."""


async def all_brought_back(store: Store, due_of: DueOf, word: str) -> None:
    """Move the due times of all articles that wait, in steps; `word` says so in the log. Never raises."""
    try:
        moved = await bring_back(store, due_of)
    except StoreError as wrong:
        log.error("due_times_not_moved", error=str(wrong))
        return
    if moved:
        log.info(word, articles=moved)


async def bring_back(store: Store, due_of: DueOf) -> int:
    """Move what is not due when it is to be; returns how many articles."""
    moves = await asyncio.to_thread(store.read, _moves, due_of)
    count = 0
    for at in range(0, len(moves), 3 * claims.AT_ONCE):
        some = moves[at : at + 3 * claims.AT_ONCE]
        rows = list(zip(some[::3], some[1::3], some[2::3], strict=True))
        count += await asyncio.wrap_future(store.submit(claims.put_due, rows))
    return count


def _moves(connection: Connection, due_of: DueOf) -> array[int]:
    """Id, due time as it is and as it is to be, one after the other: 24 bytes an article, of which there are many."""
    found = array("q")
    after = 0
    while rows := claims.due_times(connection, after):
        for row in rows:
            if (at := due_of(row)) != row.due_at:
                found.extend((row.id, row.due_at, at))
        after = rows[-1].id
    return found
