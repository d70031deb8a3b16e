"""Synonym or broader word: the thesaurus knows a word in its place as one that says the same, or says less.

A word goes in, its partner comes out. A language without a thesaurus has no such licence; docs/words.md says which.
"""

from __future__ import annotations

from monitor.changes.licences.case import Case, Word
from monitor.text.synonyms import Relation, relation

NAME = "synonym"
_SAYS_THE_SAME = frozenset({Relation.SAME, Relation.FORM, Relation.SYNONYM, Relation.DERIVED, Relation.BROADER})


def word(case: Case, word: Word) -> str | None:
    """The synonym, None where there is none."""
    if word.content.number or word.content.name:
        return None
    for other in case.beside(word):
        if other.content.number or other.content.name:
            continue
        found = relation(word.low, other.low, case.lang)
        if found in _SAYS_THE_SAME:
            return f"{word.written} and {other.written}: {found}"
    return None
