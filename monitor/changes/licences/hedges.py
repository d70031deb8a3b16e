"""One hedge for another: "may" for "might". A hedge that came or went is none of this: it is a certainty that changed.

A word goes in, what was seen comes out. The words are data (text/lexicons/cues, `certainty.hedges`).
"""

from __future__ import annotations

from monitor.changes.licences.case import Case, Word
from monitor.text.cues import cues

NAME = "one hedge for another"


def word(case: Case, word: Word) -> str | None:
    """The hedge that stands in its place in the other version."""
    hedges = cues(case.lang).words("certainty", "hedges")
    if word.low not in hedges:
        return None
    other = next((one.low for one in case.beside(word) if one.low in hedges), None)
    return f"{word.written} and {other} doubt alike" if other else None
