"""A channel gets no more messages than its rate allows, and as many as it allows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.pacing import Bucket, Rate, filled, take

HOURLY = Rate.parse("30/h")


def taken(rate: Rate, moments: list[int]) -> list[int]:
    """The moments among these at which there was a token."""
    bucket: Bucket | None = None
    found = []
    for at in moments:
        bucket, wait = take(bucket, rate, at)
        if wait == 0:
            found.append(at)
    return found


def test_thirty_at_once_then_one_every_two_minutes() -> None:
    moments = taken(HOURLY, [0] * 40 + list(range(0, 600_000, 1000)))
    assert moments.count(0) == 30
    assert moments[30:] == [120_000, 240_000, 360_000, 480_000]


def test_the_wait_told_is_the_wait_there_is() -> None:
    bucket: Bucket | None = None
    for _ in range(30):
        bucket, _wait = take(bucket, HOURLY, 5_000)
    bucket, wait = take(bucket, HOURLY, 5_000)
    assert wait == 120_000
    assert take(bucket, HOURLY, 5_000 + wait - 1)[1] > 0
    assert take(bucket, HOURLY, 5_000 + wait)[1] == 0


@pytest.mark.parametrize("step", [-3_600_000, -30 * 86_400_000])
def test_a_clock_set_back_neither_fills_nor_stops(step: int) -> None:
    now = 100 * 86_400_000
    bucket = Bucket(0.0, now)
    assert filled(bucket, HOURLY, now + step).tokens == 0
    after, wait = take(bucket, HOURLY, now + step)
    assert wait == 120_000
    assert take(after, HOURLY, now + step + wait)[1] == 0


def test_a_clock_set_forward_fills_no_more_than_full() -> None:
    assert filled(Bucket(0.0, 0), HOURLY, 30 * 86_400_000).tokens == 30


@given(st.integers(1, 100), st.sampled_from(["s", "min", "h"]), st.lists(st.integers(0, 5000), max_size=300))
def test_no_span_sees_more_than_the_bucket_and_what_came_in_meanwhile(count: int, unit: str, steps: list[int]) -> None:
    rate = Rate.parse(f"{count}/{unit}")
    moments, at = [], 0
    for step in steps:
        at += step
        moments.append(at)
    sent = taken(rate, moments)
    for first in range(len(sent)):
        for last in range(first, len(sent)):
            assert last - first + 1 <= rate.count + (sent[last] - sent[first]) / rate.gap_ms + 1e-3


@pytest.mark.parametrize(
    ("text", "said"),
    [("30", "no rate"), ("0/h", "1 or more"), ("-1/h", "no rate"), ("3/week", "no rate"), ("", "no rate")],
)
def test_a_rate_that_cannot_be_is_refused_in_words(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Rate.parse(text)
