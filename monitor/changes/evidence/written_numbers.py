"""Every number of a sentence as written, whether or not it is a figure: ordinals, multiples, shares, numbers that name.

A sentence goes in, its words with § for each number and the numbers in order come out. Compares nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from monitor.facts.figure import Figure
from monitor.facts.ranges import number_at
from monitor.facts.sentence import FIGURE, Sentence, reported
from monitor.facts.vocabulary import Vocabulary, vocabulary
from monitor.text.cues import cues
from monitor.text.normal import fold
from monitor.text.tokens import DIGITS, SIGN, WORD, Token, digits_in, forms_of, tokens, where

_ROMAN = re.compile(r"[IVX]{1,5}")


class Number(NamedTuple):
    """A number as written, whether or not it is a figure. `judged` says whose rules know it: figure, date or nobody."""

    text: str
    value: Decimal
    unit: str
    judged: str
    names: bool
    """Whether it names a thing instead of counting: section 7, runway 24, Chapter IV."""
    behind: str
    start: int
    end: int
    """Where it stands in the sentence."""
    figure: Figure | None = None


def numbers(sentence: Sentence) -> tuple[list[str], list[Number]]:
    """The words of a sentence with § for each number, and the numbers in order."""
    return _numbers(sentence.text, sentence.lang)


def written(text: str, lang: str) -> list[Number]:
    """The numbers of a text in order."""
    return _numbers(text, lang)[1]


@lru_cache(maxsize=4096)
def _numbers(text: str, lang: str) -> tuple[list[str], list[Number]]:
    plain = fold(text)
    row, words = tokens(plain), vocabulary(lang)
    read = reported(text, lang)
    masked: list[str] = []
    found: list[Number] = []
    forms = forms_of(row)
    roman = [i for i in where(list(map(itemgetter(0), forms)), "ivx") if not forms[i].strip("ivx") and i > 0]
    free = 0
    for i in sorted({*digits_in(row), *where(forms, number_words(lang)), *roman}):
        hit = _number(plain, row, i, words, lang) if i >= free else None
        if hit is None:
            continue
        masked += [token.low for token in row[free:i] if token.kind == WORD]
        after, value, unit = hit
        start, end = row[i].start, row[after - 1].end
        figure = next((f for f in read.figures if f.start < end and start < f.end), None)
        whose = "figure" if figure else "date" if any(d.start < end and start < d.end for d in read.dates) else ""
        behind = row[after].low if after < len(row) and row[after].kind == WORD else ""
        names = unit == "name" or _names(row, i, words)
        found.append(Number(text[start:end], value, unit, whose, names, behind, start, end, figure))
        masked.append(FIGURE)
        free = after
    masked += [token.low for token in row[free:] if token.kind == WORD]
    return masked, found


def _number(plain: str, row: list[Token], i: int, words: Vocabulary, lang: str) -> tuple[int, Decimal, str] | None:
    """The number at token i: (token after it, value, unit); an ordinal, a multiple, a numeral or a Roman number."""
    token = row[i]
    ordinals, endings, multiples, times = _rows(lang)
    if token.kind == SIGN:
        return None
    share = words.numbers.parts.get(token.low)
    if share is not None:
        return i + 1, share, "share"
    part = words.numbers.singles.at(row, i + 1) if token.low in words.numbers.articles else None
    if part is not None and (part[0] >= len(row) or row[part[0]].kind != WORD or row[part[0]].low in words.of_words):
        return part[0], part[1], "share"  # "a third of", "by a third.", but "a third victim"
    if token.low in ordinals:
        return i + 1, Decimal(ordinals[token.low]), "ordinal"
    if token.low in multiples:
        return i + 1, Decimal(multiples[token.low]), "times"
    if token.kind == DIGITS or token.low in words.begins:
        numeral = number_at(row, i, words)
        if numeral is not None and numeral.after > i:
            after, value = numeral.after, numeral.value
            if after < len(row) and row[after].low in endings and row[after].start == row[after - 1].end:
                return after + 1, value, "ordinal"
            if after + 1 < len(row) and row[after].low == "-" and row[after + 1].low in ordinals and value % 10 == 0:
                return after + 2, value + ordinals[row[after + 1].low], "ordinal"  # "twenty-first"
            if after < len(row) and row[after].low in times:
                return after + 1, value, "times"
            return after, value, ""
    written = plain[token.start : token.end]
    if i and row[i - 1].upper and row[i - 1].kind == WORD and _ROMAN.fullmatch(written):
        return i + 1, Decimal(_roman(written)), "name"
    return None


def _names(row: Sequence[Token], i: int, words: Vocabulary) -> bool:
    if row[i].low[:1] == "0" and row[i].low.isdigit() and len(row[i].low) > 1:
        return True  # "runway 06"
    if not i or row[i - 1].kind != WORD:
        return False
    before = row[i - 1]
    return before.end == row[i].start or before.low in words.labels or before.low in words.labels_always


@lru_cache(maxsize=32)
def number_words(lang: str) -> frozenset[str]:
    """Words that can begin a number; all others need no closer look."""
    words = vocabulary(lang)
    ordinals, _, multiples, _ = _rows(lang)
    parts = [word for word in words.numbers.parts.firsts() if word in words.numbers.parts]
    return frozenset([*words.begins, *words.numbers.articles, *ordinals, *multiples, *parts])


def _roman(text: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in text]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


@lru_cache(maxsize=32)
def _rows(lang: str) -> tuple[dict[str, int], frozenset[str], dict[str, int], frozenset[str]]:
    """Ordinals with their place, the endings that make one, multiples ("twice"), and the word "times"."""
    own = cues(lang)
    ordinals = {word: place for place, word in enumerate(own.rows("ordinals", "words"), 1)}
    multiples = {word: times for times, word in enumerate(own.rows("multiples", "words"), 1)}
    return ordinals, own.words("ordinals", "endings"), multiples, own.words("multiples", "times")
