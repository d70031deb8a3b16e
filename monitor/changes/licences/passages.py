"""Rewritten passage: a sentence without a partner stands where the other version has sentences without a partner too.

A sentence goes in, what was seen comes out. Of such a passage only facts are compared; between neighbours that stayed,
a sentence is new.
"""

from __future__ import annotations

from monitor.changes.evidence.differences import Shape
from monitor.changes.licences.case import Case

NAME = "rewritten passage"


def span(case: Case) -> str | None:
    """Whether what stands at its place in the other version was written anew or is lost."""
    difference = case.difference
    if difference.shape is Shape.ANEW:
        return "the sentence was written anew"
    if difference.shape not in (Shape.NEW_SENTENCE, Shape.LOST_SENTENCE):
        return None
    side = 1 if difference.new else 0
    sentence = difference.spans[0].sentence
    loose = case.versions.passages.loose_beside(sentence, side)
    return f"{loose} sentences at its place were written anew or went" if loose else None
