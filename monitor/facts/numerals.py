"""Tokens are read as a number: "41,100", "forty-one thousand", "4.11 lakh", "2 1/4", "half a million", "dreihundert".

Tokens and a language's number words go in; a Numeral comes out, or None where no number begins. What the number means
(a year? a telephone number? a bound?) is not asked here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from monitor.facts.literals import LONGEST_LITERAL, literal, parted, power, slashed, spaced
from monitor.facts.numberwords import NumberWords
from monitor.facts.sums import Sum, exact
from monitor.text.tokens import DIGITS, SIGN, WORD, Token

_SIGNS = frozenset("€$£")


class Numeral(NamedTuple):
    """One number in a row of tokens: tokens `first` up to `after`, its value, and how it was written."""

    first: int
    after: int
    value: Decimal
    literal: bool
    """Written as bare digits, with no scale word: the only form in which years and telephone numbers come."""
    grouped: bool = False
    """Its digits are grouped ("2,019"), so it is no year."""
    last_scale: Decimal = Decimal(1)
    """The scale its last part stands for; "30 to 40 million" hands it back to the 30."""
    one: bool = False
    """Only the word for one, which is more often a pronoun or an article."""


@dataclass(slots=True)
class _Reader:
    """Reads one number from token i on; `at` moves over what was used."""

    row: Sequence[Token]
    at: int
    words: NumberWords
    total: Sum
    pure: bool = True  # digits only so far
    grouped: bool = False
    seen: bool = False
    scaled: bool = False
    article: bool = False
    money: bool = False
    apart: bool = False

    def joint(self, open_range: bool) -> bool:
        """Moves over what may stand between two parts of a number; True where it was a word such as "and"."""
        row, words, joined = self.row, self.words, False
        self.apart = False
        if self.seen:
            here = row[self.at].low
            if here == "-" and self.at + 1 < len(row) and row[self.at + 1].kind == WORD and self._tied():
                self.at += 1  # "forty-one", "a $1.5-million house"
            elif here in words.joiners and not open_range and self._may_join():
                self.at += 1
                joined = True
                self.apart = here in words.apart
        if self.at + 1 < len(row) and row[self.at].low in words.articles:
            following = row[self.at + 1].low
            scale = following in words.scales or following in words.hundreds
            if following in words.parts or (scale and not self._one_of_tens()):
                self.at += 1  # "half a million", "a hundred"
                self.article = True
            elif following in words.singles and (self.seen or self._share_follows(self.at + 2)):
                self.at += 1  # "two and a third", "a third of"
                self.article = True
        return joined

    def _one_of_tens(self) -> bool:
        """Whether the article at the cursor is the word for one after tens: "vingt et un mille", "ciento un mil"."""
        return self.total.now is not None and not self.pure and self.row[self.at].low in self.words.values

    def of_scale(self) -> None:
        """The scale that a share is of: "three quarters of a million", "un quart de million"."""
        row, words, now = self.row, self.words, self.total.now
        if now is None or not 0 < now < 1 or self.total.done or self.at + 1 >= len(row):
            return
        i = self.at + 1 if row[self.at].low in words.share_of_scale else self.at
        if i + 1 < len(row) and (row[i].low in words.articles or row[i].low in words.ones):
            i += 1
        scale = words.scales.at(row, i) if i > self.at else None
        if scale and scale[1] >= 1000 and not (scale[0] < len(row) and row[scale[0]].low == "-"):
            self.total = Sum()
            self.total.now = (now * scale[1]).to_integral_value()
            self.at, self.pure, self.scaled, self.total.scale = scale[0], False, True, scale[1]

    def _tied(self) -> bool:
        """Whether a hyphen at the cursor ties parts of a number: after digits only a scale can be one."""
        low = self.row[self.at + 1].low
        return not self.pure or low in self.words.scales or low in self.words.hundreds

    def _may_join(self) -> bool:
        now, words = self.total.now, self.words
        if words.join_tens or now is None or now % 100 == 0:
            return True
        ahead = [token.low for token in self.row[self.at + 1 : self.at + 4]]
        return any(word in words.parts or word in words.fractions or word in words.singles for word in ahead)

    def _share_follows(self, i: int) -> bool:
        if i >= len(self.row):
            return True
        low, words = self.row[i].low, self.words
        front = self.row[self.at - 1].low if self.at else ""
        elided = self.row[self.at].low[1:2] == "'"  # "une baisse d'un tiers."
        if (elided or front in words.share_before) and self.row[i].kind == SIGN and low not in "-/":
            return True  # "fell by a third."
        if words.article and low.startswith(words.article):
            return low not in words.no_share  # Arabic writes "half the-homes", and "half the-final" for a semi-final
        return low in words.share_of or low in words.scales

    def digits(self, joined: bool) -> bool:
        """A run of digits at the cursor, with groups set apart by spaces and a following "/4" or exponent."""
        row, i, words = self.row, self.at, self.words
        value = literal(row[i].low, words.comma_decimal, words.guess_groups)
        if value is None:
            return False
        if self.total.now is not None and self.total.now % 100 == 0 and joined and not self.pure:
            self.at = i + 1
            return row[i].low.isdigit() and value < 100 and self.total.add(value, False, True)
        if self.total.now is not None or (self.seen and not (self.scaled and row[i].low.isdigit())):
            return False
        after = i + 1
        if len(row[i].low) <= 3 and row[i].low.isdigit():
            form, end = spaced(row, i)
            if end > after:
                whole = literal(form, words.comma_decimal)
                if whole is not None:
                    value, after = whole, end
            elif not words.comma_decimal and (slip := parted(row, i, words)) and slip[0].isdigit():
                value, after = Decimal(slip[0]), slip[1]
        self.grouped = self.grouped or after > i + 1 or not row[i].low.isdigit()
        if after == i + 1 and (share := slashed(row, i)):
            value, after = share, i + 3
            self.grouped = True
        elif (
            after + 2 < len(row)
            and row[after].kind == DIGITS
            and row[after].start > row[after - 1].end
            and (share := slashed(row, after))
            and share < 1
        ):
            value, after = value + share, after + 3
            self.grouped = True
        raised = power(row, after, value)
        if raised:
            value, after = raised
            self.grouped = True
        if self.total.done and value >= self.total.done[-1][1]:
            return False
        self.total.now = value
        self.at = after
        return True

    def word(self, joined: bool) -> bool:
        """A number word at the cursor."""
        row, words = self.row, self.words
        token = row[self.at]
        # The whole word must be made of pieces, so that no number is seen inside another word.
        if words.compound and words.pieces and len(token.low) > 3 and words.compound.fullmatch(token.low):
            found = words.pieces.findall(token.low)
            if len(found) > 1:
                return self._compound(found)
        begun = self.seen or self.article or token.low in words.bare
        if begun and (scale := words.scales.at(row, self.at)):
            return self._step(scale[0], self.total.times(scale[1]), scale=True)
        if begun and (hundred := words.hundreds.at(row, self.at)):
            return self._step(hundred[0], self.total.hundred(hundred[1]))
        if self.seen and self.pure and not joined and (short := self._short()):
            return self._step(short[0], self.total.times(short[1]), scale=True)
        if self._part(joined):
            return True
        value = words.values.at(row, self.at)
        if value and not (self.seen and self.pure and not self.scaled):
            return self._step(value[0], self.total.add(value[1], words.join_tens, joined, self.apart))
        return False

    def _short(self) -> tuple[int, Decimal] | None:
        """A scale written as a letter or two after digits: "41.1k", "$1.2bn"; "m" only where it cannot be metres."""
        row, words = self.row, self.words
        if row[self.at].start - row[self.at - 1].end > 1:
            return None
        if short := words.short.at(row, self.at):
            return short
        found = words.short_money.at(row, self.at)
        if not found:
            return None
        # "4.3M" is never metres; "1.2m people" and "3,5 M€" are not, either.
        after = row[found[0]].low if found[0] < len(row) else ""
        people = len(after) > 4 and bool(words.people_endings) and after.endswith(words.people_endings)
        told = self.money or people or after in words.counted_in_short or after in _SIGNS
        near = row[self.at].start <= row[self.at - 1].end + told
        return found if near and (told or row[self.at].upper) else None

    def _part(self, joined: bool) -> bool:
        """A share: "half", "two thirds", "one fifth", "two and a quarter"; "twenty third" is a place in an order."""
        row, words, now = self.row, self.words, self.total.now
        if found := words.parts.at(row, self.at):
            sign = not row[self.at].low.isalpha()
            bare = not (self.seen or self.article or sign)
            scale_only = row[self.at].low in words.before_scale  # "medio millón", but "en medio de"
            if bare and not ((self._share_follows(found[0]) and not scale_only) or self._scale_at(found[0])):
                return False
            return self._step(found[0], self.total.part(found[1], joined or sign))
        if self.seen and (found := words.fractions.at(row, self.at)):
            return self._step(found[0], self.total.part(found[1], joined and self.article))
        if (
            (not self.seen and not self.article)
            and (found := words.singles.at(row, self.at))
            and self._scale_at(found[0])
        ):
            return self._step(found[0], self.total.part(found[1], False))  # "quarter million"
        if (self.article or now == 1 or self.total.tail == 1) and (found := words.singles.at(row, self.at)):
            return self._step(found[0], self.total.part(found[1], joined and self.article))
        return False

    def _scale_at(self, i: int) -> bool:
        row = self.row
        if i < len(row) and row[i].low in self.words.articles:
            i += 1
        return i < len(row) and (row[i].low in self.words.scales or row[i].low in self.words.hundreds)

    def _compound(self, found: Sequence[str]) -> bool:
        values = self.words.piece_values
        fresh = Sum() if not self.seen else self.total
        for piece in found:
            number = values[piece]
            if number >= 1000:
                ok = fresh.times(number)
            elif number == 100:
                ok = fresh.hundred(number)
            else:
                ok = fresh.add(number, True, True)
            if not ok:
                return False
        self.total = fresh
        return self._step(self.at + 1, True)

    def _step(self, after: int, ok: bool, scale: bool = False) -> bool:
        if ok:
            self.at, self.pure = after, False
            self.scaled = self.scaled or scale
        return ok

    def decimals(self) -> None:
        """ "point five two" after a whole number in words."""
        row, words = self.row, self.words
        if self.at + 1 >= len(row) or row[self.at].low not in words.points or self.pure:
            return
        after, figures, last = self.at + 1, "", Sum()
        while after < len(row) and (found := words.values.at(row, after)):
            if not last.add(found[1], words.join_tens, row[after - 1].low in words.joiners):
                figures += str(last.value)
                last = Sum()
                last.add(found[1], words.join_tens, False)
            after = found[0]
            if after + 1 < len(row) and row[after].low in ("-", *words.joiners) and row[after + 1].low in words.values:
                after += 1
        figures += str(last.value)
        share = after < len(row) and (row[after].low in words.fractions or row[after].low in words.singles)
        if after > self.at + 1 and not share and len(figures) <= LONGEST_LITERAL and figures.isdigit():
            self.total.now = (self.total.now or 0) + Decimal("0." + figures)
            self.at = after


def read_numeral(row: Sequence[Token], i: int, words: NumberWords, money: bool = False) -> Numeral | None:
    """The longest number that begins at token i, None where none does. Linear in the tokens it uses.

    `money` says that a currency sign stands before it: then "m" and "b" are millions and billions, not metres.
    """
    token = row[i]
    if token.kind == SIGN and token.low not in words.parts:
        return None
    if token.kind == DIGITS and (plain := _plain_digits(row, i, words)):
        return plain
    reader = _Reader(row, i, words, Sum(), money=money)
    open_range = i > 0 and row[i - 1].low in words.between
    best: Numeral | None = None
    safe: Numeral | None = None  # the number before the last joiner, should that have joined two numbers
    while reader.at < len(reader.row):
        joined = reader.joint(open_range)
        if joined:
            safe = best
        if reader.at >= len(reader.row):
            break
        digits = reader.row[reader.at].kind == DIGITS
        if not (reader.digits(joined) if digits else reader.word(joined)):
            low = reader.row[reader.at].low if reader.at < len(reader.row) else ""
            return safe if safe and (low in words.scales or low in words.hundreds) else best
        reader.pure = reader.pure and digits
        reader.seen, reader.article = True, False
        reader.decimals()
        reader.of_scale()
        one = reader.at == i + 1 and token.low in words.ones
        best = Numeral(i, reader.at, exact(reader.total.value), reader.pure, reader.grouped, reader.total.scale, one)
        if not digits and (share := _named_share(reader.row, best, words)):
            return share
    return best


def _plain_digits(row: Sequence[Token], i: int, words: NumberWords) -> Numeral | None:
    """Digits that nothing goes on from, as most are: read at once. None where the next token may belong to them."""
    if i + 1 < len(row) and (row[i + 1].kind == DIGITS or row[i + 1].low in words.goes_on):
        return None
    if i + 2 < len(row) and row[i + 1].low == "-" and row[i + 2].low in words.scales:
        return None  # "1.5-million"
    if i + 2 < len(row) and row[i + 1].low == "," and parted(row, i, words):
        return None
    low = row[i].low
    value = literal(low, words.comma_decimal, words.guess_groups)
    return None if value is None else Numeral(i, i + 1, value, literal=True, grouped=not low.isdigit())


def _named_share(row: Sequence[Token], top: Numeral, words: NumberWords) -> Numeral | None:
    """Portuguese makes a fraction of any number: "três vinte avos" is three twentieths."""
    if not words.share_ending or not any(token.low in words.share_ending for token in row[top.after : top.after + 6]):
        return None
    bottom = read_numeral(row, top.after, words) if top.after < len(row) else None
    if (
        bottom is None
        or not bottom.value
        or bottom.after >= len(row)
        or row[bottom.after].low not in words.share_ending
    ):
        return None
    return Numeral(top.first, bottom.after + 1, exact(top.value / bottom.value), literal=False)
