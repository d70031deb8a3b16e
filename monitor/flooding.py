"""Keeps a fault that repeats from filling the disk with its log: records go in, too many of a sort are only counted.

Only warnings and errors are counted, by logger and by what they say before names are filled in. Writes nothing itself.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

MOST = 30
"""Records of one sort in one span of time."""
SPAN = 60.0
"""Seconds."""
SORTS = 500
"""Sorts remembered at once; others beyond count as one."""


class Flood(logging.Filter):
    """Drops what repeats too often; the first record of a later span says how many were dropped before it."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        super().__init__()
        self._monotonic = monotonic
        self._seen: dict[tuple[str, str], list[float]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is written."""
        if record.levelno < logging.WARNING:
            return True
        now = self._monotonic()
        key = (record.name, _sort(record.msg))
        if key not in self._seen and len(self._seen) >= SORTS:
            self._seen = {sort: kept for sort, kept in self._seen.items() if now - kept[0] < SPAN}
            if len(self._seen) >= SORTS:
                key = ("", "")
        began, count = self._seen.get(key, [now, 0.0])
        dropped = 0
        if now - began >= SPAN or now < began:
            dropped = max(0, int(count) - MOST)
            began, count = now, 0.0
        self._seen[key] = [began, count + 1]
        if count >= MOST:
            return False
        if dropped:
            _say(record, dropped)
        return True


def _sort(message: object) -> str:
    """What a record says, without what differs from one to the next."""
    if isinstance(message, dict):  # structlog's, before it is made a line
        message = message.get("event", "")
    return str(message)[:200]


def _say(record: logging.LogRecord, dropped: int) -> None:
    if isinstance(record.msg, dict):
        record.msg = {**record.msg, "dropped_before": dropped}
    else:
        record.msg = f"{record.msg} (and {dropped} more like it in the time before)"
