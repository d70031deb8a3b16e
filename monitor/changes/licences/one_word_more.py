"""A describing word more or fewer: a lone word came or went, and the sentence says the same with and without it.

What the word licences left goes in, what was seen comes out. No name, no number, and no word that denies or bounds.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.changes.evidence.content import words_of_content
from monitor.changes.licences.case import Case, Word, limits, pronouns, span_of
from monitor.text.cues import cues

_HAN = 3
"""Characters of a Chinese word, at most."""
NAME = "a describing word more or fewer"


def left(case: Case, words: Sequence[Word]) -> str | None:
    """Whether one word is all that is left, and only one side holds it."""
    if not words or (len(words) > 1 and not _one_in_han(words)) or case.difference.link is None:
        return None
    word = words[0]
    if word.content.name or word.content.number or word.low in limits(case.lang) or case.sides[1 - word.side]:
        return None
    if _on_top(word) or word.low in cues(case.lang).words("names", "roles"):
        return None  # "Ida Voss, the mayor, said": an office is a fact
    other = span_of(case.difference, 1 - word.side)
    if other is not None and not pronouns(case.lang).isdisjoint(other.low):
        return None  # "because of it", "because of the fire": the word tells what it was
    return f"{word.written} describes"


def _on_top(word: Word) -> bool:
    """Whether it says of a number that it comes on top: "12 more died" is not "12 died"."""
    words, at = cues(word.sentence.lang), word.content.at
    numbers = {content.at for content in words_of_content(word.sentence) if content.number}
    return any(
        word.low in words.words("increments", name) and at + step in numbers
        for name, step in (("after", -1), ("before", 1))
    )


def _one_in_han(words: Sequence[Word]) -> bool:
    """Whether these are the characters of one Chinese word: each is cut by itself, as no space parts them."""
    return len(words) <= _HAN and all(
        "\u3400" <= word.low <= "\u9fff" and word.content.at == words[0].content.at + n for n, word in enumerate(words)
    )
