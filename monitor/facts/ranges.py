"""Two numbers that are one figure: a range, a score or vote, a share such as "one in five".

Tokens and a first number go in; the joined Quantity comes out, or None where the second number stands for itself.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from monitor.facts.nouns import OR
from monitor.facts.numerals import Numeral, read_numeral
from monitor.facts.quantities import (
    Quantity,
    is_year,
    moved,
    touches,
    with_bound,
    with_money_before,
    with_sign,
    with_unit,
)
from monitor.facts.sums import exact, whole
from monitor.facts.vocabulary import Vocabulary
from monitor.text.tokens import DIGITS, SIGN, WORD, Token


def number_at(row: list[Token], i: int, words: Vocabulary, money: bool = False) -> Numeral | None:
    """The number that begins at token i; a currency before it (or `money`) settles what "m" and "b" are."""
    sign = i - 1 if i > 1 and row[i - 1].low == "-" and touches(row, i - 2, i - 1) and touches(row, i - 1, i) else i
    money = money or (i > 0 and words.money_before.before(row, sign) is not None)  # "€-5m" as well
    return read_numeral(row, i, words.numbers, money)


def with_own_words(plain: str, row: list[Token], numeral: Numeral, words: Vocabulary) -> Quantity:
    """The number with its sign, currency, unit and age, not yet its bound."""
    year = numeral.literal and not numeral.grouped and is_year(row, numeral.first, numeral.after)
    after = numeral.after
    if after + 1 < len(row) and row[after].low == "." and row[after - 1].low in words.numbers.short:
        after += touches(row, after - 1, after)  # "1,2 Mrd. Euro"
    quantity = Quantity(
        numeral.first,
        after,
        numeral.value,
        numeral.value,
        one=numeral.one,
        year_like=year,
        number_end=numeral.after,
        scale=numeral.last_scale,
    )
    quantity = with_sign(row, with_money_before(row, quantity, words), words)
    quantity = with_unit(plain, row, quantity, words)
    if not quantity.unit and (per := _per_many(row, quantity, words)):
        return quantity._replace(unit=per, year_like=False)
    if quantity.unit in words.money_units and (small := _and_cents(row, quantity, words)):
        after, cents = small
        return quantity._replace(after=after, lo=quantity.lo + cents, hi=quantity.hi + cents)
    if quantity.unit and (half := part_after(row, quantity.after, words)):
        after, share = half
        return quantity._replace(after=after, lo=quantity.lo + share, hi=quantity.hi + share)
    return _age_in_commas(row, quantity, words)


def _and_cents(row: list[Token], quantity: Quantity, words: Vocabulary) -> tuple[int, Decimal] | None:
    """ "13 dollars and 45 cents", "4 euros 50": an amount in two units is one amount."""
    i = quantity.after
    if i + 1 > len(row) - 1 + (i < len(row)) or quantity.lo != whole(quantity.lo) or row[i - 1].kind != WORD:
        return None
    joined = row[i].low in words.numbers.joiners
    at = i + joined
    number = number_at(row, at, words) if at < len(row) and (row[at].kind == DIGITS or row[at].kind == WORD) else None
    if number is None or not 0 < number.value < _CENTS or number.value % 1:
        return None
    cents = words.money.at(row, number.after)
    if cents and cents[1] in _SMALL:
        return cents[0], number.value / _CENTS
    after = row[number.after] if number.after < len(row) else None
    alone = after is None or (after.kind == SIGN and after.low in ".,;!?)") or after.low in words.stop
    short = not joined and number.literal and len(row[at].low) == 2 and number.after == at + 1
    return (number.after, number.value / _CENTS) if short and alone else None


_CENTS = Decimal(100)
_SMALL = frozenset(["cent", "penny"])


def part_after(row: list[Token], i: int, words: Vocabulary) -> tuple[int, Decimal] | None:
    """ "Nueve euros y medio", "two years and a half": a part of one more, told after the unit."""
    numbers = words.numbers
    if i + 1 >= len(row) or row[i].low not in numbers.joiners:
        return None
    article = row[i + 1].low in numbers.articles
    part = numbers.parts.at(row, i + 1 + article) or (numbers.singles.at(row, i + 2) if article else None)
    if part is None and (quarter := numbers.singles.at(row, i + 1)) and quarter[1] == _QUARTER:
        part, article = quarter, not numbers.half_after_article  # "dos horas y cuarto"
    if part is None or not (article or not numbers.half_after_article):
        return None
    after = row[part[0]] if part[0] < len(row) else None
    if after is not None and (after.low in numbers.scales or after.low in numbers.hundreds):
        return None
    if after is not None and after.kind == WORD and after.low in (numbers.share_of | words.of_words):
        return None  # "two hours and half of the night"
    return part


_QUARTER = Decimal("0.25")


def _age_in_commas(row: list[Token], quantity: Quantity, words: Vocabulary) -> Quantity:
    """ "Ana Ruiz, 34, a teacher": a number between commas after a name is an age."""
    i, after = quantity.first, quantity.after
    if after != i + 1 and quantity.unit == "year":
        after = quantity.after  # "Luc Marel, 29 ans, secouru"
    elif quantity.unit or after != i + 1:
        return quantity
    if row[i].kind != DIGITS or i < 2 or not (0 < quantity.lo < 111):
        return quantity
    sign = row[i - 1].low
    named = row[i - 2].kind == WORD and (row[i - 2].upper or row[i - 2].low in words.people)
    if sign not in ",(" or not named:
        return quantity
    closing = row[after].low if after < len(row) else "."
    if closing in ((")",) if sign == "(" else (",", ".", ";")):
        return quantity._replace(unit="year", age=True)
    return quantity


class _Link(NamedTuple):
    """What stands between two numbers: the token after it, and whether it is a dash, a colon, "to", "or" or "and"."""

    after: int
    word: str


def joined(
    plain: str, row: list[Token], numeral: Numeral, first: Quantity, words: Vocabulary, hidden: set[int]
) -> Quantity | None:
    """Two numbers that are one figure: "30 to 40", "between $5 and $6", "5-10", "2-1", "one in five"."""
    if first.after >= len(row):
        return None
    if not first.unit and (voted := _votes_against(row, first, words)):
        return voted
    if rate := words.rate.at(row, first.after):
        return _rate(row, first, rate[0], words, hidden)
    if share := _rate_of_noun(row, first, words, hidden):
        return share
    link = _link(row, first, words)
    if link is None:
        return None
    at = link.after
    if sign := words.money_before.at(row, at):
        at = sign[0]
    if link.word not in "-:" and at + 1 < len(row) and (row[at].low == "-" or row[at].low in words.numbers.minus):
        at += 1  # "between -12C and -8C"
    tied = link.word in "-:" and at < len(row) and row[at].kind == DIGITS and _both_short(row, first, at)
    if at >= len(row) or (at in hidden and not tied):
        return None
    second = number_at(row, at, words, first.unit in words.money_units)
    if second is None:
        return None
    end = with_own_words(plain, row, second, words)
    per = end.unit.startswith(f"{first.unit} per ")
    # "aged 12 to 15" gives an age to both ends, "12-year-olds to 15" to the first alone.
    aged = first.after == first.number_end and end.unit in ("", "year")
    if (first.unit and end.unit and first.unit != end.unit and not per) or (first.age and not (end.age or aged)):
        return None
    if link.word in "-:" and first.lo < 0:
        return None
    return _interval(row, (numeral, second), (first, end), link, words)


def _link(row: list[Token], first: Quantity, words: Vocabulary) -> _Link | None:
    i = first.after
    apart = row[i].start > row[i - 1].end
    if (
        row[i].low == "-"
        and not apart
        and i + 2 < len(row)
        and row[i + 1].low in words.range_to
        and row[i + 2].low == "-"
    ):
        link = _Link(i + 3, "-")  # "15-to-19-year-olds", "voted 6-to-3"
    elif row[i].low == "-" and (not apart or _spaced_dash(row, i)):
        link = _Link(i + 1, "-")
    elif row[i].low == ":" and not apart and touches(row, i, i + 1) and len(row[i + 1].low) < 3:
        link = _Link(i + 1, ":")
    elif first.first > 0 and row[first.first - 1].low in words.range_open and (both := words.range_and.at(row, i)):
        link = _Link(both[0], "and")
    elif to := words.range_to.at(row, i):
        link = _Link(to[0], "or" if to[1] in OR else "to")
    else:
        return None
    return link if link.after < len(row) else None


def _interval(
    row: list[Token], numerals: tuple[Numeral, Numeral], ends: tuple[Quantity, Quantity], link: _Link, words: Vocabulary
) -> Quantity | None:
    """The range or score that two ends make, None where they are two figures after all."""
    (numeral, second), (first, end) = numerals, ends
    low, high = first.lo, abs(end.hi) if link.word == "-" else end.hi
    if first.times != end.times:
        # "40-50 MUSD", "MUSD 40-50": the scale is said once.
        low, high = (low * end.times, high) if not first.unit else (low, high * (1 if end.unit else first.times))
    if numeral.last_scale == 1 and second.last_scale >= 1000 and low < 1000 and numeral.literal:
        low = whole(low * second.last_scale) if low * second.last_scale < high else low
    unit = end.unit or first.unit
    scored = low >= high and not unit and link.word == "to" and _score_words(row, first, words, 5)
    if link.word in ("to", "or") and not scored and not _range_to(row, first, link.word, low, high, words):
        return None
    tied = link.word == "-" and (low >= high or (not unit and _score_words(row, first, words, 1)))
    if link.word == ":" or scored or tied:
        if unit or not (scored or (numeral.literal and second.literal)) or low > 1000 or high > 1000:
            return None
        unit = "score"
    elif low > high:
        return None
    opening = link.word == "and" or (first.first > 0 and row[first.first - 1].low in FROM and link.word == "to")
    begin = first.first - 1 if opening else first.first
    may_age = unit in ("", "year") and high < 130
    age = first.age or end.age or (may_age and words.ages_before.before(row, begin) is not None)
    pair = Quantity(
        begin,
        end.after,
        low,
        high,
        unit=unit or ("year" if age else ""),
        age=age,
        number_end=end.number_end,
    )
    return with_bound(row, pair, words)


FROM = frozenset(["from", "de", "von", "entre", "desde", "من"])


def _spaced_dash(row: list[Token], i: int) -> bool:
    return i + 1 < len(row) and row[i + 1].kind == DIGITS and row[i - 1].kind == DIGITS


def _both_short(row: list[Token], first: Quantity, at: int) -> bool:
    return len(row[at].low) < 4 and row[first.number_end - 1].kind == DIGITS


def _score_words(row: list[Token], first: Quantity, words: Vocabulary, reach: int) -> bool:
    """Whether a word before makes "3-5" a score or a vote: one of winning, losing or voting, `reach` tokens back."""
    i = first.first
    return any(token.low in words.scoring for token in row[max(0, i - reach) : i])


def _votes_against(row: list[Token], first: Quantity, words: Vocabulary) -> Quantity | None:
    """ "six votes to three", "52 zu 48 Stimmen": a vote, a score with its noun in the middle or at its end."""
    i, firsts = first.after, words.against.firsts()
    if row[i].low not in firsts and (i + 1 == len(row) or row[i + 1].low not in firsts):
        return None
    inside = _is_vote(row, i, words)
    found = words.against.at(row, i + inside)
    second = number_at(row, found[0], words) if found and found[0] < len(row) else None
    if second is None or second.value > 1000 or first.lo > 1000:
        return None
    if not inside and not (_is_vote(row, second.after, words) and row[i].low not in words.range_to):
        return None
    return Quantity(first.first, second.after, first.lo, second.value, unit="score", number_end=second.after)


def _is_vote(row: list[Token], i: int, words: Vocabulary) -> bool:
    concept = words.concepts.get(row[i].low) if i < len(row) else None
    return concept is not None and concept.name == "vote"


def _per_many(row: list[Token], quantity: Quantity, words: Vocabulary) -> str:
    """The unit of a rate, "per 100000": a round number after "per", with at most a few words of a noun before it."""
    firsts = words.per_many.firsts()
    for i in range(quantity.after, min(quantity.after + 4, len(row) - 1)):
        low = row[i].low
        if low in firsts and not words.units.at(row, i) and (found := words.per_many.at(row, i)):  # not "por ciento"
            many = number_at(row, found[0], words) if found[0] < len(row) else None
            return f"per {many.value:f}" if many and many.value in _BASES else ""
        if row[i].kind != WORD or low in words.stop or low in words.begins:
            return ""
    return ""


_BASES = frozenset(map(Decimal, (100, 1000, 10_000, 100_000, 1_000_000)))


def _range_to(row: list[Token], first: Quantity, link: str, low: Decimal, high: Decimal, words: Vocabulary) -> bool:
    """Whether "5 to 6" is a range: not after a verb of movement ("rose 5 to 60"), which makes it a new level."""
    if low >= high:
        return False
    i = first.first
    if i > 0 and row[i - 1].low in FROM:
        return words.directions.before(row, i - 1) is None
    if moved(row, i, words):
        # "fell by 1 to 1.5 degrees" and "lose 5 to 8 pounds" are ranges, "rose by 10 to 60" tells a new level.
        return (not first.unit or row[i - 1].low in words.directions_measured) and high <= 2 * low
    if link == "or":
        return high - low <= 10 and first.number_end == first.after
    return True


def _rate(row: list[Token], first: Quantity, at: int, words: Vocabulary, hidden: set[int]) -> Quantity | None:
    """ "one in five", "3 out of 4": a share, where the second number is round or small and no span of time."""
    if at >= len(row) or at in hidden or first.unit or not (0 < first.lo <= 99):
        return None
    second = number_at(row, at, words)
    if second is None or second.value <= first.lo or second.value != second.value.to_integral_value():
        return None
    if row[at - 1].low == "in":
        common = second.value in _RATES and first.lo <= 10
        if not common or words.units.at(row, second.after) or words.months.get(row[second.after - 1].low):
            return None
    share = exact(first.lo / second.value)
    part = Quantity(first.first, second.after, share, share, number_end=second.after)
    part = with_unit("", row, part, words)
    return with_bound(row, part._replace(unit=part.unit or "share"), words)


def _rate_of_noun(row: list[Token], first: Quantity, words: Vocabulary, hidden: set[int]) -> Quantity | None:
    """ "one child in five", "un enfant sur cinq": the noun stands inside, and none after the second number.

    "Einer Gruppe von zwölf" is no share: a word for "of" says too many other things.
    """
    i = first.after
    if first.unit or row[i].kind != WORD or row[i].low in words.stop or i + 1 >= len(row):
        return None
    rate = None if row[i + 1].low in words.of_words else words.rate.at(row, i + 1)
    share = _rate(row, first, rate[0], words, hidden) if rate else None
    if share is None or share.unit != "share" or whole(exact(first.lo / share.lo)) not in _RATES:
        return None
    after = row[share.after] if share.after < len(row) else None
    return share if after is None or after.kind == SIGN or after.low in words.stop else None


_RATES = frozenset(
    map(Decimal, (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 50, 100, 500, 1000, 10_000, 100_000, 1_000_000))
)


def mark_at(row: list[Token], i: int, words: Vocabulary) -> Quantity | None:
    """ "7.5/10", "a score of 61 out of 100": a mark on a scale, whose unit names the scale.

    A share of things ("9 out of 10 voters", "3/4 of roads") is none: it needs a word of marking, stars, or a decimal.
    """
    if row[i].kind != DIGITS or i + 2 >= len(row):
        return None
    slash = row[i + 1].low == "/" and touches(row, i, i + 1) and touches(row, i + 1, i + 2)
    rate = words.rate.at(row, i + 1)
    at = i + 2 if slash else rate[0] if rate and rate[0] == i + 3 else 0
    if not at or at >= len(row) or row[at].low not in _SCALES:
        return None
    first = number_at(row[: i + 1], i, words)
    if first is None or not 0 <= first.value <= int(row[at].low):
        return None
    behind = row[at + 1].low if at + 1 < len(row) else ""
    if (
        "." not in row[i].low
        and behind not in words.marked
        and not any(t.low in words.marks for t in row[max(0, i - 4) : i])
    ):
        return None
    return Quantity(i, at + 1, first.value, first.value, unit=f"of {row[at].low}", number_end=at + 1)


_SCALES = frozenset(["5", "6", "10", "20", "100"])
