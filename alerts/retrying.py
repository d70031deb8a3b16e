"""When a delivery is tried again: the outcome of an attempt goes in, the next state, the wait and the reason come out.

Pure: the clock, the random number and the store stay outside. It never sends and never forgets a delivery.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import inf
from types import MappingProxyType

from alerts.alert import End, Outcome, State, Verdict

SECOND, MINUTE, HOUR = 1.0, 60.0, 3600.0

SCHEDULES: Mapping[str, tuple[float, ...]] = MappingProxyType(
    {
        # Standard Webhooks 1.0.0, "Delivery attempts and retries": 75.6 hours in all.
        "webhook": (
            0.0,
            5 * SECOND,
            5 * MINUTE,
            30 * MINUTE,
            2 * HOUR,
            5 * HOUR,
            10 * HOUR,
            14 * HOUR,
            20 * HOUR,
            24 * HOUR,
        ),
        # A mail server queues for us, so this covers the mail server itself, and greylisting by minute 11.
        "email": (
            0.0,
            1 * MINUTE,
            10 * MINUTE,
            30 * MINUTE,
            1 * HOUR,
            3 * HOUR,
            6 * HOUR,
            12 * HOUR,
            24 * HOUR,
            24 * HOUR,
        ),
    }
)
"""Seconds to wait before each try, measured from the end of the one before it."""

JITTER = 0.2
CHANNEL_WAIT = HOUR
BUSY_FLOOR = 60.0
LONGEST_WISH = 24 * HOUR
"""A receiver may ask us to stay away for this many seconds at most; a longer wish is cut down to it."""

BUSY = frozenset({End.TIMEOUT, End.RATE_LIMITED, End.UNAVAILABLE})
"""Ends that say the receiver is overloaded: it gets a minute at least, however early in the schedule."""


class Why(StrEnum):
    """Why a delivery goes where it goes next."""

    SENT = "sent"
    SCHEDULED = "scheduled"
    BUSY = "busy"
    RETRY_AFTER = "retry_after"
    CHANNEL_FAILING = "channel_failing"
    REFUSED = "refused"
    LAST = "last"
    EXHAUSTED = "exhausted"


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to a delivery next. `wait_seconds` counts from the end of the attempt; 0 in a final state.

    `counts` is false where the attempt must not be counted against the schedule, since the channel was at fault.
    """

    state: State
    wait_seconds: float
    reason: Why
    counts: bool = True


def next_step(kind: str, attempts_made: int, outcome: Outcome, jitter: float, age: float = inf) -> Step:
    """The step after an attempt on a channel of this kind ("webhook", "email"; any other follows the webhook table).

    `attempts_made` counts the attempt just ended, so it is at least 1, and leaves out attempts whose step had `counts`
    false. `jitter` is a random number in [0, 1) that spreads a wait over +-20 %; a wish of the receiver and the floor
    for busy receivers are only ever stretched, never undercut. `age` is seconds since the delivery was made: ten waits
    that all fell short must not end it before the table does. Raises ValueError if either number is out of its range.
    """
    if attempts_made < 1:
        raise ValueError(f"attempts_made counts the attempt just ended, so it cannot be {attempts_made}")
    if not 0.0 <= jitter < 1.0:
        raise ValueError(f"jitter must be in [0, 1), not {jitter}")
    if outcome.verdict is Verdict.SENT:
        return Step(State.SENT, 0.0, Why.SENT)
    if outcome.verdict is Verdict.DEAD:
        return Step(State.DEAD, 0.0, Why.REFUSED)
    if outcome.verdict is Verdict.CHANNEL:
        return Step(State.RETRYING, _spread(CHANNEL_WAIT, jitter), Why.CHANNEL_FAILING, counts=False)
    schedule = SCHEDULES.get(kind, SCHEDULES["webhook"])
    if attempts_made >= len(schedule):
        left = sum(schedule) - age
        if left <= 0:
            return Step(State.DEAD, 0.0, Why.EXHAUSTED)
        return Step(State.RETRYING, _stretch(max(left, BUSY_FLOOR), jitter), Why.LAST)
    wait, reason = _spread(schedule[attempts_made], jitter), Why.SCHEDULED
    if outcome.reason in BUSY and wait < BUSY_FLOOR:
        wait, reason = _stretch(BUSY_FLOOR, jitter), Why.BUSY
    wish = min(outcome.retry_after or 0.0, LONGEST_WISH)
    if wish > wait:
        # Ten thousand deliveries told "come back in an hour" must not all come back in the same second.
        wait, reason = _stretch(wish, jitter), Why.RETRY_AFTER
    return Step(State.RETRYING, wait, reason)


def _spread(seconds: float, jitter: float) -> float:
    return seconds * (1 - JITTER + 2 * JITTER * jitter)


def _stretch(seconds: float, jitter: float) -> float:
    return seconds * (1 + JITTER * jitter)
