"""What reviewers said of changes, as a labelled set: no text, no name, no address of anybody. Reads only."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from monitor.store.desk_tables import review, reviewed
from monitor.store.reviews import Act, Dismissal, State
from monitor.store.tables import change

WRONG = (Dismissal.WORDING, Dismissal.MISREAD, Dismissal.DUPLICATE)
"""Reasons that say that Rowback was wrong; a change that does not matter is true all the same."""
Z = 1.96
"""Of an interval that holds the truth in 95 of 100 cases."""

_REASON = (
    select(review.c.reason)
    .where(review.c.change_id == reviewed.c.change_id, review.c.act == str(Act.DISMISS))
    .order_by(review.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
_DECIDED = reviewed.c.state != str(State.OPEN)


@dataclass(frozen=True, slots=True)
class Precision:
    """Of one kind: how many were decided, how many of them were right, and between what the share lies."""

    kind: str
    decided: int
    right: int
    least: float
    most: float


def by_kind(connection: Connection) -> list[Precision]:
    """Each kind of which something was decided. "Another reason" is neither right nor wrong and is left out."""
    rows = connection.execute(
        select(change.c.kind, reviewed.c.state, _REASON.label("reason"), func.count().label("number"))
        .join(change, change.c.id == reviewed.c.change_id)
        .where(_DECIDED)
        .group_by(change.c.kind, reviewed.c.state, "reason")
    )
    counts: dict[str, list[int]] = {}
    for row in rows:
        word = verdict(row.state, row.reason or "")
        if word is not None:
            right, wrong = counts.setdefault(row.kind, [0, 0])
            counts[row.kind] = [right + row.number * word, wrong + row.number * (not word)]
    return [
        Precision(kind, right + wrong, right, *wilson(right, right + wrong))
        for kind, (right, wrong) in sorted(counts.items())
    ]


def labelled(connection: Connection) -> Iterator[dict[str, Any]]:
    """Each decided change as numbers and words of ours, in the order in which they were found."""
    rows = connection.execute(
        select(change.c.kind, change.c.fields, reviewed.c.state, _REASON.label("reason"))
        .join(change, change.c.id == reviewed.c.change_id)
        .where(_DECIDED)
        .order_by(change.c.id)
    )
    for row in rows:
        fields = json.loads(row.fields)
        sides = [fields.get("old") or {}, fields.get("new") or {}]
        yield {
            "kind": row.kind,
            "level": fields.get("level") or "",
            "where": fields.get("where") or "",
            "relation": fields.get("relation") or "",
            "announced": bool(fields.get("announced")),
            "ratio": fields.get("ratio"),
            "unit": next((side["unit"] for side in sides if side.get("unit")), None),
            "verdict": row.state,
            "reason": row.reason if row.state == State.DISMISSED else "",
        }


def verdict(state: str, reason: str) -> bool | None:
    """Whether a change was right, None where its reviewer did not say."""
    if state == State.CONFIRMED or reason == Dismissal.UNIMPORTANT:
        return True
    return False if reason in WRONG else None


def wilson(right: int, of: int) -> tuple[float, float]:
    """The interval of a share (Wilson 1927): honest where few were counted, and never below 0 or above 1."""
    if not of:
        return 0.0, 1.0
    share, square = right / of, Z * Z
    middle = share + square / (2 * of)
    reach = Z * math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    return max(0.0, (middle - reach) / (1 + square / of)), min(1.0, (middle + reach) / (1 + square / of))
