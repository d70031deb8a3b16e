"""What stood of an article at a moment: the version, whether its outlet had taken it down, what no look could see.

Reads only. What stood between two looks nobody knows, so the looks on both sides are handed out with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, select

from monitor.store import versions
from monitor.store.page_tables import page
from monitor.store.rows import ArticleRow, CheckRow, VersionRow
from monitor.store.tables import change, check

_UNREAD = ("failed", "cannot_tell", "refused")
"""Results of looks that did not see the text; a later look that saw it again leaves a row, too."""
_REMOVALS = ("article.removed", "article.restored")


class Turned(StrEnum):
    """What was seen at a turn."""

    VERSION = "version"
    REMOVED = "removed"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class Turn:
    """A look at which the page was another than before. `version` is the newest that was known from then on."""

    at: int
    turned: Turned
    version: int


@dataclass(frozen=True, slots=True)
class Stood:
    """What stood at a moment. `version` is None before the first one, `later` is the version after it.

    `removed_at` is since when the outlet shows it no more. `unread` is the look that last could not see the text.
    `unknown_after` is the last look, where the moment lies behind it.
    """

    version: VersionRow | None
    later: VersionRow | None
    removed_at: int | None
    unread: CheckRow | None
    unknown_after: int | None


def seen(connection: Connection, article_id: int) -> list[VersionRow]:
    """The versions that a look brought, oldest first; one that was read again from a kept page was seen before."""
    return [row for row in versions.listing(connection, article_id) if row.relearned != versions.REREAD]


def turns(connection: Connection, article_id: int, listed: Sequence[VersionRow] | None = None) -> list[Turn]:
    """Every look at which the page turned, oldest first; one that found the article back and changed is a version."""
    rows = seen(connection, article_id) if listed is None else listed
    found = [Turn(row.seen_at, Turned.VERSION, row.number) for row in rows]
    moments = {one.at for one in found}
    c = change.c
    wanted = select(c.kind, c.seen_at, c.version).where(c.article_id == article_id, c.kind.in_(_REMOVALS))
    for row in connection.execute(wanted.order_by(c.id)):
        gone = row.kind == _REMOVALS[0]
        if gone or row.seen_at not in moments:
            found.append(Turn(row.seen_at, Turned.REMOVED if gone else Turned.RESTORED, row.version))
    return sorted(found, key=lambda one: (one.at, one.version))


def stood(connection: Connection, article: ArticleRow, at_ms: int) -> Stood:
    """What stood of an article at a moment."""
    listed = seen(connection, article.id)
    by_then = [one for one in listed if one.seen_at <= at_ms]
    after = [one for one in listed if one.seen_at > at_ms]
    passed = [one for one in turns(connection, article.id, listed) if one.at <= at_ms]
    gone = passed[-1].at if passed and passed[-1].turned is Turned.REMOVED else None
    last = article.checked_at
    return Stood(
        version=by_then[-1] if by_then else None,
        later=after[0] if after else None,
        removed_at=gone,
        unread=_unread(connection, article.id, at_ms),
        unknown_after=last if last is not None and at_ms > last else None,
    )


def _unread(connection: Connection, article_id: int, at_ms: int) -> CheckRow | None:
    c = check.c
    wanted = select(c.id, c.at, c.end, c.result, c.status, c.detail, c.version)
    wanted = wanted.where(c.article_id == article_id, c.at <= at_ms, c.result != versions.REREAD)
    row = connection.execute(wanted.order_by(c.id.desc()).limit(1)).first()
    return CheckRow(**row._mapping) if row is not None and row.result in _UNREAD else None


def status_at(connection: Connection, article_id: int, at_ms: int) -> int | None:
    """The status that was answered at a look that left a row; None where nobody knows."""
    wanted = select(check.c.status).where(check.c.article_id == article_id, check.c.at == at_ms)
    found: int | None = connection.execute(wanted.order_by(check.c.id.desc()).limit(1)).scalar()
    return found


def page_at(connection: Connection, article_id: int, at_ms: int) -> int | None:
    """The id of the page that was kept of a look; None where none is."""
    wanted = select(page.c.id).where(page.c.article_id == article_id, page.c.at == at_ms)
    found: int | None = connection.execute(wanted.order_by(page.c.id.desc()).limit(1)).scalar()
    return found
