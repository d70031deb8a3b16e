"""Every number of a row of tokens with its own words: unit, bound, direction; ranges and vague counts among them.

Tokens and the vocabulary go in, Quantities come out in order, none overlapping. Never looks at what is counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from monitor.facts.loose import tens_at
from monitor.facts.neighbours import handed_back, settled
from monitor.facts.nofigures import blocked
from monitor.facts.quantities import Quantity, touches, with_bound, with_money_before, with_unit
from monitor.facts.ranges import joined, mark_at, number_at, part_after, with_own_words
from monitor.facts.vocabulary import Vocabulary
from monitor.text.cues import ordinals
from monitor.text.tokens import SIGN, WORD, Token, digits_in, where

# A piece of a sentence with more number words than this is a table or noise: nothing in it is reported in words.
TABLE = 80


def quantities(plain: str, row: list[Token], forms: Sequence[str], words: Vocabulary) -> list[Quantity]:
    """Every number of a sentence with its own words, in order, none overlapping; nothing of a table."""
    out: list[Quantity] = []
    digits = digits_in(row)
    if not 0 < len(digits) + number_words(row, forms, words) <= TABLE:
        return []
    hidden = blocked(plain, row, digits, words)
    free = 0
    triggers, articles = words.triggers, words.numbers.articles
    may = {*digits, *where(forms, words.begins)}
    if words.numbers.compound:
        may.update([i for i, token in enumerate(row) if compound(token, words)])
    for i in sorted(may):
        if i < free or i in hidden:
            continue
        low = forms[i]
        if out and out[-1].unit.startswith("per ") and words.per_many.before(row, i):
            base = number_at(row, i, words)
            free = base.after if base else free
            continue  # "12 per 100,000" is one figure
        if low in articles and low not in triggers and (i + 1 == len(row) or forms[i + 1] not in triggers):
            continue  # most articles begin no number
        quantity = _quantity(plain, row, i, words, hidden)
        if quantity is None:
            continue
        if quantity.first < free:
            quantity = quantity._replace(first=free)
        if out:
            # A year between two measures is none of them: "12 km in 2018 and 13 last year".
            k = -2 if len(out) > 1 and out[-1].year_like and not out[-1].unit else -1
            out[k], quantity = settled(row, out[k], quantity, words)
            handed_back(row, out, words)
        out.append(quantity)
        free = quantity.after
    return out


def number_words(row: Sequence[Token], forms: Sequence[str], words: Vocabulary) -> int:
    """How many words may be numbers or parts of one."""
    many = len(where(forms, words.triggers))
    return many + (sum(compound(token, words) for token in row) if words.numbers.compound else 0)


def compound(token: Token, words: Vocabulary) -> bool:
    """Whether a word is a number written in one word ("dreihundert")."""
    pattern = words.numbers.compound
    return pattern is not None and token.low[:2] in words.piece_begins and pattern.fullmatch(token.low) is not None


def detached(row: list[Token], words: Vocabulary) -> list[Token]:
    """The tokens with "and" cut off from number words, for scripts that write it on to them (Arabic "wa")."""
    mark, begins = words.numbers.attached, words.begins
    out: list[Token] = []
    for token in row:
        rest = token.low[len(mark) :]
        if token.kind == WORD and rest and token.low.startswith(mark) and token.low not in begins and rest in begins:
            middle = token.start + len(mark)
            out += [Token(WORD, mark, token.start, middle), Token(WORD, rest, middle, token.end)]
        else:
            out.append(token)
    return out


def _quantity(plain: str, row: list[Token], i: int, words: Vocabulary, hidden: set[int]) -> Quantity | None:
    """The number that begins at token i with unit and bound, joined with a second one where the two are a range."""
    token = row[i]
    if token.kind == WORD:
        if vague := (words.vague.at(row, i) or words.vague_few.at(row, i)):
            return _finished(plain, row, _vague(row, i, vague, words), words)
        if token.low in words.numbers.duals:
            return _dual(row, i, words)
        if every := words.every.at(row, i):
            after, share = every
            return with_bound(row, Quantity(i, after, share, share, unit="share", number_end=after), words)
        if whole := words.whole.at(row, i):
            return _whole(row, i, whole[0], words)
    elif token.kind == SIGN and token.low.isascii():
        return None
    elif tens := tens_at(row, i, words):
        return _finished(plain, row, tens, words)
    if mark := mark_at(row, i, words):
        return _finished(plain, row, mark, words)
    numeral = number_at(row, i, words)
    if numeral is None or _ordinal(row, numeral.after, words):
        return None
    first = with_own_words(plain, row, numeral, words)
    pair = joined(plain, row, numeral, first, words, hidden)
    if pair is None:
        return _finished(plain, row, first, words)
    return pair


def _whole(row: Sequence[Token], i: int, after: int, words: Vocabulary) -> Quantity | None:
    """ "Refunded in full": all of what is paid, a share of one."""
    if not any(token.low in words.whole_near for token in row[max(0, i - _NEAR) : after + _NEAR]):
        return None
    return Quantity(i, after, Decimal(1), Decimal(1), unit="share", number_end=after)


_NEAR = 8


def _dual(row: list[Token], i: int, words: Vocabulary) -> Quantity:
    """A noun whose ending says "two of them" (Arabic), with or without the word for two after it."""
    two = words.numbers.values.at(row, i + 1)
    after = two[0] if two and two[1] == 2 else i + 1
    unit = words.units.get(row[i].low) or ""
    value = Decimal(2)
    if unit and (half := part_after(row, after, words)):
        after, value = half[0], value + half[1]  # "ساعتان ونصف", two hours and a half
    quantity = Quantity(i, after, value, value, unit=unit, number_end=i + 1, dual=not unit)
    return with_bound(row, quantity, words)


def _ordinal(row: Sequence[Token], i: int, words: Vocabulary) -> bool:
    """Whether a number word goes on as an ordinal: "twenty-first" counts nothing."""
    tied = 0 < i < len(row) - 1 and row[i].low == "-" and row[i - 1].kind == WORD
    return tied and touches(row, i - 1, i) and touches(row, i, i + 1) and row[i + 1].low in ordinals(words.lang)


def _vague(row: list[Token], i: int, found: tuple[int, tuple[int, int]], words: Vocabulary) -> Quantity:
    """A count without a number; "several" may have a scale: "several hundred" is 300 to 999."""
    after, (low, high) = found
    few = words.vague.at(row, i) is None
    scale = words.numbers.hundreds.at(row, after) or words.numbers.scales.at(row, after)
    if few and scale:
        after, times = scale
        return Quantity(i, after, low * times, (high + 1) * times - 1, bound="vague", vague=True, number_end=after)
    return Quantity(i, after, Decimal(low), Decimal(high), bound="vague", vague=True, few=few, number_end=after)


def _finished(plain: str, row: list[Token], quantity: Quantity, words: Vocabulary) -> Quantity:
    if quantity.vague:
        quantity = with_unit(plain, row, with_money_before(row, quantity, words), words)
        of = quantity.after
        unit = words.money.at(row, of + 1) or words.units.at(row, of + 1)
        if unit and not quantity.unit and row[of].low in words.of_words:
            quantity = quantity._replace(after=unit[0], unit=unit[1])
    return with_bound(row, quantity, words)
