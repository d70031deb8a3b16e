"""A moment as a person types it: a day or a time in, milliseconds since 1970 UTC out, or a reason why not.

A day alone means its end. What a clock of the zone never showed, or showed twice, is never guessed at.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from monitor.zones import zone

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)
BEGIN, END = time(0), time(23, 59, 59, 999_000)
"""What a day alone may mean."""
_SHOWN = "2026-05-03 or 2026-05-03T14:00"


def moment_ms(text: str, zone_name: str, *, day: time = END) -> int:
    """The moment that `text` names in ISO 8601, in the zone unless it names an offset; a day alone is meant at its
    time `day`. Raises ValueError."""
    text = text.strip()
    try:
        when = _read(text, zone_name, day)
        found = (when - _EPOCH) // _MS
        # It is shown again, in UTC and in the zone: neither knows a year 0 or 10000.
        when.astimezone(UTC)
        when.astimezone(zone(zone_name))
    except OverflowError as wrong:
        raise ValueError(f"{text!r} lies outside the years 1 to 9999") from wrong
    return found


def _read(text: str, zone_name: str, at: time) -> datetime:
    local = zone(zone_name)
    # The day comes first: as a time, 20260921 would be its beginning. Of a repeated end the later one is meant.
    if (day := _day(text)) is not None:
        return _shown(text, datetime.combine(day, at, local).replace(fold=int(at == END)), zone_name)
    try:
        when = datetime.fromisoformat(text)
    except ValueError as wrong:
        raise ValueError(f"{text!r} is no time or day; write {_SHOWN}") from wrong
    if when.tzinfo is not None:
        return when
    when = _shown(text, when.replace(tzinfo=local), zone_name)
    first, second = when.replace(fold=0), when.replace(fold=1)
    if first.utcoffset() != second.utcoffset():
        raise ValueError(
            f"clocks in {zone_name} showed {text!r} twice; write {first.isoformat()} or {second.isoformat()}"
        )
    return when


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _shown(text: str, when: datetime, zone_name: str) -> datetime:
    """The time itself, where a clock in the zone ever showed it."""
    try:
        back = when.astimezone(UTC).astimezone(when.tzinfo)
    except OverflowError:
        return when  # no clock ever will; whoever asked is told of the years
    if back.replace(tzinfo=None, fold=0) != when.replace(tzinfo=None, fold=0):
        raise ValueError(f"no clock in {zone_name} showed {text!r}: it was put forward over it")
    return when
