"""A number that names instead of counting is another one: runway 24, flight MN204, section 7, version 3.3.2.

Linked sentences go in, findings of `claim.changed` come out. Compared at its place, whatever else the page repeats:
only a name that the other sentence holds too has moved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from monitor.changes.change import Level
from monitor.changes.detectors.pairs import worded
from monitor.changes.evidence.edits import Edit, Edited, Token
from monitor.changes.evidence.versions import Versions
from monitor.changes.findings import Finding
from monitor.changes.kinds import Kind

NAME = "designations"
_KEPT = 0.75
"""Share of words in order from which nothing but names was replaced in a sentence."""
_YEAR = re.compile(r"[12]\d{3}")
"""Two of these are years: a date, and no name."""
_ORDINAL = re.compile(r"\d+[^\W\d_]+")
"""3rd, 4th: a rank, which another rule tells."""
_PARTICLE = re.compile(r"(?<=[a-z0-9])[\uac00-\ud7a3]{1,2}$")
"""Korean joins its particles to the name, and their form goes by the sound before: "v2.1로", "v2.1으로"."""
_FEW = 2
"""Words at most that stand where a number will: "(CVE pending)"."""


def find(versions: Versions) -> list[Finding]:
    """One finding for each name that another one replaced."""
    return [finding for pair in versions.pairs if pair.link.strong for finding in _designations(pair)]


def _designations(pair: Edited) -> Iterator[Finding]:
    for edit in pair.edits:
        if len(pair.edits) > 1 and pair.link.order < _KEPT:
            return
        if _replaced(edit, pair) or _given(edit):
            old, new = (" ".join(token.text for token in side) for side in (edit.left, edit.came))
            finding = worded(NAME, Kind.CLAIM_CHANGED, pair, edit.left, edit.came, f"number: {old} -> {new}")
            yield replace(finding, change=replace(finding.change, level=Level.ALERT))


def _replaced(edit: Edit, pair: Edited) -> bool:
    """Whether one name stands for another, and neither sentence holds the other's."""
    if len(edit.left) != 1 or len(edit.came) != 1:
        return False
    left, came = edit.left[0].low, edit.came[0].low
    if not _named(left) or not _named(came) or _letters(left) == _letters(came):
        return False
    if all(_YEAR.fullmatch(low) for low in (left, came)):
        return False
    return all(low not in {token.low for token in side} for low, side in ((left, pair.new), (came, pair.old)))


def _given(edit: Edit) -> bool:
    """Whether a name stands where a word stood that no number is part of: it was pending."""
    sides = (edit.left, edit.came)
    numbers = [side for side in sides if side and all(_named(t.low) for t in side) and _long(side)]
    words = [side for side in sides if 0 < len(side) <= _FEW and all(t.low.isalpha() for t in side)]
    return len(numbers) == len(words) == 1


def _long(side: Sequence[Token]) -> bool:
    return len(_letters("".join(token.low for token in side))) > len("2031")


def _named(low: str) -> bool:
    return any(char.isdigit() for char in low) and not _ORDINAL.fullmatch(low)


def _letters(low: str) -> str:
    return "".join(char for char in _PARTICLE.sub("", low) if char.isalnum())
