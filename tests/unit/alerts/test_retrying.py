"""When a delivery is tried again: both tables, the floors, a receiver's wish, and the end."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.alert import End, Outcome, State, Verdict
from alerts.retrying import HOUR, JITTER, SCHEDULES, Step, Why, next_step

FAILED = Outcome(Verdict.RETRY, End.REFUSED, 500)
MIDDLE = 0.5
"""The random number that leaves a wait as the table has it."""


def waits(kind: str, outcome: Outcome = FAILED, jitter: float = MIDDLE) -> list[float]:
    found, attempts = [], 1
    while (step := next_step(kind, attempts, outcome, jitter)).state is State.RETRYING:
        found.append(step.wait_seconds)
        attempts += 1
    assert step == Step(State.DEAD, 0.0, Why.EXHAUSTED)
    return found


def test_webhook_waits_are_those_of_standard_webhooks() -> None:
    hours = [5 / 3600, 5 / 60, 0.5, 2, 5, 10, 14, 20, 24]
    assert waits("webhook") == [pytest.approx(one * 3600) for one in hours]
    assert sum(waits("webhook")) / 3600 == pytest.approx(75.6, abs=0.05)


def test_email_waits_pass_greylisting_by_minute_eleven_and_end_within_three_days() -> None:
    assert sum(waits("email")[:2]) == 11 * 60
    assert sum(waits("email")) / 3600 == pytest.approx(70.7, abs=0.05)


def test_kind_without_a_table_of_its_own_follows_the_webhook_table() -> None:
    assert waits("chat") == waits("webhook")


def test_accepted_delivery_is_sent_whatever_the_attempt() -> None:
    assert next_step("email", 7, Outcome(Verdict.SENT, End.ACCEPTED), MIDDLE) == Step(State.SENT, 0.0, Why.SENT)


def test_permanent_refusal_is_dead_at_the_first_attempt() -> None:
    outcome = Outcome(Verdict.DEAD, End.GONE, 410)
    assert next_step("webhook", 1, outcome, MIDDLE) == Step(State.DEAD, 0.0, Why.REFUSED)


def test_failing_channel_is_tried_hourly_for_ever_and_burns_no_attempt() -> None:
    outcome = Outcome(Verdict.CHANNEL, End.AUTH_FAILED, 535)
    step = next_step("email", 500, outcome, MIDDLE)
    assert step == Step(State.RETRYING, 3600.0, Why.CHANNEL_FAILING, counts=False)


@pytest.mark.parametrize("reason", [End.TIMEOUT, End.RATE_LIMITED, End.UNAVAILABLE])
def test_busy_receiver_gets_a_minute_at_least(reason: End) -> None:
    outcome = Outcome(Verdict.RETRY, reason)
    assert next_step("webhook", 1, outcome, 0.0) == Step(State.RETRYING, 60.0, Why.BUSY)
    # Later in the table the wait is longer anyway.
    assert next_step("webhook", 2, outcome, MIDDLE) == Step(State.RETRYING, 300.0, Why.SCHEDULED)


def test_wish_of_the_receiver_is_honoured_up_to_a_day() -> None:
    def wait(wish: float) -> float:
        return next_step(
            "webhook", 1, Outcome(Verdict.RETRY, End.RATE_LIMITED, 429, retry_after=wish), 0.0
        ).wait_seconds

    assert wait(600) == 600
    assert wait(1e9) == 86400
    # A shorter wish than the floor does not undercut it.
    assert wait(1) == 60


def test_redelivery_by_hand_that_fails_after_the_schedule_does_not_start_it_again() -> None:
    assert next_step("webhook", 11, FAILED, MIDDLE) == Step(State.DEAD, 0.0, Why.EXHAUSTED)


@pytest.mark.parametrize(("attempts", "jitter"), [(0, 0.5), (1, 1.0), (1, -0.1)])
def test_numbers_out_of_range_are_refused(attempts: int, jitter: float) -> None:
    with pytest.raises(ValueError, match="attempts_made|jitter"):
        next_step("webhook", attempts, FAILED, jitter)


@given(
    kind=st.sampled_from(["webhook", "email"]),
    attempts=st.integers(1, 20),
    reason=st.sampled_from(list(End)),
    wish=st.none() | st.floats(0, 1e6),
    jitter=st.floats(0, 1, exclude_max=True),
)
def test_no_wait_leaves_its_bounds(kind: str, attempts: int, reason: End, wish: float | None, jitter: float) -> None:
    step = next_step(kind, attempts, Outcome(Verdict.RETRY, reason, retry_after=wish), jitter)
    if attempts >= len(SCHEDULES[kind]):
        assert step.state is State.DEAD
        return
    assert step.state is State.RETRYING
    assert step.wait_seconds >= 0.8 * SCHEDULES[kind][attempts]
    assert step.wait_seconds >= min(wish or 0, 86400)
    assert step.wait_seconds <= 1.2 * max(SCHEDULES[kind][attempts], 60, min(wish or 0, 86400))
    assert step.counts


def test_ten_thousand_deliveries_told_the_same_hour_do_not_come_back_together() -> None:
    outcome = Outcome(Verdict.RETRY, End.RATE_LIMITED, 429, retry_after=3600)
    seconds = [int(next_step("webhook", 1, outcome, n / 10_000).wait_seconds) for n in range(10_000)]
    assert max(seconds.count(one) for one in set(seconds)) <= 20


def test_both_channel_kinds_have_a_table_of_ten_tries() -> None:
    assert {kind: len(table) for kind, table in SCHEDULES.items()} == {"webhook": 10, "email": 10}


def test_ten_thousand_deliveries_outlast_a_receiver_that_is_down_for_72_hours() -> None:
    """However their waits fall: without a last try at the end of the table every fifth would be dead by then."""
    chance, down, arrived = random.Random(7), Outcome(Verdict.RETRY, End.UNREACHABLE), []
    for kind in ("webhook", "email", "chat"):
        for _ in range(10_000):
            now, attempts, span = 0.0, 0, 71.9 * HOUR if kind == "email" else 72 * HOUR
            # The table for mail is 70.7 hours long; a mail server that is away for longer is another matter.
            outage = min(span, 0.98 * sum(SCHEDULES.get(kind, SCHEDULES["webhook"])))
            while now < outage:
                attempts += 1
                step = next_step(kind, attempts, down, chance.random(), now)
                assert step.state is State.RETRYING
                now += step.wait_seconds
            arrived.append(now - outage)
    assert max(arrived) <= 24 * HOUR * (1 + JITTER)


def test_last_try_is_the_last_one() -> None:
    down = Outcome(Verdict.RETRY, End.UNREACHABLE)
    total = sum(SCHEDULES["webhook"])
    early = next_step("webhook", 10, down, 0.5, total - 3600)
    assert (early.state, early.reason) == (State.RETRYING, Why.LAST)
    assert 3600 <= early.wait_seconds <= 3600 * (1 + JITTER)
    assert next_step("webhook", 11, down, 0.5, total).reason is Why.EXHAUSTED
