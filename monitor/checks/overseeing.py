"""Whether a look says something of the watching itself: how the article stood and stands goes in; what to remember and
at most one change come out. Told once: on the look that crosses the bound, not on those after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from monitor.changes.change import Change
from monitor.changes.watching import watch_back, watch_failing, watch_quiet
from monitor.store.claims import Claim

UNREAD = ("failing", "cannot_tell")
"""States in which the article may have changed and nobody can say."""

LOOKS = 3
"""At least so many: two that failed hours apart are no sign of anything."""

DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Oversight:
    """When the watching is told of: after so many seconds without a reading (0: never), after so many quiet days."""

    failing_after: float = 6 * 3_600.0
    quiet_days: float | None = None


@dataclass(frozen=True, slots=True)
class Overseen:
    """Columns of the article to set, and the change to tell."""

    fields: Mapping[str, int | None] = field(default_factory=dict)
    change: Change | None = None


def oversee(claim: Claim, state: str, reason: str, now_ms: int, wanted: Oversight, *, changed: bool) -> Overseen:
    """What the look that leaves the article in `state` says; `changed` where it brought a new version."""
    title = claim.title or claim.url
    if state in UNREAD:
        looks, since = claim.unread + 1, now_ms if claim.unread_at is None else claim.unread_at
        kept: dict[str, int | None] = {"unread": looks, "unread_at": since}
        long = wanted.failing_after > 0 and now_ms - since >= wanted.failing_after * 1000
        # Nothing is told of an article that was never read: whoever adds one sees that it is no article.
        if claim.version and not claim.ailing and looks >= LOOKS and long:
            return Overseen(kept | {"ailing": 1}, watch_failing(title, looks, reason))
        return Overseen(kept)
    kept = {"unread": 0, "unread_at": None, "ailing": 0} if claim.unread or claim.ailing else {}
    if state != "read":
        return Overseen(kept)
    if claim.ailing:
        return Overseen(kept, watch_back(title, claim.reason))
    if wanted.quiet_days is not None and not changed and claim.version and claim.checked_at is not None:
        since, limit = claim.changed_at or claim.added_at, wanted.quiet_days * DAY_MS
        if claim.checked_at - since < limit <= now_ms - since:
            return Overseen(kept, watch_quiet(title, wanted.quiet_days))
    return Overseen(kept)
