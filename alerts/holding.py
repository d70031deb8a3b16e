"""Whether a delivery goes now or waits, until when and why: quiet hours, digests, groups, rates, the order of alerts.

Pure: the policy, what stands in the store and now go in, a Placement comes out. Nothing is dropped here: what waits
comes out as one digest, and `critical` waits for nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from alerts.alert import State
from alerts.flapping import WINDOW_MS
from alerts.hours import DigestPlan, QuietHours
from alerts.pacing import GATHER_MS, WEBHOOK_RATE, Bucket, Rate, take

T = TypeVar("T")

MOST_IN_DIGEST = 20
"""Alerts told in one digest; more make a second one, so that each is named within 20 kB."""

UNCONFIRMED_MS = 24 * 3_600_000
"""A change that no second look could confirm or deny is told after this long all the same."""

GROUPS = ("article", "story", "outlet", "rule", "none")
"""What alerts of one rule may be gathered by; `story` is the tags of the article."""


class HoldReason(StrEnum):
    """Why a delivery waits or is kept back. Log, metric, screens and commands print this same word."""

    QUIET_HOURS = "quiet_hours"
    DIGEST = "digest"
    GROUP = "group"
    RATE_LIMIT = "rate_limit"
    ORDER = "order"
    """An earlier alert about the same article still waits for the same recipient."""
    EDIT_WAR = "edit_war"
    UNCONFIRMED = "unconfirmed"
    NOT_CONFIRMED = "not_confirmed"
    SILENCE = "silence"
    SYNDICATED = "syndicated"


@dataclass(frozen=True, slots=True)
class RulePolicy:
    """What one rule asks of the stages. Times are milliseconds; `confirm` is how many looks must agree.

    A digest of its own stands above the channel's, and so does `instant`. Quiet hours of both hold.
    """

    group_by: str = "article"
    group_wait_ms: int = 0
    group_interval_ms: int = 0
    confirm: int = 1
    flap_window_ms: int = WINDOW_MS
    quiet: tuple[QuietHours, ...] = ()
    digest: DigestPlan | None = None
    instant: bool = False
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChannelPolicy:
    """What one channel asks of the stages. `rate` None means without limit."""

    quiet: tuple[QuietHours, ...] = ()
    digest: DigestPlan | None = None
    rate: Rate | None = WEBHOOK_RATE


@dataclass(frozen=True, slots=True)
class Standing:
    """What the store knows about one recipient. Times are milliseconds since 1970 UTC, None where there is none."""

    bucket: Bucket | None = None
    earlier_until: int | None = None
    """An alert about this article waits until then."""
    overflow_until: int | None = None
    """What found no token waits until then."""
    group_until: int | None = None
    """The group is being gathered until then."""
    group_told: int | None = None
    """When the group was last told."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a delivery goes. `reason` is a HoldReason or, where it is due, the word of what it is told for.

    `detail` is what stands behind the reason, for people: "silence 12", "night", "30/h".
    """

    state: State
    reason: str
    due_ms: int | None
    detail: str = ""


def hold(
    cause: str, severity: str, rule: RulePolicy, channel: ChannelPolicy, standing: Standing, now_ms: int
) -> tuple[Placement, Bucket | None]:
    """Place one delivery, and the channel's bucket after it (None where the channel has no rate).

    `cause` is the word for a delivery that is due now. The reason is that of the stage that makes it wait longest.
    """
    due = Placement(State.DUE, cause, now_ms)
    if severity == "critical":
        return due, _spent(channel, standing, now_ms)
    waits = [one for one in (_quiet_or_digest(rule, channel, now_ms), _grouped(rule, standing, now_ms)) if one]
    if standing.overflow_until is not None and channel.rate is not None:
        waits.append(_held(HoldReason.RATE_LIMIT, max(now_ms, standing.overflow_until), channel.rate.text))
    if standing.earlier_until is not None:
        waits.append(_held(HoldReason.ORDER, max(now_ms, standing.earlier_until), "an earlier alert of this article"))
    if waits:
        longest = max(waits, key=lambda one: one.due_ms or 0)
        return longest, standing.bucket
    if channel.rate is None:
        return due, None
    bucket, wait_ms = take(standing.bucket, channel.rate, now_ms)
    if wait_ms == 0:
        return due, bucket
    return _held(HoldReason.RATE_LIMIT, now_ms + max(wait_ms, GATHER_MS), channel.rate.text), bucket


def quiet_until(quiet: Sequence[QuietHours], now_ms: int) -> tuple[int, str] | None:
    """The end of the quiet time that holds now over all of `quiet`, with the name of the last; None if none does."""
    found: tuple[int, str] | None = None
    # Each may begin where another ends; a round for each of them finds the end of any such chain.
    for _ in quiet:
        for one in quiet:
            end = one.until(found[0] if found else now_ms)
            if end is not None:
                found = end, one.name
    return found


def rebased(reason: str, due_ms: int, rule: RulePolicy, channel: ChannelPolicy, now_ms: int) -> int:
    """A held delivery's due time after the clock was stepped: never later than its reason could make it now."""
    if reason == HoldReason.UNCONFIRMED:
        return min(due_ms, now_ms + UNCONFIRMED_MS)
    if reason == HoldReason.EDIT_WAR:
        return min(due_ms, now_ms + WINDOW_MS)
    if reason == HoldReason.GROUP:
        return min(due_ms, now_ms + max(rule.group_wait_ms, rule.group_interval_ms))
    latest = _quiet_or_digest(rule, channel, now_ms)
    return min(due_ms, max(now_ms + GATHER_MS, (latest.due_ms if latest else None) or 0))


def group_key(rule: str, policy: RulePolicy, article_id: int, outlet: str, tags: Sequence[str]) -> str:
    """What an alert is gathered by under its rule; "" where each goes by itself.

    A story is the tags that the rule asks for, else all tags; an article without tags is a story of its own.
    """
    story = [tag for tag in tags if tag in policy.tags] or list(tags)
    by = {
        "article": f"article {article_id}",
        "story": f"story {', '.join(sorted(story))}" if story else f"article {article_id}",
        "outlet": f"outlet {outlet}",
        "rule": "rule",
    }.get(policy.group_by, "")
    gathers = policy.group_wait_ms or policy.group_interval_ms
    return f"{rule}: {by}" if by and gathers else ""


def batches(held: Sequence[T], at_most: int = MOST_IN_DIGEST) -> list[Sequence[T]]:
    """What is told in one digest each, in order; a last one with a single alert is sent as that alert."""
    return [held[at : at + at_most] for at in range(0, len(held), at_most)]


def _quiet_or_digest(rule: RulePolicy, channel: ChannelPolicy, now_ms: int) -> Placement | None:
    quiet = rule.quiet + channel.quiet
    plan = None if rule.instant else rule.digest or channel.digest
    at = plan.next(now_ms) if plan else now_ms
    if found := quiet_until(quiet, at):
        return _held(HoldReason.QUIET_HOURS, *found)
    return _held(HoldReason.DIGEST, at, plan.text) if plan else None


def _grouped(rule: RulePolicy, standing: Standing, now_ms: int) -> Placement | None:
    if rule.group_by == "none" or not (rule.group_wait_ms or rule.group_interval_ms):
        return None
    until = standing.group_until
    if until is None:
        until = now_ms + rule.group_wait_ms
        # A clock set back must not make a group wait for an hour that was already over.
        if standing.group_told is not None and standing.group_told <= now_ms:
            until = max(until, standing.group_told + rule.group_interval_ms)
    return _held(HoldReason.GROUP, until, f"by {rule.group_by}") if until > now_ms else None


def _spent(channel: ChannelPolicy, standing: Standing, now_ms: int) -> Bucket | None:
    return None if channel.rate is None else take(standing.bucket, channel.rate, now_ms)[0]


def _held(reason: HoldReason, until_ms: int, detail: str) -> Placement:
    return Placement(State.HELD, reason, until_ms, detail)
