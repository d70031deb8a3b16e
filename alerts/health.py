"""How a channel fares: what was known and the outcome of one attempt go in, what is known now comes out.

Pure: the clock and the store stay outside. It never ends a delivery; a channel that is disabled only keeps them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from alerts.alert import End, Outcome, Verdict

FAILING_AFTER = 4
"""Attempts failed in a row after which a channel counts as failing."""

DISABLED_AFTER_MS = 5 * 86_400_000
"""Without a single success for this long a channel is disabled."""

PROBE_WAIT_MS = 3_600_000
"""A channel whose own settings are refused is tried once in this time: more often would lock an account."""


class Condition(StrEnum):
    """How a channel fares."""

    HEALTHY = "healthy"
    FAILING = "failing"
    DISABLED = "disabled"


class Cause(StrEnum):
    """Why a channel is in its condition."""

    WORKS = "works"
    IN_A_ROW = "in_a_row"
    """Four attempts failed one after another."""
    CHANNEL = "channel"
    """The receiver refuses the channel itself: its login, its sender, its address."""
    BLOCKED_ADDRESS = "blocked_address"
    """The address it leads to must not be reached."""
    GONE = "gone"
    """The receiver said 410: it wants nothing more."""
    NOTHING_FOR_DAYS = "nothing_for_days"
    """No attempt succeeded for five days."""
    ENABLED = "enabled"
    """A person switched it on again."""


@dataclass(frozen=True, slots=True)
class Health:
    """What is known of a channel. Times are milliseconds since 1970 UTC, None where it never happened.

    `fails` counts failed attempts since the last success and `since` is when they began. Before `rest_until` the
    channel is left alone. `said` is the end of the attempt that led here.
    """

    condition: Condition = Condition.HEALTHY
    cause: Cause = Cause.WORKS
    said: str = ""
    fails: int = 0
    since: int | None = None
    rest_until: int | None = None
    last_ok: int | None = None


def after(health: Health, outcome: Outcome, now_ms: int, jitter: float = 0.5) -> Health:
    """The health after an attempt that ended now. `jitter` in [0, 1) spreads the rest of a failing channel by 20 %.

    A refusal of one recipient or one message says nothing about the channel. A disabled channel stays so, whatever an
    attempt that was still under way brings, unless that attempt succeeded.
    """
    if outcome.verdict is Verdict.SENT:
        return Health(last_ok=now_ms)
    if outcome.verdict is Verdict.DEAD and outcome.reason not in (End.GONE, End.BLOCKED_ADDRESS):
        return health
    since = now_ms if health.since is None else min(health.since, now_ms)
    failed = replace(health, fails=health.fails + 1, since=since, said=outcome.reason)
    if health.condition is Condition.DISABLED:
        return replace(failed, said=health.said)
    if outcome.reason == End.GONE:
        return replace(failed, condition=Condition.DISABLED, cause=Cause.GONE)
    failing, cause = _failing(failed, outcome)
    if not failing:
        return failed
    if now_ms - since >= DISABLED_AFTER_MS and failed.fails >= FAILING_AFTER:
        return replace(failed, condition=Condition.DISABLED, cause=Cause.NOTHING_FOR_DAYS)
    rest = int(PROBE_WAIT_MS * (0.8 + 0.4 * jitter)) if cause is Cause.CHANNEL else None
    return replace(failed, condition=Condition.FAILING, cause=cause, rest_until=now_ms + rest if rest else None)


def enabled(health: Health) -> Health:
    """The health after a person said that the channel works again: as new, and tried at once."""
    return Health(cause=Cause.ENABLED, last_ok=health.last_ok)


def _failing(failed: Health, outcome: Outcome) -> tuple[bool, Cause]:
    if outcome.verdict is Verdict.CHANNEL:
        return True, Cause.CHANNEL
    if outcome.reason == End.BLOCKED_ADDRESS:
        return True, Cause.BLOCKED_ADDRESS
    if failed.condition is Condition.FAILING:
        return True, failed.cause
    return failed.fails >= FAILING_AFTER, Cause.IN_A_ROW
