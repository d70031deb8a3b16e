"""A text in, its words for comparing out: lower case, ASCII digits, numbers whole; and the stem of a word.

Never rewrites a text, and says nothing of what a word means.
"""

from __future__ import annotations

import re
from functools import lru_cache

from monitor.text.normal import fold

_WORD = re.compile(
    r"[^\W\d_]++(?!')|[^\W\d_]+(?:'[^\W\d_]+)*|(?:(?<![\w.])[-+\u2212])?[$€£¥]?\d+(?:[.,:/']\d+)*%?|[%$€£¥]"
)
# The same for plain English text, which takes less than half of the time.
_ASCII_WORD = re.compile(
    r"[a-zA-Z]++(?!')|[a-zA-Z]+(?:'[a-zA-Z]+)*|(?:(?<![\w.])[-+])?\$?[0-9]+(?:[.,:/'][0-9]+)*%?|[%$]", re.ASCII
)
_PERCENT = re.compile(r"(?<=\d) ?(?:%|per ?cent\b)")
_ENDINGS = frozenset(["'", "'s", "ing", "ings", "ied", "ies", "ed", "es", "s", "er", "ers", "e", "ly"])
_ENDS = frozenset([ending[-1] for ending in _ENDINGS])
_INITIALS = re.compile(r"\b(?:[A-Z]\.){1,4}[A-Z]\b\.?")


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, digits in ASCII, numbers with sign, currency and percent as one word."""
    plain = without_dots(fold(text)).lower()
    return tuple(plain_words(_PERCENT.sub("%", plain) if "cent" in plain or " %" in plain else plain))


def plain_words(plain: str) -> list[str]:
    """The words of a text that is folded and in lower case."""
    return (_ASCII_WORD if plain.isascii() else _WORD).findall(plain)


def without_dots(text: str) -> str:
    """The text with "U.S." as "US"."""
    if not 0 <= text.find(".") < len(text) - 1:
        return text  # at most the end of a sentence
    return _INITIALS.sub(lambda match: match.group().replace(".", ""), text)


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """The front of a word, enough to know it again in another form ("flooding", "floods"); holds for any alphabet."""
    if word[-1:] in _ENDS:
        for length in (4, 3, 2, 1):
            if word[-length:] in _ENDINGS:
                return (word[:-length] if len(word) - length >= 3 else word)[:6]
    return word[:6]
