"""All words of a version in a row, and of its differing sentences: does it hold this phrase anywhere?

A phrase goes in, yes or no comes out. Joined only when asked for, short forms of "not" written out.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.changes.evidence.document import Document
from monitor.changes.evidence.edits import Edited, Token
from monitor.facts.sentence import Sentence
from monitor.text.words import expanded_all, words_of

SMALL_WORD = 4
"""Letters; words up to this length ("have", "been") stand between a hedge and what it makes less sure."""


class Row:
    """All words of one version in a row, joined only when asked for."""

    def __init__(self, document: Document, differing: Sequence[Sentence], partners: dict[int, Sentence]) -> None:
        self._document = document
        self.differing = differing
        self.partners = partners
        self._text: str | None = None
        self._moved: str | None = None

    def moved(self, phrase: str) -> bool:
        """Whether a sentence that differs holds these words: a clause that was cut off stands in one of these."""
        if self._moved is None:
            self._moved = f" {' | '.join(' '.join(expanded_all(sentence.key)) for sentence in self.differing)} "
        return f" {phrase} " in self._moved

    def holds(self, phrase: str) -> bool:
        """Whether the version holds these words in this order anywhere."""
        if self._text is None:
            self._text = f" {' '.join(expanded_all(self._document.words))} "
        return f" {phrase} " in self._text


def moved(row: Row, pair: Edited, token: Token, new: bool) -> bool:
    """Whether another sentence of the other version holds a negation or hedge with the words before or behind it."""
    side = pair.new if new else pair.old
    at = side.index(token)
    behind = side[at : at + 2] if at + 1 < len(side) and len(side[at + 1].low) >= SMALL_WORD else side[at : at + 3]
    beside = (behind, side[max(0, at - 2) : at + 1])
    phrases = (" ".join(expanded_all(words_of(" ".join(t.low for t in two)))) for two in beside if len(two) > 1)
    return any(row.moved(phrase) for phrase in phrases)
