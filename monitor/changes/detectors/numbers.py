"""A number that another one replaced in a sentence that is the same otherwise, whether or not it is a figure.

Links of sentences go in; findings that name both numbers come out. Counts, dates and quotes
have rules of their own: this is the net below them, for numbers that are no figure on one side or on both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from rapidfuzz.distance import Indel

from monitor.changes.change import Change, Mention
from monitor.changes.evidence.pairing import Link
from monitor.changes.evidence.spans import span
from monitor.changes.evidence.versions import Versions
from monitor.changes.findings import Finding
from monitor.changes.kinds import Kind
from monitor.changes.mentions import mention
from monitor.facts.figure import Figure
from monitor.facts.ranges import number_at
from monitor.facts.sentence import FIGURE, Sentence, reported
from monitor.facts.vocabulary import Vocabulary, vocabulary
from monitor.text.cues import cues
from monitor.text.normal import fold
from monitor.text.tokens import DIGITS, SIGN, WORD, Token, digits_in, forms_of, tokens, where

NAME = "numbers"
SAME = 0.7
"""Share of words in order, numbers aside, from which two sentences are the same but for their numbers."""
_ROMAN = re.compile(r"[IVX]{1,5}")
_YEAR = re.compile(r"[12]\d{3}")


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


def find(versions: Versions) -> list[Finding]:
    """One finding for each number that another one replaced at the same place."""
    return [
        _finding(link, old, new)
        for link in versions.pairing.links
        if link.main and link.order >= SAME / 2
        for old, new in _replaced(link)
    ]


def _replaced(link: Link) -> Iterator[tuple[Number, Number]]:
    """Numbers at the same place of both sentences, with equal words on both sides of them."""
    if _spelled(link.old) == _spelled(link.new):
        return  # every word that could be a number stayed, in its order
    first, old = numbers(link.old)
    second, new = numbers(link.new)
    if not old or not new or Indel.normalized_similarity(first, second) < SAME:
        return
    if first == second:
        differing = [(a, b) for a, b in zip(old, new, strict=True) if a.value != b.value and a.unit == b.unit]
        # With equal words nothing was converted or moved: a lone differing number is a fact even if its rule is silent.
        yield from (pair for pair in differing if len(differing) == 1 or not _judged(*pair))
        return
    for step in Indel.opcodes(first, second):
        if step.tag != "equal":
            continue
        for i, j in zip(range(step.src_start, step.src_end), range(step.dest_start, step.dest_end), strict=True):
            inside = (i > step.src_start or i == j == 0) and i + 1 < step.src_end
            if first[i] != FIGURE or not inside:
                continue
            a, b = old[first[:i].count(FIGURE)], new[second[:j].count(FIGURE)]
            if a.value != b.value and _alike(a, b) and not _judged(a, b) and not _swapped(a, b, old, new):
                yield a, b


def _spelled(sentence: Sentence) -> list[str]:
    """The words of a sentence that can be numbers: with a digit, of a lexicon, or of the letters I, V and X."""
    telling = _telling(sentence.lang)
    return [w for w in sentence.key if w in telling or not w.isalpha() or (w[0] in "ivx" and not w.strip("ivx"))]


def _judged(a: Number, b: Number) -> bool:
    """Whether rules of their own judge both. Two figures may be a conversion, two dates forms of one."""
    return a.judged == b.judged != ""


def _alike(a: Number, b: Number) -> bool:
    """Whether both are of one sort, so that one can replace the other where words around them differ too."""
    units = [number.figure.unit if number.figure else "" for number in (a, b)]
    return a.unit == b.unit and (units[0] == units[1] or set(units) <= {"", "person"})


def _swapped(a: Number, b: Number, old: Sequence[Number], new: Sequence[Number]) -> bool:
    """Whether each number stands elsewhere in the other sentence: then the clauses changed places."""
    return any(n.value == b.value for n in old) and any(n.value == a.value for n in new)


def _finding(link: Link, old: Number, new: Number) -> Finding:
    kind = Kind.FIGURE_VALUE
    if "date" in (old.judged, new.judged) or (not old.judged and not new.judged and _years(old, new)):
        kind = Kind.DATETIME_CHANGED
    elif old.names or new.names:
        kind = Kind.CLAIM_CHANGED
    figure = kind is Kind.FIGURE_VALUE
    delta = new.value - old.value if figure else None
    change = Change(
        kind,
        _mention(old, link.old, figure),
        _mention(new, link.new, figure),
        delta,
        round(delta / abs(old.value), 4) if delta is not None and old.value else None,
        link.new.where,
        relation="update",
        explanation=f"number: {old.text} -> {new.text} at the same place; "
        f"sentences {link.likeness:.0%} alike, {link.order:.0%} in order.",
    )
    places = (span(link.old, old.start, old.end),), (span(link.new, new.start, new.end),)
    return Finding(NAME, change, *places, key=(old.value, new.value))


def _years(old: Number, new: Number) -> bool:
    return bool(_YEAR.fullmatch(old.text) and _YEAR.fullmatch(new.text))


def _mention(number: Number, sentence: Sentence, figure: bool) -> Mention:
    if not figure:
        return Mention(number.text, sentence.text)
    if number.figure is not None and number.value == number.figure.value:
        return mention(number.figure, sentence)
    return Mention(number.text, sentence.text, number.value, number.value, "=", number.unit, number.behind)


def numbers(sentence: Sentence) -> tuple[list[str], list[Number]]:
    """The words of a sentence with § for each number, and the numbers in order."""
    return _numbers(sentence.text, sentence.lang)


@lru_cache(maxsize=1024)
def _numbers(text: str, lang: str) -> tuple[list[str], list[Number]]:
    plain = fold(text)
    row, words = tokens(plain), vocabulary(lang)
    read = reported(text, lang)
    masked: list[str] = []
    found: list[Number] = []
    forms = forms_of(row)
    roman = [i for i in where(list(map(itemgetter(0), forms)), "ivx") if not forms[i].strip("ivx") and i > 0]
    free = 0
    for i in sorted({*digits_in(row), *where(forms, _telling(lang)), *roman}):
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
def _telling(lang: str) -> frozenset[str]:
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
