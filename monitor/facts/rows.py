"""Rows of names with a number each, "Tarn 31, Orla 24": numbers that are reported, though "Apollo 11" only names.

Tokens and the place of a number after a name go in, yes or no comes out.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.facts.vocabulary import Vocabulary
from monitor.text.tokens import DIGITS, WORD, Token


def in_a_row_of_names(row: Sequence[Token], i: int, words: Vocabulary) -> bool:
    """Whether a number after a name is one of several: "Tarn 31, Orla 24", "Labour has 12 seats, Orla 31".

    Names that hold numbers come in rows as well ("Apollo 11, Apollo 12"), so the names must differ, and the row must
    fill its line or the sentence say who has, wins or scores what.
    """
    name = row[i - 1].low
    left = _digits_before(row, i - 1, words)
    right = i + 1
    while right < len(row) and (row[right].low in ",;" or row[right].low in words.numbers.joiners | words.fillers):
        right += 1
    ahead = right > i + 1 and right < len(row) and row[right].upper
    while ahead and right < len(row) and row[right].upper:
        right += 1
    ahead = ahead and right < len(row) and row[right].kind == DIGITS and row[right - 1].low != name
    if not ahead and (left is None or row[left - 1].low == name):
        return False
    votes = any(
        token.low in words.scoring
        or token.low in words.holder_verbs
        or ((c := words.concepts.get(token.low)) is not None and c.name in _CONTESTS)
        for token in row
    )
    return votes or all(t.upper or t.kind != WORD or t.low in words.numbers.joiners for t in row)


_CONTESTS = ("vote", "seat")


def _digits_before(row: Sequence[Token], last: int, words: Vocabulary) -> int | None:
    """The digits of the item before a name that ends at token `last`, over a comma or "and" and at most three words."""
    j = last
    while j >= 0 and row[j].upper:
        j -= 1
    while j >= 0 and row[j].low in words.fillers:
        j -= 1
    if j < 1 or not (row[j].low in ",;" or row[j].low in words.numbers.joiners):
        return None
    for k in range(j - 1, max(-1, j - 5), -1):
        if row[k].kind == DIGITS:
            return k if k else None
    return None
