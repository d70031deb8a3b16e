"""What people say of changes: confirmed, dismissed and why, noted, given to somebody, opened again.

Each act is one row that is never edited, with who, when, before and after. A change itself is never touched. Who acts
is always handed in; whether they may is decided elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.sqlite import insert

from monitor.errors import UsageError
from monitor.store import acts
from monitor.store.desk_tables import looked, review, reviewed
from monitor.store.tables import change

LONGEST_NOTE = 2_000
LONGEST_NAME = 80


class Act(StrEnum):
    """What a person does to a change."""

    CONFIRM = "confirm"
    DISMISS = "dismiss"
    NOTE = "note"
    ASSIGN = "assign"
    REOPEN = "reopen"
    ASK = "ask"
    """The outlet was asked to correct it; `reason` is the day."""


_BESIDE = (Act.NOTE, Act.ASK)
"""What changes nothing of how a change stands."""


class State(StrEnum):
    """How a change stands."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


class Dismissal(StrEnum):
    """Why a change is set aside."""

    WORDING = "wording"
    MISREAD = "misread"
    DUPLICATE = "duplicate"
    UNIMPORTANT = "unimportant"
    OTHER = "other"


DISMISSALS: Mapping[Dismissal, str] = {
    Dismissal.WORDING: "no fact moved, only wording",
    Dismissal.MISREAD: "Rowback read it wrongly",
    Dismissal.DUPLICATE: "told before",
    Dismissal.UNIMPORTANT: "true, but does not matter",
    Dismissal.OTHER: "another reason, see the note",
}
"""Each reason in words."""


class Result(StrEnum):
    """What became of an act on one change."""

    DONE = "done"
    ALREADY = "already"
    CONFLICT = "conflict"
    """Somebody else decided after the reader's page was made; nothing was done."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a change stands: a word of State, and who was given it ("" for nobody)."""

    state: str = State.OPEN
    assignee: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """One act on changes. `seen` is the newest review its author knew of, None where that does not matter."""

    act: Act
    actor: str
    at_ms: int
    reason: str = ""
    note: str = ""
    assignee: str = ""
    seen: int | None = None
    via: str = "web"
    strict: bool = False
    """Also what the same person decided after `seen` is a conflict: two programs may share a name."""


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One act as it was stored."""

    id: int
    change_id: int
    act: str
    actor: str
    at: int
    reason: str
    note: str
    was: Standing
    became: Standing


def checked(wish: Wish) -> Wish:
    """The wish as it will be stored. Raises UsageError where it says too little or too much."""
    if not wish.actor.strip():
        raise UsageError("say who you are")
    if len(wish.actor) > LONGEST_NAME or len(wish.assignee) > LONGEST_NAME:
        raise UsageError(f"a name has at most {LONGEST_NAME} characters")
    if len(wish.note) > LONGEST_NOTE:
        raise UsageError(f"a note has at most {LONGEST_NOTE:,} characters; this one has {len(wish.note):,}")
    if wish.act is Act.NOTE and not wish.note.strip():
        raise UsageError("a note needs words")
    if wish.act is Act.ASK:
        asked_at(wish.reason)
    if wish.act is Act.DISMISS and wish.reason not in list(Dismissal):
        raise UsageError(f"say why it is dismissed: {', '.join(Dismissal)}")
    return wish


def asked_at(day: str) -> int:
    """The beginning of the day on which an outlet was asked, in UTC. Raises UsageError."""
    try:
        return int(datetime.combine(date.fromisoformat(day), time.min, UTC).timestamp() * 1000)
    except ValueError as wrong:
        raise UsageError("say on which day the outlet was asked, as 2026-05-03") from wrong


def act(connection: Connection, change_ids: Sequence[int], wish: Wish) -> dict[int, Result]:
    """Do the same to each of these changes; what cannot be done to one of them stops no other. Raises UsageError."""
    wish = checked(wish)
    ids = list(dict.fromkeys(change_ids))
    there = {row.id for row in connection.execute(select(change.c.id).where(change.c.id.in_(ids)))}
    stood = standings(connection, ids)
    decided = {} if wish.seen is None else _decided_since(connection, ids, wish.seen)
    results: dict[int, Result] = {}
    deeds: list[acts.Deed] = []
    for number in ids:
        if number not in there:
            results[number] = Result.UNKNOWN
        elif number in decided and (wish.strict or decided[number] != wish.actor) and wish.act not in _BESIDE:
            results[number] = Result.CONFLICT
        else:
            results[number] = _one(connection, number, wish, stood.get(number, Standing()), deeds)
    acts.record(connection, acts.By(wish.actor.strip(), wish.via, wish.at_ms), deeds)
    return results


def _one(connection: Connection, number: int, wish: Wish, was: Standing, deeds: list[acts.Deed]) -> Result:
    became = _after(was, wish)
    if became == was and wish.act not in _BESIDE and not wish.note:
        return Result.ALREADY
    made = connection.execute(
        review.insert()
        .values(
            change_id=number,
            act=str(wish.act),
            actor=wish.actor.strip(),
            at=wish.at_ms,
            reason=wish.reason if wish.act in (Act.DISMISS, Act.ASK) else "",
            note=wish.note.strip(),
            was=json.dumps(asdict(was), ensure_ascii=False),
            became=json.dumps(asdict(became), ensure_ascii=False),
        )
        .returning(review.c.id)
    ).scalar_one()
    stands = {"state": str(became.state), "assignee": became.assignee, "review_id": made}
    kept = insert(reviewed).values(change_id=number, **stands)
    connection.execute(kept.on_conflict_do_update(index_elements=[reviewed.c.change_id], set_=stands))
    deeds.append(acts.Deed(f"review.{wish.act}", f"change {number}", asdict(was), asdict(became), made))
    return Result.DONE


def _after(was: Standing, wish: Wish) -> Standing:
    match wish.act:
        case Act.CONFIRM:
            return Standing(State.CONFIRMED, was.assignee)
        case Act.DISMISS:
            return Standing(State.DISMISSED, was.assignee)
        case Act.REOPEN:
            return Standing(State.OPEN, was.assignee)
        case Act.ASSIGN:
            return Standing(was.state, wish.assignee.strip())
        case Act.NOTE | Act.ASK:
            return was


def _decided_since(connection: Connection, ids: Sequence[int], seen: int) -> dict[int, str]:
    """Who changed how these stand after review `seen`."""
    r = review.c
    later = select(r.change_id, r.actor).where(r.change_id.in_(ids), r.id > seen, r.was != r.became).order_by(r.id)
    return {row.change_id: row.actor for row in connection.execute(later)}


def standings(connection: Connection, change_ids: Iterable[int]) -> dict[int, Standing]:
    """How these changes stand; those that nobody touched are left out."""
    wanted = select(reviewed).where(reviewed.c.change_id.in_(list(change_ids)))
    return {row.change_id: Standing(row.state, row.assignee) for row in connection.execute(wanted)}


def of_changes(connection: Connection, change_ids: Iterable[int]) -> list[ReviewRow]:
    """All that was done to these changes, oldest first."""
    wanted = select(review).where(review.c.change_id.in_(list(change_ids))).order_by(review.c.id)
    return [_row(r) for r in connection.execute(wanted)]


def latest(connection: Connection, limit: int = 100, actor: str = "", before: int | None = None) -> list[ReviewRow]:
    """The audit: what was done last, newest first, by everybody or by one."""
    wanted = select(review).order_by(review.c.id.desc()).limit(limit)
    if before is not None:
        wanted = wanted.where(review.c.id < before)
    if actor:
        wanted = wanted.where(review.c.actor == actor)
    return [_row(r) for r in connection.execute(wanted)]


def asked(connection: Connection, change_ids: Sequence[int] = (), limit: int = 200) -> list[ReviewRow]:
    """When outlets were asked to correct these changes, or any, newest first."""
    wanted = select(review).where(review.c.act == str(Act.ASK)).order_by(review.c.id.desc()).limit(limit)
    if change_ids:
        wanted = wanted.where(review.c.change_id.in_(change_ids))
    return [_row(r) for r in connection.execute(wanted)]


def newest(connection: Connection) -> int:
    """The number of the newest review, 0 for none: what a page knows of when it is made."""
    return int(connection.execute(select(func.coalesce(func.max(review.c.id), 0))).scalar_one())


def look(connection: Connection, actor: str, change_id: int, now_ms: int) -> None:
    """Somebody has looked up to this change; never back behind an earlier look."""
    row = insert(looked).values(actor=actor, change_id=change_id, at=now_ms)
    further = {"change_id": func.max(looked.c.change_id, row.excluded.change_id), "at": now_ms}
    connection.execute(row.on_conflict_do_update(index_elements=[looked.c.actor], set_=further))


def last_look(connection: Connection, actor: str) -> tuple[int, int] | None:
    """The change up to which somebody looked, and when; None for never."""
    row = connection.execute(select(looked.c.change_id, looked.c.at).where(looked.c.actor == actor)).first()
    return None if row is None else (row.change_id, row.at)


def _row(r: object) -> ReviewRow:
    fields = dict(r._mapping)  # type: ignore[attr-defined]
    return ReviewRow(**fields | {side: Standing(**json.loads(fields[side])) for side in ("was", "became")})
