"""Converse verbs: one deal told from its other side, "sold to", "bought by".

A word goes in, its counterpart comes out. The word behind has to turn with the verb.
"""

from __future__ import annotations

from monitor.changes.evidence.two_sides import other_side
from monitor.changes.licences.case import Case, Word

NAME = "converse verb"


def word(case: Case, word: Word) -> str | None:
    """The verb that tells the other side, None where there is none."""
    for other in case.beside(word):
        if other_side(word.sentence, word.content.at, other.sentence, other.content.at, case.lang):
            return f"{word.written} and {other.written} tell one deal"
    return None
