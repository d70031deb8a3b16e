"""Second mention: a name that the other version gives too, in full or in part.

A name goes in, what was seen comes out. A name that the other version gives nowhere is a fact.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.changes.evidence.spelling import initials
from monitor.changes.licences.case import Case, Word

NAME = "name given elsewhere"


def _names(words: Sequence[Word]) -> list[str]:
    return [word.written for word in words if word.content.name or word.written[:1].isupper()]


def word(case: Case, word: Word) -> str | None:
    """Whether the other version holds the name anywhere."""
    if not word.content.name:
        return None
    rival = initials(*(_names(side) for side in case.sides))
    if rival:
        return "one is the initials of the other"
    others = [other for other in case.beside(word) if other.content.name]
    if others and all(other.low != word.low for other in others):
        return None  # another name stands in its place
    held = word.low in case.versions.given.words(1 - word.side)
    return f"{word.written} is named in both versions" if held else None
