"""What a site teaches: its own ageing, its hours, its kinds of articles and how much its feeds announce."""

import random

from monitor.schedule.habits import Habits
from monitor.schedule.known import HOUR_MS, Known, compared
from monitor.schedule.shape import PLAIN


def taught(rate, articles=300, every=2.0, life=200.0, seed=1):
    """Habits after articles whose edits come at `rate(age, hour)` an hour, looked at every two hours."""
    chance, habits = random.Random(seed), Habits()
    for _ in range(articles):
        born = chance.uniform(0, 24 * 30)
        known = Known(int(born * HOUR_MS))
        age = 0.0
        while age < life:
            changed = age > 0 and chance.random() < rate(age, (born + age) % 24) * every
            known = compared(known, habits, int((born + age) * HOUR_MS), changed)
            age += every
    return habits


def test_a_site_that_edits_at_any_age_alike_unlearns_the_usual_ageing():
    shape = taught(lambda age, hour: 0.003).shape()
    assert shape.ages[1] < shape.ages[5] < shape.ages[7]
    assert shape.ages[1] < PLAIN.ages[1] / 3


def test_newsroom_hours_are_learned():
    hours = taught(lambda age, hour: 0.02 if 8 <= hour < 20 else 0.001).shape().hours
    assert min(hours[10:18]) > 2 * max(hours[0:5])


def test_little_seen_means_little_changed():
    shape = taught(lambda age, hour: 0.003, articles=2).shape()
    assert all(abs(one - 1) < 0.5 for one in shape.ages)
    assert all(abs(one - 1) < 0.3 for one in shape.hours)


def test_a_site_without_live_articles_is_known_for_it():
    shape = taught(lambda age, hour: 0.0).shape()
    assert sum(shape.prior[:2]) > sum(PLAIN.prior[:2])


def test_a_new_site_starts_with_what_all_sites_taught():
    everywhere = taught(lambda age, hour: 0.003)
    assert Habits(everywhere).shape().ages[1] < 0.5


def test_recall_of_hints_is_learned_and_doubted_while_little_was_seen():
    habits = Habits()
    assert habits.recall == 0.0
    habits.note_hint(True)
    assert habits.recall < 0.2
    for n in range(200):
        habits.note_hint(n % 5 < 3)
    assert 0.55 < habits.recall < 0.62


def test_habits_are_read_back_as_they_were_stored():
    habits = taught(lambda age, hour: 0.01, articles=20)
    again = Habits.from_stored(habits.stored())
    assert all(abs(a - b) < 0.01 for a, b in zip(habits._made().ages, again.shape().ages, strict=True))
    assert Habits.from_stored("").shape() == Habits.from_stored('{"form": 99}').shape()


def test_what_a_site_did_long_ago_fades():
    habits = taught(lambda age, hour: 0.01, articles=20)
    before = sum(habits.edits)
    habits.fade(60)
    assert abs(sum(habits.edits) - before / 2) < 0.01 * before


def test_an_article_that_no_feed_brought_is_announced_by_none_and_teaches_nothing_of_recall():
    habits, born = Habits(), Known(0)
    for n in range(1, 40):
        first = compared(born, habits, n * HOUR_MS, False, fed=False)
        compared(first, habits, (n + 1) * HOUR_MS, True, fed=False)
    assert habits.hinted == habits.unhinted == 0
    for _ in range(50):
        habits.note_hint(True)
    assert habits.shape_for(True).recall > 0.8
    assert habits.shape_for(False).recall == 0.0
