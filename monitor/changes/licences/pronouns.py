"""Pronoun: one version says "it", "they" or "one" where the other names what it named before.

A difference goes in, what was seen comes out. Words that the other version holds nowhere are no second mention.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.changes.evidence.spans import Span
from monitor.changes.licences.case import Case, Word, pronouns
from monitor.changes.licences.facts_held import lacking
from monitor.text.wordlists import wordlist
from monitor.text.words import stem

NAME = "pronoun"
_MOST = 3
"""Content words of the phrase that a pronoun stands for."""


def span(case: Case) -> str | None:
    """Whether one side is a pronoun, and the words of the other stand elsewhere in the pronoun's version."""
    old, new = case.difference.old, case.difference.new
    if old is None or new is None or lacking(case, case.words):
        return None
    if _points_back(old, case.sides[0], case.lang) and _points_back(new, case.sides[1], case.lang):
        return f"{old.text} and {new.text} both point back"
    for side, pronoun, words in ((0, old, case.sides[1]), (1, new, case.sides[0])):
        bare = all(word.content.number and word.low in pronouns(case.lang) for word in case.sides[side])
        if bare and _has_pronoun(pronoun, case.lang) and 0 < len(words) <= _MOST:
            held = {stem(low) for low in case.versions.documents[side].word_set}
            if all(stem(word.low) in held for word in words):
                return f"{pronoun.text} stands for {words[0].written}"
    return None


def _points_back(span: Span, words: Sequence[Word], lang: str) -> bool:
    """Whether it is a word that stands for what was said, or "this" with one noun: "davon", "dieser Orte"."""
    if all(low in wordlist(lang, "grammar", "pointing") for low in span.low):
        return True
    return len(words) == 1 == len(span.low) - 1 and span.low[0] in wordlist(lang, "grammar", "demonstratives")


def _has_pronoun(span: Span, lang: str) -> bool:
    return not pronouns(lang).isdisjoint(span.low)
