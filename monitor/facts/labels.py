"""Numbers that name: "No. 1", "n° 3", "room number twelve". None of them is a figure, and no "No." denies anything.

A text and its language go in, spans come out in order. Ask this before "no" is taken for a denial, and to tell that
"No. 7" and "number seven" are one name.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from monitor.facts.ranges import number_at
from monitor.facts.vocabulary import vocabulary
from monitor.text.normal import READ, fold
from monitor.text.tokens import DIGITS, forms_of, tokens, where


class NamingNumber(NamedTuple):
    """`text[start:end]` is the label with its number, `number` the number's place in it and `value` what it says."""

    start: int
    end: int
    number: int
    value: Decimal


def numbers_that_name(text: str, lang: str = "en") -> list[NamingNumber]:
    """Every word for "number" that a number follows. Linear time; never raises."""
    words = vocabulary(lang)
    plain = fold(text[:READ])
    row = tokens(plain)
    found: list[NamingNumber] = []
    free = 0
    for i in where(forms_of(row), words.number_labels.firsts()):
        label = words.number_labels.at(row, i) if i >= free else None
        if label is None or label[0] >= len(row):
            continue
        number = number_at(row, label[0], words)
        digits = row[label[0]].kind == DIGITS
        # "No 10" is a number with its capital, "no 10" would be a denial; "no two are alike" is one in any case.
        short = (
            label[0] == i + 1 and row[i].end - row[i].start <= _SHORT and row[i].low.isascii() and row[i].low.isalpha()
        )
        if number is None or (short and not (digits and row[i].upper)):
            continue
        free = number.after
        found.append(NamingNumber(row[i].start, row[free - 1].end, row[label[0]].start, number.value))
    return found


_SHORT = 2
