"""Whether the numbers, dates and names of some words are given in the other version too.

Words go in, the first one that the other version does not give comes out. No licence by itself: others ask it first.
"""

from __future__ import annotations

from collections.abc import Iterable

from monitor.changes.licences import formats
from monitor.changes.licences.case import Case, Word


def lacking(case: Case, words: Iterable[Word]) -> Word | None:
    """The first number, date or name that the other version gives nowhere."""
    for word in words:
        if word.content.number and formats.word(case, word) is None:
            return word
        if word.content.name and word.low not in case.versions.given.words(1 - word.side):
            return word
    return None
