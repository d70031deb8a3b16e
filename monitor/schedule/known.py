"""What is known of one article for its schedule, from one look to the next: a look goes in, more knowledge comes out.

The site's counts are brought up to date on the way. Pure but for those: no clock, no table.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from monitor.schedule.cadence import Gap, Learned, burst_edits, learn
from monitor.schedule.habits import Habits

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS


@dataclass(frozen=True, slots=True)
class Known:
    """One article. `born_ms` is when it was published, or first followed where nobody says.

    `compared_ms` is the last look that could say whether it differed, `changed_ms` the last at which it did, and
    `published_ms` its date, where one is known.
    """

    born_ms: int
    learned: Learned = Learned()
    compared_ms: int | None = None
    changed_ms: int | None = None
    published_ms: int | None = None

    def age_hours(self, now_ms: int) -> float:
        """Its age; an article dated ahead is new."""
        return max(0, now_ms - self.born_ms) / HOUR_MS

    def since_change(self, now_ms: int) -> float | None:
        """Hours since it was seen to differ, None where it never did."""
        return None if self.changed_ms is None else max(0, now_ms - self.changed_ms) / HOUR_MS


def hour_of_day(at_ms: int) -> float:
    """The hour of the day in UTC, with its fraction."""
    return at_ms % DAY_MS / HOUR_MS


def compared(known: Known, habits: Habits, now_ms: int, changed: bool, hinted: bool = False, fed: bool = True) -> Known:
    """What is known after a look that could say whether the article differs from the last one.

    `hinted` says that a feed announced it, `fed` that one might have.
    """
    last = known.compared_ms
    if last is not None and now_ms > last:
        gap = Gap(known.age_hours(last), hour_of_day(last), (now_ms - last) / HOUR_MS)
        learned = learn(
            known.learned,
            habits.shape_for(fed),
            gap,
            changed,
            hinted and changed,
            brought=burst_edits(known.since_change(last), gap.hours),
        )
        habits.note(known.learned, learned, gap, changed)
        if changed and fed:
            habits.note_hint(hinted)
        known = replace(known, learned=learned)
    if changed and last is not None:
        # In the middle of the gap, for all we know.
        known = replace(known, changed_ms=now_ms - (0 if hinted else (now_ms - last) // 2))
    return replace(known, compared_ms=max(now_ms, last or now_ms))
