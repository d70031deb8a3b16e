"""Second mention: a name that the other version gives too, in full or in part.

A name goes in, what was seen comes out. A name that the other version gives nowhere is a fact.
"""

from __future__ import annotations

from monitor.changes.licences.case import Case, Word

NAME = "name given elsewhere"


def word(case: Case, word: Word) -> str | None:
    """Whether the other version holds the name anywhere."""
    if not word.content.name:
        return None
    if _initials(case):
        return "one is the initials of the other"
    others = [other for other in case.beside(word) if other.content.name]
    if others and all(other.low != word.low for other in others):
        return None  # another name stands in its place
    held = word.low in case.versions.given.words(1 - word.side)
    return f"{word.written} is named in both versions" if held else None


def _initials(case: Case) -> bool:
    """Whether one side is made of the first letters of the other: "WHO", "U.S."."""
    old, new = ([word.written for word in side if word.written[:1].isupper()] for side in case.sides)
    return any(
        len(short) <= len(long) and "".join(short).isupper() and "".join(short) == "".join(word[0] for word in long)
        for short, long in ((old, new), (new, old))
        if short and len("".join(short)) > 1 and len(long) > 1
    )
