"""Quiet hours and digests keep to the wall clock, also where it is moved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.hours import DigestPlan, QuietHours, Window, clock_minutes, instant

ZONES = (
    "UTC",
    "Europe/Paris",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "America/Sao_Paulo",
    "Asia/Kathmandu",
    "Africa/Casablanca",
    "America/St_Johns",
)


def ms(text: str, zone: str, fold: int = 0) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).timestamp() * 1000)


def shown(at: int | None, zone: str) -> str:
    return "never" if at is None else datetime.fromtimestamp(at / 1000, ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M%z")


def quiet(zone: str, *windows: str) -> QuietHours:
    return QuietHours("night", ZoneInfo(zone), tuple(Window.parse(one) for one in windows))


@pytest.mark.parametrize(
    ("zone", "windows", "now", "end"),
    [
        pytest.param("UTC", "22:00-07:00", "2026-11-22 23:00", "2026-11-23 07:00+0000", id="over midnight"),
        pytest.param("UTC", "22:00-07:00", "2026-11-22 22:00", "2026-11-23 07:00+0000", id="from its first minute"),
        pytest.param("UTC", "22:00-07:00", "2026-11-22 07:00", "never", id="its end is outside"),
        pytest.param("UTC", "mon-fri 22:00-07:00", "2026-11-22 23:00", "never", id="a Sunday night starts on Sunday"),
        pytest.param("UTC", "fri-mon 22:00-07:00", "2026-11-22 23:00", "2026-11-23 07:00+0000", id="over the weekend"),
        pytest.param(
            "UTC", "mon-fri 18:00-24:00;sat,sun 00:00-24:00", "2026-11-20 19:00", "2026-11-23 00:00+0000", id="touching"
        ),
        pytest.param(
            "Europe/Paris", "22:00-07:00", "2026-03-28 23:00", "2026-03-29 07:00+0200", id="an hour is skipped in it"
        ),
        pytest.param(
            "Europe/Paris", "22:00-07:00", "2026-10-24 23:00", "2026-10-25 07:00+0100", id="an hour comes twice in it"
        ),
        pytest.param(
            "Europe/Paris", "22:00-02:30", "2026-03-28 23:00", "2026-03-29 03:00+0200", id="its end is skipped"
        ),
        pytest.param(
            "Europe/Paris", "22:00-02:30", "2026-10-24 23:00", "2026-10-25 02:30+0100", id="its end comes twice"
        ),
        pytest.param(
            "Europe/Paris", "02:30-06:00", "2026-03-29 03:00", "2026-03-29 06:00+0200", id="its start is skipped"
        ),
        pytest.param(
            "Australia/Lord_Howe", "01:00-02:15", "2026-10-04 01:30", "2026-10-04 02:30+1100", id="half an hour skipped"
        ),
        pytest.param(
            "Australia/Lord_Howe", "01:00-01:45", "2026-04-05 01:20", "2026-04-05 01:45+1030", id="half an hour twice"
        ),
        pytest.param(
            "Pacific/Apia", "22:00-07:00", "2011-12-29 23:00", "2011-12-31 07:00+1400", id="a day that never was"
        ),
        pytest.param("America/St_Johns", "00:00-00:01", "2026-11-22 00:00", "2026-11-22 00:01-0330", id="one minute"),
    ],
)
def test_quiet_hours_end_at_the_time_on_the_wall_clock(zone: str, windows: str, now: str, end: str) -> None:
    assert shown(quiet(zone, *windows.split(";")).until(ms(now, zone)), zone) == end


def test_the_hour_that_comes_twice_is_quiet_both_times() -> None:
    night = quiet("Europe/Paris", "02:00-02:30")
    first, second = (ms("2026-10-25 02:45", "Europe/Paris", fold) for fold in (0, 1))
    assert shown(night.until(first), "Europe/Paris") == "2026-10-25 02:30+0100"
    assert night.until(second) is None


@pytest.mark.parametrize(
    ("zone", "minute", "now", "due"),
    [
        ("Europe/Paris", "07:30", "2026-11-22 07:29", "2026-11-22 07:30+0100"),
        ("Europe/Paris", "07:30", "2026-11-22 07:30", "2026-11-23 07:30+0100"),
        ("Europe/Paris", "07:30", "2026-03-28 12:00", "2026-03-29 07:30+0200"),
        ("Europe/Paris", "02:30", "2026-03-28 12:00", "2026-03-29 03:00+0200"),
        ("Europe/Paris", "02:30", "2026-10-24 12:00", "2026-10-25 02:30+0200"),
        ("Australia/Lord_Howe", "02:15", "2026-10-03 12:00", "2026-10-04 02:30+1100"),
        ("Pacific/Apia", "07:30", "2011-12-29 12:00", "2011-12-31 07:30+1400"),
    ],
)
def test_a_daily_digest_is_due_once_a_day_that_was(zone: str, minute: str, now: str, due: str) -> None:
    plan = DigestPlan("daily", clock_minutes(minute), ZoneInfo(zone))
    assert shown(plan.next(ms(now, zone)), zone) == due


def test_an_hourly_digest_is_due_at_the_full_hour() -> None:
    assert shown(DigestPlan("hourly").next(ms("2026-11-22 07:59", "UTC")), "UTC") == "2026-11-22 08:00+0000"
    assert shown(DigestPlan("hourly").next(ms("2026-11-22 08:00", "UTC")), "UTC") == "2026-11-22 09:00+0000"


MOMENTS = st.integers(ms("2010-01-01 00:00", "UTC"), ms("2030-01-01 00:00", "UTC"))


@given(st.sampled_from(ZONES), MOMENTS, st.integers(0, 1439), st.integers(1, 1439))
def test_quiet_time_ends_later_than_now_and_then_it_is_over(zone: str, now: int, start: int, length: int) -> None:
    night = QuietHours("n", ZoneInfo(zone), (Window(frozenset(range(7)), start, (start + length) % 1440),))
    end = night.until(now)
    assert end is None or (now < end <= now + 50 * 3_600_000 and night.until(end) is None)


@given(st.sampled_from(ZONES), MOMENTS, st.integers(0, 1439))
def test_daily_digests_follow_each_other_within_two_days_of_hours(zone: str, now: int, minute: int) -> None:
    plan = DigestPlan("daily", minute, ZoneInfo(zone))
    first = plan.next(now)
    second = plan.next(first)
    assert now < first < second
    # 22 to 26 hours with a step of the clock between; two days where Samoa left one out.
    assert 22 <= (second - first) / 3_600_000 <= 50


@given(st.sampled_from(ZONES), MOMENTS)
def test_a_moment_and_its_wall_clock_are_one(zone: str, now: int) -> None:
    now -= now % 60_000
    local = datetime.fromtimestamp(now / 1000, ZoneInfo(zone))
    if local.second == 0:
        found = instant(local.date(), local.hour * 60 + local.minute, ZoneInfo(zone), last=bool(local.fold))
        again = datetime.fromtimestamp(found / 1000, ZoneInfo(zone))
        assert again.replace(tzinfo=None, fold=0) == local.replace(tzinfo=None, fold=0)
        assert abs(found - now) <= timedelta(hours=1) / timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("22-7", "no weekly window"),
        ("25:00-07:00", "no time of day"),
        ("22:60-07:00", "no time of day"),
        ("24:00-07:00", "write 00:00 of the next day"),
        ("07:00-07:00", "the same minute"),
        ("mon-fry 22:00-07:00", "names no such day"),
        ("", "no weekly window"),
    ],
)
def test_a_window_that_cannot_be_is_refused_in_words(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Window.parse(text)


def test_days_are_read_as_people_write_them() -> None:
    assert Window.parse("Mon-Fri 09:00-17:00").days == frozenset(range(5))
    assert Window.parse("saturday, sunday 00:00-24:00").days == frozenset({5, 6})
    assert Window.parse("09:00-17:00").days == frozenset(range(7))
    assert datetime(2026, 11, 22, tzinfo=UTC).weekday() == 6
