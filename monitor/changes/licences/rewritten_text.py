"""Rewritten text: a desk wrote most of the article anew, so that other words are no sign of another fact.

A difference goes in, what was seen comes out. Facts of such a text are compared by detectors; a lone word replaced in a
sentence that stayed is still a difference.
"""

from __future__ import annotations

from monitor.changes.evidence.differences import Shape
from monitor.changes.evidence.versions import REWRITTEN
from monitor.changes.licences.case import Case

NAME = "rewritten text"
_STAYED = 0.85
"""Share of words in order from which a sentence stayed."""


def span(case: Case) -> str | None:
    """The share of sentences written anew, where most were and this one too."""
    share = case.versions.rewritten
    if share < REWRITTEN:
        return None
    difference = case.difference
    if difference.shape is Shape.REPLACED and difference.same >= _STAYED:
        return None
    return f"{share:.0%} of the sentences were written anew"
