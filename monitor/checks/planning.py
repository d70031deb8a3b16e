"""The next look at an article: its claim and what this look found come in, a Due and the columns to keep go out.

Brings the habits of its site up to date on the way. Never reads a page and never writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from monitor.checks.pacing import Pacing
from monitor.schedule import due, plan
from monitor.schedule.cadence import Learned
from monitor.schedule.known import Known, compared
from monitor.schedule.wishes import Wishes
from monitor.store.claims import Claim

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""A page that says it is older states no date of a web page."""

DAY_LENGTH = len("2026-11-30")


def planned(
    claim: Claim,
    pacing: Pacing,
    default: str,
    limits: due.Limits,
    wishes: Wishes,
    now_ms: int,
    *,
    published: str | None,
    changed: bool | None,
    said: Mapping[str, Any],
) -> tuple[due.Due, dict[str, Any]]:
    """When to look again, and what the schedule knows now, as columns of the article.

    `changed` is None where the look could not compare; `said` are the fields of due.Found that the look gives;
    `published` is the page's own date, which counts more than a feed's.
    """
    known = _known(claim, published)
    habits = pacing.habits(claim.host)
    if changed is not None:
        known = compared(known, habits, now_ms, changed, bool(claim.hinted), bool(claim.fed))
    found = due.Found(
        known.age_hours(now_ms),
        known.learned,
        shape=habits.shape_for(bool(claim.fed)),
        price=pacing.price(claim.host),
        since_change=known.since_change(now_ms),
        weight=wishes.weight(claim.tags),
        **said,
    )
    schedule = wishes.schedule(claim.schedule, claim.tags, claim.host, default)
    then = due.next_due(plan.parse(schedule), claim.url, found, limits, now_ms)
    return then, {
        "published_at": known.published_ms,
        "learned": known.learned.stored() or None,
        "compared_at": known.compared_ms,
        "edited_at": known.changed_ms,
        "asked": then.asked,
        "why": then.said,
        "first": int(then.first),
        "hinted": 0,
    }


def moment(text: str | None) -> int | None:
    """The moment of a date as a page states it (ISO 8601), None where it says none. A day alone means its noon."""
    try:
        found = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    if len((text or "").strip()) == DAY_LENGTH:
        found = found.replace(hour=12)
    if found.tzinfo is None:
        found = found.replace(tzinfo=UTC)
    return int(found.timestamp() * 1000) if found >= EARLIEST else None


def _known(claim: Claim, published: str | None) -> Known:
    """What is known of an article before this look. One that is dated ahead is as old as its watch."""
    said = moment(published)
    if said is None:
        said = claim.published_at
    born = claim.added_at if said is None else min(said, claim.added_at)
    return Known(born, Learned.from_stored(claim.learned), claim.compared_at, claim.edited_at, said)
