"""How an article and its site are learned, and how far apart looks are placed for that."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.schedule import cadence
from monitor.schedule.cadence import Gap, Learned, burst_edits, learn, news_rate, poll_hours, wait_hours
from monitor.schedule.shape import MULTIPLES, PLAIN, PRIOR, Shape, expected, usual_rate, walk

WEEK = 168.0


NEW = Learned()


def wait(known=NEW, age=10.0, shape=PLAIN, price=0.1, hour=12.0, **more):
    return wait_hours(known, shape, Gap(age, hour, WEEK), price, **more)


def test_the_usual_article_of_a_month_gets_one_edit():
    assert math.isclose(expected(PLAIN, 0.0, 0.0, 720.0), 1.0, rel_tol=0.03)
    assert math.isclose(sum(PRIOR), 1.0, rel_tol=1e-9)


@given(age=st.floats(0, 1e4), hour=st.floats(0, 23.99), stretch=st.floats(0.01, 400))
def test_the_pieces_of_a_stretch_make_it_up_without_gap(age, hour, stretch):
    at = 0.0
    for piece in walk(age, hour, stretch):
        assert math.isclose(piece.start, at, abs_tol=1e-9)
        at += piece.hours
    assert math.isclose(at, stretch, rel_tol=1e-9)


def test_an_article_that_changed_is_looked_at_sooner_and_a_quiet_one_later():
    gap = Gap(2.0, 12.0, 1.0)
    lively, calm = (learn(Learned(), PLAIN, gap, changed) for changed in (True, False))
    assert wait(lively) < wait() < wait(calm)


def test_an_edit_that_another_one_brought_says_less_of_the_article():
    gap = Gap(100.0, 12.0, 0.5)
    alone = learn(Learned(), PLAIN, gap, True)
    after = learn(Learned(), PLAIN, gap, True, brought=burst_edits(0.2, 0.5))
    assert Learned().mean(PLAIN) < after.mean(PLAIN) < alone.mean(PLAIN)


def test_a_price_twice_as_high_makes_a_short_wait_twice_as_long():
    assert math.isclose(wait(age=1.0, price=0.02) * 2, wait(age=1.0, price=0.04), rel_tol=0.1)


def test_weight_brings_an_article_nearer_and_a_burst_still_nearer():
    assert wait(weight=4.0) < wait()
    assert wait(since_change=0.1) < wait(since_change=3.0) < wait()
    assert wait(since_change=50.0) == wait()


def test_a_newsroom_that_sleeps_at_night_is_not_woken():
    hours = tuple(0.05 if 0 <= hour < 6 else 1.3 for hour in range(24))
    asleep = Shape(hours=hours)
    assert wait(shape=asleep, age=40.0, hour=0.0) > wait(shape=asleep, age=40.0, hour=12.0)


def test_what_feeds_announce_needs_fewer_looks():
    assert wait(shape=Shape(recall=0.75)) > wait() * 1.5


def test_a_hint_that_came_true_says_as_much_as_a_change():
    told = learn(Learned(), Shape(recall=0.6), Gap(5.0, 12.0, 1.0), True, True)
    assert told.mean(PLAIN) > Learned().mean(PLAIN) * 2


@given(st.lists(st.tuples(st.floats(0.01, 200), st.booleans(), st.booleans()), max_size=30), st.floats(0, 1))
def test_shares_stay_shares_whatever_is_seen(looks, recall):
    known, age = Learned(), 0.0
    for hours, changed, hinted in looks:
        known = learn(known, Shape(recall=recall), Gap(age, age % 24, hours), changed, hinted and changed)
        age += hours
        assert not known.shares or math.isclose(sum(known.shares), 1.0, rel_tol=1e-6)
        assert wait(known, age=age) > 0


def test_what_is_stored_is_read_back_and_what_is_no_state_says_nothing():
    known = learn(Learned(), PLAIN, Gap(1.0, 1.0, 1.0), True)
    again = Learned.from_stored(known.stored())
    assert again.shares == pytest.approx(known.shares, rel=1e-6)
    assert Learned.from_stored(None) == Learned.from_stored(b"\x00" * 7) == Learned()
    assert len(known.shares) == len(MULTIPLES)


def test_an_article_that_woke_up_after_months_is_believed():
    known = learn(Learned(), PLAIN, Gap(0.0, 0.0, 4000.0), False)
    again = learn(known, PLAIN, Gap(4000.0, 0.0, 2.0), True)
    assert again.mean(PLAIN) > known.mean(PLAIN) * 3


def test_a_feed_is_polled_the_more_often_the_more_it_brings():
    busy, idle = news_rate(1.0, 10, 1.0), news_rate(1.0, 0, 1.0)
    assert idle < 1.0 < busy
    assert poll_hours(0.1, busy) < poll_hours(0.1, idle) < poll_hours(0.2, idle)
    assert poll_hours(cadence.PRICE, 0.0) < math.inf


def test_rates_fall_with_age_and_never_to_nothing():
    assert usual_rate(0) > usual_rate(5) > usual_rate(500) > 0
