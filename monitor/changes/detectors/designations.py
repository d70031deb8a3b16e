"""A number that names instead of counting is another one: runway 24, flight MN204, section 7.

Linked sentences go in, findings of `claim.changed` come out. A name that the other version holds anywhere is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.changes.detectors.pairs import worded
from monitor.changes.evidence.edits import Edited
from monitor.changes.evidence.rows import Row
from monitor.changes.evidence.versions import Versions
from monitor.changes.findings import Finding
from monitor.changes.kinds import Kind

NAME = "designations"
_YEAR = re.compile(r"[12]\d{3}")
"""Two of these are years: a date, and no name."""


def find(versions: Versions) -> list[Finding]:
    """At most one finding a pair."""
    return [f for pair in versions.pairs if pair.link.strong for f in _designation(pair, versions.rows)]


def _designation(pair: Edited, rows: tuple[Row, Row]) -> Iterator[Finding]:
    """A number that names instead of counting is another one: runway 24, flight 204, section 7."""
    for edit in pair.edits if len(pair.edits) == 1 else ():
        if len(edit.left) == len(edit.came) == 1:
            (left,), (came,) = edit.left, edit.came
            digits = [[char for char in token.low if char.isalnum()] for token in (left, came)]
            ordinal = any(token.low[:1].isdigit() and token.low[-1:].isalpha() for token in (left, came))
            numbered = (
                not ordinal
                and not all(_YEAR.fullmatch(token.low) for token in (left, came))
                and all(any(char.isdigit() for char in side) for side in digits)
            )
            if numbered and digits[0] != digits[1] and not rows[0].holds(came.low) and not rows[1].holds(left.low):
                yield worded(
                    NAME, Kind.CLAIM_CHANGED, pair, edit.left, edit.came, f"number: {left.text} -> {came.text}"
                )
                return
