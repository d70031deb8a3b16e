"""Cron lines against a walker that looks at every minute there is, around the clock changes of six zones."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import pytest

from monitor.schedule import cron

# A change by an hour, by half an hour, at midnight, the other way round in the year, and none at all.
PLACES = {
    "Europe/Paris": ("2031-03-30", "2031-10-26"),
    "America/New_York": ("2031-03-09", "2031-11-02"),
    "Australia/Lord_Howe": ("2031-04-06", "2031-10-05"),
    "America/Santiago": ("2031-04-06", "2031-09-07"),
    "Africa/Casablanca": ("2031-01-01", "2031-02-02"),
    "Asia/Kathmandu": ("2031-02-27", "2031-12-30"),
}

LINES = """
0 8 * * *
0 8 * * 0
0 8 * * 7
0 8 * * 1
0 8 * * sun
0 8 * * mon-fri
0 8 * * 5-7
0 8 * * 0,6
0 8 1 * mon
0 8 1,15 * fri
0 0 1 * *
0 0 31 * *
59 23 * * *
0 0 * * *
30 0 * * *
30 1 * * *
30 2 * * *
0 2 * * *
0 3 * * *
15 2 * * 0
45 2 * * sun
0,30 2 * * *
15,45 1-3 * * *
*/15 * * * *
*/7 * * * *
5 * * * *
30 * * * *
* 2 * * *
*/10 1-3 * * *
0 */2 * * *
0 */6 * * *
20 1-23/2 * * *
0 8-18/2 * * 1-5
0 12 * 2 *
0 12 29 2 *
0 12 * jan-mar sat
0 6 */2 * *
0 6 */10 * mon
0 9 6 4 *
10 4 5,6 3,4,9,10,11 2
""".strip().splitlines()

NAMES = {
    name: n
    for n, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}
NAMES |= {name: n for n, name in enumerate(["sun", "mon", "tue", "wed", "thu", "fri", "sat"])}


@lru_cache
def values(field: str, low: int, high: int) -> set[int]:
    found: set[int] = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        first, _, last = span.partition("-")
        start = low if span == "*" else int(NAMES.get(first, first))
        end = high if span == "*" or (step and not last) else int(NAMES.get(last, last) if last else start)
        found |= set(range(start, end + 1, int(step or 1)))
    return found


def meant(line: str, at: datetime) -> bool:
    """Whether a clock on the wall that shows `at` fulfils the line; the manual of cron in one expression."""
    minute, hour, day, month, weekday = line.split()
    days = at.day in values(day, 1, 31)
    named = values(weekday, 0, 7)
    weekdays = at.isoweekday() % 7 in named or (at.isoweekday() == 7 and 7 in named)
    either = not day.startswith("*") and not weekday.startswith("*")
    return (
        at.minute in values(minute, 0, 59)
        and at.hour in values(hour, 0, 23)
        and at.month in values(month, 1, 12)
        and ((days or weekdays) if either else (days and weekdays))
    )


def walked(line: str, place: str, start: datetime, minutes: int) -> list[datetime]:
    """Every moment of a line. As in Debian's cron(8): a fixed time is kept once, after a gap or at its first coming."""
    zone, found, seen = ZoneInfo(place), [], set()
    fixed = not any(field.startswith("*") for field in line.split()[:2])
    shown = start.astimezone(zone).replace(tzinfo=None)
    for n in range(1, minutes + 1):
        now = start + timedelta(minutes=n)
        wall = now.astimezone(zone).replace(tzinfo=None)
        passed = [wall]
        if fixed:
            jump = int((wall - shown).total_seconds() // 60)
            passed = [shown + timedelta(minutes=k) for k in range(1, jump + 1)] if jump > 1 else [wall]
        shown = wall
        if any(meant(line, one) and not (fixed and one in seen) for one in passed):
            found.append(now)
        seen.update(passed)
    return found


def calculated(line: str, place: str, start: datetime, minutes: int) -> list[datetime]:
    found, at = [], int(start.timestamp() * 1000)
    end = at + minutes * 60_000
    while (then := cron.after(f"{line} {place}", at)) is not None and then <= end:
        found.append(datetime.fromtimestamp(then / 1000, UTC))
        at = then
    return found


@pytest.mark.parametrize("place", PLACES)
def test_forty_lines_name_the_moments_that_cron_does_over_both_changes_of_the_clock(place):
    assert len(LINES) == 40
    for day in PLACES[place]:
        start = datetime.fromisoformat(day).replace(tzinfo=UTC) - timedelta(days=2)
        minutes = 5 * 24 * 60
        wrong = {
            line: (got, wanted)
            for line in LINES
            if (got := calculated(line, place, start, minutes)) != (wanted := walked(line, place, start, minutes))
        }
        assert not wrong


@pytest.mark.parametrize("place", PLACES)
def test_a_moment_asked_for_in_the_repeated_hour_is_never_in_the_past(place):
    for day in PLACES[place]:
        start = datetime.fromisoformat(day).replace(tzinfo=UTC) - timedelta(hours=14)
        for n in range(0, 30 * 60, 7):
            now = int((start + timedelta(minutes=n, seconds=n % 60)).timestamp() * 1000) + n % 1000
            for line in ("30 1 * * *", "30 2 * * *", "*/20 * * * *", "15 0 * * *"):
                assert cron.after(f"{line} {place}", now) > now


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("0  8 * *   1", "0 8 * * 1"),
        ("0 8 * * 7", "0 8 * * 7"),
        ("0 8 * * mon Europe/Paris", "0 8 * * mon Europe/Paris"),
        ("0 8 * * * UTC", "0 8 * * *"),
    ],
)
def test_a_line_has_one_form(written, kept):
    assert cron.line(written) == kept


def test_a_line_without_a_zone_is_meant_in_the_default_zone_and_another_stays():
    assert cron.line("0 8 * * *", "Asia/Tokyo") == "0 8 * * * Asia/Tokyo"
    assert cron.line("0 8 * * * UTC", "Asia/Tokyo") == "0 8 * * *"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("0 8 * *", "5 fields"),
        ("0 0 8 * * mon", "has 6"),
        ("0 0 8 * * 1", "has 6"),
        ("0 8 * * 1 Europe/Pari", "did you mean 'Europe/Paris'"),
        ("0 8 * * sat-sun", "write fri-sun as 5-7"),
        ("0 8 30 2 *", "bad day-of-month"),
        ("0 8 * * 8", "bad day-of-week"),
        ("60 8 * * *", "bad minute"),
        ("0 8 * * 1#2/2", "bad day-of-week"),
        ("@daily", "5 fields"),
    ],
)
def test_a_wrong_line_says_what_is_wrong(written, said):
    with pytest.raises(ValueError, match=said.replace("(", r"\(")):
        cron.line(written)
