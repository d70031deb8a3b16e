"""How often a watch wants to be looked at: every so many seconds, a cron line, or adaptive. Text in, a Plan out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from monitor.clock import utc


@dataclass(frozen=True, slots=True)
class Every:
    """A fixed interval in seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Cron:
    """A five-field cron line in UTC."""

    line: str


@dataclass(frozen=True, slots=True)
class Adaptive:
    """As often as the article's own history says; see cadence.py."""


Plan = Every | Cron | Adaptive


def parse(text: str) -> Plan:
    """The plan that the store keeps as "every 900", "cron 0 8 * * *" or "adaptive".

    Raises ValueError for anything else.
    """
    word, _, rest = text.partition(" ")
    if word == "every":
        return Every(float(rest))
    if word == "cron":
        return Cron(rest)
    if word == "adaptive":
        return Adaptive()
    raise ValueError(f"no plan: {text!r}")


def cron_after(line: str, now_ms: int) -> int | None:
    """The first moment of a cron line after `now_ms`, None if it never comes again."""
    found: datetime | None = _trigger(line).get_next_fire_time(None, utc(now_ms + 1))
    return None if found is None else int(found.timestamp() * 1000)


@lru_cache(maxsize=512)
def _trigger(line: str) -> Any:
    # Imported here: APScheduler's trigger is a calculator for us, and most commands never need it.
    from apscheduler.triggers.cron import CronTrigger

    return CronTrigger.from_crontab(line, timezone=UTC)
