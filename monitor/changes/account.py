"""The account of two versions: every difference ends in exactly one entry, told, shadowed or licensed.

What differs and what detectors found go in, entries come out. A difference that no detector names and no licence
explains is told all the same, as a claim with the words that moved.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from monitor.changes.arbitration import Settled, Shadowed
from monitor.changes.change import Change
from monitor.changes.claims import claim
from monitor.changes.evidence.aside import Aside
from monitor.changes.evidence.differences import Difference, differences
from monitor.changes.evidence.spans import Span, whole
from monitor.changes.evidence.versions import Versions
from monitor.changes.findings import Finding
from monitor.changes.licences.table import excuse

T = TypeVar("T")


class Ending(StrEnum):
    """How a difference ends."""

    TOLD = "told"
    SHADOWED = "shadowed"
    LICENSED = "licensed"


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One difference, how it ended, and why.

    `by` is the detector that tells or shadows it, or the licence that excuses it; `saw` is what that one saw. `finding`
    is what is told, or what shadows; None for a licence.
    """

    ending: Ending
    old: Span | None
    new: Span | None
    by: str
    saw: str
    finding: Finding | None = None

    def to_dict(self) -> dict[str, Any]:
        """JSON-able form; a side is null where the other version alone holds the words."""
        return {
            "ending": str(self.ending),
            "by": self.by,
            "saw": self.saw,
            "kind": str(self.finding.change.kind) if self.finding else None,
            **{name: _side(span) for name, span in (("old", self.old), ("new", self.new))},
        }


def _side(span: Span | None) -> dict[str, Any] | None:
    if span is None:
        return None
    sentence = span.sentence
    return {"text": span.text, "where": sentence.where, "sentence": sentence.text, "words": [span.start, span.end]}


@dataclass(frozen=True, slots=True)
class Account:
    """Every difference between two versions with its entry, and the changes that are told, in the order of telling."""

    entries: tuple[Entry, ...]
    changes: tuple[Change, ...]

    def to_dict(self) -> dict[str, Any]:
        """JSON-able form: the entries with their words, and the changes as webhooks have them."""
        return {
            "entries": [entry.to_dict() for entry in self.entries],
            "changes": [change.to_dict() for change in self.changes],
        }


def entries(versions: Versions, settled: Settled) -> list[Entry]:
    """The entries in the order of the differences. No word that differs is in two of them, none is in no one."""
    told = _BySentence((finding, finding) for finding in settled.told)
    hidden = _BySentence((shadowed.finding, shadowed) for shadowed in settled.shadowed)
    rows = [_entry(difference, versions, told, hidden) for difference in differences(versions)]
    return rows + [_aside(aside) for aside in versions.aside]


class _BySentence(Generic[T]):
    """Findings by the sentences they stand in, so that a text of many differences takes no longer for each of them."""

    def __init__(self, found: Iterable[tuple[Finding, T]]) -> None:
        self._by: dict[int, list[tuple[Span, T]]] = {}
        for finding, what in found:
            for span in finding.spans:
                self._by.setdefault(id(span.sentence), []).append((span, what))

    def about(self, difference: Difference) -> T | None:
        """The first that is about a word of the difference."""
        for span in difference.spans:
            for place, what in self._by.get(id(span.sentence), ()):
                if place.touches(span):
                    return what
        return None


def _aside(aside: Aside) -> Entry:
    old, new = (whole(sentence) if sentence else None for sentence in (aside.old, aside.new))
    return Entry(Ending.LICENSED, old, new, aside.name, aside.saw)


def _entry(
    difference: Difference, versions: Versions, told: _BySentence[Finding], hidden: _BySentence[Shadowed]
) -> Entry:
    """How one difference ends: told or shadowed where a finding is about it, else licensed, else told as a claim."""
    old, new = difference.old, difference.new
    if found := told.about(difference):
        return Entry(Ending.TOLD, old, new, found.detector, found.change.explanation, found)
    if covered := hidden.about(difference):
        return Entry(Ending.SHADOWED, old, new, covered.by.detector, covered.reason, covered.by)
    if licence := excuse(difference, versions):
        return Entry(Ending.LICENSED, old, new, licence.name, licence.saw)
    finding = claim(difference)
    return Entry(Ending.TOLD, old, new, finding.detector, finding.change.explanation, finding)
