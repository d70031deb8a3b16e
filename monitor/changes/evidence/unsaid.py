"""Whether a sentence is new: does the other version hold its words anywhere at all?

A sentence and its side go in, yes or no comes out. Asked where a text was written anew, so that other words alone are
no sign of another fact. Looks at words only, never at figures or dates.
"""

from __future__ import annotations

from monitor.changes.evidence.content import words_of_content
from monitor.changes.evidence.versions import REWRITTEN, Versions
from monitor.facts.notices import LineKind, line_kind
from monitor.facts.sentence import Sentence
from monitor.text.words import stem, words_of

_GIVEN = 0.42
"""Share of a sentence's words that the other version holds anywhere, from which it can be that one's in other words.

Measured in texts written anew: sentences with news hold 0 to 0.4, sentences said in other words 0.4 to 1."""


def may_be_news(sentence: Sentence, side: int, versions: Versions) -> bool:
    """Whether a figure or date of it can be new: always, but in a text written anew only if nothing is like it."""
    if line_kind(sentence.text, sentence.lang) is LineKind.FURNITURE:
        return False  # "Call 555-0144 from 8am to 5pm": the other version has it in a line that is set aside
    if in_notice(sentence, side, versions):
        return False
    if versions.rewritten < REWRITTEN:
        return True
    links = versions.pairing.of_new(sentence) if side else versions.pairing.of_old(sentence)
    return not links and _given(sentence, side, versions) < _GIVEN


def in_notice(sentence: Sentence, side: int, versions: Versions) -> bool:
    """Whether a correction notice of the other version holds it word for word: the notice was split or merged."""
    notices = versions.documents[1 - side].notices
    return bool(notices) and f" {' '.join(sentence.key)} " in f" {' '.join(words_of(' '.join(notices)))} "


def among_kept(sentence: Sentence, side: int, versions: Versions) -> bool:
    """Whether it has no partner, and stands between neighbours that stayed."""
    links = versions.pairing.of_new(sentence) if side else versions.pairing.of_old(sentence)
    return not links and not versions.passages.loose_beside(sentence, side)


def in_place(sentence: Sentence, side: int, versions: Versions) -> bool:
    """Whether it is new between neighbours that stayed, new in all its words, or one that stayed but for an edit."""
    links = versions.pairing.of_new(sentence) if side else versions.pairing.of_old(sentence)
    if any(link.strong for link in links) or among_kept(sentence, side, versions):
        return True
    return not links and _given(sentence, side, versions) < _GIVEN


def _given(sentence: Sentence, side: int, versions: Versions) -> float:
    words = {stem(word.low) for word in words_of_content(sentence) if not word.number}
    return len(words & versions.given.stems(1 - side)) / max(1, len(words))
