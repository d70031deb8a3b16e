"""Due times after the wall clock was stepped, or ran wrong while nobody watched: a moment goes in and comes out again.

What has an interval keeps its distance to the clock, and is never further away than its interval; so neither is
everything due at once nor nothing for days. A cron line means moments of the clock. Pure: no clock, no table.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from monitor.schedule import cadence, plan
from monitor.schedule.due import Found, Limits, next_due, spread
from monitor.schedule.plan import Cron, Plan
from monitor.schedule.shape import PLAIN, Shape
from monitor.schedule.wishes import Wishes

NOTHING = Wishes()


def due_after(
    default: str,
    limits: Limits,
    now_ms: int,
    step_ms: int,
    wishes: Wishes = NOTHING,
    site_of: Callable[[str], tuple[Shape, float]] = lambda host: (PLAIN, cadence.PRICE),
) -> Callable[[Any], int]:
    """Gives the due time of an article after a step, by its own schedule, one of `wishes` or the `default` one.

    `site_of` gives what is known of a host and the price of a look there: by a lower price all that a budget stretched
    would be brought forward at every start.
    """

    def due_of(row: Any) -> int:
        learned = cadence.Learned.from_stored(row.learned)
        born = row.published_at or row.added_at
        shape, price = site_of(row.host)
        age = max(0, now_ms - min(born, row.added_at)) / 3_600_000
        found = Found(age, learned, shape=shape, price=price, fails=row.fails)
        try:
            schedule = plan.parse(wishes.schedule(row.schedule, row.tags, row.host, default))
        except ValueError:  # it will be told at its next look, which must come
            return int(row.due_at)
        return rebased(row.due_at, schedule, row.url, found, limits, now_ms, step_ms)

    return due_of


def rebased(due_ms: int, plan: Plan, url: str, found: Found, limits: Limits, now_ms: int, step_ms: int) -> int:
    """When an article is due that was due at `due_ms` of a clock which has since been stepped by `step_ms`.

    With 0 the step is unknown, as at a start: then only what lies too far ahead is brought back.
    """
    latest_ms = next_due(plan, url, found, limits, now_ms).at_ms
    if isinstance(plan, Cron):
        return min(due_ms, latest_ms)
    due_ms += step_ms
    if due_ms <= latest_ms:
        return due_ms
    # Over the whole interval: all those that were set by a wrong clock would else be due together at its end.
    return now_ms + int((latest_ms - now_ms) * spread(url))
