"""All words of a version in a row: does it hold this phrase anywhere?

A phrase goes in, yes or no comes out. Joined only when asked for, short forms of "not" written out.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.changes.evidence.document import Document
from monitor.facts.sentence import Sentence
from monitor.text.forms import expanded_all


class Row:
    """All words of one version in a row, joined only when asked for."""

    def __init__(self, document: Document, differing: Sequence[Sentence], partners: dict[int, Sentence]) -> None:
        self._document = document
        self.differing = differing
        self.partners = partners
        self._text: str | None = None

    def holds(self, phrase: str) -> bool:
        """Whether the version holds these words in this order anywhere."""
        if self._text is None:
            self._text = f" {' '.join(expanded_all(self._document.words, self._document.lang))} "
        return f" {phrase} " in self._text
