"""How each outlet edits facts: how many edits, how many with a correction notice. Reads only, from one index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, case, func, literal_column, or_, select

from monitor.changes.kinds import MEANINGS, Kind
from monitor.store.desk_tables import reviewed
from monitor.store.tables import article, change

NO_FACT = (Kind.WORDING, Kind.CORRECTION_NOTICE, Kind.ARTICLE_REMOVED, Kind.ARTICLE_RESTORED, Kind.ARTICLE_MOVED)
"""Kinds that are no edit of a fact in the text; nor is what we say of our own watching."""

# Computed by SQLite from the JSON (migrations 0012 and 0019); in no Table, since nobody writes them.
# The sign keeps SQLite from the index of levels, which would have it read each change: the one of 0019 holds all of it.
_LEVEL: Any = literal_column("+change.chosen_level")
_ANNOUNCED: Any = literal_column("change.chosen_announced")
_RELATION: Any = literal_column("change.chosen_relation")


@dataclass(frozen=True, slots=True)
class OutletRow:
    """One outlet. `edits` are versions that moved a fact, `announced` those of them with a correction notice.

    The same of `ruled_out`: edits in which the new words rule out the old ones, and no later count explains it.
    """

    outlet: str
    articles: int
    edits: int
    announced: int
    ruled_out: int
    ruled_out_announced: int


def listing(connection: Connection, most: int = 500) -> list[OutletRow]:
    """Every outlet that edited a fact, the one with most edits first. What reviewers dismissed counts for nothing."""
    c = change.c
    of_kind = [str(kind) for kind, meaning in MEANINGS.items() if meaning.level == "alert"]
    dismissed = select(reviewed.c.change_id).where(reviewed.c.state == "dismissed")
    edits = (
        select(
            c.article_id,
            func.max(_ANNOUNCED).label("announced"),
            func.max(case((_RELATION.in_(["contradiction", "revert"]), 1), else_=0)).label("ruled_out"),
        )
        .where(
            c.kind.not_in([str(kind) for kind in NO_FACT]),
            c.kind.not_like("watch.%"),
            or_(_LEVEL == "alert", and_(_LEVEL == "", c.kind.in_(of_kind))),
            c.id.not_in(dismissed),
        )
        .group_by(c.article_id, c.version)
        .subquery()
    )
    outlet = func.coalesce(func.nullif(article.c.outlet, ""), article.c.host)
    counted = (
        select(
            outlet.label("outlet"),
            func.count(edits.c.article_id.distinct()),
            func.count(),
            func.sum(edits.c.announced),
            func.sum(edits.c.ruled_out),
            func.sum(edits.c.ruled_out * edits.c.announced),
        )
        .select_from(edits.join(article, article.c.id == edits.c.article_id))
        .group_by(outlet)
        .order_by(func.count().desc(), outlet)
        .limit(most)
    )
    return [OutletRow(*row) for row in connection.execute(counted)]
