"""Inflection: another form of a word that stands in its place in the other version.

A word goes in, the form it was matched with comes out. "Stable" is no form of "unstable".
"""

from __future__ import annotations

from monitor.changes.licences.case import Case, Word
from monitor.text.words import stem

NAME = "inflection"
_SHORTEST = 4
"""Letters of a stem that tells a word."""


def word(case: Case, word: Word) -> str | None:
    """The other form, None where there is none."""
    if word.content.number:
        return None
    front = stem(word.low)
    for other in case.beside(word):
        if not other.content.number and len(front) >= _SHORTEST and stem(other.low) == front:
            return f"{word.written} and {other.written} are forms of one word"
    return None
