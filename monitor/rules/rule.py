"""Rule, Decision, Severity and ArticleContext: the words of deciding who is told. Frozen values; decides nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import get_args

from monitor.changes import kinds
from monitor.changes.change import Where
from monitor.changes.kinds import Kind
from monitor.rules.condition import Condition

WHERE: tuple[str, ...] = get_args(Where)
"""The parts of an article in which a change can stand."""


class Severity(StrEnum):
    """How urgent an alert is, least first. `critical` is never held back."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for low to 3 for critical."""
        return list(Severity).index(self)


_OF_DEFAULT = {"alert-high": Severity.HIGH, "alert": Severity.NORMAL}


def severity_of(kind: Kind) -> Severity:
    """What a kind deserves where no rule says otherwise; whatever would not alert by itself is low."""
    return _OF_DEFAULT.get(kinds.MEANINGS[kind].default, Severity.LOW)


@dataclass(frozen=True, slots=True)
class ArticleContext:
    """What a rule may ask about the article of a change."""

    tags: tuple[str, ...] = ()
    outlet: str = ""
    url: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """Which changes raise an alert. Every matcher that is set must hold; an empty one holds for everything.

    `kinds` are patterns ("figure.*"); empty means every kind but wording. `min_delta` is in the figure's own unit,
    `min_percent` in percent, both whichever way the figure moved. `severity` None means what the kind deserves.
    `notify` names channels.
    """

    name: str
    kinds: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    min_delta: Decimal | None = None
    min_percent: Decimal | None = None
    when: Condition | None = None
    severity: Severity | None = None
    notify: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """One rule's answer to one change. `reason` says in words what matched, or the first thing that did not."""

    rule: Rule
    fires: bool
    reason: str
    severity: Severity

    @staticmethod
    def highest(decisions: Iterable[Decision]) -> Severity:
        """The severity of an alert that carries all these changes."""
        return max((one.severity for one in decisions), key=lambda severity: severity.rank)
