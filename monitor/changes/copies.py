"""Which articles of a story are one source: those with the same text, and those that print the copy of one agency.

What is known of each article goes in, groups come out, each with its reason. An outlet that prints what another wrote
tells nothing of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from monitor.facts.agencies import agency_of


class Why(StrEnum):
    """Why articles count as one source."""

    SAME_TEXT = "same text"
    SAME_AGENCY = "same agency"


@dataclass(frozen=True, slots=True)
class Printed:
    """One article as it stands: the hash of its text alone, who signs it, how it begins, and whom its figure names."""

    article_id: int
    outlet: str
    text_sha: bytes | None = None
    byline: tuple[str, ...] = ()
    opening: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Copies:
    """Articles that are one source. `agency` is its name, where that is why."""

    why: Why
    articles: tuple[int, ...]
    agency: str = ""


def copies(printed: Iterable[Printed]) -> list[Copies]:
    """The groups of two or more, none in two of them: one text goes before one agency."""
    every = list(printed)
    by_text: dict[bytes, list[Printed]] = defaultdict(list)
    for one in every:
        if one.text_sha is not None:
            by_text[one.text_sha].append(one)
    found = [_group(Why.SAME_TEXT, group) for group in by_text.values() if len(group) > 1]
    taken = {number: n for n, group in enumerate(found) for number in group.articles}
    outlets = tuple(sorted({one.outlet for one in every if one.outlet}))
    by_agency: dict[str, list[Printed]] = defaultdict(list)
    for one in every:
        if name := agency_of(one.byline, one.opening, one.source, outlets) or _own(one, every):
            by_agency[name].append(one)
    for name, group in by_agency.items():
        alone = [one for one in group if one.article_id not in taken]
        if len(alone) > 1:
            found.append(_group(Why.SAME_AGENCY, alone, name))
    return found


def independent(articles: Iterable[int], groups: Sequence[Copies]) -> int:
    """How many sources these articles are, each group counted once."""
    group_of = {number: n for n, group in enumerate(groups) for number in group.articles}
    return len({group_of.get(number, -number) for number in articles})


def _own(one: Printed, every: Sequence[Printed]) -> str:
    """The outlet itself, where others of the story sign with its name."""
    others = (line for other in every if other is not one for line in (*other.byline, other.source))
    return one.outlet if one.outlet and any(one.outlet in line for line in others) else ""


def _group(why: Why, group: Sequence[Printed], agency: str = "") -> Copies:
    return Copies(why, tuple(one.article_id for one in group), agency)
