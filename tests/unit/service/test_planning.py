"""The next look is planned from the date of publication, and what is learned goes back into the article."""

from dataclasses import replace

import pytest

from monitor.checks.pacing import Budgets, Pacing
from monitor.checks.planning import moment, planned
from monitor.schedule.cadence import Learned
from monitor.schedule.due import Limits
from monitor.schedule.wishes import TagWish, Wishes
from tests.unit.service.test_checking import CLAIM, NOW

LIMITS = Limits(fastest=120, slowest=604_800, confirm=600)
HOUR = 3_600_000
NO_WISHES = Wishes()


ADAPTIVE = replace(CLAIM, schedule="")


def plan(claim=ADAPTIVE, published=None, changed=False, pace=None, default="adaptive", wishes=NO_WISHES, **said):
    return planned(
        claim, pace or Pacing(Budgets()), default, LIMITS, wishes, NOW, published=published, changed=changed, said=said
    )


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("2026-09-21T14:13:20Z", 1_790_000_000_000),
        ("2026-09-21T16:13:20+02:00", 1_790_000_000_000),
        ("2026-09-21T14:13:20", 1_790_000_000_000),
        ("2026-09-21", 1_789_992_000_000),  # its noon
        ("0001-01-01T00:00:00", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_a_page_states_its_moment_in_many_ways_or_not(text, ms):
    assert moment(text) == ms


def test_age_is_counted_from_publication_not_from_the_day_it_was_followed():
    new, _ = plan()
    old, fields = plan(published="2026-09-11T14:13:20Z")
    assert old.at_ms - NOW > 3 * (new.at_ms - NOW)
    assert fields["published_at"] == NOW - 240 * HOUR
    assert "quiet for 10 days" in old.said


def test_a_date_ahead_makes_no_article_younger_than_its_watch():
    ahead, _ = plan(published="2027-01-01")
    assert ahead.at_ms == plan()[0].at_ms


def test_the_date_of_a_feed_counts_until_the_page_says_another():
    claim = replace(ADAPTIVE, published_at=NOW - 240 * HOUR)
    assert plan(claim)[1]["published_at"] == NOW - 240 * HOUR
    assert plan(claim, published="2026-09-21")[1]["published_at"] == moment("2026-09-21")


def test_a_look_that_could_not_compare_teaches_nothing_and_does_not_end_the_gap():
    _, fields = plan(replace(ADAPTIVE, compared_at=NOW - HOUR), changed=None, fails=1)
    assert (fields["learned"], fields["compared_at"]) == (None, NOW - HOUR)


def test_what_was_seen_is_learned_of_the_article_and_of_its_site():
    pace = Pacing(Budgets())
    _, fields = plan(replace(ADAPTIVE, compared_at=NOW - HOUR, hinted=1, fed=1), changed=True, pace=pace)
    assert Learned.from_stored(fields["learned"]).shares
    assert (fields["edited_at"], fields["hinted"]) == (NOW, 0)
    assert sum(pace.habits(CLAIM.host).edits) >= 1
    assert pace.habits(CLAIM.host).hinted == 1


def test_a_doubt_is_settled_first():
    assert plan(fresh=True)[1]["first"] == 1
    assert plan()[1]["first"] == 0


def test_a_tag_gives_a_schedule_unless_the_watch_has_one_and_a_site_after_it():
    wishes = Wishes((TagWish("tolls", "every 600"),), (("one.example", "every 3600"), ("example", "every 60")))
    tagged = replace(ADAPTIVE, tags='["tolls"]')
    assert plan(tagged, wishes=wishes)[0].said == "its schedule: every 10 min"
    assert plan(ADAPTIVE, wishes=wishes)[0].said == "its schedule: every 1 h"
    assert plan(replace(tagged, schedule="every 300"), wishes=wishes)[0].said == "its schedule: every 5 min"
    assert plan(replace(ADAPTIVE, host="www.one.example"), wishes=wishes)[0].said == "its schedule: every 1 h"
    assert plan(replace(ADAPTIVE, host="none.other"), wishes=wishes)[0].said.startswith("new")


def test_a_weight_of_four_means_looks_about_twice_as_often():
    wishes = Wishes((TagWish("tolls", weight=4.0),))
    usual, _ = plan(ADAPTIVE, wishes=wishes)
    heavy, _ = plan(replace(ADAPTIVE, tags='["tolls"]'), wishes=wishes)
    assert (usual.at_ms - NOW) / (heavy.at_ms - NOW) == pytest.approx(2, rel=0.15)
