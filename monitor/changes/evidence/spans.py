"""Where something stands in a version: a sentence and a range of its words.

Characters or words of a sentence go in, spans come out. Two spans are compared by place, never by text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from monitor.facts.sentence import Sentence


class Span(NamedTuple):
    """The words `start` to `end` (exclusive) of a sentence's column."""

    sentence: Sentence
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words as written, with what stands between them."""
        if self.start >= self.end:
            return ""
        column = self.sentence.column
        return self.sentence.text[column.start[self.start] : column.end[self.end - 1]]

    @property
    def low(self) -> tuple[str, ...]:
        """The words in the form that is compared."""
        return self.sentence.column.low[self.start : self.end]

    def touches(self, other: Span) -> bool:
        """Whether both hold a word of one sentence."""
        return self.sentence is other.sentence and self.start < other.end and other.start < self.end

    def within(self, other: Span) -> bool:
        """Whether all words stand in the other span too."""
        return self.sentence is other.sentence and other.start <= self.start and self.end <= other.end


def whole(sentence: Sentence) -> Span:
    """All words of a sentence."""
    return Span(sentence, 0, len(sentence.column.low))


def span(sentence: Sentence, start: int, end: int) -> Span:
    """The words that stand, in whole or in part, at these characters of the sentence."""
    column = sentence.column
    first, last = bisect_right(column.end, start), bisect_left(column.start, end)
    return Span(sentence, first, max(first, last))


def around(sentence: Sentence, places: Iterable[tuple[int, int]]) -> Span:
    """The shortest span that holds all of these characters; the whole sentence for none."""
    found = list(places)
    if not found:
        return whole(sentence)
    return span(sentence, min(start for start, _ in found), max(end for _, end in found))


def spelled(sentence: Sentence, words: Sequence[str]) -> Span:
    """The first place where these words (lower case) follow each other; the whole sentence where they do not."""
    low, wanted = sentence.column.low, tuple(words)
    for at in range(len(low) - len(wanted) + 1):
        if wanted and low[at : at + len(wanted)] == wanted:
            return Span(sentence, at, at + len(wanted))
    return whole(sentence)
