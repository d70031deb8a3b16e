"""From changes to alerts: which changes of one version go into one alert. Matches go in; groups and the muted come out.

Pure. All changes of one version that one rule wants are one alert, however many they are; nothing is dropped without
a reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from alerts.alert import ChangeFields

SEVERITIES = ("low", "normal", "high", "critical")
PLACES = ("headline", "standfirst", "lead", "body", "live", "caption", "notice", "article")


class GroupReason(StrEnum):
    """Why a change stands in an alert of its rule, or in none."""

    SINGLE = "single"
    SAME_VERSION = "same_version"
    ARTICLE_REMOVED = "article_removed"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True)
class Match:
    """One rule's yes to one change: `why` is what the rule says about it, `notify` the channels it names."""

    rule: str
    severity: str
    why: str
    change: ChangeFields
    notify: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """What becomes one alert: its changes, the weightiest first, and the rule's reasons joined."""

    rule: str
    severity: str
    changes: tuple[ChangeFields, ...]
    why: str
    notify: tuple[str, ...]
    reason: GroupReason


@dataclass(frozen=True, slots=True)
class Muted:
    """A match that stands in no alert, and why."""

    match: Match
    reason: GroupReason


def group(matches: Sequence[Match]) -> tuple[tuple[Group, ...], tuple[Muted, ...]]:
    """The alerts for the matches of ONE version of ONE article, in the order in which their rules first matched.

    An article that was taken away mutes "this fact is gone" of the same version: one piece of news, not twenty. Raises
    ValueError for a severity that does not exist.
    """
    gone = any(match.change["kind"] == "article.removed" for match in matches)
    kept: dict[str, list[Match]] = {}
    muted: list[Muted] = []
    for match in matches:
        same_rule = kept.setdefault(match.rule, [])
        kind = match.change["kind"]
        if gone and kind.endswith(".removed") and kind != "article.removed":
            muted.append(Muted(match, GroupReason.ARTICLE_REMOVED))
        elif any(match.change == other.change for other in same_rule):
            muted.append(Muted(match, GroupReason.REPEATED))
        else:
            same_rule.append(match)
    return tuple(_grouped(same_rule) for same_rule in kept.values() if same_rule), tuple(muted)


def _grouped(matches: list[Match]) -> Group:
    ordered = sorted(matches, key=_weight)
    return Group(
        rule=matches[0].rule,
        severity=max((match.severity for match in matches), key=_rank),
        changes=tuple(match.change for match in ordered),
        # What every change had to meet is said once.
        why="; ".join(dict.fromkeys(clause for match in ordered for clause in match.why.split("; ") if clause)),
        notify=tuple(dict.fromkeys(channel for match in matches for channel in match.notify)),
        reason=GroupReason.SINGLE if len(matches) == 1 else GroupReason.SAME_VERSION,
    )


def _rank(severity: str) -> int:
    if severity not in SEVERITIES:
        raise ValueError(f"no severity is called {severity!r}; there are {', '.join(SEVERITIES)}")
    return SEVERITIES.index(severity)


def _weight(match: Match) -> tuple[int, int]:
    """Severest first, then the place a reader sees first; equals keep their order."""
    where = match.change["where"]
    return -_rank(match.severity), PLACES.index(where) if where in PLACES else len(PLACES)
