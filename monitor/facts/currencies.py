"""Whose money an amount is, as far as it says so: "US$3 million" is no C$3 million, "$3 million" may be either.

The words of an amount, its unit and their language go in, the unit in full comes out. Changes no `Figure.unit`.
"""

from __future__ import annotations

from functools import lru_cache

from monitor.text.lexicon import as_words, lexicon
from monitor.text.normal import fold
from monitor.text.tokens import forms_of, tokens


def in_full(surface: str, unit: str, lang: str) -> str:
    """The unit with the country that the amount names, the unit as it is where it names none."""
    money, per, what = unit.partition(" per ")
    for full, words in _of(lang):
        if full.split()[-1] == money and not words.isdisjoint(forms_of(tokens(fold(surface.replace(".", ""))))):
            return full + per + what
    return unit


@lru_cache(maxsize=16)
def _of(lang: str) -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple(
        (full, frozenset(fold(word) for word in as_words(words)))
        for full, words in lexicon(lang).table("money_of").items()
    )
