"""When a channel counts as failing or disabled, and when it counts as well again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from alerts.alert import End, Outcome, Verdict
from alerts.health import DISABLED_AFTER_MS, PROBE_WAIT_MS, Cause, Condition, Health, after, enabled

NOW = 1_795_000_000_000
HOUR = 3_600_000
SENT = Outcome(Verdict.SENT, End.ACCEPTED, 200)
DOWN = Outcome(Verdict.RETRY, End.UNREACHABLE)
LOGIN = Outcome(Verdict.CHANNEL, End.AUTH_FAILED, 535)


def through(outcomes: list[Outcome], *, start: Health | None = None, apart: int = 1000) -> Health:
    health = start or Health()
    for at, outcome in enumerate(outcomes):
        health = after(health, outcome, NOW + at * apart)
    return health


def test_fourth_failure_in_a_row_makes_a_channel_failing() -> None:
    assert through([DOWN] * 3).condition is Condition.HEALTHY
    fourth = through([DOWN] * 4)
    assert (fourth.condition, fourth.cause, fourth.said) == (Condition.FAILING, Cause.IN_A_ROW, "unreachable")


def test_one_success_resets_whatever_was_before() -> None:
    for bad in ([DOWN] * 9, [LOGIN], [DOWN] * 3):
        health = through([*bad, SENT])
        assert (health.condition, health.fails, health.since, health.rest_until) == (Condition.HEALTHY, 0, None, None)


def test_five_days_without_a_success_disable_a_channel_and_an_hour_less_does_not() -> None:
    failing = through([DOWN] * 4, apart=0)
    assert after(failing, DOWN, NOW + DISABLED_AFTER_MS - HOUR).condition is Condition.FAILING
    disabled = after(failing, DOWN, NOW + DISABLED_AFTER_MS)
    assert (disabled.condition, disabled.cause) == (Condition.DISABLED, Cause.NOTHING_FOR_DAYS)


def test_sporadic_failure_never_disables_however_long_it_goes_on() -> None:
    health = Health()
    for hour in range(24 * 60):
        health = after(health, SENT if hour % 3 == 2 else DOWN, NOW + hour * HOUR)
        assert health.condition is Condition.HEALTHY


def test_receiver_that_is_gone_disables_at_once() -> None:
    health = through([Outcome(Verdict.DEAD, End.GONE, 410)])
    assert (health.condition, health.cause) == (Condition.DISABLED, Cause.GONE)


def test_blocked_address_flags_the_channel_at_once() -> None:
    health = through([Outcome(Verdict.DEAD, End.BLOCKED_ADDRESS)])
    assert (health.condition, health.cause) == (Condition.FAILING, Cause.BLOCKED_ADDRESS)


def test_refused_login_flags_the_channel_and_lets_it_rest_for_about_an_hour() -> None:
    for jitter in (0.0, 0.5, 0.999):
        health = after(Health(), LOGIN, NOW, jitter)
        assert (health.condition, health.cause) == (Condition.FAILING, Cause.CHANNEL)
        assert health.rest_until is not None
        assert 0.8 * PROBE_WAIT_MS <= health.rest_until - NOW <= 1.2 * PROBE_WAIT_MS


def test_refused_recipients_and_messages_say_nothing_about_the_channel() -> None:
    for reason in (End.RECIPIENT_REFUSED, End.MESSAGE_REFUSED, End.BAD_ADDRESS):
        assert through([Outcome(Verdict.DEAD, reason)] * 50) == Health()


def test_switched_on_again_is_as_new_and_needs_four_failures_to_be_failing() -> None:
    disabled = through([Outcome(Verdict.DEAD, End.GONE, 410)])
    fresh = enabled(disabled)
    assert (fresh.condition, fresh.cause, fresh.fails) == (Condition.HEALTHY, Cause.ENABLED, 0)
    assert through([DOWN] * 3, start=fresh).condition is Condition.HEALTHY


def test_attempt_that_ends_after_its_channel_was_disabled_does_not_change_why() -> None:
    disabled = through([Outcome(Verdict.DEAD, End.GONE, 410)])
    late = after(disabled, DOWN, NOW + 9)
    assert (late.condition, late.cause, late.said) == (Condition.DISABLED, Cause.GONE, "gone")


ENDS = st.sampled_from([SENT, DOWN, LOGIN, Outcome(Verdict.DEAD, End.GONE), Outcome(Verdict.DEAD, End.BAD_ADDRESS)])


@given(st.lists(st.tuples(ENDS, st.integers(0, 30 * HOUR)), max_size=60))
def test_whatever_happens_a_channel_is_disabled_only_by_410_or_after_five_days_of_failures(
    steps: list[tuple[Outcome, int]],
) -> None:
    health, now, first = Health(), NOW, None
    for outcome, wait in steps:
        now += wait
        before, health = health, after(health, outcome, now)
        if outcome is SENT:
            first = None
        elif outcome.reason != End.BAD_ADDRESS:
            first = now if first is None else first
        if health.condition is Condition.DISABLED and before.condition is not Condition.DISABLED:
            assert outcome.reason == End.GONE or (first is not None and now - first >= DISABLED_AFTER_MS)
