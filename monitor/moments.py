"""A moment as people write it, and the version of an article that stood then. Text or versions in, values out.

What stood between two looks nobody knows, so both looks are given.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from monitor.store.rows import VersionRow
from monitor.zones import zone

LAST = 253_402_300_799_999
"""The end of the year 9999; nothing of ours was stored before 1970."""


def moment_ms(text: str, zone_name: str) -> int:
    """Milliseconds since 1970 of a date as typed; a day alone means its end. Raises ValueError in words."""
    try:
        when = datetime.fromisoformat(text.strip())
        if len(text.strip()) == len("2026-05-03"):
            when = when.replace(hour=23, minute=59, second=59, microsecond=999_000)
        when = when if when.tzinfo else when.replace(tzinfo=zone(zone_name))
        found = int(when.timestamp() * 1000)
        if not 0 <= found <= LAST:
            raise ValueError("out of reach")
        return found
    except (ValueError, OverflowError) as wrong:
        raise ValueError(f"{text[:40]!r} is no date; write 2026-05-03 or 2026-05-03T14:00") from wrong


def standing(listed: Sequence[VersionRow], at_ms: int) -> tuple[VersionRow | None, VersionRow | None]:
    """The newest version seen by a moment, and the one after it; None for what there is not."""
    by_then = [one for one in listed if one.seen_at <= at_ms]
    after = [one for one in listed if one.seen_at > at_ms]
    return (by_then[-1] if by_then else None), (after[0] if after else None)
