"""How often a watch wants to be looked at: every so many seconds, a cron line, or adaptive. Text in, a Plan out."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.schedule import cron


@dataclass(frozen=True, slots=True)
class Every:
    """A fixed interval in seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Cron:
    """A cron line of five fields, in UTC unless a zone stands behind them; see cron.py."""

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
    return cron.after(line, now_ms)
