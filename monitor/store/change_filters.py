"""Which changes a screen shows: a Choice in, the newest changes that it means out, with how each stands. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, and_, func, literal_column, or_, select

from monitor.changes.kinds import MEANINGS
from monitor.store.desk_tables import reviewed
from monitor.store.history import change_of
from monitor.store.reviews import Standing, State
from monitor.store.rows import ChangeRow
from monitor.store.tables import alert, article, change

MOST_OFFERED = 200
"""Outlets, concepts and places that a screen offers to choose from."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is asked for; "" and None where nothing is. `kind` is a glob; `reviewed` no, yes, confirmed or dismissed.

    `place` is a part of a place's name, `rule` one that told the change, `assignee` who it was given to. `after` and
    `before` are numbers of changes, neither included.
    """

    kind: str = ""
    level: str = ""
    tag: str = ""
    outlet: str = ""
    concept: str = ""
    place: str = ""
    rule: str = ""
    reviewed: str = ""
    assignee: str = ""
    since_ms: int | None = None
    until_ms: int | None = None
    article: int | None = None
    after: int | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Picked:
    """One change and how it stands."""

    row: ChangeRow
    standing: Standing


def picked(connection: Connection, choice: Choice, limit: int) -> list[Picked]:
    """The changes of a choice, newest first. Edits of wording only where the kind asks for them."""
    c = change.c
    wanted = (
        select(c.id, c.article_id, article.c.url, article.c.title, c.version, c.seen_at, c.fields)
        .add_columns(reviewed.c.state, reviewed.c.assignee)
        .select_from(
            change.join(article, article.c.id == c.article_id).outerjoin(reviewed, reviewed.c.change_id == c.id)
        )
        .order_by(c.id.desc())
        .limit(limit)
    )
    for condition in _conditions(choice):
        wanted = wanted.where(condition)
    return [
        Picked(change_of(row), Standing(row.state or State.OPEN, row.assignee or ""))
        for row in connection.execute(wanted)
    ]


def count(connection: Connection, choice: Choice, most: int) -> int:
    """How many changes a choice means; counting stops at `most`."""
    wanted: Select[Any] = select(change.c.id).outerjoin(reviewed, reviewed.c.change_id == change.c.id)
    for condition in _conditions(choice):
        wanted = wanted.where(condition)
    return int(connection.execute(select(func.count()).select_from(wanted.limit(most).subquery())).scalar_one())


def _conditions(choice: Choice) -> list[Any]:
    c = change.c
    found: list[Any] = [func.glob(choice.kind, c.kind) if choice.kind else c.kind != "wording"]
    if choice.since_ms is not None:
        found.append(c.seen_at >= choice.since_ms)
    if choice.until_ms is not None:
        found.append(c.seen_at < choice.until_ms)
    if choice.article is not None:
        found.append(c.article_id == choice.article)
    if choice.after is not None:
        found.append(c.id > choice.after)
    if choice.before is not None:
        found.append(c.id < choice.before)
    if choice.level:
        of_kind = [str(kind) for kind, meaning in MEANINGS.items() if meaning.level == choice.level]
        found.append(or_(choice.level == _LEVEL, (_LEVEL == "") & c.kind.in_(of_kind)))
    if choice.tag:
        tags = func.json_each(article.c.tags).table_valued("value", name="one_tag")
        its = select(1).select_from(tags).where(tags.c.value == choice.tag).exists()
        # The articles first: they are few, and each has its changes in an index.
        found.append(c.article_id.in_(select(article.c.id).where(its)))
    if choice.outlet:
        named = or_(article.c.outlet == choice.outlet, and_(article.c.outlet == "", article.c.host == choice.outlet))
        found.append(c.article_id.in_(select(article.c.id).where(named)))
    if choice.concept:
        found.append(choice.concept == _COUNTED)
    if choice.place:
        # The few places first, which their index gives without a look at any change.
        every = select(_PLACE.label("name")).select_from(change).distinct().correlate(None).subquery()
        found.append(_PLACE.in_(select(every.c.name).where(func.instr(every.c.name, func.lower(choice.place)) > 0)))
    if choice.rule:
        found.append(_told_by(choice.rule))
    if choice.reviewed:
        found.append(_stands(choice.reviewed))
    if choice.assignee:
        found.append(reviewed.c.assignee == choice.assignee)
    return found


# Computed by SQLite from the JSON and held in indexes (migration 0012); in no Table, since nobody writes them.
_COUNTED: Any = literal_column("change.chosen_counted")
_PLACE: Any = literal_column("change.chosen_place")
_LEVEL: Any = literal_column("change.chosen_level")


def _stands(word: str) -> Any:
    state = func.coalesce(reviewed.c.state, str(State.OPEN))
    groups = {"no": [State.OPEN], "yes": [State.CONFIRMED, State.DISMISSED]}
    return state.in_([str(one) for one in groups.get(word) or [State(word)]])


def _told_by(rule: str) -> Any:
    """An alert of this rule holds a change of the same kind, place and sides."""
    one = func.json_each(alert.c.body, "$.changes").table_valued("value", name="told")
    same = [
        func.json_extract(one.c.value, path).is_not_distinct_from(func.json_extract(change.c.fields, path))
        for path in ("$.kind", "$.where", "$.old.text", "$.new.text", "$.old.sentence", "$.new.sentence")
    ]
    return (
        select(1)
        .select_from(alert, one)
        .where(alert.c.article_id == change.c.article_id, alert.c.version == change.c.version, alert.c.rule == rule)
        .where(*same)
        .exists()
    )


def concepts(connection: Connection) -> list[str]:
    """What figures count, in the order of the alphabet."""
    wanted = select(_COUNTED.label("word")).select_from(change).distinct().order_by("word").limit(MOST_OFFERED)
    return [row.word for row in connection.execute(wanted) if row.word]


def outlets(connection: Connection) -> list[str]:
    """Every outlet by its name, or by its host where it gives none."""
    name = func.coalesce(func.nullif(article.c.outlet, ""), article.c.host)
    wanted = select(name.label("word")).distinct().order_by("word").limit(MOST_OFFERED)
    return [row.word for row in connection.execute(wanted)]


def newest(connection: Connection) -> int:
    """The number of the newest change, 0 for none."""
    return int(connection.execute(select(func.coalesce(func.max(change.c.id), 0))).scalar_one())
