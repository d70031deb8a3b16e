"""Counts typed loosely, "1,000s of people", read as the vague counts that they are.

Tokens and the vocabulary go in, a Quantity comes out, or None where the digits are meant as they stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from monitor.facts.quantities import Quantity
from monitor.facts.vocabulary import Vocabulary
from monitor.text.tokens import DIGITS, WORD, Token


def tens_at(row: Sequence[Token], i: int, words: Vocabulary) -> Quantity | None:
    """ "100s of homes", "10s of thousands": a power of ten with the ending of a plural, and "of" or a noun after it."""
    if not words.tens or i + 2 >= len(row) or row[i].kind != DIGITS or row[i + 1].low not in words.tens:
        return None
    digits = row[i].low.replace(",", "").replace(".", "")
    if row[i].end != row[i + 1].start or digits.rstrip("0") != "1" or not 2 <= len(digits) <= _LONGEST:
        return None
    of = row[i + 2].low in words.of_words
    grouped = len(digits) < len(row[i].low)  # "1,000s attended": nobody groups the digits of seconds
    if not (of or grouped or words.head == "capital" and row[i + 2].kind == WORD and row[i + 2].upper):
        return None
    base, after = int(digits), i + 2
    low, high = (20, 99) if base == 10 else (2 * base, 10 * base - 1)
    if of and (more := words.vague.at(row, i + 3)):
        # "10s of thousands" are 20,000 to 99,999: the plural after it starts at two of its scale.
        scale = more[1][0] // 2
        low, high, after = low * scale, (high + 1) * scale - 1, more[0]
    return Quantity(i, after, Decimal(low), Decimal(high), bound="vague", vague=True, number_end=after)


_LONGEST = 9
