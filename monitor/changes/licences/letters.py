"""Spelling: the same letters with other accents, spaces, hyphens or case, or a slip of the pen put right.

A word or a whole span goes in, the sort of spelling comes out. A corrected name is no spelling.
"""

from __future__ import annotations

from monitor.changes.evidence.spans import Span
from monitor.changes.licences.case import Case, Word
from monitor.text.letters import Spelling, same_letters

NAME = "spelling"


def span(case: Case) -> str | None:
    """Whether all words of both sides together are the same letters."""
    old, new = case.difference.old, case.difference.new
    if old is None or new is None:
        return None
    first, second = _whole_words(old), _whole_words(new)
    why = same_letters(first, second, case.lang)
    return None if why is Spelling.OTHER else f"{why}: {first} and {second}"


def _whole_words(span: Span) -> str:
    """The span up to the spaces around it: what was written by mistake may hold signs that are no letters."""
    column, text = span.sentence.column, span.sentence.text
    start, end = column.start[span.start], column.end[span.end - 1]
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return text[start:end]


def word(case: Case, word: Word) -> str | None:
    """Whether a word of the other side is the same letters."""
    for other in case.beside(word):
        why = same_letters(word.written, other.written, case.lang)
        if why is not Spelling.OTHER:
            return f"{why}: {word.written} and {other.written}"
    return None
