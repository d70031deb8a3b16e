"""Why an article is looked at when it is, in words: "quiet for 3 days: every 6 h". The same words on every screen.

What a look found and the wait go in, a sentence comes out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.schedule.cadence import PRICE

if TYPE_CHECKING:
    from monitor.schedule.due import Found, Why

CONFIRMED = "a second look before it is told"
UNITS = (("day", 86_400), ("h", 3600), ("min", 60))
STRETCHED = 1.5
"""A price so many times the usual one is said to be one."""


def span(seconds: float) -> str:
    """A span in its largest unit, rounded: "3 days", "6 h", "12 min", "30 s"."""
    for word, size in UNITS:
        # 1.5 days are 36 h, and 90 minutes are 90 min.
        if seconds >= 2 * size or round(seconds) == size:
            count = round(seconds / size)
            return f"{count} {word}{'s' if word == 'day' and count != 1 else ''}"
    return f"{round(seconds)} s"


def sentence(why: Why, seconds: float, found: Found) -> str:
    """Why the next look comes after so many seconds."""
    after = span(seconds)
    times = "once" if found.fails == 1 else f"{found.fails} times in a row"
    words = {
        "plan": f"its schedule: every {after}",
        "cron": "its schedule: a cron line",
        "adaptive": f"{_standing(found)}: every {after}{_stretched(found)}",
        "backoff": f"failed {times}: again after {after}",
        "retry_after": f"its host asked for {after} of rest",
        "confirm": f"missing: a second look after {after} before that is believed",
        "look_again": f"in doubt: again after {after}",
    }
    return words[str(why)]


def _standing(found: Found) -> str:
    age = found.age_hours * 3600
    quiet = age if found.since_change is None else min(found.since_change * 3600, age)
    if found.since_change is not None and quiet < 86_400:
        return f"edited {span(quiet)} ago"
    if found.since_change is None and age < 86_400:
        return f"new, {span(age)} old"
    return f"quiet for {span(quiet)}"


def _stretched(found: Found) -> str:
    return ", to keep within a budget" if found.price >= STRETCHED * PRICE else ""
