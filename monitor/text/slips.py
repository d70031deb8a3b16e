"""Two lower-case words in, whether one is the other mistyped.

Neighbours swapped, a letter lost, doubled or, in a long word, replaced. Two words that both exist are never a slip
("trial", "trail"), as far as the language has a thesaurus; elsewhere only what no inflection does is taken for one.
"""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import OSA

from monitor.text.functional import Weight, weight
from monitor.text.lemmas import lemmas
from monitor.text.lexicon import as_words, code_of, lexicon
from monitor.text.thesaurus.table import table

_SHORTEST = 5
"""Letters. In shorter words one letter makes another word too often ("dead", "deal")."""
_LONG = 8
"""From this length on few words differ by one letter inside, and a replaced or lost one is a slip too."""


def slip(one: str, other: str, lang: str) -> bool:
    """Whether one of two words is the other with a slip of the pen; never of two words for numbers."""
    first, second = sorted((one, other), key=lambda word: (len(word), word))
    if len(first) < _SHORTEST or first[0] != second[0] or not (first.islower() and second.islower()):
        return False
    if not (first.isalpha() and second.isalpha()) or OSA.distance(first, second) != 1:
        return False
    numbers = _numbers(code_of(lang))
    if first in numbers and second in numbers:
        return False
    swapped = sorted(first) == sorted(second)
    replaced = len(first) == len(second) and not swapped
    known = [_known(word, lang) for word in (first, second)]
    if None not in known:
        # Of a word and a string that is none, the string is the slip; short ones may be words that no list has.
        return known[0] != known[1] and (not replaced or len(first) >= _LONG)
    return first[-2:] == second[-2:] and (swapped or (not replaced and len(first) >= _LONG))


def _known(word: str, lang: str) -> bool | None:
    """Whether it is a word of the language; None where the language has no thesaurus."""
    words = table(code_of(lang))
    if words is None:
        return None
    return weight(word, lang) is not Weight.CONTENT or bool(lemmas(words, word))


@lru_cache(maxsize=16)
def _numbers(code: str) -> frozenset[str]:
    found: set[str] = set()
    for entry in lexicon(code).table("numerals").values():
        if isinstance(entry, dict):
            found.update(word for words in entry.values() if isinstance(words, str | list) for word in as_words(words))
    return frozenset(found)
