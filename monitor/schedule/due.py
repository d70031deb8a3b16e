"""The next look at an article: its plan, what the last look found and the limits come in, a moment and the reason go
out.

Pure: no clock, no table. Never earlier than the host asked, never later than the slowest interval.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from monitor.schedule import cadence
from monitor.schedule.known import hour_of_day
from monitor.schedule.plan import Adaptive, Cron, Every, Plan, cron_after
from monitor.schedule.saying import sentence
from monitor.schedule.shape import PLAIN, Shape

LONGEST_BACKOFF = 6 * 3600.0
"""Seconds: a page that fails for days is still asked four times a day, so its return is seen."""

LONGEST_PAUSE = 24 * 3600.0
"""Seconds that a host may ask us to stay away, whatever number it writes."""

CRON_SPREAD = 30.0
"""Seconds over which the articles of one cron line are spread, so that they do not all ask in the same second."""


class Why(StrEnum):
    """Why the next look is when it is."""

    PLAN = "plan"
    CRON = "cron"
    ADAPTIVE = "adaptive"
    BACKOFF = "backoff"
    RETRY_AFTER = "retry_after"
    CONFIRM = "confirm"
    LOOK_AGAIN = "look_again"


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of the configuration, in seconds."""

    fastest: float
    slowest: float
    confirm: float


@dataclass(frozen=True, slots=True)
class Found:
    """What the look that just ended found. `fails` counts looks in a row that failed, this one included.

    `confirm` asks for a second look before something big is believed; `doubtful` says that the page could not be read,
    `fresh` that this was the first look at which something was read and could not be believed. `price` and `weight`
    are those of cadence.py, `since_change` the hours since an edit was seen, None to reckon with no burst.
    """

    age_hours: float
    learned: cadence.Learned
    shape: Shape = PLAIN
    price: float = cadence.PRICE
    weight: float = 1.0
    since_change: float | None = None
    fails: int = 0
    doubtful: bool = False
    confirm: bool = False
    fresh: bool = False
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """The next look (milliseconds since 1970) and why then."""

    at_ms: int
    why: Why
    said: str = ""
    """Why, in words (saying.py)."""
    asked: float = 0.0
    """Of an adaptive article the looks a day that it asks for at price 1."""

    @property
    def first(self) -> bool:
        """Whether others wait for this look: it settles a doubt."""
        return self.why in (Why.CONFIRM, Why.LOOK_AGAIN)


def next_due(plan: Plan, url: str, found: Found, limits: Limits, now_ms: int) -> Due:
    """When to look at `url` again."""
    seconds, why = _wanted(plan, found, limits, now_ms)
    asked = found.price * 86_400 / seconds if why is Why.ADAPTIVE else 0.0
    if found.confirm:
        seconds, why = limits.confirm, Why.CONFIRM
    elif found.fails:
        seconds, why = _backoff(seconds, found.fails), Why.BACKOFF
    elif found.fresh:
        # One look more, soon: when it sees the same the doubt is over, else the plan's own pace is enough.
        seconds, why = max(limits.fastest, min(seconds / 2, limits.confirm)), Why.LOOK_AGAIN
    elif found.doubtful and not isinstance(plan, Cron):
        seconds, why = max(limits.fastest, seconds / 2), Why.LOOK_AGAIN
    if found.retry_after is not None and found.retry_after > seconds:
        said = sentence(Why.RETRY_AFTER, found.retry_after, found)
        return Due(now_ms + int(found.retry_after * 1000), Why.RETRY_AFTER, said, asked)
    said = sentence(why, seconds, found)
    if why in (Why.PLAN, Why.ADAPTIVE):
        seconds *= 0.95 + 0.1 * spread(url)
    elif why is Why.CRON:
        seconds += CRON_SPREAD * spread(url)
    return Due(now_ms + int(min(seconds, _longest(plan, limits)) * 1000), why, said, asked)


def bounded_pause(seconds: float) -> float:
    """A host's wish as a number that can be reckoned with: none below 0, none above a day, and no NaN."""
    return min(max(seconds, 0.0), LONGEST_PAUSE) if seconds == seconds else 0.0


def spread(url: str) -> float:
    """A number in [0, 1) that is always the same for one URL: jitter that a restart does not reshuffle."""
    return int.from_bytes(hashlib.blake2b(url.encode("utf-8", "surrogatepass"), digest_size=4).digest()) / 2**32


def _wanted(plan: Plan, found: Found, limits: Limits, now_ms: int) -> tuple[float, Why]:
    match plan:
        case Every(seconds):
            return seconds, Why.PLAN
        case Cron(line):
            at = cron_after(line, now_ms)
            return (limits.slowest if at is None else (at - now_ms) / 1000), Why.CRON
        case Adaptive():
            now = cadence.Gap(found.age_hours, hour_of_day(now_ms), limits.slowest / 3600)
            hours = cadence.wait_hours(
                found.learned, found.shape, now, found.price, weight=found.weight, since_change=found.since_change
            )
            return min(max(hours * 3600, limits.fastest), limits.slowest), Why.ADAPTIVE


def _backoff(seconds: float, fails: int) -> float:
    """Double the wait with every failure in a row, up to six hours or the plan's own wait, whichever is longer."""
    doubled: float = seconds * 2 ** min(fails - 1, 20)
    return min(doubled, max(LONGEST_BACKOFF, seconds))


def _longest(plan: Plan, limits: Limits) -> float:
    # A cron line may name a moment further away than the slowest interval: the user said so.
    return (
        float("inf") if isinstance(plan, Cron) else max(limits.slowest, plan.seconds if isinstance(plan, Every) else 0)
    )
