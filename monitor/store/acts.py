"""What somebody did: each act becomes a row that is never edited, with an entry of the hash chain, in one transaction.

Who acts, by which way and when is handed in; how things stood before and after is looked up here. Judges nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, insert, select

from monitor.keeping.chain import Entry, EntryKind, digest
from monitor.store import chain
from monitor.store.desk_tables import review
from monitor.store.page_tables import chain as chain_table
from monitor.store.settling import in_pieces
from monitor.store.user_tables import act

T = TypeVar("T")
P = ParamSpec("P")

ONE_BY_ONE = 1_000
"""An act on more things at once is one row that has them all: ten thousand rows would hold the writer for seconds."""

ACT = tuple(column.name for column in act.columns)
REVIEW = tuple(column.name for column in review.columns)
"""The columns that are hashed, in this order."""


@dataclass(frozen=True, slots=True)
class By:
    """Who acts, when, and by which way: "web", "cli: karen", "api: token desk"."""

    who: str
    via: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class Deed:
    """One act on one thing, as "watch.pause" on "watch 7"; how it stood before and after, {} where it was not there."""

    what: str
    subject: str
    was: Mapping[str, Any] = field(default_factory=dict)
    became: Mapping[str, Any] = field(default_factory=dict)
    review_id: int | None = None


@dataclass(frozen=True, slots=True)
class ActRow:
    """One act as it was stored."""

    id: int
    at: int
    who: str
    via: str
    what: str
    subject: str
    was: Mapping[str, Any]
    became: Mapping[str, Any]
    review_id: int | None


States = Mapping[str, Mapping[str, Any]]
"""How things stand, each under its name; what is not there has no entry."""


def record(connection: Connection, by: By, deeds: Sequence[Deed]) -> None:
    """Store these acts and enter each into the chain. The caller is the one writer."""
    if len(deeds) > ONE_BY_ONE and not any(deed.review_id for deed in deeds):
        deeds = [_together(deeds)]
    ids = []
    for deed in deeds:
        row = {
            "at": by.at_ms,
            "who": by.who,
            "via": by.via,
            "what": deed.what,
            "subject": deed.subject,
            "was": json.dumps(dict(deed.was), ensure_ascii=False),
            "became": json.dumps(dict(deed.became), ensure_ascii=False),
            "review_id": deed.review_id,
        }
        ids.append(connection.execute(insert(act).values(**row).returning(act.c.id)).scalar_one())
    _enter(connection, ids)


def done(
    connection: Connection,
    by: By,
    what: str,
    states: Callable[[Connection], States],
    work: Callable[Concatenate[Connection, P], T],
    *args: P.args,
    **named: P.kwargs,
) -> T:
    """Do some work, and store an act for each thing that stands otherwise afterwards; nothing where none does."""
    before = states(connection)
    result = work(connection, *args, **named)
    after = states(connection)
    names = dict.fromkeys([*before, *after])
    changed = [name for name in names if before.get(name) != after.get(name)]
    record(connection, by, [Deed(what, name, before.get(name, {}), after.get(name, {})) for name in changed])
    return result


def listing(
    connection: Connection, limit: int = 100, *, before: int | None = None, who: str = "", what: str = ""
) -> list[ActRow]:
    """Acts, newest first, those before a number; of one person, and of what begins so, where that is said."""
    wanted = select(act).order_by(act.c.id.desc()).limit(limit)
    if before is not None:
        wanted = wanted.where(act.c.id < before)
    if who:
        wanted = wanted.where(act.c.who == who)
    if what:
        wanted = wanted.where(act.c.what.startswith(what, autoescape=True))
    rows = (dict(row._mapping) for row in connection.execute(wanted))
    return [ActRow(**row | {side: json.loads(row[side]) for side in ("was", "became")}) for row in rows]


def take_up(connection: Connection) -> None:
    """Enter acts into the chain that have no entry: those of before this form of the store, and after a repair."""
    entered = select(chain_table.c.detail).where(chain_table.c.kind == EntryKind.ACT)
    known = set(connection.execute(entered).scalars())
    ids = connection.execute(select(act.c.id).order_by(act.c.id)).scalars()
    _enter(connection, [one for one in ids if str(one) not in known])


def hashed(row: Sequence[Any], its_review: Sequence[Any] | None) -> bytes:
    """The hash of an act as the chain has it: its row, and that of its review where it has one."""
    return digest([row] if its_review is None else [row, its_review])


def _enter(connection: Connection, ids: Sequence[int]) -> None:
    for some in in_pieces(ids):
        rows = connection.execute(select(act).where(act.c.id.in_(some)).order_by(act.c.id)).all()
        wanted = select(review).where(review.c.id.in_([row.review_id for row in rows if row.review_id]))
        reviews = {row.id: row for row in connection.execute(wanted)}
        found = [(row, hashed(row, reviews.get(row.review_id))) for row in rows]
        chain.append(connection, *(Entry(EntryKind.ACT, row.at, text=sha, detail=str(row.id)) for row, sha in found))


def _together(deeds: Sequence[Deed]) -> Deed:
    was = {deed.subject: dict(deed.was) for deed in deeds}
    became = {deed.subject: dict(deed.became) for deed in deeds}
    return Deed(deeds[0].what, f"{len(deeds)} at once", was, became)
