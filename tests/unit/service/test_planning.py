"""The next look is planned from the date of publication, and what is learned goes back into the article."""

from dataclasses import replace

import pytest

from monitor.checks.pacing import Budgets, Pacing
from monitor.checks.planning import moment, planned
from monitor.schedule.cadence import Learned
from monitor.schedule.due import Limits
from tests.unit.service.test_checking import CLAIM, NOW

LIMITS = Limits(fastest=120, slowest=604_800, confirm=600)
HOUR = 3_600_000


def plan(claim=CLAIM, published=None, changed=False, pace=None, **said):
    return planned(
        claim, pace or Pacing(Budgets()), "adaptive", LIMITS, NOW, published=published, changed=changed, said=said
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
    claim = replace(CLAIM, published_at=NOW - 240 * HOUR)
    assert plan(claim)[1]["published_at"] == NOW - 240 * HOUR
    assert plan(claim, published="2026-09-21")[1]["published_at"] == moment("2026-09-21")


def test_a_look_that_could_not_compare_teaches_nothing_and_does_not_end_the_gap():
    _, fields = plan(replace(CLAIM, compared_at=NOW - HOUR), changed=None, fails=1)
    assert (fields["learned"], fields["compared_at"]) == (None, NOW - HOUR)


def test_what_was_seen_is_learned_of_the_article_and_of_its_site():
    pace = Pacing(Budgets())
    _, fields = plan(replace(CLAIM, compared_at=NOW - HOUR, hinted=1), changed=True, pace=pace)
    assert Learned.from_stored(fields["learned"]).shares
    assert (fields["edited_at"], fields["hinted"]) == (NOW, 0)
    assert sum(pace.habits(CLAIM.host).edits) >= 1
    assert pace.habits(CLAIM.host).hinted == 1


def test_a_doubt_is_settled_first():
    assert plan(fresh=True)[1]["first"] == 1
    assert plan()[1]["first"] == 0
