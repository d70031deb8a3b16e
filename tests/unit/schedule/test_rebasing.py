"""Due times after a step of the clock: each within its own interval again, and not all at once."""

from functools import partial
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from monitor.schedule import cadence, plan
from monitor.schedule.due import CRON_SPREAD, Found, Limits, next_due
from monitor.schedule.rebasing import due_after, rebased
from monitor.schedule.shape import PLAIN

NOW = 1_790_000_000_000
HOUR = 3_600_000
LIMITS = Limits(fastest=120, slowest=7 * 86_400, confirm=600)
FRESH = Found(age_hours=10.0, learned=cadence.Learned())
STEPS = st.one_of(st.sampled_from([HOUR, -HOUR, 30 * 24 * HOUR, -30 * 24 * HOUR]), st.integers(-(10**12), 10**12))


def moved(due, schedule, step, url="https://one.example/1", found=FRESH):
    return rebased(due, plan.parse(schedule), url, found, LIMITS, NOW, step)


@given(STEPS, st.floats(0, 1))
def test_what_was_due_in_part_of_its_interval_still_is(step, part):
    left = int(850_000 * part)
    assert moved(NOW - step + left, "every 900", step) == NOW + left


@given(
    STEPS, st.integers(-(10**12), 10**12), st.sampled_from(["every 900", "adaptive", "every 900000", "cron 0 8 * * *"])
)
def test_nothing_is_ever_further_away_than_its_own_interval(step, due, schedule):
    at = moved(due, schedule, step)
    longest = {
        "every 900": 945,
        "adaptive": 7 * 86_400,
        "every 900000": 945_000,
        "cron 0 8 * * *": 86_400 + CRON_SPREAD,
    }
    assert at <= NOW + longest[schedule] * 1000


def test_a_step_forward_leaves_a_thousand_articles_as_spread_as_they_were():
    due = [NOW - HOUR + n * 900 for n in range(1_000)]  # of the clock before the step: over the next fifteen minutes
    after = [moved(at, "every 900", HOUR, f"https://one.example/{n}") for n, at in enumerate(due)]
    assert sum(at <= NOW + 60_000 for at in after) < 100


def test_what_a_wrong_clock_put_off_for_a_month_is_spread_over_one_interval():
    after = [moved(NOW + 30 * 24 * HOUR, "every 900", 0, f"https://one.example/{n}") for n in range(1_000)]
    assert all(NOW <= at <= NOW + 945_000 for at in after)
    for minute in range(14):
        assert 30 < sum(NOW + minute * 60_000 <= at < NOW + (minute + 1) * 60_000 for at in after) < 110


def test_a_cron_line_keeps_to_the_clock_on_the_wall():
    # 1790000000 is 2026-09-21 14:13:20 UTC; 8 o'clock is due in 17 h 46 min 40 s.
    eight = NOW + (17 * 3600 + 46 * 60 + 40) * 1000
    for step in (HOUR, -HOUR, -40 * 24 * HOUR):
        assert eight <= moved(eight + 20 * 24 * HOUR, "cron 0 8 * * *", step) <= eight + CRON_SPREAD * 1000
        assert moved(NOW - 5_000, "cron 0 8 * * *", step) == NOW - 5_000, "due while the clock was stepped over it"


def test_an_article_that_fails_keeps_its_longer_wait():
    failing = Found(age_hours=10.0, learned=cadence.Learned(), fails=4)
    assert moved(NOW + 2 * HOUR - HOUR, "every 900", HOUR, found=failing) == NOW + 2 * HOUR


def test_a_restart_brings_nothing_forward_that_a_budget_has_stretched():
    row = SimpleNamespace(
        learned=None, published_at=None, added_at=NOW - 10 * HOUR, fails=0, schedule="", tags="[]", host="one.example",
        url="https://one.example/a",
    )  # fmt: skip
    dear = partial(due_after, "adaptive", LIMITS, NOW, 0, site_of=lambda host: (PLAIN, 0.6))
    planned = next_due(plan.parse("adaptive"), row.url, Found(10.0, cadence.Learned(), price=0.6), LIMITS, NOW)
    assert planned.at_ms - NOW > 4 * HOUR
    row.due_at = planned.at_ms
    assert dear()(row) == row.due_at
    assert due_after("adaptive", LIMITS, NOW, 0)(row) < row.due_at
