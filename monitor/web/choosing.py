"""What the address of a list asks for: its parameters go in, a Choice of the store comes out.

A filter that does not exist, or that cannot be read, is refused with a word: a list that ignores one looks complete.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import Depends, Query, Request
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from monitor import durations
from monitor.store import change_filters, reviews, watches
from monitor.store.change_filters import Choice
from monitor.web.desk import Asked, Desk
from monitor.web.views import View

# What the filter offers: a glob over kinds, and its name. An empty glob is every change of a fact.
FAMILIES = (
    ("", "All facts"),
    ("figure.*", "Figures"),
    ("datetime.*", "Dates"),
    ("quote.*", "Quotes"),
    ("attribution.*", "Sources"),
    ("entity.*", "Names"),
    ("claim.*", "Claims"),
    ("headline.*", "Headlines"),
    ("correction.*", "Corrections"),
    ("article.*", "Withdrawals"),
    ("wording", "Wording"),
)
SPANS = ("1d", "7d", "30d")
LOOK = "look"
"""The span since one last looked."""
STANDINGS = (
    ("any", "any"),
    ("no", "to review"),
    ("yes", "reviewed"),
    ("confirmed", "confirmed"),
    ("dismissed", "dismissed"),
)

Glob = Annotated[str, Query(max_length=40, pattern="^[a-z*.]*$")]
Level = Annotated[Literal["", "alert", "digest"], Query()]
Reviewed = Annotated[Literal["", "any", "no", "yes", "confirmed", "dismissed"], Query()]
Word = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; "" and None where nothing is. `day` is a date in UTC, `since` a span such as 1d, or look."""

    kind: str = ""
    level: str = ""
    tag: str = ""
    outlet: str = ""
    concept: str = ""
    place: str = ""
    rule: str = ""
    reviewed: str = ""
    assignee: str = ""
    since: str = ""
    day: str = ""
    article: int | None = None
    before: int | None = None

    def query(self, **other: Any) -> str:
        """The filter as the query of an address, with some of it replaced."""
        asked = replace(self, **other)
        return urlencode({name: value for name in asked.__slots__ if (value := getattr(asked, name)) not in ("", None)})

    @property
    def narrowed(self) -> bool:
        """Whether anything but the family of kinds is chosen."""
        return replace(self, kind="", before=None) != Wanted()


# One parameter a filter: FastAPI hands each in by its name.
def wanted(
    request: Request,
    kind: Glob = "",
    level: Level = "",
    tag: Word = "",
    outlet: Word = "",
    concept: Word = "",
    place: Word = "",
    rule: Word = "",
    reviewed: Reviewed = "",
    assignee: Word = "",
    since: Word = "",
    day: Word = "",
    article: Asked = None,
    before: Asked = None,
) -> Wanted:
    """The filter of an address. Raises HTTPException 400 for one that is unknown or cannot be read."""
    if unknown := sorted(set(request.query_params) - {*Wanted.__slots__, "limit", "said"}):
        raise HTTPException(400, f"there is no filter '{unknown[0][:40]}'; there are {', '.join(Wanted.__slots__)}")
    words = {"outlet": outlet, "concept": concept, "place": place, "rule": rule, "assignee": assignee}
    words = {name: text.strip() for name, text in words.items()}
    return Wanted(
        kind,
        level,
        tag.strip().removeprefix("#"),
        since=since,
        day=day,
        reviewed=reviewed,
        article=article,
        before=before,
        **words,
    )


Filter = Annotated[Wanted, Depends(wanted)]


def choice_of(asked: Wanted, now_ms: int, looked: int | None = None) -> Choice:
    """The choice that a filter means. `looked` is the change up to which the reader looked.

    Raises HTTPException 400 for a time that is none.
    """
    since, until = _times(asked, now_ms)
    return Choice(
        kind=asked.kind,
        level=asked.level,
        tag=asked.tag,
        outlet=asked.outlet,
        concept=asked.concept,
        place=asked.place,
        rule=asked.rule,
        reviewed="" if asked.reviewed == "any" else asked.reviewed,
        assignee=asked.assignee,
        since_ms=since,
        until_ms=until,
        article=asked.article,
        after=looked if asked.since == LOOK else None,
        before=asked.before,
    )


def looked_at(connection: Connection, asked: Wanted, actor: str) -> int | None:
    """The change up to which the reader looked, where the filter asks for it."""
    if asked.since != LOOK:
        return None
    found = reviews.last_look(connection, actor)
    return found[0] if found else None


def offered(connection: Connection, asked: Wanted, desk: Desk) -> View:
    """What the form offers to choose from."""
    return {
        "asked": asked,
        "families": FAMILIES,
        "spans": SPANS,
        "standings": STANDINGS,
        "tags": watches.tags(connection),
        "outlets": change_filters.outlets(connection),
        "concepts": change_filters.concepts(connection),
        "rules": list(desk.rules()),
    }


def _times(asked: Wanted, now_ms: int) -> tuple[int | None, int | None]:
    since = until = None
    try:
        if asked.since and asked.since != LOOK:
            since = max(0, now_ms - int(durations.seconds(asked.since) * 1000))
        if asked.day:
            begin = datetime.combine(date.fromisoformat(asked.day), datetime.min.time(), UTC)
            first = int(begin.timestamp() * 1000)
            since, until = max(since or first, first), first + int(timedelta(days=1).total_seconds() * 1000)
    except (ValueError, OverflowError) as wrong:
        raise HTTPException(400, f"{wrong}; write since=1d for a span, day=2026-11-22 for a day in UTC") from wrong
    return since, until
