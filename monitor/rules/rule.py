"""Rule, Decision, Severity and ArticleContext: the words of deciding who is told. Frozen values; decides nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import get_args

from monitor.changes import kinds
from monitor.changes.change import Change, Level, Relation
from monitor.changes.kinds import Kind
from monitor.facts.parts import Where
from monitor.rules.condition import Condition
from monitor.rules.kind_patterns import kinds_of

WHERE: tuple[str, ...] = get_args(Where)
"""The parts of an article in which a change can stand."""

RELATIONS: tuple[str, ...] = tuple(word for word in get_args(Relation) if word)
"""How a new figure can stand to the old one; a change without a relation matches none of these."""

LEVELS: tuple[str, ...] = (Level.ALERT, Level.DIGEST)
"""How loudly a change may be told; wording is told where `kinds` names it, and nowhere else."""

DIRECTIONS = ("up", "down")
"""The ways in which a figure can move."""


class Severity(StrEnum):
    """How urgent an alert is, least first. `critical` is never held back."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for low to 3 for critical."""
        return _RANKS[self]


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}
_NAMES_KIND = re.compile(r"\bkind\b")
_OF_DEFAULT = {"alert-high": Severity.HIGH, "alert": Severity.NORMAL}


def severity_of(kind: Kind) -> Severity:
    """What a kind deserves where no rule says otherwise; whatever would not alert by itself is low."""
    return _OF_DEFAULT.get(kinds.MEANINGS[kind].default, Severity.LOW)


def deserved(change: Change) -> Severity:
    """What a change deserves: its kind's severity, but low where it may be colour.

    A kind that is only for the digest is normal where the account is sure that a fact moved. What was cut stays low.
    """
    of_kind = severity_of(change.kind)
    if change.level is not Level.ALERT:
        return Severity.LOW
    came = not change.kind.endswith(".removed")
    return Severity.NORMAL if came and kinds.MEANINGS[change.kind].default == "digest" else of_kind


class Why(StrEnum):
    """The word for a decision: `fires`, or the setting of the rule that stood in the way."""

    FIRES = "fires"
    KINDS = "kinds"
    LEVEL = "level"
    WHERE = "where"
    ANNOUNCED = "announced"
    RELATIONS = "relations"
    DIRECTION = "direction"
    MIN_SEVERITY = "min_severity"
    TAGS = "tags"
    LANGUAGES = "languages"
    WATCHES = "watches"
    OUTLETS = "outlets"
    COUNTED = "counted"
    UNITS = "units"
    PLACES = "places"
    SOURCES = "sources"
    MIN_DELTA = "min_delta"
    MIN_PERCENT = "min_percent"
    WHEN = "when"


@dataclass(frozen=True, slots=True)
class ArticleContext:
    """What a rule may ask about the article of a change."""

    tags: tuple[str, ...] = ()
    outlet: str = ""
    url: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """Which changes raise an alert. Every matcher that is set must hold; one that is not set holds for everything.

    `kinds` are patterns ("figure.*"); empty means every kind but wording. `level` has alert, digest or both; empty is
    both where the rule names kinds, else alert. `min_delta` is in the figure's own unit, `min_percent` in percent, both
    whichever way the figure moved; `direction` is up, down or "". `announced` False wants silent changes only.
    `watches` are addresses, a star in them stands for anything. `severity` None means what the change deserves, and
    `min_severity` asks for that. `notify` names channels.
    """

    name: str
    kinds: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    watches: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    direction: str = ""
    announced: bool | None = None
    min_severity: Severity | None = None
    min_delta: Decimal | None = None
    min_percent: Decimal | None = None
    when: Condition | None = None
    severity: Severity | None = None
    notify: tuple[str, ...] = ()
    asked: tuple[Why, ...] = field(init=False, compare=False, repr=False)
    wanted: frozenset[Kind] = field(init=False, compare=False, repr=False)
    heard: frozenset[str] = field(init=False, compare=False, repr=False)
    """The levels that it hears."""

    def __post_init__(self) -> None:
        # A thousand rules meet every change: which matchers are set, and which kinds are meant, is worked out once.
        matchers = (why for why in Why if why not in (Why.FIRES, Why.KINDS, Why.LEVEL))
        object.__setattr__(self, "asked", tuple(why for why in matchers if getattr(self, why) not in (None, (), "")))
        object.__setattr__(self, "wanted", kinds_of(self.kinds))
        object.__setattr__(self, "heard", self._heard())

    def _heard(self) -> frozenset[str]:
        named = bool(self.kinds) or (self.when is not None and _NAMES_KIND.search(self.when.text) is not None)
        levels = self.level or (LEVELS if named else (Level.ALERT,))
        return frozenset({*levels, *((Level.WORDING,) if Kind.WORDING in self.wanted else ())})


@dataclass(frozen=True, slots=True)
class Decision:
    """One rule's answer to one change.

    `reason` says in words what matched, or the first thing that did not; `why` is that in one word.
    """

    rule: Rule
    why: Why
    reason: str
    severity: Severity

    @property
    def fires(self) -> bool:
        """Whether the rule wants an alert for the change."""
        return self.why is Why.FIRES

    @staticmethod
    def highest(decisions: Iterable[Decision]) -> Severity:
        """The severity of an alert that carries all these changes."""
        return max((one.severity for one in decisions), key=lambda severity: severity.rank)
