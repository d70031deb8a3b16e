"""What became of a request to correct: fixed, silently fixed, withdrawn, stood, or changed before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.changes.change import Change, Mention
from monitor.changes.follow_up import Outcome, Seen, follow_up
from monitor.changes.kinds import Kind
from tests.unit.web.web_desk import rise

DAY = 86_400_000
TOLL = "The flood has killed more than {:,} people in the valley."
GONE = Change(Kind.ARTICLE_REMOVED)


def seen(*changes: tuple[int, Change]) -> list[Seen]:
    """Changes with the day on which each was seen."""
    return [Seen(n, n + 1, day * DAY, change) for n, (day, change) in enumerate(changes, 1)]


@pytest.mark.parametrize(
    ("later", "outcome", "days"),
    [
        ([(5, replace(rise(44, 41, TOLL), announced=True))], Outcome.FIXED, 3),
        ([(4, rise(44, 41, TOLL))], Outcome.SILENT, 2),
        ([(6, GONE)], Outcome.WITHDRAWN, 4),
        ([], Outcome.STOOD, 8),
        ([(1, rise(44, 41, TOLL))], Outcome.BEFORE, 0),
        # another figure of the article moved: this one stood
        ([(5, replace(rise(7, 9, "Rain has hurt {} dogs."), announced=True))], Outcome.STOOD, 8),
        # withdrawn before anybody asked, and back: it stood
        ([(1, GONE)], Outcome.STOOD, 8),
    ],
)
def test_what_became_of_it(later: list[tuple[int, Change]], outcome: Outcome, days: int) -> None:
    found = follow_up(seen((0, rise(41, 44, TOLL)), *later), 1, 2 * DAY, 10 * DAY)
    assert (found.outcome, found.after_ms) == (outcome, days * DAY)


def test_a_quote_is_followed_as_a_figure_is() -> None:
    def quote(was: str, now: str) -> Change:
        return Change(
            Kind.QUOTE_TEXT, Mention(was, f"She said {was} on Monday."), Mention(now, f"She said {now} on Monday.")
        )

    found = follow_up(
        seen((0, quote("we never met", "we met")), (5, quote("we met", "we never met"))), 1, DAY, 10 * DAY
    )
    assert (found.outcome, found.change_id) == (Outcome.SILENT, 2)
