"""Since when the old side of a change stood: the first of the versions in a row that said it. Reads only.

Figures are found among the stored facts of the versions; headlines and all other words by the change that brought them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import Connection, select

from monitor.changes.change import Change, Mention
from monitor.store.tables import change, fact, version

_LOOKED_BACK = 500
"""Versions, newest first; of words that stood for longer the oldest of these is named."""


def stood_since(connection: Connection, article_id: int, number: int, changes: Sequence[Change]) -> list[int | None]:
    """For each change the time (ms) since which version `number` and those before it said its old side.

    None where that is not known: there is no old side, or nothing stored says when it came.
    """
    seen = _seen(connection, article_id, number)
    found: list[int | None] = []
    for one in changes:
        if one.old is None:
            found.append(None)
            continue
        first = _of_figure(connection, article_id, seen, one.old) if one.old.bound else None
        found.append(seen.get(first or _brought(connection, article_id, one) or 0))
    return found


def _seen(connection: Connection, article_id: int, number: int) -> dict[int, int]:
    rows = connection.execute(
        select(version.c.number, version.c.seen_at)
        .where(version.c.article_id == article_id, version.c.number <= number)
        .order_by(version.c.number.desc())
        .limit(_LOOKED_BACK)
    )
    return {row.number: row.seen_at for row in rows}


def _of_figure(connection: Connection, article_id: int, seen: dict[int, int], old: Mention) -> int | None:
    """The first version of the unbroken row in which a figure of these values stands among the facts."""
    fields = old.to_dict()
    wanted = (fields.get("lo"), fields.get("hi"), fields.get("bound"), fields.get("unit") or "")
    first = None
    for number in seen:
        rows = connection.execute(
            select(fact.c.fields).where(
                fact.c.article_id == article_id, fact.c.version == number, fact.c.kind == "figure"
            )
        )
        known = (json.loads(row.fields) for row in rows)
        if not any((f.get("lo"), f.get("hi"), f.get("bound"), f.get("unit") or "") == wanted for f in known):
            break
        first = number
    return first


def _brought(connection: Connection, article_id: int, one: Change) -> int | None:
    """The version whose change brought these words, where one did."""
    rows = connection.execute(
        select(change.c.version, change.c.fields)
        .where(change.c.article_id == article_id, change.c.kind.startswith(one.kind.split(".")[0]))
        .order_by(change.c.id.desc())
        .limit(_LOOKED_BACK)
    )
    for row in rows:
        new = json.loads(row.fields).get("new")
        if one.old is not None and new is not None and new["text"] == one.old.text:
            return int(row.version)
    return None
