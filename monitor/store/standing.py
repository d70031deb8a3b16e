"""What went before a change: earlier changes, and since when its old side stood (the first of the versions in a row
that said it). Reads only.

Figures are found among the stored facts of the versions; headlines and all other words by the change that brought them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from monitor.changes.change import Change, Mention
from monitor.store import history, versions
from monitor.store.rows import ChangeRow, VersionRow
from monitor.store.statements import Ready
from monitor.store.tables import change, fact, version

EARLIER = 500
"""The newest changes of an article that are asked for an earlier value; a day-long live page brings some hundreds."""

_LOOKED_BACK = 500
"""Versions, newest first; of words that stood for longer the oldest of these is named."""

_SEEN = Ready(
    select(version.c.number, version.c.seen_at)
    .where(version.c.article_id == bindparam("article"), version.c.number <= bindparam("number"))
    .order_by(version.c.number.desc())
    .limit(_LOOKED_BACK)
)
_FIGURES = Ready(
    select(fact.c.fields).where(
        fact.c.article_id == bindparam("article"), fact.c.version == bindparam("number"), fact.c.kind == "figure"
    )
)
_CHANGES = Ready(
    select(change.c.version, change.c.fields)
    .where(change.c.article_id == bindparam("article"), change.c.kind.startswith(bindparam("family")))
    .order_by(change.c.id.desc())
    .limit(_LOOKED_BACK)
)


@dataclass(frozen=True, slots=True)
class Past:
    """What the store knows of an article that a look changes: its newest version, the changes before, oldest first, and
    for each change of the look the time (ms) since which its old side stood."""

    version: VersionRow | None
    changes: Sequence[ChangeRow]
    stood: Sequence[int | None]


def past(connection: Connection, article_id: int, number: int, changes: Sequence[Change]) -> Past:
    """All that telling of these changes asks the store, on one snapshot. Raises UnknownVersion."""
    if not number:
        return Past(None, (), ())
    earlier = history.latest_changes(connection, article_id, EARLIER) if changes and number > 1 else []
    stood = stood_since(connection, article_id, number, changes)
    return Past(versions.last_of(connection, article_id, number), earlier[::-1], stood)


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
    rows = _SEEN.all(connection, article=article_id, number=number)
    return {row.number: row.seen_at for row in rows}


def _of_figure(connection: Connection, article_id: int, seen: dict[int, int], old: Mention) -> int | None:
    """The first version of the unbroken row in which a figure of these values stands among the facts."""
    fields = old.to_dict()
    wanted = (fields.get("lo"), fields.get("hi"), fields.get("bound"), fields.get("unit") or "")
    first = None
    for number in seen:
        rows = _FIGURES.all(connection, article=article_id, number=number)
        known = (json.loads(row.fields) for row in rows)
        if not any((f.get("lo"), f.get("hi"), f.get("bound"), f.get("unit") or "") == wanted for f in known):
            break
        first = number
    return first


def _brought(connection: Connection, article_id: int, one: Change) -> int | None:
    """The version whose change brought these words, where one did."""
    rows = _CHANGES.all(connection, article=article_id, family=one.kind.split(".")[0])
    for row in rows:
        new = json.loads(row.fields).get("new")
        if one.old is not None and new is not None and new["text"] == one.old.text:
            return int(row.version)
    return None
