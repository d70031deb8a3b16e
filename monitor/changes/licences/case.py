"""One difference as the licences see it: the content words of its two sides, and what stands beside them.

A difference and both versions go in. Every word can be asked where else the other version holds it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from monitor.changes.evidence.content import Content, content, words_of_content
from monitor.changes.evidence.differences import Difference
from monitor.changes.evidence.spans import Span
from monitor.changes.evidence.versions import Versions
from monitor.facts.sentence import Sentence
from monitor.text.wordlists import wordlist
from monitor.text.words import stem


class Word(NamedTuple):
    """A content word of one side: 0 is the old version, 1 the new one."""

    side: int
    sentence: Sentence
    content: Content

    @property
    def low(self) -> str:
        """The word in the form that is compared."""
        return self.content.low

    @property
    def written(self) -> str:
        """The word as the article has it."""
        column = self.sentence.column
        return self.sentence.text[column.start[self.content.at] : column.end[self.content.at]]


@dataclass(frozen=True, slots=False)
class Case:
    """A difference with what its licences ask for, worked out once."""

    difference: Difference
    versions: Versions
    sides: tuple[tuple[Word, ...], tuple[Word, ...]] = field(init=False)
    """The content words of the old and of the new side."""

    def __post_init__(self) -> None:
        old, new = (
            tuple(Word(n, span.sentence, word) for word in content(span)) if span else ()
            for n, span in enumerate((self.difference.old, self.difference.new))
        )
        object.__setattr__(self, "sides", (old, new))

    @property
    def lang(self) -> str:
        """The language of the new version."""
        return self.versions.lang

    @property
    def words(self) -> tuple[Word, ...]:
        """The content words of both sides."""
        return (*self.sides[0], *self.sides[1])

    def beside(self, word: Word) -> tuple[Word, ...]:
        """The content words that stand in its place in the other version."""
        return self.sides[1 - word.side]

    @cached_property
    def stems(self) -> tuple[Counter[str], Counter[str]]:
        """How often each stem stands in the old and in the new sentence of the link."""
        link = self.difference.link
        if link is None:
            return Counter(), Counter()
        old, new = (Counter(stem(word.low) for word in words_of_content(s)) for s in (link.old, link.new))
        return old, new


@lru_cache(maxsize=16)
def limits(lang: str) -> frozenset[str]:
    """Words that deny, doubt, bound or rank, so that one of them more or fewer is another fact."""
    return frozenset(wordlist(lang, "limits", "words"))


@lru_cache(maxsize=16)
def pronouns(lang: str) -> frozenset[str]:
    """Words that stand for what was named before."""
    return frozenset(wordlist(lang, "grammar", "pronouns")) | frozenset({"one"} if lang.startswith("en") else ())


def span_of(difference: Difference, side: int) -> Span | None:
    """The span of one side."""
    return difference.new if side else difference.old
