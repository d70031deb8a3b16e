"""Prices follow what articles ask for, for all hosts together and for one that asks for too much."""

import pytest

from monitor.checks.pacing import STEP_MS, Budgets, Pacing
from monitor.schedule.cadence import PRICE
from monitor.schedule.control import DAY_MS

NOW = 1_790_000_000_000


def lived(pace, asked, days, now=NOW):
    """Looks by host in so many days; each host looks as often as what it asks for and its price say."""
    spent = dict.fromkeys(asked, 0)
    owing = dict.fromkeys(asked, 0.0)
    pace.step(asked, now)
    for _ in range(int(days * DAY_MS / STEP_MS)):
        now += STEP_MS
        for host, wanted in asked.items():
            owing[host] += wanted / pace.price(host) * STEP_MS / DAY_MS
            while owing[host] >= 1:
                owing[host] -= 1
                spent[host] += 1
                pace.spent(host)
        pace.step(asked, now)
    return spent


def test_without_budgets_a_look_costs_the_usual_price():
    pace = Pacing(Budgets())
    pace.step({"one.example": 1e9}, NOW)
    assert pace.price("one.example") == PRICE


def test_a_budget_for_all_and_one_for_a_crowded_host_are_both_kept():
    pace = Pacing(Budgets(all=2000, host=800))
    spent = lived(pace, {"big.example": 500.0, "small.example": 100.0, "other.example": 100.0}, 7)
    assert sum(spent.values()) == pytest.approx(7 * 2000, rel=0.2)
    assert spent["big.example"] == pytest.approx(7 * 800, rel=0.05)
    again = lived(pace, {"big.example": 500.0, "small.example": 100.0, "other.example": 100.0}, 7, NOW + 8 * DAY_MS)
    assert sum(again.values()) <= 7 * 2000 * 1.05
    assert pace.price("big.example") > pace.price("small.example")


def test_a_host_gets_no_more_than_its_pause_allows():
    assert Budgets.of(None, None, 2.0).host == pytest.approx(34_560)
    assert Budgets.of(None, 100, 2.0).host == 100
    assert Budgets.of(None, 10**6, 2.0).host == pytest.approx(34_560)
    assert Budgets.of(None, None, 0.0).host is None


def test_prices_and_habits_go_on_after_a_restart():
    pace = Pacing(Budgets(all=100))
    lived(pace, {"one.example": 500.0}, 1)
    again = Pacing(Budgets(all=100), pace.to_keep())
    assert again.price("one.example") == pytest.approx(pace.price("one.example"), rel=1e-3)


def test_prices_are_stepped_every_few_minutes_and_after_the_clock_went_back():
    pace = Pacing(Budgets())
    assert pace.is_due(NOW)
    pace.step({}, NOW)
    assert not pace.is_due(NOW + 1000)
    assert pace.is_due(NOW + STEP_MS)
    assert pace.is_due(NOW - 3_600_000)
