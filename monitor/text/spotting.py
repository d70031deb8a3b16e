"""Where phrases of a list may stand in a text: one scan for the words that begin them, so that a costly pattern is
tried only there. A text goes in, places come out; whether a phrase really stands there is asked of its pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate, compress

from monitor.text.normal import SENTENCE

_LETTERS = re.compile(r"([^\W\d_]+)")
_FEW = 4
"""Words that are looked for one by one."""
_ASCII_LETTERS = re.compile(r"([A-Za-z]+)", re.ASCII)


def openers(phrases: Iterable[str]) -> frozenset[str]:
    """The first run of letters of each phrase, lower case: a text without any of them holds none of the phrases."""
    return frozenset(found[0] for phrase in phrases if (found := _LETTERS.findall(phrase.lower())))


def _places(lower: str, word: str) -> list[tuple[int, str]]:
    """Where a run of letters stands in an ASCII text."""
    found = []
    at = lower.find(word)
    while at >= 0:
        end = at + len(word)
        if not (lower[at - 1 : at].isalpha() or lower[end : end + 1].isalpha()):
            found.append((at, word))
        at = lower.find(word, end)
    return found


def runs(plain: str) -> frozenset[str]:
    """All runs of letters of a text in lower case."""
    return _runs(plain) if len(plain) <= SENTENCE else _runs.__wrapped__(plain)


@lru_cache(maxsize=64)
def _runs(plain: str) -> frozenset[str]:
    """Cached, because every kind of fact asks the same sentence for words of its own."""
    return frozenset((_ASCII_LETTERS if plain.isascii() else _LETTERS).findall(plain.lower()))


def spots(plain: str, first_words: frozenset[str]) -> list[tuple[int, str]]:
    """The runs of letters of a text that are among `first_words`, as (place, word in lower case); linear time.

    Most sentences hold none of them, and are done after one scan that makes no places.
    """
    hits = first_words & runs(plain)
    if not hits:
        return []
    lower = plain.lower()
    if len(hits) <= _FEW and plain.isascii():
        return sorted(spot for word in hits for spot in _places(lower, word))
    pattern = _ASCII_LETTERS if plain.isascii() else _LETTERS
    if len(lower) == len(plain):
        # Runs of letters and the gaps between them by turns: their lengths add up to the places.
        parts = pattern.split(lower)
        starts = list(accumulate(map(len, parts)))[::2]
        return list(compress(zip(starts, parts[1::2]), map(first_words.__contains__, parts[1::2])))  # noqa: B905
    # A letter that is two in lower case moves what follows it.
    return [(match.start(), word) for match in pattern.finditer(plain) if (word := match[0].lower()) in first_words]
