"""A describing word more or fewer: a lone word came or went, and the sentence says the same with and without it.

What the word licences left goes in, what was seen comes out. No name, no number, and no word that denies or bounds.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.changes.licences.case import Case, Word

NAME = "a describing word more or fewer"


def left(case: Case, words: Sequence[Word]) -> str | None:
    """Whether one word is all that is left, and only one side holds it."""
    if len(words) != 1 or case.difference.link is None:
        return None
    (word,) = words
    if word.content.name or word.content.number or case.sides[1 - word.side]:
        return None
    return f"{word.written} describes"
