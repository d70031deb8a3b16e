"""A check between its claim and its record, the request that it becomes, and when an article must be looked at at last.

Holds no rule of its own and does nothing.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from monitor.config.settings import Schedule
from monitor.schedule import plan
from monitor.store.claims import Claim
from spiders.fetched import DueCheck


@dataclass(slots=True)
class UnderWay:
    """One check between its claim and its record."""

    claim: Claim
    late_seconds: float
    recording: asyncio.Task[None] | None = None
    ended: asyncio.Event = field(default_factory=asyncio.Event)


def due_check(claim: Claim, *, in_full: bool) -> DueCheck:
    """What is to be fetched for a claim; `in_full` without the validators that would let the host answer 304."""
    return DueCheck(
        article_id=claim.article_id,
        token=claim.token,
        url=claim.url,
        host=claim.host,
        etag=None if in_full else claim.etag,
        last_modified=None if in_full else claim.last_modified,
        validators_url=claim.validators_url,
    )


def busy_hosts(
    under_way: Iterable[UnderWay], per_host: int, pausing: bool, is_slow: Callable[[str], bool]
) -> frozenset[str]:
    """Hosts that have enough under way: one that answers or reads slowly must not take the room of all others."""
    here = Counter(one.claim.host for one in under_way)
    most = 2 * per_host + 2 if pausing else 8 * per_host
    return frozenset(host for host, count in here.items() if count >= (min(most, 2) if is_slow(host) else most))


def latest_of(old: Schedule, new: Schedule, now_ms: int) -> int:
    """When an article without a schedule of its own is to be looked at next, at the latest."""
    match plan.parse(new.schedule):
        case plan.Every(seconds):
            wait = seconds
        case plan.Cron(line) if (at := plan.cron_after(line, now_ms)) is not None:
            return at
        case _:
            wait = new.slowest if old.default == new.default else new.fastest
    return now_ms + int(wait * 1000)
