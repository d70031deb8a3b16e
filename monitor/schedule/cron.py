"""Cron lines as cron(8) means them: five fields and perhaps a zone go in, the moments they name come out.

Sunday is 0 and 7; where day of month and weekday are both given, either is enough. A time that summer time skips is
kept at the end of the gap, one that comes twice is kept once. cronsim is the calculator; nothing here waits.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from monitor.clock import utc
from monitor.zones import zone

FIELDS = 5
WITH_ZONE = FIELDS + 1
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
WEEKDAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")


def line(text: str, default_zone: str = "UTC") -> str:
    """The cron line in its one form: single blanks, and its zone at the end unless that is UTC.

    `default_zone` is meant where the line names none. Raises ValueError that says what is wrong.
    """
    words = text.split()
    if len(words) == WITH_ZONE and not _is_zone(words[-1]):
        raise ValueError(f"a cron line has 5 fields (minute hour day month weekday), '{' '.join(words)}' has 6")
    if len(words) not in (FIELDS, WITH_ZONE):
        raise ValueError(f"a cron line has 5 fields (minute hour day month weekday), this one has {len(words)}")
    fields, named = " ".join(words[:FIELDS]), words[FIELDS] if len(words) == WITH_ZONE else default_zone
    zone(named)
    _judge(fields)
    return fields if named == "UTC" else f"{fields} {named}"


def after(cron: str, now_ms: int) -> int | None:
    """The first moment of a line after `now_ms`, None if it never comes again."""
    from cronsim import CronSim  # most commands hold no cron line

    *words, named = _parts(cron)
    fields, place, now = " ".join(words), zone(named), utc(now_ms)
    if words[0].startswith("*") or words[1].startswith("*"):
        found = _by_the_clock(fields, place, now)
        return None if found is None else int(found.timestamp() * 1000)
    for at in CronSim(fields, now.astimezone(place)):
        # Within the hour that comes twice, cronsim may name the first passing of a time that is over.
        if at.timestamp() * 1000 > now_ms:
            return int(at.timestamp() * 1000)
    return None


def _by_the_clock(fields: str, place: ZoneInfo, now: datetime) -> datetime | None:
    """For lines of every minute or hour, which go by what a clock shows: stretch by stretch of one offset from UTC.

    cronsim would walk over a change of the clock in steps of an hour, and Lord Howe's is half of one.
    """
    from cronsim import CronSim

    start, offset = now.replace(microsecond=0), _offset(now + SECOND, place)
    while True:
        shown = (start + offset).replace(tzinfo=None)
        wall = next(CronSim(fields, shown), None)
        if wall is None:
            return None
        found = wall.replace(tzinfo=UTC) - offset
        change = _change_between(place, start, found)
        if change is None:
            return found
        start, offset = change - SECOND, _offset(change, place)


def _change_between(place: ZoneInfo, start: datetime, end: datetime) -> datetime | None:
    """The first second after `start` and up to `end` at which the zone has another offset than at `start`."""
    offset, before = _offset(start + SECOND, place), start + SECOND
    while before < end:
        after = min(before + DAY, end)
        if _offset(after, place) != offset:
            while after - before > SECOND:
                middle = before + timedelta(seconds=(after - before) // SECOND // 2)
                before, after = (before, middle) if _offset(middle, place) != offset else (middle, after)
            return after
        before = after
    return None


def _offset(moment: datetime, place: ZoneInfo) -> timedelta:
    return moment.astimezone(place).utcoffset() or timedelta(0)


def _is_zone(word: str) -> bool:
    return word[0].isalpha() and word[:3].upper() not in WEEKDAYS


def _parts(cron: str) -> list[str]:
    words = cron.split()
    return words if len(words) == WITH_ZONE else [*words, "UTC"]


@lru_cache(maxsize=512)
def _judge(fields: str) -> None:
    from cronsim import CronSim, CronSimError

    try:
        moments = CronSim(fields, utc(0))
    except (CronSimError, ValueError, AssertionError) as wrong:
        said = str(wrong)
        hint = " (the week ends with 7: write fri-sun as 5-7)" if "-SUN" in fields.upper() else ""
        raise ValueError(f"'{fields}' is not a cron line: {said[:1].lower()}{said[1:]}{hint}") from wrong
    if next(moments, None) is None:
        raise ValueError(f"'{fields}' is not a cron line: no day is ever like that")
