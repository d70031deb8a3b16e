"""Translated: one side stands in English on a page in another language, and the other side is its translation.

A difference goes in, what was seen comes out. Whether the translation is right is not judged.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.changes.evidence.content import words_of_content
from monitor.changes.licences.case import Case, Word
from monitor.changes.licences.facts_held import lacking
from monitor.text.functional import Weight, weight
from monitor.text.synonyms import Relation, relation

NAME = "translated"
_ANY = "thing"
"""A word that the thesaurus knows: beside it, only an unknown word is unknown."""
_FEW = 2
"""Words of which at least one side has to consist: a single one may belong to both languages."""


def span(case: Case) -> str | None:
    """Whether one side is English and the other is not, or English came or went in a sentence that was translated."""
    if case.lang.startswith("en") or lacking(case, case.words):
        return None
    old, new = case.sides
    english = [_english(side) for side in (old, new)]
    link = case.difference.link
    if not any(english) and link is not None and not (old and new):
        old, new = (tuple(Word(n, s, w) for w in words_of_content(s)) for n, s in enumerate((link.old, link.new)))
        english = [_english(side) for side in (old, new)]
    if english[0] == english[1] or len(old if english[0] else new) < _FEW:
        return None
    both = case.difference.old is not None and case.difference.new is not None
    if not both and case.difference.among < _FEW:
        return None
    return "one side is English"


def _english(words: Sequence[Word]) -> bool:
    """Whether all are English, initials aside, which belong to every language."""
    plain = [word for word in words if not word.written.isupper()]
    return bool(plain) and all(word.content.number or _in_english(word.low) for word in plain)


def _in_english(low: str) -> bool:
    """Whether the English lists or the English thesaurus know a word."""
    return weight(low, "en") is not Weight.CONTENT or relation(low, _ANY, "en") is not Relation.UNKNOWN
