"""What a language writes in one word or round a text, from the `[contractions]` and `[grammar]` lists of its cues.

A word or a language tag goes in, words or patterns come out; a language without such a list gets none. Says nothing of
what a text reports.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from monitor.text.cues import NOTHING, alternation, cues
from monitor.text.lexicon import code_of

_HEADS_FROM = "en"
"""Wires and page furniture are English in other languages too."""


def expanded(low: str, lang: str) -> tuple[str, ...]:
    """A word with the denial that is written on to it as a word of its own: "couldn't" is "could", "not"."""
    whole, endings = _contractions(code_of(lang))
    if low in whole:
        return whole[low], endings[0][1]
    for ending, word in endings:
        if low.endswith(ending) and len(low) > len(ending) + 1:
            return low[: -len(ending)], word
    return (low,)


def expanded_all(words: Sequence[str], lang: str) -> Sequence[str]:
    """The same for a row of words; the row itself where nothing is written together."""
    whole, endings = _contractions(code_of(lang))
    if not endings:
        return words
    flat = " ".join(words)
    if not any(part in flat for part in (*(ending for ending, _ in endings), *whole)):
        return words  # one look at all words: most rows hold none
    return [part for word in words for part in expanded(word, lang)]


@lru_cache(maxsize=32)
def _contractions(code: str) -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    own = cues(code)
    whole = {long: short for long, short in own.rows("contractions", "whole")}
    return whole, tuple((ending, word) for ending, word in own.rows("contractions", "endings"))


def written_together(lang: str) -> frozenset[str]:
    """Whole words that are two in one: "cannot"."""
    return frozenset(_contractions(code_of(lang))[0])


def auxiliaries(lang: str) -> frozenset[str]:
    """Verbs that carry no meaning of their own."""
    return cues(lang).words("grammar", "auxiliary")


def denying_prefixes(lang: str) -> tuple[str, ...]:
    """Beginnings of words that deny, the longest first: "dis", "un"."""
    return tuple(sorted(cues(lang).words("grammar", "denying_prefixes"), key=lambda front: (-len(front), front)))


def article_prefixes(lang: str) -> tuple[str, ...]:
    """The article as it is written on to the front of a noun."""
    return tuple(sorted(cues(lang).words("grammar", "article_prefixes")))


def word_endings(lang: str) -> frozenset[str]:
    """Endings that a stem leaves out."""
    return cues(lang).words("grammar", "word_endings")


@lru_cache(maxsize=32)
def percent_pattern(lang: str) -> re.Pattern[str]:
    """The sign for percent, or the words for it, behind a digit."""
    words = cues(lang).words("grammar", "percent")
    return re.compile(rf"(?<=\d) ?(?:%|{alternation(words)}\b)", re.IGNORECASE)


@lru_cache(maxsize=1)
def slug_pattern() -> re.Pattern[str]:
    """What a wire service numbers its takes with, at the front of a headline: "UPDATE 2-"."""
    words = alternation(word.upper() for word in cues(_HEADS_FROM).words("grammar", "slugs"))
    return re.compile(rf"\A{words}\s*\d*\s*-\s*")


@lru_cache(maxsize=32)
def head_pattern(lang: str) -> re.Pattern[str]:
    """What a page writes before a headline: "Live updates"."""
    words = cues(lang).words("grammar", "heads") | cues(_HEADS_FROM).words("grammar", "heads")
    return re.compile(rf"\W*{alternation(words)}\b", re.IGNORECASE) if words else NOTHING
