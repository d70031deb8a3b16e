"""Verbs of speech: one plain word for saying put for another. "Denied" and "admitted" are no plain words for it.

A word goes in, what was seen comes out. The words are data (text/lexicons/cues, `speech.plain`).
"""

from __future__ import annotations

from monitor.changes.licences.case import Case, Word
from monitor.text.cues import cues

NAME = "verb of speech"


def word(case: Case, word: Word) -> str | None:
    """Whether the word only says that somebody speaks, and the other version's sentence says so too."""
    plain = cues(case.lang).words("speech", "plain")
    if word.low not in plain:
        return None
    link = case.difference.link
    other = (link.new if word.side == 0 else link.old) if link else None
    speaks = other is not None and not plain.isdisjoint(other.column.low)
    return f"{word.written} says that somebody speaks" if speaks else None
