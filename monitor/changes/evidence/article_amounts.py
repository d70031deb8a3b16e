"""Amounts that a text gives with an article instead of a number: "a decade", "half an hour", "a minute and a half".

A text goes in, each amount with its measure comes out. They are no figures: one is too common to be told.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from monitor.changes.evidence.measures import factors
from monitor.facts.vocabulary import vocabulary
from monitor.text.normal import fold
from monitor.text.tokens import tokens

_HALF = Decimal("0.5")


def article_amounts(text: str, lang: str) -> Iterator[tuple[str, Decimal]]:
    """The measure and the amount in its first unit."""
    words = vocabulary(lang)
    articles, joiners, parts = words.numbers.articles, words.numbers.joiners, words.numbers.parts
    row = tokens(fold(text))
    for i, token in enumerate(row):
        unit = words.units.at(row, i + 1) if token.low in articles else None
        known = factors().get(unit[1]) if unit else None
        if unit is None or known is None:
            continue
        behind = [t.low for t in row[unit[0] : unit[0] + 3]]
        amount = Decimal(1)
        if i and parts.get(row[i - 1].low) == _HALF:
            amount = _HALF
        elif behind[:1] and behind[0] in joiners and any(parts.get(low) == _HALF for low in behind[1:]):
            amount += _HALF
        yield known[0], amount * known[1]
