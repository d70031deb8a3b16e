"""Two accounts of the same pair of versions held against each other: stored changes and new ones in, differences out.

Pure. Wording is left out on both sides: how a rewording is cut into pieces is no verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from monitor.changes.change import Change, Level
from monitor.changes.kinds import Kind

NOT_COMPARED = frozenset(
    {
        *(Kind.ARTICLE_REMOVED, Kind.ARTICLE_RESTORED, Kind.ARTICLE_MOVED),
        *(Kind.WATCH_FAILING, Kind.WATCH_QUIET, Kind.WATCH_BACK),
    }
)
"""Kinds that no comparison of two texts finds."""


class Verdict(StrEnum):
    """How a new account stands to the stored one."""

    SAME = "same"
    MORE = "more"
    FEWER = "fewer"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Difference:
    """One change that only one account has (`more`: the new one), or that both have otherwise (`other`)."""

    verdict: Verdict
    stored: Change | None
    new: Change | None

    def to_dict(self) -> dict[str, Any]:
        """JSON-able form."""
        return {
            "verdict": str(self.verdict),
            "stored": self.stored.to_dict() if self.stored else None,
            "new": self.new.to_dict() if self.new else None,
        }


def differences(stored: Iterable[Change], new: Iterable[Change]) -> list[Difference]:
    """What differs between the stored changes of a pair and those that are found now; empty where nothing does."""
    was, now = _judged(stored), _judged(new)
    _taken(was, now, lambda one: (one.kind, one.level, one.announced, *_sides(one)))
    # The same words under another name or another loudness, then the same name with other words of one sentence.
    pairs = _taken(was, now, _sides)
    pairs += _taken(was, now, lambda one: (one.kind, *_sentences(one)))
    found = [Difference(Verdict.OTHER, old, fresh) for old, fresh in pairs]
    found += [Difference(Verdict.FEWER, old, None) for old in was]
    return found + [Difference(Verdict.MORE, None, fresh) for fresh in now]


def verdict(found: Sequence[Difference]) -> Verdict:
    """One word for all of them: where they are of several sorts, the accounts are other ones."""
    words = {one.verdict for one in found}
    return words.pop() if len(words) == 1 else Verdict.OTHER if words else Verdict.SAME


def _judged(changes: Iterable[Change]) -> list[Change]:
    return [one for one in changes if one.kind not in NOT_COMPARED and one.level is not Level.WORDING]


def _sides(one: Change) -> tuple[str | None, str | None]:
    return (one.old.text if one.old else None, one.new.text if one.new else None)


def _sentences(one: Change) -> tuple[str, str]:
    return (one.old.sentence if one.old else "", one.new.sentence if one.new else "")


def _taken(was: list[Change], now: list[Change], by: Callable[[Change], Any]) -> list[tuple[Change, Change]]:
    """Pairs that agree in `by`, taken out of both lists, in their order."""
    pairs = []
    for old in list(was):
        fresh = next((one for one in now if by(one) == by(old)), None)
        if fresh is not None:
            was.remove(old)
            now.remove(fresh)
            pairs.append((old, fresh))
    return pairs
