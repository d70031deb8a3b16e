"""Local hours: a zone and a wall-clock plan go in, instants come out: until when it is quiet, when a digest is due.

Pure: now is handed in, in milliseconds since 1970 UTC. A wall-clock time that summer time skips stands for the moment
of the step; one that comes twice ends a quiet window at its second coming and makes a digest due at its first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_MINUTES = 24 * 60
HOUR_MS = 3_600_000

_CLOCK = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)")
_WINDOW = re.compile(r"(?:(?P<days>[a-z, -]+?)\s+)?(?P<start>\d+:\d+)\s*-\s*(?P<end>\d+:\d+)")


@dataclass(frozen=True, slots=True)
class Window:
    """A span of the week: on each of `days` (0 is Monday) from minute `start` to minute `end` of the wall clock.

    An `end` at or before `start` lies on the next day.
    """

    days: frozenset[int]
    start: int
    end: int

    @classmethod
    def parse(cls, text: str) -> Window:
        """From "22:00-07:00", "mon-fri 22:00-07:00" or "sat, sun 00:00-24:00". Raises ValueError that says why not."""
        found = _WINDOW.fullmatch(text.strip().lower())
        if found is None:
            raise ValueError(f"'{text}' is no weekly window; write it as in \"mon-fri 22:00-07:00\"")
        start, end = clock_minutes(found["start"]), clock_minutes(found["end"])
        if start == DAY_MINUTES:
            raise ValueError(f"'{text}' starts at 24:00; write 00:00 of the next day")
        if start == end:
            raise ValueError(f"'{text}' starts and ends at the same minute; a whole day is 00:00-24:00")
        return cls(frozenset(_days(found["days"] or "mon-sun", text)), start, end)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Named weekly windows in one zone, in which nothing is told."""

    name: str
    zone: ZoneInfo
    windows: tuple[Window, ...]

    def until(self, now_ms: int) -> int | None:
        """The end of the quiet time that holds now, None outside of any; windows that touch are one.

        Where the windows fill the whole week it is the end of the eighth day ahead: asked again then.
        """
        end: int | None = None
        for start, stop in self._spans(now_ms):
            if start <= (now_ms if end is None else end) < stop:
                end = stop
        return end

    def _spans(self, now_ms: int) -> list[tuple[int, int]]:
        today = datetime.fromtimestamp(now_ms / 1000, self.zone).date()
        spans = []
        for offset in range(-2, 9):
            day = today + timedelta(days=offset)
            for window in self.windows:
                if day.weekday() in window.days:
                    last = window.end + (0 if window.end > window.start else DAY_MINUTES)
                    spans.append((instant(day, window.start, self.zone), instant(day, last, self.zone, last=True)))
        return sorted(spans)


@dataclass(frozen=True, slots=True)
class DigestPlan:
    """When what was gathered is told: every full hour, or daily at `minute` of the wall clock of `zone`."""

    text: str
    minute: int | None = None
    zone: ZoneInfo = ZoneInfo("UTC")

    def next(self, now_ms: int) -> int:
        """The first moment after now at which a digest is due."""
        if self.minute is None:
            return (now_ms // HOUR_MS + 1) * HOUR_MS
        return next(moment for moment in self._daily(now_ms) if moment > now_ms)

    def _daily(self, now_ms: int) -> Iterator[int]:
        day = datetime.fromtimestamp(now_ms / 1000, self.zone).date()
        while True:
            moment = instant(day, self.minute or 0, self.zone)
            # Samoa had no 30 December 2011: a day that never was has no digest.
            if datetime.fromtimestamp(moment / 1000, self.zone).date() == day:
                yield moment
            day += timedelta(days=1)


def clock_minutes(text: str) -> int:
    """Minutes since midnight of "07:30"; 24:00 is the end of the day. Raises ValueError."""
    found = _CLOCK.fullmatch(text.strip())
    minutes = int(found[1]) * 60 + int(found[2]) if found else DAY_MINUTES + 1
    if minutes > DAY_MINUTES:
        raise ValueError(f"'{text}' is no time of day; write it as in 07:30")
    return minutes


@lru_cache(maxsize=4096)
def instant(day: date, minute: int, zone: ZoneInfo, *, last: bool = False) -> int:
    """The moment at which the wall clock of `zone` shows `minute` of `day`, in ms; `minute` may run into the next day.

    A time that comes twice means its first coming, with `last` its second; a skipped one the moment of the step.
    """
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    here = wall.replace(tzinfo=zone, fold=1 if last else 0)
    moment = here.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None, fold=0) == wall:
        return _ms(moment)
    # PEP 495: with fold 0 a skipped time is read with the offset before the step and lands after it, with 1 before it.
    before, after = (_ms(wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)) for fold in (1, 0))
    offset = _offset(after, zone)
    while after - before > 1000:
        middle = (before + after) // 2000 * 1000
        if _offset(middle, zone) == offset:
            after = middle
        else:
            before = middle
    return after


def _offset(ms: int, zone: ZoneInfo) -> timedelta | None:
    return datetime.fromtimestamp(ms / 1000, zone).utcoffset()


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def _days(text: str, window: str) -> Iterator[int]:
    for part in text.split(","):
        first, _, last = (one.strip()[:3] for one in part.partition("-"))
        if first not in DAYS or (last and last not in DAYS):
            raise ValueError(f"'{window}' names no such day; the days are {', '.join(DAYS)}")
        at, end = DAYS.index(first), DAYS.index(last or first)
        yield from (day % 7 for day in range(at, end + 1 + (7 if end < at else 0)))
