"""What the watches of an article come to: ids in; its schedule, tags and whether it is followed brought up to date.

Kept on the article, so that a claim joins nothing. Never makes or removes a watch.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, select, update

from monitor.store.tables import article
from monitor.store.watch_tables import watch, watched

T = TypeVar("T")

AT_ONCE = 500
"""Articles in one statement: SQLite takes 32,766 variables, and a short statement keeps the plan simple."""


TAKEN_UP = "taken up: at once"
"""Why an article is due that is followed anew or by another schedule."""


class Followed(StrEnum):
    """Whether an article is looked at: by a watch, by none until its watches go on, or by none at all any more."""

    FOLLOWED = "followed"
    PAUSED = "paused"
    UNWATCHED = "unwatched"


@dataclass(frozen=True, slots=True)
class Settled:
    """An article whose standing moved: what it was and what it is."""

    article_id: int
    url: str
    was: Followed
    now: Followed


@dataclass(frozen=True, slots=True)
class _Sum:
    schedule: str
    tags: str
    followed: Followed
    resume_at: int | None


def settle(connection: Connection, article_ids: Iterable[int], now_ms: int) -> list[Settled]:
    """Bring these articles in line with their watches; returns those that are followed no longer, or again.

    An article that is followed anew, or by another schedule, is due at once; a look under way loses its lease, since
    its result would set the due time of what was before.
    """
    moved: list[Settled] = []
    for ids in in_pieces(sorted(set(article_ids))):
        watches = _watches_of(connection, ids)
        a = article.c
        known = select(a.id, a.url, a.schedule, a.tags, a.followed, a.resume_at).where(a.id.in_(ids))
        # Those that come to the same together: one by one, pausing 40,000 would hold the writer for 7 s.
        alike: dict[tuple[_Sum, bool], list[int]] = defaultdict(list)
        for row in connection.execute(known).all():
            want = _sum(watches[row.id], row, now_ms)
            if want == _Sum(row.schedule, row.tags, Followed(row.followed), row.resume_at):
                continue
            alike[want, want.followed != row.followed or want.schedule != row.schedule].append(row.id)
            if want.followed != row.followed:
                moved.append(Settled(row.id, row.url, Followed(row.followed), want.followed))
        for (want, otherwise), some in alike.items():
            _put(connection, some, want, otherwise, now_ms)
    return moved


def in_pieces(ids: Iterable[T]) -> Iterator[list[T]]:
    """The ids, as many at once as one statement takes."""
    waiting = iter(ids)
    while some := list(islice(waiting, AT_ONCE)):
        yield some


def articles_of(connection: Connection, watch_ids: Sequence[int]) -> list[int]:
    """The articles that come from any of these watches."""
    found: set[int] = set()
    for ids in in_pieces(watch_ids):
        rows = connection.execute(select(watched.c.article_id).where(watched.c.watch_id.in_(ids)))
        found.update(row.article_id for row in rows)
    return sorted(found)


def is_paused(row: Any, now_ms: int) -> bool:
    """Whether the watch of this row rests now."""
    return row.paused_at is not None and (row.resume_at is None or row.resume_at > now_ms)


def _watches_of(connection: Connection, ids: Sequence[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    rows = connection.execute(
        select(watched.c.article_id, watch)
        .join(watch, watch.c.id == watched.c.watch_id)
        .where(watched.c.article_id.in_(ids), watched.c.ended == 0)
        .order_by(watch.c.id)
    )
    for row in rows:
        found[row.article_id].append(row)
    for watches in found.values():
        watches.sort(key=_rank)
    return found


def _rank(row: Any) -> tuple[bool, bool]:
    """What was said of this very article goes first, and of that what was said by hand."""
    return row.kind != "article", row.origin != "command"


def _sum(watches: Sequence[Any], now: Any, now_ms: int) -> _Sum:
    if not watches:
        # Its tags stay: its history still belongs to the story.
        return _Sum(now.schedule, now.tags, Followed.UNWATCHED, None)
    tags = list(dict.fromkeys(tag for one in watches for tag in json.loads(one.tags)))
    active = [one for one in watches if not is_paused(one, now_ms)]
    schedule = next((one.schedule for one in active or watches if one.schedule), "")
    ends = [one.resume_at for one in watches if one.resume_at is not None]
    return _Sum(
        schedule,
        json.dumps(tags, ensure_ascii=False),
        Followed.FOLLOWED if active else Followed.PAUSED,
        None if active else min(ends, default=None),
    )


def _put(connection: Connection, ids: Sequence[int], want: _Sum, otherwise: bool, now_ms: int) -> None:
    """`otherwise` says that they are looked at by another schedule than before, or no longer, or again."""
    values: dict[str, Any] = {
        "schedule": want.schedule,
        "tags": want.tags,
        "followed": str(want.followed),
        "resume_at": want.resume_at,
    }
    if otherwise:
        due = now_ms if want.followed is Followed.FOLLOWED else None
        values |= {"due_at": due, "why": TAKEN_UP if due else "", "first": 0, "leased": 0, "token": article.c.token + 1}
    connection.execute(update(article).where(article.c.id.in_(ids)).values(**values))
