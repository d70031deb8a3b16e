"""Restated elsewhere: what these words say stands in one sentence of the other version, or in two that follow.

A sentence without a partner, or words that came or went, go in; where they stand comes out.
"""

from __future__ import annotations

from monitor.changes.evidence.unsaid import in_notice
from monitor.changes.licences.case import Case
from monitor.changes.licences.facts_held import lacking
from monitor.text.words import stem, words_of

NAME = "restated elsewhere"
_ENOUGH = 0.62
"""Share of the telling words, by weight, that one place of the other version holds."""
_FEW = 3
"""Words; fewer stand together anywhere."""


def span(case: Case) -> str | None:
    """The sentence that says it, None where there is none."""
    old, new = case.sides
    if old and new:
        return None
    side, words = (1, new) if new else (0, old)
    place = case.difference.spans[0]
    if (
        place.end - place.start > _FEW
        and f" {' '.join(words_of(place.text))} " in case.versions.documents[1 - side].flat
    ):
        return "these words stand in the other version in this order"
    if in_notice(place.sentence, side, case.versions):
        return "it stands in a correction notice of the other version"
    stems = {stem(word.low) for word in words if not word.content.number}
    if len(stems) < _FEW:
        return None
    if lacking(case, words):
        return None
    found = case.versions.restating[1 - side].best(stems)
    return f"{found.share:.0%} of its words stand in: {found.text[:80]}" if found.share >= _ENOUGH else None
