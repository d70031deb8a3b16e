"""Inflection: another form of a word that stands in its place in the other version.

A word goes in, the form it was matched with comes out. "Stable" is no form of "unstable".
"""

from __future__ import annotations

from monitor.changes.licences.case import Case, Word
from monitor.text.inflection import Inflection, inflection

NAME = "inflection"
_ONE_WORD = frozenset({Inflection.SAME, Inflection.FORM})


def word(case: Case, word: Word) -> str | None:
    """The other form, None where there is none."""
    if word.content.number:
        return None
    for other in case.beside(word):
        if not other.content.number and inflection(word.low, other.low, case.lang) in _ONE_WORD:
            return f"{word.written} and {other.written} are forms of one word"
    return None
