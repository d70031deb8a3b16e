"""The account of two versions: every difference ends in exactly one entry, told, shadowed or licensed.

What differs and what detectors found go in, entries come out. A difference that no detector names and no licence
explains is told all the same, as a claim with the words that moved.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from monitor.changes.arbitration import Settled
from monitor.changes.change import Change
from monitor.changes.claims import claim
from monitor.changes.evidence.aside import Aside
from monitor.changes.evidence.differences import Difference, differences
from monitor.changes.evidence.spans import Span, whole
from monitor.changes.evidence.versions import Versions
from monitor.changes.findings import Finding
from monitor.changes.licences.table import excuse


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
    rows = [entry for difference in differences(versions) for entry in _entries(difference, versions, settled)]
    return rows + [_aside(aside) for aside in versions.aside]


def _aside(aside: Aside) -> Entry:
    old, new = (whole(sentence) if sentence else None for sentence in (aside.old, aside.new))
    return Entry(Ending.LICENSED, old, new, aside.name, aside.saw)


def _entries(difference: Difference, versions: Versions, settled: Settled) -> Iterator[Entry]:
    """The entries of one difference: its words go to the findings that are about them, the rest is judged as one."""
    told = [f for f in settled.told if _about(f, difference)]
    hidden = [s for s in settled.shadowed if _about(s.finding, difference)]
    if told:
        yield Entry(Ending.TOLD, difference.old, difference.new, told[0].detector, told[0].change.explanation, told[0])
    elif hidden:
        first = hidden[0]
        yield Entry(Ending.SHADOWED, difference.old, difference.new, first.by.detector, first.reason, first.by)
    elif licence := excuse(difference, versions):
        yield Entry(Ending.LICENSED, difference.old, difference.new, licence.name, licence.saw)
    else:
        finding = claim(difference)
        yield Entry(Ending.TOLD, difference.old, difference.new, finding.detector, finding.change.explanation, finding)


def _about(finding: Finding, difference: Difference) -> bool:
    return any(s.touches(t) for s in finding.spans for t in difference.spans)
