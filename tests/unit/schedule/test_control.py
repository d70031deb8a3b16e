"""The price of a look follows the budget: what is overspent is made up for, and a crowd raises it at once."""

import pytest

from monitor.schedule.control import DAY_MS, LEAST, MOST, Meter

STEP = 300_000
START = 1_790_000_000_000


def lived(meter, days, budget, asked, other=0.0, start=START):
    """Looks spent in so many days, if articles ask for `asked(day)` looks a day at price 1."""
    spent, now, owing = 0.0, start, 0.0
    meter.step(budget, asked(0), 0, 0, now)
    for n in range(int(days * DAY_MS / STEP)):
        now += STEP
        used = (asked(n * STEP / DAY_MS) / meter.price + other) * STEP / DAY_MS
        owing += used
        whole, owing = int(owing), owing - int(owing)
        spent += whole
        meter.step(budget, asked(n * STEP / DAY_MS), int(other * STEP / DAY_MS), whole, now)
    return spent


@pytest.mark.parametrize(
    "asked",
    [
        lambda day: 400.0,
        lambda day: 400.0 if day % 1 < 0.5 else 200.0,  # a newsroom that sleeps
        lambda day: 400.0 + 60 * day,  # more articles every day
        lambda day: 400.0 if day < 3 else 4000.0,  # a crowd is added
    ],
)
def test_a_week_keeps_its_budget_within_five_percent(asked):
    assert lived(Meter(), 7, 1000, asked) == pytest.approx(7000, rel=0.05)


def test_looks_at_any_price_are_taken_from_the_same_budget():
    assert lived(Meter(), 7, 1000, lambda day: 400.0, other=576.0) == pytest.approx(7000, rel=0.05)


def test_the_price_does_not_move_looks_from_day_to_night():
    meter = Meter()
    lived(meter, 7, 1000, lambda day: 400.0 if day % 1 < 0.5 else 200.0)
    prices, now = [], meter.at_ms
    for n in range(288):
        now += STEP
        asked = 400.0 if n < 144 else 200.0
        prices.append(meter.step(1000, asked, 0, round(asked / meter.price * STEP / DAY_MS), now))
    assert max(prices) < 1.6 * min(prices)


def test_a_price_stays_a_price_without_articles_and_with_far_too_many():
    assert LEAST <= Meter().step(1000, 0.0, 0, 0, START) <= MOST
    assert LEAST <= Meter().step(1, 1e12, 0, 0, START) <= MOST


def test_a_meter_is_read_back_as_it_was_stored():
    meter = Meter()
    lived(meter, 1, 1000, lambda day: 400.0)
    assert Meter.from_stored(meter.stored()).price == pytest.approx(meter.price)
    assert Meter.from_stored("") == Meter()
