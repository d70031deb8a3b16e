"""Times of the store in words: ISO 8601 for programs, "5m ago" for people, and spans such as 7d back to a moment.

Asks no clock: now is handed in.
"""

from __future__ import annotations

import click

from monitor import durations, moments
from monitor.clock import iso, iso_in

ZONE = "rowback.time_zone"
"""Where the command that runs keeps the zone of its configuration."""


def stamp(ms: int | None) -> str | None:
    """ISO 8601 in UTC, None for a time that has not come."""
    return None if ms is None else iso(ms)


def local(ms: int | None) -> str | None:
    """ISO 8601 in the zone of the configuration, for people; None for a time that has not come."""
    if ms is None:
        return None
    context = click.get_current_context(silent=True)
    return iso_in(ms, context.find_root().meta.get(ZONE, "UTC") if context else "UTC")


def ago(ms: int | None, now_ms: int) -> str:
    """The distance from now in its largest unit: "5m ago", "in 2h", "now", or "-" for never."""
    if ms is None:
        return "-"
    seconds = abs(now_ms - ms) // 1000
    for unit, size in (("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)):
        if seconds >= size:
            span = f"{seconds // size}{unit}"
            return f"{span} ago" if ms <= now_ms else f"in {span}"
    return "now"


def since_ms(text: str | None, now_ms: int) -> int | None:
    """The moment that lies `text` ("7d") back; a mistake of usage if that is no duration."""
    if text is None:
        return None
    try:
        return max(0, now_ms - int(durations.seconds(text) * 1000))
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--since") from error


def span_ms(text: str, option: str) -> int:
    """The length of `text` ("2h") in milliseconds; a mistake of usage of `option` if that is no duration."""
    try:
        return int(durations.seconds(text) * 1000)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint=option) from error


def moment_ms(text: str, option: str, zone_name: str = "UTC") -> int:
    """The moment that `text` names in ISO 8601 ("2026-12-01T07:00Z"); `zone_name` is meant where it names no zone."""
    try:
        return moments.moment_ms(text, zone_name, day=moments.BEGIN)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint=option) from error
