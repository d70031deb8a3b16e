"""Two words or phrases in, whether they tell one deal from its two sides: "sold to" and "bought by".

By the pairs of `[converse]` in a language's word list. Does not look who stands on which side: that they changed
places is for the caller to see.
"""

from __future__ import annotations

from functools import lru_cache

from monitor.text.wordlists import rows, wordlist


def converse(one: str, other: str, lang: str) -> bool:
    """Whether the phrases hold the two sides of a pair, and beside them nothing but the words that go with it."""
    first, second = _sides(one, lang), _sides(other, lang)
    return any(pair == there and side != away for pair, side in first for there, away in second)


def _sides(phrase: str, lang: str) -> list[tuple[int, int]]:
    """The pairs of which the phrase is a side, as (number of the pair, side)."""
    sides, beside = _pairs(lang)
    if phrase in sides:
        return sides[phrase]
    telling = [word for word in phrase.split() if word not in beside]
    return sides.get(telling[0], []) if len(telling) == 1 else []


@lru_cache(maxsize=16)
def _pairs(lang: str) -> tuple[dict[str, list[tuple[int, int]]], frozenset[str]]:
    sides: dict[str, list[tuple[int, int]]] = {}
    for number, row in enumerate(rows(lang, "converse", "pairs")):
        for side, forms in enumerate(row):
            for form in forms.split(", ") if ", " in forms else forms.split():
                sides.setdefault(form, []).append((number, side))
    return sides, frozenset(wordlist(lang, "converse", "beside"))
