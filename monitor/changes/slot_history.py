"""The same fact over many versions: which change continues which, and when a value comes back to an earlier one.

The changes of one article in the order of its versions go in; slots, or the newest changes marked as reverts, come
out. Never compares texts: two versions at a time were compared already, and their verdicts are kept as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from monitor.changes.change import Change, Mention
from monitor.changes.kinds import Kind
from monitor.text.words import stem, words_of

Dated = tuple[int, Change]
"""A version's number and one change that it brought."""

_FIGURES = "figure."
_TIMELESS = (
    *(Kind.WORDING, Kind.CORRECTION_NOTICE, Kind.ARTICLE_REMOVED, Kind.ARTICLE_RESTORED, Kind.ARTICLE_MOVED),
    *(Kind.WATCH_FAILING, Kind.WATCH_QUIET, Kind.WATCH_BACK),
)
"""Kinds without a value that could come back."""
_LIKE = 0.3
"""Share of words two sentences need in common to be of one slot where nothing says what is counted."""


@dataclass(frozen=True, slots=True)
class Step:
    """One change of a slot and the version that brought it."""

    version: int
    change: Change


@dataclass(frozen=True, slots=True)
class Then:
    """What a slot said in one version: None where it was not reported. `since` is the step that brought it, `later`
    the one that ended it; None for what is not known or has not come."""

    said: Mention | None
    since: Step | None
    later: Step | None


@dataclass(frozen=True, slots=True)
class Slot:
    """The same fact over versions, oldest step first; at least one step."""

    steps: tuple[Step, ...]

    @property
    def last(self) -> Change:
        """The newest change."""
        return self.steps[-1].change

    @property
    def states(self) -> tuple[Mention | None, ...]:
        """What stood before the first step and after each; None where the fact was not reported."""
        return (self.steps[0].change.old, *(step.change.new for step in self.steps))

    def in_version(self, number: int) -> Then:
        """What it said in that version."""
        before = [step for step in self.steps if step.version <= number]
        after = [step for step in self.steps if step.version > number]
        said = before[-1].change.new if before else self.steps[0].change.old
        return Then(said, before[-1] if before else None, after[0] if after else None)

    def to_dict(self) -> dict[str, Any]:
        """JSON-able form: the first state, then each step with its version, new state and relation."""
        first = self.steps[0].change.old
        return {
            "kind": str(self.last.kind),
            "first": first.to_dict() if first else None,
            "turns": self.turns,
            "steps": [
                {
                    "version": step.version,
                    "kind": str(step.change.kind),
                    "new": step.change.new.to_dict() if step.change.new else None,
                    "relation": step.change.relation,
                }
                for step in self.steps
            ],
        }

    @property
    def turns(self) -> int:
        """How often the figure changed direction: 0 for a toll that only rises, 1 for one that was revised once."""
        signs = [step.change.delta > 0 for step in self.steps if step.change.delta]
        return sum(one is not other for one, other in zip(signs, signs[1:], strict=False))


def slots(history: Iterable[Dated]) -> list[Slot]:
    """All slots that ever changed, in the order in which they first did."""
    found: list[list[Step]] = []
    for version, change in history:
        if change.kind in _TIMELESS:
            continue
        continued = _continued(found, version, change)
        if continued is None:
            found.append([Step(version, change)])
        else:
            continued.append(Step(version, change))
    return [Slot(tuple(steps)) for steps in found]


def with_reverts(changes: Sequence[Change], earlier: Iterable[Dated]) -> list[Change]:
    """The changes of a new version, with relation `revert` where the slot goes back to what it said before.

    `earlier` are the stored changes of the article, oldest first. The explanation names the version that said it last.
    """
    known = [list(slot.steps) for slot in slots(earlier)]
    newest = max((step.version for steps in known for step in steps), default=0) + 1
    return [_marked(change, _continued(known, newest, change)) for change in changes]


def _marked(change: Change, steps: list[Step] | None) -> Change:
    if steps is None or change.kind in _TIMELESS:
        return change
    before = [(steps[0].version - 1, steps[0].change.old), *((step.version, step.change.new) for step in steps)]
    # The last state is the one this change leaves; what it returns to stood before that.
    said = [version for version, mention in before[:-1] if _same_state(mention, change.new, change.kind)]
    if not said:
        return change
    return replace(change, relation="revert", explanation=f"{change.explanation} Version {said[-1]} said so too.")


def _continued(found: Sequence[list[Step]], version: int, change: Change) -> list[Step] | None:
    """The slot that a change goes on with: it ended in what this change starts from. The one with most words in common.

    Only one change of a version can go on with a slot, so that two figures of equal value keep apart.
    """
    best: tuple[float, int] | None = None
    for n, steps in enumerate(found):
        last = steps[-1]
        if last.version >= version or not _same_family(last.change.kind, change.kind):
            continue
        if not _same_state(last.change.new, change.old, change.kind):
            continue
        likeness = _alike(last.change, change)
        if likeness is not None and (best is None or (likeness, n) > best):
            best = likeness, n
    return None if best is None else found[best[1]]


def _same_family(one: Kind, other: Kind) -> bool:
    """Whether two kinds tell of one sort of fact: "figure.added" begins what "figure.value" goes on with."""
    return one.split(".")[0] == other.split(".")[0]


def _same_state(one: Mention | None, other: Mention | None, kind: Kind) -> bool:
    """Whether two mentions of one slot say the same."""
    if one is None or other is None:
        return one is other
    if kind.startswith(_FIGURES):
        return (one.lo, one.hi, one.bound, one.unit) == (other.lo, other.hi, other.bound, other.unit)
    return words_of(one.text) == words_of(other.text)


def _alike(one: Change, other: Change) -> float | None:
    """How much two changes are about the same, 0..1; None where they are about different facts."""
    a, b = one.new or one.old, other.old or other.new
    if a is None or b is None:
        return None
    if a.counted and b.counted and a.counted != b.counted:
        return None
    if a.place and b.place and a.place != b.place:
        return None
    first = {stem(word) for word in words_of(a.sentence) if len(word) > 3}
    second = {stem(word) for word in words_of(b.sentence) if len(word) > 3}
    likeness = len(first & second) / len(first | second) if first | second else 1.0
    counted = bool(a.counted) and a.counted == b.counted
    return likeness if counted or likeness >= _LIKE else None
