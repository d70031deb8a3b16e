"""Changes of the watching itself: an article can no longer be read, shows nothing new, or is read again.

What was seen goes in as words and spans, a Change comes out. Compares no text.
"""

from __future__ import annotations

from monitor.changes.change import Change, Mention
from monitor.changes.kinds import Kind


def watch_failing(title: str, looks: int, reason: str) -> Change:
    """So many looks in a row brought nothing that can be compared; the last good version stands."""
    return Change(
        Kind.WATCH_FAILING,
        Mention(title),
        Mention(reason.replace("_", " ")),
        where="article",
        explanation=f"{looks} looks in a row brought no reading: {reason}; the last good version stands.",
    )


def watch_quiet(title: str, days: float) -> Change:
    """Nothing new for as long as the configuration wants to hear of."""
    return Change(
        Kind.WATCH_QUIET,
        None,
        Mention(title),
        where="article",
        explanation=f"the article was read and showed nothing new for {days:g} days.",
    )


def watch_back(title: str, reason: str) -> Change:
    """An article that could not be read is read again."""
    return Change(
        Kind.WATCH_BACK,
        Mention(reason.replace("_", " ")) if reason else None,
        Mention(title),
        where="article",
        explanation="the article is read again after looks that brought no reading.",
    )
