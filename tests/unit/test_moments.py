"""A moment as people type it: a day is its end, a time is that of the zone, and what no clock showed is refused."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.moments import BEGIN, moment_ms

PARIS = "Europe/Paris"
HOUR = 3_600_000


def ms(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp() * 1000)


@pytest.mark.parametrize("text", ["2026-09-21", "20260921", "2026-W39-1", " 2026-09-21 "])
def test_a_day_means_its_end_however_it_is_written(text: str) -> None:
    assert moment_ms(text, "UTC") == ms("2026-09-22T00:00Z") - 1


def test_a_day_may_mean_its_beginning_where_that_is_asked_for() -> None:
    assert moment_ms("20260921", "UTC", day=BEGIN) == ms("2026-09-21T00:00Z")


def test_a_time_without_a_zone_is_one_of_the_settings() -> None:
    assert moment_ms("2026-05-03T14:00", "UTC") - moment_ms("2026-05-03T14:00", PARIS) == 2 * HOUR
    assert moment_ms("2026-05-03T14:00Z", PARIS) == moment_ms("2026-05-03T14:00", "UTC")
    assert moment_ms("2026-05-03T14:00:00.999Z", PARIS) == ms("2026-05-03T14:00:00Z") + 999


@pytest.mark.parametrize(
    ("text", "zone", "word"),
    [
        ("2026-03-29T02:30", PARIS, "no clock"),  # from 2 to 3 that night
        ("2026-03-08T02:00", "America/New_York", "no clock"),
        ("2011-12-30", "Pacific/Apia", "no clock"),  # a day that these islands left out
        ("2026-10-25T02:30", PARIS, "twice"),
        ("2026-11-01T01:59:59", "America/New_York", "twice"),
        ("0001-01-01", "Asia/Tokyo", ""),
        ("May 3rd", "UTC", "no time or day"),
        ("", "UTC", "no time or day"),
        ("2026-13-01", "UTC", "no time or day"),
        ("2026-02-30T10:00", "UTC", "no time or day"),
        ("0001-01-01T00:00+14:00", "UTC", "year"),
        ("9999-12-31T23:59:59-12:00", "UTC", "year"),
        ("0001-01-01T00:00", "Asia/Tokyo", "year"),
        ("9999-12-31T20:00", "America/New_York", "year"),
        ("9999-12-31T23:00Z", "Asia/Tokyo", "year"),  # its own zone shows it in the year 10000
    ],
)
def test_what_is_no_moment_is_refused_with_a_word(text: str, zone: str, word: str) -> None:
    if not word:
        assert moment_ms(text, zone)
        return
    with pytest.raises(ValueError, match=word):
        moment_ms(text, zone)


def test_a_repeated_time_is_taken_where_it_names_its_offset() -> None:
    first, second = moment_ms("2026-10-25T02:30+02:00", PARIS), moment_ms("2026-10-25T02:30+01:00", PARIS)
    assert second - first == HOUR


@pytest.mark.parametrize(
    ("day", "zone"), [("2026-10-25", PARIS), ("2026-03-29", PARIS), ("2005-02-19", "America/Sao_Paulo")]
)
def test_the_end_of_a_day_is_the_last_time_that_its_clocks_show(day: str, zone: str) -> None:
    from monitor.zones import zone as named

    end = moment_ms(day, zone)
    assert datetime.fromtimestamp(end / 1000, named(zone)).date().isoformat() == day
    assert datetime.fromtimestamp((end + 1) / 1000, named(zone)).date().isoformat() > day


@given(st.text(max_size=40))
def test_any_text_is_a_moment_or_refused(text: str) -> None:
    try:
        found = moment_ms(text, PARIS)
    except ValueError:
        return
    assert 1 <= datetime.fromtimestamp(found / 1000, UTC).year <= 9999
