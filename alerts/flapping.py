"""Facts that go to and fro: a change and what the fact did before go in; whether it is news, a return or an edit war.

Pure: episodes come in and go out as values, times are milliseconds since 1970 UTC. Every version is stored whatever is
decided here; what is held back is told in one summary.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from alerts.alert import Alert, ChangeFields, Side

MINUTE_MS, HOUR_MS = 60_000, 3_600_000
WINDOW_MS = 6 * HOUR_MS
"""An episode ends after this long without a change, unless the rule says otherwise (`flap_window`)."""

CALM_MS = 30 * MINUTE_MS
LONGEST_MS = 6 * HOUR_MS
"""A summary is told after this much calm, or after this long where it never gets calm; never two within LONGEST_MS."""

MOST_VALUES = 100
"""Values that an episode remembers; a page that shows another number at every look forgets its oldest."""


class FlapReason(StrEnum):
    """What a change is in the episode of its fact."""

    FIRST = "first"
    NEW_CHANGE = "new_change"
    REVERTED = "reverted"
    EDIT_WAR = "edit_war"


@dataclass(frozen=True, slots=True)
class Move:
    """A change as an episode sees it: the family of its kind and what the fact said before and says now."""

    family: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Episode:
    """One fact's values while it keeps changing. `returns` counts moves to a value it had before.

    `unsigned` counts those returns at which the page showed no sign of an edit: neither its date nor its ETag changed.
    """

    family: str
    current: str
    seen: tuple[str, ...]
    returns: int
    started_ms: int
    last_ms: int
    unsigned: int = 0

    @property
    def unstable(self) -> bool:
        """Whether the page itself goes to and fro: an edit war of which no return came with a sign of an edit."""
        return self.returns >= 2 and self.unsigned == self.returns

    def to_dict(self) -> dict[str, Any]:
        """JSON-able form; `from_dict` reads it back."""
        return asdict(self)

    @classmethod
    def from_dict(cls, fields: dict[str, Any]) -> Episode:
        """The episode that `to_dict` wrote."""
        return cls(**{**fields, "seen": tuple(fields["seen"])})


@dataclass(frozen=True, slots=True)
class Flap:
    """What became of one move: its reason, the episode after it, and which of the episodes handed in it continues."""

    reason: FlapReason
    episode: Episode
    continued: int | None


def step(
    episodes: Sequence[Episode], move: Move, now_ms: int, *, window_ms: int = WINDOW_MS, signed: bool | None = None
) -> Flap:
    """Judge one move. `signed` is False where the page states a date or ETag and neither changed, None if it has none.

    A move continues the episode that stands at its old value; a chain of values is the fact's identity, because
    two deaths tolls of one article may differ in nothing else. A value not seen before is news at once, the first
    return is told as one, every further return is an edit war.
    """
    here = (move.family, move.old)
    alive = (n for n, e in enumerate(episodes) if (e.family, e.current) == here and now_ms - e.last_ms <= window_ms)
    at = next(alive, None)
    if at is None:
        fresh = Episode(move.family, move.new, (move.old, move.new), 0, now_ms, now_ms)
        return Flap(FlapReason.FIRST, fresh, None)
    one = episodes[at]
    moved = replace(one, current=move.new, last_ms=max(now_ms, one.last_ms))
    if move.new not in one.seen:
        return Flap(FlapReason.NEW_CHANGE, replace(moved, seen=(*one.seen, move.new)[-MOST_VALUES:]), at)
    moved = replace(moved, returns=one.returns + 1, unsigned=one.unsigned + (signed is False))
    return Flap(FlapReason.REVERTED if moved.returns == 1 else FlapReason.EDIT_WAR, moved, at)


def of_alert(reasons: Sequence[FlapReason]) -> FlapReason:
    """The reason of an alert from those of its changes: it is held only if each of them goes to and fro."""
    for one in (FlapReason.NEW_CHANGE, FlapReason.FIRST, FlapReason.REVERTED):
        if one in reasons:
            return one
    return FlapReason.EDIT_WAR if reasons else FlapReason.FIRST


def summary_due(first_held_ms: int, last_ms: int, told_ms: int | None) -> int:
    """When an edit war is summed up: held since `first_held_ms`, last flip, and the summary before, if any."""
    due = min(last_ms + CALM_MS, first_held_ms + LONGEST_MS)
    return due if told_ms is None else max(due, told_ms + LONGEST_MS)


def move_of(change: ChangeFields) -> Move:
    """A change of any kind as a move. A fact that comes or goes moves from or to its own absence."""
    family = change["kind"].partition(".")[0]
    if change["kind"] == "article.removed":
        return Move(family, "here", "gone")
    if change["kind"] == "article.restored":
        return Move(family, "gone", "here")
    old, new = _value(change["old"]), _value(change["new"])
    if old == new:
        old, new = (f"{value} {_words(side)}" for value, side in ((old, change["old"]), (new, change["new"])))
    return Move(family, old or f"no {new}", new or f"no {old}")


def summary(held: Sequence[Alert]) -> tuple[ChangeFields, ...]:
    """The changes of an edit war's summary from its alerts, oldest first: one a fact, the last flip with the count."""
    chains: list[tuple[set[tuple[str, str]], list[tuple[Alert, ChangeFields]]]] = []
    for alert in held:
        for change in alert.changes:
            move = move_of(change)
            ends = {(move.family, move.old), (move.family, move.new)}
            for values, told in chains:
                if values & ends:
                    values |= ends
                    told.append((alert, change))
                    break
            else:
                chains.append((ends, [(alert, change)]))
    return tuple(_summed(told) for _, told in chains)


def _summed(told: Sequence[tuple[Alert, ChangeFields]]) -> ChangeFields:
    first, (_, last) = told[0][0], told[-1]
    versions = len({alert.after.version for alert, _ in told})
    words = [side["text"] for _, change in told for side in (change["old"], change["new"]) if side]
    between = " and ".join(f"“{one}”" for one in list(dict.fromkeys(words))[:4]) or "being there and not"
    said = f"{versions} change{'s' if versions > 1 else ''} between {between} since {first.raised_at}"
    summed: ChangeFields = {**last, "relation": "revert", "explanation": f"edit war: {said}"}
    # Its number counts within the version it came from.
    summed.pop("passage", None)
    return summed


def _value(side: Side | None) -> str:
    """What a side says, so that two ways of printing one figure are the same value."""
    if side is None:
        return ""
    if side.get("bound") and (side.get("lo") is not None or side.get("hi") is not None):
        fields = (side.get(name) or "" for name in ("bound", "lo", "hi", "unit", "counted", "place", "as_of"))
        return "|".join(str(one).casefold() for one in fields)
    return " ".join(side.get("text", "").casefold().split())


def _words(side: Side | None) -> str:
    side = side or {}
    return " ".join(f"{side.get('source', '')} {side.get('text', '')} {side.get('sentence', '')}".split())
