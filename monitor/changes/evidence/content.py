"""The words of a span that say something, grammar and fillers aside; each may be a name, a number or a plain word.

A span goes in, its content words come out. Says nothing about whether two of them mean the same.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from monitor.changes.evidence.spans import Span
from monitor.changes.evidence.written_numbers import written
from monitor.facts.sentence import Sentence, column, reported
from monitor.text.functional import Weight, weights

_PARTICLE = 2
"""Syllables of a Korean particle, at most."""


class Content(NamedTuple):
    """A word that says something, and its place in the column of its sentence."""

    low: str
    at: int
    name: bool
    """Written like a name, and not because it opens the sentence."""
    number: bool
    """Holds a digit, or is part of a figure or a date."""


def content(span: Span) -> tuple[Content, ...]:
    """The content words of a span, in order."""
    return tuple([word for word in words_of_content(span.sentence) if span.start <= word.at < span.end])


def words_of_content(sentence: Sentence) -> tuple[Content, ...]:
    """All content words of a sentence."""
    return content_of(sentence.text, sentence.lang)


@lru_cache(maxsize=4096)
def content_of(text: str, lang: str) -> tuple[Content, ...]:
    """All content words of the text of a sentence."""
    row, read = column(text, lang), reported(text, lang)
    taken = [(f.start, f.end) for f in read.figures] + [(d.start, d.end) for d in read.all_dates]
    taken += [(n.start, n.end) for n in written(text, lang)]
    found = []
    opens = True
    heavy = weights(row.low, lang)
    for at, (low, start, end, upper) in enumerate(zip(*row, strict=True)):
        digits = not low.isalpha() and any(map(str.isdigit, low))
        number = digits or any([a < end and start < b for a, b in taken])
        initials = upper and text[start:end].isupper() and end - start > 1
        if number or initials or (heavy[at] is Weight.CONTENT and not _particle(low, text, start)):
            named = upper and (initials or not (opens or lang.startswith("de")))
            found.append(Content(low, at, named, number))
        # A capital behind an opening quote or a colon says as little as one at the front; "U.S." is no two sentences.
        gap = text[end : row.start[at + 1] if at + 1 < len(row.start) else end]
        opens = len(gap) > 1 and any(char in '.!?:"“„«»' for char in gap)
    return tuple(found)


def _particle(low: str, text: str, start: int) -> bool:
    """Whether a piece is a particle: Hiragana, or Hangul right behind a number or Latin letters.

    Japanese writes what carries meaning in other scripts, and Korean joins its particles to the word before.
    """
    if "\u3041" <= low[0] <= "\u309f":
        return True
    return (
        "\uac00" <= low[0] <= "\ud7a3"
        and len(low) <= _PARTICLE
        and start > 0
        and text[start - 1].isascii()
        and text[start - 1].isalnum()
    )
