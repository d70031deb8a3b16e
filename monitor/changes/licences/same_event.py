"""The same turn: two words tell one event of one family, "died" and "were killed", and both tell it or both deny it.

A word goes in, the family comes out. The families are data (text/lexicons/cues).
"""

from __future__ import annotations

from monitor.changes.licences.case import Case, Word
from monitor.facts.events import Event

NAME = "the same turn"


def word(case: Case, word: Word) -> str | None:
    """The family, where a word at its place tells the same of it."""
    own = _events(word)
    for other in case.beside(word) if own else ():
        for one in own:
            for two in _events(other):
                if _alike(one, two):
                    return f"{word.written} and {other.written}: {one.family}"
    return None


def _alike(one: Event, two: Event) -> bool:
    same = (one.sort, one.family, one.member) == (two.sort, two.family, two.member)
    return same and one.polarity is two.polarity and one.standing is two.standing


def _events(word: Word) -> list[Event]:
    column = word.sentence.column
    start, end = column.start[word.content.at], column.end[word.content.at]
    events = word.sentence.events
    return [event for event in events if event.start < end and start < event.end]
