"""Since when the old words stood, and where the stored text is: an alert goes in, words and addresses come out.

Knows no store: the time is handed in with the change, the address is made from the permalink.
"""

from __future__ import annotations

import re
from datetime import datetime

from alerts.alert import Alert, ChangeFields

_ARTICLE = re.compile(r"^(https?://.*/articles/\d+)(?:/\d+\.\.\d+)?$")


def stood_words(change: ChangeFields) -> str:
    """The old words stood for 2 h 15 min, since 22 Nov 2026, 08:10 UTC; "" where that is not known."""
    since, until = ((change[side] or {}).get("since", "") for side in ("old", "new"))
    if not since:
        return ""
    began = datetime.fromisoformat(since)
    words = f"since {began:%-d %b %Y, %H:%M} {began.tzname() or 'UTC'}"
    if until:
        words = f"for {_length((datetime.fromisoformat(until) - began).total_seconds())}, {words}"
    return f"The old words stood {words}"


def copy_link(alert: Alert, version: int | None = None) -> str:
    """The address of the stored text of a version, by default the newer one; "" where the alert names no article."""
    found = _ARTICLE.match(alert.permalink)
    number = alert.after.version if version is None else version
    return f"{found[1]}/{number}..{number}" if found else ""


def _length(seconds: float) -> str:
    """2 d 3 h, 4 h 10 min, 12 min: two units at most, less than a minute as such."""
    minutes = int(seconds // 60)
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [f"{n} {unit}" for n, unit in ((days, "d"), (hours, "h"), (rest, "min")) if n]
    return " ".join(parts[:2]) or "less than a minute"
