"""Word order: the word did not leave its sentence, it stands elsewhere in it.

A word goes in, what was seen comes out.
"""

from __future__ import annotations

from monitor.changes.licences.case import Case, Word
from monitor.text.words import stem

NAME = "word order"


def word(case: Case, word: Word) -> str | None:
    """Whether the linked sentence of the other version holds the word at least as often."""
    if case.difference.link is None:
        return None
    own, other = case.stems[word.side], case.stems[1 - word.side]
    front = stem(word.low)
    return f"{word.written} stands elsewhere in the sentence" if other[front] >= max(1, own[front]) else None
