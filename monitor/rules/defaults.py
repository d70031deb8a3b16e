"""The rules of someone who wrote none: facts alert, wording never. Channel names go in, one Rule comes out."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.changes import kinds
from monitor.changes.kinds import Kind
from monitor.rules.rule import Rule

QUIET = ("silent", "digest")
"""The defaults of a kind that raise no alert by themselves."""


def default_rules(channels: Sequence[str]) -> tuple[Rule, ...]:
    """One rule, so that a version sends one alert: each kind whose meaning is to alert, told to every channel."""
    facts = tuple(str(kind) for kind in Kind if kinds.MEANINGS[kind].default not in QUIET)
    return (Rule(name="facts", kinds=facts, notify=tuple(channels)),)
