"""Silences: what a person asked not to be told for a while. An alert's changes and the silences go in, one comes out.

Pure. What a matcher means is the rule language's part and handed in; a silence always ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from alerts.alert import ChangeFields

LONGEST_MS = 365 * 86_400_000
"""A silence lasts a year at most: what should never be told is a matter of the rules, where everybody sees it."""


@dataclass(frozen=True, slots=True)
class Silence:
    """From `starts_ms` until before `ends_ms`, changes that `matchers` (settings of a rule) hold for are not told."""

    id: int
    matchers: Mapping[str, Any]
    starts_ms: int
    ends_ms: int
    author: str
    comment: str

    def active(self, now_ms: int) -> bool:
        """Whether it holds now."""
        return self.starts_ms <= now_ms < self.ends_ms


def silenced(
    changes: Iterable[ChangeFields],
    silences: Sequence[Silence],
    matches: Callable[[Silence, ChangeFields], bool],
    now_ms: int,
) -> Silence | None:
    """The silence that keeps an alert quiet: each of its changes must be matched by one that is active.

    One change that nobody silenced is told, and the others of its version with it. Of several, the one that ends last.
    """
    active = sorted((one for one in silences if one.active(now_ms)), key=lambda one: -one.ends_ms)
    found: list[Silence] = []
    for change in changes if active else ():
        first = next((one for one in active if matches(one, change)), None)
        if first is None:
            return None
        found.append(first)
    return max(found, key=lambda one: one.ends_ms, default=None)
