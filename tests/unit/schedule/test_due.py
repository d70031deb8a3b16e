"""The next look: never earlier than the host asked, never later than the slowest interval, the same for the same input."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.schedule import cadence, plan
from monitor.schedule.due import LONGEST_BACKOFF, Found, Limits, Why, next_due, spread

NOW = 1_790_000_000_000
LIMITS = Limits(fastest=120, slowest=7 * 86_400, confirm=600)
URL = "https://one.example/story"


def found(**more):
    return Found(age_hours=1.0, learned=cadence.Learned(), **more)


def wait(schedule, state, url=URL, limits=LIMITS):
    due = next_due(plan.parse(schedule), url, state, limits, NOW)
    return (due.at_ms - NOW) / 1000, due.why


def test_an_interval_is_kept_within_five_percent():
    seconds, why = wait("every 900", found())
    assert 855 <= seconds <= 945
    assert why is Why.PLAN


def test_the_same_url_always_gets_the_same_jitter_and_others_another():
    assert wait("every 900", found()) == wait("every 900", found())
    spreads = {round(spread(f"https://one.example/{n}"), 2) for n in range(200)}
    assert len(spreads) > 60


def test_a_cron_line_fires_at_its_time_and_within_half_a_minute():
    # 1790000000 is 2026-09-21 14:13:20 UTC; the next 8 o'clock is 17:46:40 away.
    seconds, why = wait("cron 0 8 * * *", found())
    assert 0 <= seconds - 64_000 <= 30
    assert why is Why.CRON


def test_failures_in_a_row_double_the_wait_up_to_six_hours():
    waits = [wait("every 900", found(fails=n))[0] for n in range(1, 12)]
    assert waits[:4] == [900, 1800, 3600, 7200]
    assert waits[-1] == LONGEST_BACKOFF
    assert wait("every 900", found(fails=1))[1] is Why.BACKOFF


def test_a_slow_watch_is_not_looked_at_more_often_because_it_fails():
    assert wait("every 86400", found(fails=3))[0] >= 86_400


def test_retry_after_is_never_undercut():
    assert wait("every 900", found(fails=1, retry_after=7200.0)) == (7200, Why.RETRY_AFTER)
    assert wait("every 900", found(fails=1, retry_after=5.0))[1] is Why.BACKOFF


def test_a_removal_is_confirmed_soon():
    assert wait("every 86400", found(confirm=True)) == (600, Why.CONFIRM)


def test_a_page_that_could_not_be_read_is_looked_at_sooner():
    assert wait("every 3600", found(doubtful=True)) == (1800, Why.LOOK_AGAIN)


@given(
    age=st.floats(0, 1e5),
    price=st.floats(1e-4, 1e4),
    weight=st.floats(0.01, 100),
    since=st.none() | st.floats(0, 1e5),
    fails=st.integers(0, 50),
    doubtful=st.booleans(),
)
def test_an_adaptive_article_stays_between_fastest_and_slowest(age, price, weight, since, fails, doubtful):
    more = {"price": price, "weight": weight, "since_change": since, "fails": fails, "doubtful": doubtful}
    seconds, _ = wait("adaptive", Found(age, cadence.Learned(), **more))
    assert LIMITS.fastest * 0.94 <= seconds <= LIMITS.slowest


def test_a_young_article_is_looked_at_more_often_than_an_old_one():
    young, old = (wait("adaptive", Found(age, cadence.Learned()))[0] for age in (0.5, 240.0))
    assert young < 1200
    assert old > 4 * young


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (Found(72.0, cadence.Learned()), "quiet for 3 days: every "),
        (Found(0.4, cadence.Learned()), "new, 24 min old: every "),
        (Found(500.0, cadence.Learned(), since_change=0.5), "edited 30 min ago: every "),
        (Found(500.0, cadence.Learned(), since_change=72.0), "quiet for 3 days: every "),
        (Found(500.0, cadence.Learned(), price=0.2), ", to keep within a budget"),
        (found(fails=1), "failed once: again after "),
        (found(fails=3), "failed 3 times in a row: again after "),
        (found(confirm=True), "missing: a second look after 10 min before that is believed"),
        (found(doubtful=True), "in doubt: again after "),
        (found(retry_after=7200.0), "its host asked for 2 h of rest"),
    ],
)
def test_every_due_time_says_why_in_words(state, said):
    assert said in next_due(plan.parse("adaptive"), URL, state, LIMITS, NOW).said


def test_other_plans_say_that_they_were_asked_for():
    assert next_due(plan.parse("every 900"), URL, found(), LIMITS, NOW).said == "its schedule: every 15 min"
    assert next_due(plan.parse("cron 0 8 * * *"), URL, found(), LIMITS, NOW).said == "its schedule: a cron line"


def test_what_settles_a_doubt_goes_first_and_nothing_else_does():
    for state, first in ((found(), False), (found(confirm=True), True), (found(fresh=True), True)):
        assert next_due(plan.parse("adaptive"), URL, state, LIMITS, NOW).first is first


def test_what_an_article_asks_for_does_not_depend_on_the_price():
    cheap, dear = (
        next_due(plan.parse("adaptive"), URL, Found(1.0, cadence.Learned(), price=price), LIMITS, NOW).asked
        for price in (0.05, 0.1)
    )
    assert math.isclose(cheap, dear, rel_tol=0.2)
    assert next_due(plan.parse("every 900"), URL, found(), LIMITS, NOW).asked == 0


@pytest.mark.parametrize("text", ["", "hourly", "every", "every x"])
def test_no_plan_is_not_taken_for_one(text):
    with pytest.raises(ValueError, match=r"no plan|could not convert"):
        plan.parse(text)
