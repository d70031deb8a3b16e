"""What became of a request to correct a fact: its slot and the moment of asking go in, an outcome comes out.

Knows only what was seen: that a fact moved after somebody asked does not say that it moved because of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from monitor.changes.change import Change
from monitor.changes.kinds import Kind
from monitor.changes.slot_history import slots


class Outcome(StrEnum):
    """What became of it."""

    FIXED = "fixed"
    """It was changed, and a correction notice says so."""
    SILENT = "silently fixed"
    WITHDRAWN = "withdrawn"
    """The whole article is gone."""
    STOOD = "stood"
    BEFORE = "changed before it was asked"


class Seen(NamedTuple):
    """One stored change of the article: its number, its version and when it was seen."""

    id: int
    version: int
    seen_at: int
    change: Change


@dataclass(frozen=True, slots=True)
class FollowUp:
    """`after_ms` is how long after the asking; for what stood, how long it has. `change_id` is what ended it."""

    outcome: Outcome
    after_ms: int
    change_id: int | None = None


def follow_up(history: Iterable[Seen], change_id: int, asked_at: int, now_ms: int) -> FollowUp:
    """What became of the fact that a change brought. `history` are all changes of the article, oldest first."""
    rows = list(history)
    by_change = {id(row.change): row for row in rows}
    for slot in slots((row.version, row.change) for row in rows):
        steps = [by_change[id(step.change)] for step in slot.steps]
        at = next((n for n, row in enumerate(steps) if row.id == change_id), None)
        if at is None or at + 1 == len(steps):
            continue
        ended = steps[at + 1]
        if ended.seen_at < asked_at:
            return FollowUp(Outcome.BEFORE, 0, ended.id)
        word = Outcome.FIXED if ended.change.announced else Outcome.SILENT
        return FollowUp(word, ended.seen_at - asked_at, ended.id)
    gone = next((row for row in rows if row.change.kind is Kind.ARTICLE_REMOVED and row.seen_at >= asked_at), None)
    if gone is not None:
        return FollowUp(Outcome.WITHDRAWN, gone.seen_at - asked_at, gone.id)
    return FollowUp(Outcome.STOOD, max(0, now_ms - asked_at))
