"""Whether a number that was read is meant as a figure: not a year, not "one" as a pronoun, not a name.

A sentence's tokens, a Quantity and its noun go in, yes or no comes out. Dates and identifiers were taken out before.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.facts.nouns import Noun
from monitor.facts.quantities import Quantity
from monitor.facts.vocabulary import Vocabulary
from monitor.text.tokens import DIGITS, WORD, Token


def is_figure(plain: str, row: Sequence[Token], quantity: Quantity, noun: Noun, words: Vocabulary) -> bool:
    """Whether a number is a figure at all: not a year, not "one" as a pronoun, not a vague word about nothing."""
    before = row[quantity.first - 1] if quantity.first else None
    if before is not None and before.kind == WORD and not quantity.unit and row[quantity.number_end - 1].kind == WORD:
        if not noun.head and before.low in words.rank_before:
            return False  # "the top two"
        if row[quantity.first].upper and before.upper and not noun.people and not _titled(row):
            return False  # a name: "The Evening Seven"
    if quantity.one:
        if _of_so_many(row, quantity.after, words):
            return True  # "one of the six hostages"
        if before is not None and before.low in words.one_not_before:
            return False
        if words.numbers.ones_are_articles:
            concept = words.concepts.get(noun.head)
            return noun.head in words.people or (concept is not None and concept.unit == "person")
        after = row[quantity.after] if quantity.after < len(row) else None
        return (
            after is not None
            and after.kind == WORD
            and after.low not in words.one_not
            and bool(noun.head or quantity.unit)
        )
    if quantity.year_like and quantity.bound == "=":
        if before is not None and (before.low in words.year_before or before.low in words.months):
            return False
        if noun.head and before is not None and before.low in words.count_before:
            return True  # "has 2134 confirmed cases"
        return noun.people or (bool(noun.head) and not (before and before.low in words.stop) and quantity.lo < 1900)
    if quantity.few:
        return noun.head in words.people or noun.head in words.concepts
    if (
        quantity.lo != quantity.hi
        and not quantity.unit
        and not noun.people
        and quantity.lo >= 1500
        and quantity.hi < 2200
    ):
        return quantity.bound != "=" or quantity.lo % 1 != 0  # "between 2014 and 2017"
    return True


def _of_so_many(row: Sequence[Token], i: int, words: Vocabulary) -> bool:
    """Whether "of" and a number follow, an article between them left out."""
    if i + 1 >= len(row) or row[i].low not in words.of_words:
        return False
    i += 1 if row[i + 1].kind == DIGITS or row[i + 1].low in words.numbers.values else 2
    return i < len(row) and (row[i].kind == DIGITS or row[i].low in words.numbers.values)


def _titled(row: Sequence[Token]) -> bool:
    """Whether most words have capitals, as in a headline."""
    long = [token for token in row if token.kind == WORD and token.end - token.start > 3]
    return sum(token.upper for token in long) > 0.7 * len(long)
