"""Reworded: much of the sentence is other words, so that a replaced word of it need not be another fact.

What the word licences left goes in, what was seen comes out. Names, numbers and denials are never reworded away. In a
text of which a good part was written anew, less is needed.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.changes.licences.case import Case, Word, limits

NAME = "reworded"
_PARTLY = 0.12
"""Share of sentences written anew from which other words are the desk's habit; real pages mostly stay below."""
_SAME = {False: 0.7, True: 0.85}
"""Share of words in order below which a sentence was reworded: in a text that stayed, in one written anew in part."""
_AMONG = {False: 3, True: 2}
"""Places at which a sentence differs from which on it was reworded."""


def left(case: Case, words: Sequence[Word]) -> str | None:
    """Whether the sentence as a whole was reworded, and what is left is no name and no number."""
    difference = case.difference
    if difference.link is None or any(_stays(word, case.lang) for word in words):
        return None
    partly = case.versions.rewritten >= _PARTLY
    if difference.same >= _SAME[partly] or difference.among < _AMONG[partly]:
        return None
    return f"{difference.among} places of the sentence differ, {difference.same:.0%} of it stayed"


def _stays(word: Word, lang: str) -> bool:
    """Whether a word is never reworded away."""
    return word.content.name or word.content.number or word.low in limits(lang)
