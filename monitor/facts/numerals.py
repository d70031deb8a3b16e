"""Tokens are read as a number: "41,100", "forty-one thousand", "4.11 lakh", "2 1/2", "half a million", "dreihundert".

Tokens and a language's number words go in; a Numeral comes out, or None where no number begins. What the number means
(a year? a telephone number? a bound?) is not asked here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from monitor.facts.lexicon import Lexicon, as_decimal, as_words, lexicon
from monitor.facts.tokens import DIGITS, SIGN, WORD, Phrases, Token

# More digits than any reported figure has; beyond them a run of digits is an identifier.
LONGEST_LITERAL = 24


@dataclass(frozen=True, slots=True)
class Numeral:
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


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The number words of one language, ready for look-up."""

    values: Phrases[Decimal]
    hundreds: Phrases[Decimal]
    scales: Phrases[Decimal]
    short: Phrases[Decimal]
    fractions: Phrases[Decimal]
    singles: Phrases[Decimal]
    parts: Phrases[Decimal]
    short_money: Phrases[Decimal]
    counted_in_short: frozenset[str]
    share_of: frozenset[str]
    share_ending: frozenset[str]
    ones_are_articles: bool
    joiners: frozenset[str]
    apart: frozenset[str]
    points: frozenset[str]
    articles: frozenset[str]
    ones: frozenset[str]
    minus: frozenset[str]
    between: frozenset[str]
    bare: frozenset[str]
    comma_decimal: bool
    guess_groups: bool
    join_tens: bool
    attached: str
    compound: re.Pattern[str] | None
    pieces: re.Pattern[str] | None
    piece_values: Mapping[str, Decimal]


def _numbers(table: Mapping[str, object]) -> list[tuple[str, Decimal]]:
    """Entries of a table whose keys are numbers and whose values are forms, turned round."""
    return [(form, as_decimal(number)) for number, forms in table.items() for form in as_words(forms)]  # type: ignore[arg-type]


@lru_cache(maxsize=16)
def number_words(lang: str) -> NumberWords:
    """The number words of a language's lexicon; built once a language."""
    words: Lexicon = lexicon(lang)
    table = words.table("numerals")
    pieces = {form: number for form, number in _numbers(words.table("numerals", "pieces"))}
    alternatives = "|".join(sorted(map(re.escape, pieces), key=len, reverse=True))
    joint = "|".join(map(re.escape, as_words(table.get("piece_joiner", ()))))
    unit = f"(?:{alternatives})"
    return NumberWords(
        values=Phrases(_numbers(words.table("numerals", "values"))),
        hundreds=Phrases(_numbers(words.table("numerals", "hundreds"))),
        scales=Phrases(_numbers(words.table("numerals", "scales"))),
        short=Phrases(_numbers(words.table("numerals", "short"))),
        fractions=Phrases(_numbers(words.table("numerals", "fractions"))),
        singles=Phrases(_numbers(words.table("numerals", "singles"))),
        parts=Phrases(_numbers(words.table("numerals", "parts"))),
        short_money=Phrases(_numbers(words.table("numerals", "short_money"))),
        counted_in_short=words.words("nouns", "people"),
        share_of=words.words("numerals", "share_of"),
        joiners=words.words("numerals", "joiners"),
        share_ending=words.words("numerals", "share_ending"),
        ones_are_articles=bool(table.get("ones_are_articles")),
        apart=words.words("numerals", "apart"),
        points=words.words("numerals", "points"),
        articles=words.words("numerals", "articles"),
        ones=words.words("numerals", "ones"),
        minus=words.words("numerals", "minus"),
        between=words.words("numerals", "between"),
        bare=words.words("numerals", "bare"),
        comma_decimal=table.get("decimal") == ",",
        guess_groups=not words.known,
        join_tens=bool(table.get("join_tens")),
        attached=str(table.get("attached_joiner", "")),
        compound=re.compile(f"{unit}(?:(?:{joint})?{unit})*") if pieces else None,
        pieces=re.compile(unit) if pieces else None,
        piece_values=pieces,
    )


def literal(form: str, comma_decimal: bool, guess_groups: bool = False) -> Decimal | None:
    """The value of one run of digits and separators ("41,100", "1.234,5", "41'100", "1,00,000"), None if it is none.

    Where the language does not settle a single separator before three digits (`guess_groups`), it groups: counts are
    commoner in news than thousandths.
    """
    if form[0] in ".,":
        return Decimal("0." + form[1:]) if form[1:].isdigit() and len(form) < LONGEST_LITERAL else None
    if form.isdigit():
        return Decimal(form) if len(form) <= LONGEST_LITERAL else None
    if len(form) > LONGEST_LITERAL + 8:
        return None
    form = form.replace("'", ",") if "," not in form and form.count("'") and _groups(form.split("'")) else form
    point, group = (",", ".") if comma_decimal else (".", ",")
    whole, dot, rest = form.rpartition(point)
    if dot and rest.isdigit() and point not in whole:
        if guess_groups and len(rest) == 3 and whole.isdigit() and whole != "0":
            return Decimal(whole + rest)
        if whole.isdigit() or _groups(whole.split(group)):
            return Decimal(whole.replace(group, "") + "." + rest)
        return None
    if group in form and point not in form:
        chunks = form.split(group)
        if _groups(chunks):
            return Decimal("".join(chunks))
        # "1,3" in English or "4.8" in German: no group has one digit, so it is the other convention's decimal.
        if len(chunks) == 2 and all(map(str.isdigit, chunks)) and len(chunks[1]) != 3:
            return Decimal(".".join(chunks))
        return None
    chunks = form.split(point)
    return Decimal("".join(chunks)) if len(chunks) > 2 and _groups(chunks) else None


def _groups(chunks: Sequence[str]) -> bool:
    """Whether chunks of digits are groups of three, or Indian ones: two and two and a last three."""
    head, *middle, last = chunks
    if not (0 < len(head) <= 3 and len(last) == 3 and head.isdigit() and last.isdigit() and head != "0"):
        return False
    return all(len(c) == 3 and c.isdigit() for c in middle) or (
        len(head) <= 2 and bool(middle) and all(len(c) == 2 and c.isdigit() for c in middle)
    )


class _Sum:
    """A number being added up from its words, left to right."""

    def __init__(self) -> None:
        self.done: list[tuple[Decimal, Decimal]] = []  # (value, its scale), scales falling
        self.now: Decimal | None = None  # what still waits for a scale
        self.tail: Decimal | None = None  # what was added since the last joiner
        self.scale = Decimal(1)
        self.of_scale = False  # "six million and two thirds": the share is one of the scale

    @property
    def value(self) -> Decimal:
        return sum((value for value, _ in self.done), Decimal(0)) + (self.now or 0)

    def add(self, number: Decimal, join_tens: bool, joined: bool, apart: bool = False) -> bool:
        """Adds a number below the last one's lowest place; False where the two are two numbers.

        `apart`: the joiner before it may set off the fraction to come ("twenty and three fifths").
        """
        if self.now is None:
            if self.done and number >= self.done[-1][1]:
                return False
            self.now, self.tail = number, None
            self.of_scale = apart and bool(self.done)
            return True
        if not self._fits(number, join_tens, joined):
            return False
        self.now += number
        if apart:
            self.tail = number
        elif self.tail is not None:
            self.tail += number
        return True

    def _fits(self, number: Decimal, join_tens: bool, joined: bool) -> bool:
        now = self.now or Decimal(0)
        if now != now.to_integral_value() or now <= 0 or number <= 0:
            return False
        if now % 100 == 0:
            return number < 100
        units = now % 100
        if units % 10 == 0 and 20 <= units <= 90:
            return number < 10 or (units in (60, 80) and number < 20 and join_tens)
        return joined and join_tens and units < 10 and number % 10 == 0 and 20 <= number <= 90

    def hundred(self, number: Decimal) -> bool:
        if self.now is not None and not (0 < self.now < 100):
            return False
        self.now = (self.now or Decimal(1)) * number
        self.tail = None
        return True

    def times(self, scale: Decimal) -> bool:
        smaller = Decimal(0)
        if self.now is None and not self.done:
            self.now = Decimal(1)
        if self.now is None and self.done and self.done[-1][1] >= scale:
            return False
        if any(one == scale for _, one in self.done):
            return False
        while self.done and self.done[-1][1] < scale:
            smaller += self.done.pop()[0]
        self.done.append(((smaller + (self.now or 0)) * scale, scale))
        self.now, self.tail, self.scale = None, None, scale
        return True

    def part(self, share: Decimal, joined: bool) -> bool:
        """A fraction word: "two thirds", "three and a quarter", "two million and a half"."""
        if self.now is None:
            self.now = share * (self.scale if self.done and joined else 1)
            return True
        if joined:
            self.now += share
            return True
        if self.tail is None or self.tail == self.now:
            self.now *= share * (self.scale if self.of_scale else 1)
        else:
            self.now += self.tail * share - self.tail
        return True


@dataclass(slots=True)
class _Reader:
    """Reads one number from token i on; `at` moves over what was used."""

    row: Sequence[Token]
    at: int
    words: NumberWords
    total: _Sum
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
            if here == "-" and not self.pure and self.at + 1 < len(row) and row[self.at + 1].kind == WORD:
                self.at += 1  # "forty-one"
            elif here in words.joiners and not open_range and self._may_join():
                self.at += 1
                joined = True
                self.apart = here in words.apart
        if self.at + 1 < len(row) and row[self.at].low in words.articles:
            following = row[self.at + 1].low
            if following in words.parts or following in words.scales or following in words.hundreds:
                self.at += 1  # "half a million", "a hundred"
                self.article = True
            elif following in words.singles and (self.seen or self._share_follows(self.at + 2)):
                self.at += 1  # "two and a third", "a third of"
                self.article = True
        return joined

    def _may_join(self) -> bool:
        now, words = self.total.now, self.words
        if words.join_tens or now is None or now % 100 == 0:
            return True
        ahead = [token.low for token in self.row[self.at + 1 : self.at + 4]]
        return any(word in words.parts or word in words.fractions or word in words.singles for word in ahead)

    def _share_follows(self, i: int) -> bool:
        return i >= len(self.row) or self.row[i].low in self.words.share_of or self.row[i].low in self.words.scales

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
            form, end = _spaced(row, i)
            if end > after:
                spaced = literal(form, words.comma_decimal)
                if spaced is not None:
                    value, after = spaced, end
        self.grouped = self.grouped or after > i + 1 or not row[i].low.isdigit()
        if after == i + 1 and (share := _slashed(row, i)):
            value, after = share, i + 3
            self.grouped = True
        elif (
            after + 2 < len(row)
            and row[after].kind == DIGITS
            and row[after].start > row[after - 1].end
            and (share := _slashed(row, after))
            and share < 1
        ):
            value, after = value + share, after + 3
            self.grouped = True
        power = _power(row, after, value)
        if power:
            value, after = power
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
        if not found or row[self.at].start > row[self.at - 1].end + (1 if self.money else 0):
            return None
        # "4.3M" is never metres; "1.2m people" is not, either.
        after = row[found[0]].low if found[0] < len(row) else ""
        return found if self.money or row[self.at].upper or after in words.counted_in_short else None

    def _part(self, joined: bool) -> bool:
        """A share: "half", "two thirds", "one fifth", "two and a quarter"; "twenty third" is a place in an order."""
        row, words, now = self.row, self.words, self.total.now
        if found := words.parts.at(row, self.at):
            sign = not row[self.at].low.isalpha()
            bare = not (self.seen or self.article or sign)
            if bare and not (self._share_follows(found[0]) or self._scale_at(found[0])):
                return False
            return self._step(found[0], self.total.part(found[1], joined or sign))
        if self.seen and (found := words.fractions.at(row, self.at)):
            return self._step(found[0], self.total.part(found[1], joined and self.article))
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
        fresh = _Sum() if not self.seen else self.total
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
        after, figures, last = self.at + 1, "", _Sum()
        while after < len(row) and (found := words.values.at(row, after)):
            if not last.add(found[1], words.join_tens, row[after - 1].low in words.joiners):
                figures += str(last.value)
                last = _Sum()
                last.add(found[1], words.join_tens, False)
            after = found[0]
            if after + 1 < len(row) and row[after].low in ("-", *words.joiners) and row[after + 1].low in words.values:
                after += 1
        figures += str(last.value)
        share = after < len(row) and (row[after].low in words.fractions or row[after].low in words.singles)
        if after > self.at + 1 and not share and len(figures) <= LONGEST_LITERAL and figures.isdigit():
            self.total.now = (self.total.now or 0) + Decimal("0." + figures)
            self.at = after


def _spaced(row: Sequence[Token], i: int) -> tuple[str, int]:
    """Digits grouped by single spaces from token i on: their form with commas taken out, and the token after them."""
    form, after = row[i].low, i + 1
    while after < len(row) and row[after].kind == DIGITS and row[after].start == row[after - 1].end + 1:
        group = row[after].low
        if len(group) == 3 and group.isdigit():
            form, after = form + group, after + 1
            continue
        if after > i + 1:
            break
        if len(group) > 4 and group[:3].isdigit() and group[3] in ".," and group[4:].isdigit():
            return form + group, after + 1
        return row[i].low, i + 1
    return form, after


def _slashed(row: Sequence[Token], i: int) -> Decimal | None:
    """A fraction written with a slash: "3/4". A date or "24/7" is none."""
    if i + 2 >= len(row) or row[i + 1].low != "/" or row[i + 2].kind != DIGITS or row[i + 2].start != row[i].end + 1:
        return None
    if i + 3 < len(row) and row[i + 3].low == "/" or i and row[i - 1].low == "/":
        return None
    top, bottom = row[i].low, row[i + 2].low
    if not (top.isdigit() and bottom.isdigit() and len(top) <= 2 and bottom in _BOTTOMS and int(top) < int(bottom)):
        return None
    return Decimal(top) / Decimal(bottom)


_BOTTOMS = frozenset(["2", "3", "4", "5", "6", "8", "10", "12", "16", "20", "32", "64", "100", "128"])


def _power(row: Sequence[Token], i: int, value: Decimal) -> tuple[Decimal, int] | None:
    """Powers and exponents: "1.2e10", "10^6". Returns the value and the token after it."""
    if i + 1 >= len(row) or row[i].low not in ("e", "^") or row[i].start != row[i - 1].end:
        return None
    after, sign = i + 1, 1
    while after < len(row) and row[after].low in "+-" and after < i + 3:
        sign = -1 if row[after].low == "-" else 1
        after += 1
    if after >= len(row) or row[after].kind != DIGITS or row[after].start != row[after - 1].end:
        return None
    exponent = row[after].low
    if not exponent.isdigit() or len(exponent) > 2:
        return None
    power = sign * int(exponent)
    if row[i].low == "e":
        return value.scaleb(power), after + 1
    return (value**power, after + 1) if value else None


def read_numeral(row: Sequence[Token], i: int, words: NumberWords, money: bool = False) -> Numeral | None:
    """The longest number that begins at token i, None where none does. Linear in the tokens it uses.

    `money` says that a currency sign stands before it: then "m" and "b" are millions and billions, not metres.
    """
    token = row[i]
    if token.kind == SIGN and token.low not in words.parts:
        return None
    reader = _Reader(row, i, words, _Sum(), money=money)
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
            low = reader.row[reader.at].low
            return safe if safe and (low in words.scales or low in words.hundreds) else best
        reader.pure = reader.pure and digits
        reader.seen, reader.article = True, False
        reader.decimals()
        one = reader.at == i + 1 and token.low in words.ones
        best = Numeral(i, reader.at, reader.total.value, reader.pure, reader.grouped, reader.total.scale, one)
        if not digits and (share := _named_share(reader.row, best, words)):
            return share
    return best


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
    return Numeral(top.first, bottom.after + 1, top.value / bottom.value, literal=False)
