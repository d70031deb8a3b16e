"""Changes of one version in passages: what stands in one pair of sentences, or in one new paragraph, is one entry.

Changes go in, passages come out, each with its changes in the order in which they came. Drops and judges nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from alerts.alert import ChangeFields

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Passage:
    """One entry of a message or a screen: at least one change."""

    changes: tuple[ChangeFields, ...]

    @property
    def sentences(self) -> tuple[tuple[str, str], ...]:
        """The pairs of sentences that its changes stand in, each once; "" for a side that does not exist."""
        pairs = ((_sentence(change, "old"), _sentence(change, "new")) for change in self.changes)
        found = dict.fromkeys(pair for pair in pairs if any(pair))
        # Of a pair that is linked, a side alone says nothing more.
        whole = [pair for pair in found if all(pair)]
        return tuple(pair for pair in found if all(pair) or not any(a == pair[0] or b == pair[1] for a, b in whole))


def passages(changes: Sequence[ChangeFields]) -> tuple[Passage, ...]:
    """The changes of ONE version in passages, each where its first change stood.

    A change that says its passage belongs there; any other belongs to those with a sentence of either side in common.
    """
    return tuple(Passage(tuple(members)) for members in gathered(changes, _keys))


def gathered(items: Iterable[T], keys_of: Callable[[T], Iterable[Hashable]]) -> list[list[T]]:
    """The items in groups: two with a key in common stand together, directly or through others."""
    groups: list[list[tuple[int, T]]] = []
    at: dict[Hashable, list[tuple[int, T]]] = {}
    for n, item in enumerate(items):
        keys = list(keys_of(item))
        joined = list({id(at[key]): at[key] for key in keys if key in at}.values())
        home = joined[0] if joined else []
        if not joined:
            groups.append(home)
        home.append((n, item))
        for other in joined[1:]:
            home += other
            groups = [group for group in groups if group is not other]
            at.update({key: home for key, group in at.items() if group is other})
        at.update(dict.fromkeys(keys, home))
    for group in groups:
        group.sort(key=lambda pair: pair[0])
    groups.sort(key=lambda group: group[0][0])
    return [[item for _, item in group] for group in groups]


def counted(found: Sequence[Passage]) -> str:
    """ "2 passages, 5 facts"; "1 fact" where there is one alone."""
    facts = sum(len(one.changes) for one in found)
    words = f"{facts} fact{'' if facts == 1 else 's'}"
    return words if facts == 1 else f"{len(found)} passage{'' if len(found) == 1 else 's'}, {words}"


def _keys(change: ChangeFields) -> list[Hashable]:
    if number := change.get("passage"):
        return [number]
    return [(side, words) for side in ("old", "new") if (words := _sentence(change, side))]


def _sentence(change: ChangeFields, side: str) -> str:
    found = change["old"] if side == "old" else change["new"]
    return found.get("sentence", "") if found else ""
