"""Synonym or broader word: the thesaurus knows a word in its place as one that says the same, or says less.

A word goes in, its partner comes out. A language without thesaurus or list has no such licence; docs/words.md says
which.
"""

from __future__ import annotations

from monitor.changes.licences.case import Case, Word
from monitor.text.synonyms import Relation, relation
from monitor.text.wordlists import rows

NAME = "synonym"
_PHRASE = 3
"""Words of a phrase that stands in a thesaurus."""
_SAYS_THE_SAME = frozenset({Relation.SAME, Relation.FORM, Relation.SYNONYM, Relation.DERIVED, Relation.BROADER})


def span(case: Case) -> str | None:
    """Whether both sides are phrases that the thesaurus knows to say the same: "pay back", "refund"."""
    old, new = case.difference.old, case.difference.new
    if old is None or new is None or max(old.end - old.start, new.end - new.start) > _PHRASE:
        return None
    phrases = " ".join(old.low), " ".join(new.low)
    if any(set(phrases) <= set(row) for row in rows(case.lang, "one_pronoun", "pairs")):
        return f"{old.text} and {new.text} are one pronoun"
    found = relation(*phrases, case.lang)
    return f"{old.text} and {new.text}: {found}" if found in _SAYS_THE_SAME else None


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
