"""One number with what stands around it: unit, bound, direction, and the tokens its words take up.

A Numeral (or a pair of them) and its row of tokens go in, a Quantity comes out. Looks at most a few tokens to either
side; never looks at what is counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from monitor.facts.figure import Bound
from monitor.facts.sums import whole
from monitor.facts.vocabulary import UNIT_KIND, Vocabulary
from monitor.text.tokens import DIGITS, SIGN, WORD, Token


class Quantity(NamedTuple):
    """A number as far as its own words go: tokens `first` up to `after` hold bound, sign, number and unit."""

    first: int
    after: int
    lo: Decimal
    hi: Decimal
    bound: Bound = "="
    unit: str = ""
    direction: str = ""
    age: bool = False
    one: bool = False
    year_like: bool = False
    vague: bool = False
    times: Decimal = Decimal(1)
    """What the unit multiplies the number by: "50 MUSD", "12 kt"."""
    scale: Decimal = Decimal(1)
    """What its last scale word stands for: a million in "1.2 million"."""
    few: bool = False
    """A vague word that is a figure only before people and what happened to them."""
    dual: bool = False
    """A noun whose ending says that there are two: it is the number and what is counted."""
    number_end: int = 0
    """The token after the number itself, before its unit."""

    def multiplied(self, unit: str, times: Decimal) -> Quantity:
        """So many times the number, in a unit: "MUSD" after 50."""
        return self._replace(lo=whole(self.lo * times), hi=whole(self.hi * times), unit=unit, times=times)

    @property
    def scaled(self) -> bool:
        """Whether it is written with millions or more."""
        return self.scale >= _MILLION


_MILLION = 1_000_000


def with_money_before(row: Sequence[Token], quantity: Quantity, words: Vocabulary) -> Quantity:
    """A currency sign or code just before the number: "$5", "US $5", "Rs. 500"."""
    at = quantity.first
    if at and row[at - 1].upper and (code := words.money_scaled.get(row[at - 1].low)):
        return quantity._replace(first=at - 1, year_like=False).multiplied(*code)
    negative = at > 1 and row[at - 1].low == "-" and touches(row, at - 2, at - 1) and touches(row, at - 1, at)
    found = words.money_before.before(row, at - 1 if negative else at)
    if found is None:
        return quantity
    first, unit = found
    if words.money_ascii.before(row, at) and not (touches(row, at - 1, at) and row[at].end - row[at].start > 1):
        return quantity
    # A code before a number is written in capitals, and one letter touches its sign: "A$5", but "a $5 fee".
    if row[first].low.isalpha() and not row[first].upper:
        return quantity if at - first < 2 else quantity._replace(first=at - 1, unit="dollar", year_like=False)
    if len(row[first].low) == 1 and row[first].low.isalpha() and not touches(row, first, first + 1):
        first, unit = first + 1, words.money_before.get(row[first + 1].low) or unit
    if negative:
        return quantity._replace(first=first, unit=unit, lo=-quantity.lo, hi=-quantity.hi, year_like=False)
    return quantity._replace(first=first, unit=unit, year_like=False)


def with_sign(row: Sequence[Token], quantity: Quantity, words: Vocabulary) -> Quantity:
    """A minus before the number, written as a sign that touches it or as a word."""
    i = quantity.first - 1
    if i < 0:
        return quantity
    low = row[i].low
    touching = row[i].end == row[quantity.first].start
    free = i == 0 or row[i - 1].end < row[i].start or row[i - 1].low in "(:"
    # "au moins 40" and "al menos 40" are bounds, though their last word alone is "minus".
    elided = row[quantity.first].low[1:2] == "'" and words.bounds_elided.before(row, quantity.first) is not None
    word = low in words.numbers.minus and words.bounds.before(row, quantity.first) is None and not elided
    if (low == "-" and touching and free) or word:
        return quantity._replace(first=i, lo=-quantity.hi, hi=-quantity.lo, year_like=False)
    if low == "-" and touching and i > 0 and row[i - 1].low in words.numbers.minus:
        return quantity._replace(first=i - 1, lo=-quantity.hi, hi=-quantity.lo, year_like=False)
    return quantity._replace(first=i, direction="rise") if low == "+" and touching and free else quantity


def with_unit(plain: str, row: Sequence[Token], quantity: Quantity, words: Vocabulary) -> Quantity:
    """The unit after the number, an age, a magnitude before it, and "per" what."""
    i = quantity.after
    glued = i < len(row) and row[i].low == "-" and row[i].start == row[i - 1].end
    if age := words.ages_after.at(row, i):
        name = next((unit for t in row[i : age[0]] if (unit := words.units.get(t.low)) is not None), "year")
        return quantity._replace(after=age[0], unit=name, age=True, year_like=False)
    start = i + 1 if glued else i
    scale = words.scales_before.get(row[start].low) if start < len(row) and row[start].kind == WORD else None
    if scale and (start + 1 == len(row) or row[start + 1].kind != DIGITS):
        # "a 5.6-magnitude quake", but "12 magnitude 5 quakes"
        return quantity._replace(after=start + 1, unit=scale, year_like=False)
    if start + 1 < len(row) and row[start].low in words.of_words and words.money.at(row, start + 1):
        start += 1  # "300 millions de couronnes"
    if not quantity.unit and (scaled := _scaled_unit(plain, row, start, words)):
        return _with_per(row, quantity._replace(after=start + 1, year_like=False).multiplied(*scaled), words)
    upper = words.units_upper.get(row[start].low) if start < len(row) and row[start].upper else None
    if upper and not quantity.unit and (len(row[start].low) == 1 or plain[row[start].end - 1].islower()):
        return quantity._replace(after=start + 1, unit=upper, year_like=False)
    if not quantity.unit and _inches(row, start, glued):
        return quantity._replace(after=start + 1, unit="inch", year_like=False)
    if not quantity.unit and (apart := _unit_apart(row, quantity, words)):
        return quantity._replace(after=apart[0], unit=apart[1], year_like=False)
    if not quantity.unit or row[start - 1].low == "-":
        found, measure = words.money.at(row, start), words.units.at(row, start)
        if found and not (measure and measure[0] > found[0]):  # "pound-feet" are no pounds
            if not quantity.unit:
                unit = _second_meaning(row, start, glued, words) or found[1]
                quantity = quantity._replace(after=found[0], unit=unit, year_like=False)
        elif not quantity.unit and measure and _spelt(plain, row, start, measure[0]):
            quantity = quantity._replace(after=measure[0], unit=measure[1], year_like=False)
    elif (found := words.money.at(row, i)) and row[i].kind == WORD and len(row[i].low) > 2:
        quantity = quantity._replace(after=found[0], unit=found[1])  # "$5 Australian dollars"
    tied = quantity.first > 1 and row[quantity.first - 1].low == "-"  # "a magnitude-7.8 quake"
    if not quantity.unit and (before := words.scales_before.before(row, quantity.first - tied)):
        k = before[0]
        if not (row[k].kind == SIGN and k and row[k - 1].kind == DIGITS):  # the sign of the number before it
            quantity = quantity._replace(unit=before[1], year_like=False)
    if quantity.unit in ("", "year") and _is_so_old(row, quantity, words):
        return quantity._replace(unit="year", age=True, year_like=False)
    if quantity.unit and (below := words.below_zero.at(row, quantity.after)) and UNIT_KIND.get(quantity.unit) == _HEAT:
        return quantity._replace(after=below[0], lo=-quantity.hi, hi=-quantity.lo)  # "12 degrees below zero"
    return _with_per(row, quantity, words) if quantity.unit else quantity


_HEAT = "temperature"


def _scaled_unit(plain: str, row: Sequence[Token], i: int, words: Vocabulary) -> tuple[str, Decimal] | None:
    """A unit that holds a scale: "50 MUSD", "12 kt of sand", "3 Mt"."""
    if i >= len(row) or row[i].kind != WORD:
        return None
    low = row[i].low
    if row[i].upper and (code := words.money_scaled.get(low)):
        return code
    if low == "kt" and (i + 1 < len(row) and row[i + 1].low in words.of_words or _second_meaning(row, i, False, words)):
        return _TONNE, Decimal(1000)
    return words.units_scaled.get(plain[row[i].start : row[i].end])


_TONNE = "metric ton"


def _second_meaning(row: Sequence[Token], i: int, glued: bool, words: Vocabulary) -> str:
    """The unit that a word for money at token i names here, "" where it means money: "20 pounds of rice"."""
    other = words.second_meanings.get(row[i].low)
    after = row[i + 1].low if i + 1 < len(row) else ""
    if other is None or after in other.excluded or row[i - 1].low in other.excluded:
        return ""
    thing = row[i + 2].low if i + 2 < len(row) and after in words.of_words else ""
    worth = words.concepts.get(thing or after)
    if worth is not None and "money" in worth.allowed:
        return ""
    return other.unit if glued or thing or any(token.low in other.near for token in row) else ""


def _inches(row: Sequence[Token], i: int, glued: bool) -> bool:
    """A double prime that touches its number, where no quote is open before it: 25.5" from end to end."""
    if glued or i >= len(row) or row[i].low != '"' or row[i].start != row[i - 1].end:
        return False
    return sum(token.low == '"' for token in row[:i]) % 2 == 0 and not any(t.low == '"' for t in row[i + 1 : i + 60])


def _unit_apart(row: Sequence[Token], quantity: Quantity, words: Vocabulary) -> tuple[int, str] | None:
    """A unit in brackets ("20 (kg)"), or one that a share is of ("a quarter of a mile")."""
    i = quantity.after
    if i + 2 < len(row) and row[i].low in "([{":
        found = words.units.at(row, i + 1)
        return (found[0] + 1, found[1]) if found and found[0] < len(row) and row[found[0]].low in ")]}" else None
    if (
        quantity.hi < 1
        and i + 2 < len(row)
        and row[i].low in words.of_words
        and row[i + 1].low in words.numbers.articles
    ):
        return words.units.at(row, i + 2) or words.units.at(row, i + 3)  # "1/16 of a US pint"
    return None


def _is_so_old(row: Sequence[Token], quantity: Quantity, words: Vocabulary) -> bool:
    """ "aged 34", "she is 34.", "un homme de 34 ans": a number of years that a person is, is an age."""
    i, after = quantity.first, quantity.after
    if words.ages_before.before(row, i) and quantity.hi < 130:
        return True
    if not quantity.unit and _age_spoken_of(row, quantity, words):
        return True
    of = i > 1 and row[i - 1].low in words.of_words and row[i - 2].low in words.people  # "two men of 34"
    if quantity.unit:
        # "Luis, de 34 años, ..."
        apart = i > 2 and row[i - 2].low == "," and row[i - 3].upper and after < len(row) and row[after].low in ",."
        return quantity.hi < 130 and (of or (apart and row[i - 1].low in words.of_words))
    if i < 2 or quantity.one or not (0 < quantity.lo < 120) or not (of or row[i - 1].low in words.ages_being):
        return False
    if after < len(row) and (row[after].low in ("-", "/", ":") or row[after].kind != SIGN and row[after].low == "of"):
        return False
    if after < len(row) and row[after].kind == WORD and row[after].low not in words.stop:
        return False
    return of or any(token.low in words.ages_who for token in row[max(0, i - 4) : i - 1])


def _age_spoken_of(row: Sequence[Token], quantity: Quantity, words: Vocabulary) -> bool:
    """ "Life expectancy in Velm is around 73": a bare number of years, after what is given in years."""
    i, after = quantity.first, quantity.after
    bare = after == len(row) or row[after].kind == SIGN or row[after].low in words.stop
    if not (bare and 10 < quantity.lo < 120 and quantity.hi < 120):
        return False
    return any(words.ages_about.at(row, k) for k in range(max(0, i - _ABOUT_REACH), i))


_ABOUT_REACH = 12


def _spelt(plain: str, row: Sequence[Token], i: int, after: int) -> bool:
    """Whether a one-letter unit is one: in lower case and touching, or the only reading ("5 m", "20°C", "3 W")."""
    low = row[i].low
    if after - i > 1 or len(low) > 1 or not low.isalpha():
        return True
    if row[i].upper and low not in "wlvc":
        return False  # "5G" is no weight
    return row[i].start == row[i - 1].end or plain[row[i].start : row[i].start + 1] in tuple("mlgtW")


def _with_per(row: Sequence[Token], quantity: Quantity, words: Vocabulary) -> Quantity:
    """ "dollar per barrel", "test per day", "5,000 euros a month"."""
    i = quantity.after
    tied = i + 2 < len(row) and row[i].low == "-" and row[i + 1].low in words.per_a and row[i + 2].low == "-"
    if tied:
        at = i + 3  # "a 12-cent-a-share dividend"
    elif found := words.per.at(row, i):
        at = found[0]
    elif i < len(row) and row[i].low in words.per_a:
        at = i + 1
        if at >= len(row) or row[at].low not in words.per_units:
            return quantity
        if at + 1 < len(row) and row[at + 1].low in words.per_not:
            return quantity  # "a year earlier"
    else:
        return quantity
    if at >= len(row) or row[at].kind != WORD or row[at].low in words.stop:
        return quantity
    if unit := words.units.at(row, at):
        name, after = unit[1], unit[0]
    else:
        name, after = row[at].low, at + 1
    return quantity._replace(after=after, unit=f"{quantity.unit} per {name}")


def rate_of(row: Sequence[Token], i: int, words: Vocabulary) -> str:
    """The unit of things counted by the hour or the day, "per minute" of "50 copies a minute"; "" for all others."""
    if i >= len(row):
        return ""
    if found := words.per.at(row, i):
        at = found[0]
    elif row[i].low in words.per_a and i + 1 < len(row) and row[i + 1].low in words.per_units:
        at = i + 1
    else:
        return ""
    unit = words.units.at(row, at)
    if unit is None or UNIT_KIND.get(unit[1]) != _TIME or (at + 1 < len(row) and row[at + 1].low in words.later):
        return ""
    return f"per {unit[1]}"


_TIME = "time"


def with_bound(row: Sequence[Token], quantity: Quantity, words: Vocabulary) -> Quantity:
    """The words before and after that say how the number is meant, and the verb that says which way it moved."""
    first = i = quantity.first
    if (
        i > 1
        and row[i - 1].low == "-"
        and touches(row, i - 2, i - 1)
        and (tied := words.bounds_tied.get(row[i - 2].low))
    ):
        return _after(row, quantity._replace(first=i - 2 if tied != "=" else i, bound=tied), words)
    if row[i].low[1:2] == "'" and (elided := words.bounds_elided.before(row, i)):
        i, bound = elided
        quantity, first = quantity._replace(first=i, bound=bound), i
    steps = 0
    while i > 0 and steps < 2 and row[i - 1].low in words.fillers and words.bounds.before(row, i) is None:
        i -= 1
        steps += 1
    # "over", "under", "up to" at the end of another construction ("took over 5 firms") are bounds all the same.
    if found := words.bounds.before(row, i):
        i, bound = found
        before = words.bounds.before(row, i)
        if before and bound == "~":
            i, bound = before
        quantity, first = quantity._replace(first=i, bound=bound), i
    direction = _direction(row, first, quantity, words)
    return _after(row, quantity._replace(direction=direction), words)


def _direction(row: Sequence[Token], i: int, quantity: Quantity, words: Vocabulary) -> str:
    """Which way a number moved whose words begin at token i: told by a word before it or after it."""
    if direction := moved(row, i, words):
        return direction if quantity.unit or row[i - 1].low not in words.directions_measured else ""
    after = words.directions_after.at(row, quantity.after)
    return after[1] if after else quantity.direction


def moved(row: Sequence[Token], i: int, words: Vocabulary) -> str:
    """The movement told by the word before token i, or by a verb a little before "by": "grow sales by 35 per cent"."""
    if found := words.directions.before(row, i):
        return found[1]
    if i < 2 or row[i - 1].low not in words.directions_by:
        return ""
    for j in range(i - 2, max(-1, i - 7), -1):
        if row[j].kind != WORD:
            return ""
        if found := words.directions.before(row, j + 1):
            return found[1]
    return ""


def _after(row: Sequence[Token], quantity: Quantity, words: Vocabulary) -> Quantity:
    for at in (quantity.after, quantity.number_end):
        found = words.bounds_after.at(row, at)
        if found and (row[at].kind == WORD or touches(row, at - 1, at)):
            if quantity.bound == "=" or quantity.bound == "vague":
                return quantity._replace(bound=found[1], after=max(quantity.after, found[0]))
            return quantity
    # "five people or more": one noun may stand between.
    i = quantity.after
    if quantity.bound == "=" and i + 1 < len(row) and row[i].kind == WORD and row[i].low not in words.stop:
        found = words.bounds_after.at(row, i + 1)
        if found and found[0] - i > 2:
            return quantity._replace(bound=found[1])
    return quantity


def is_year(row: Sequence[Token], first: int, after: int) -> bool:
    """Whether a bare four-digit number may be a year at all: 1000 to 2199, ungrouped, alone."""
    token = row[first]
    alone = after == first + 1 and token.kind == DIGITS and len(token.low) == 4
    return alone and "1000" <= token.low < "2200"


def touches(row: Sequence[Token], i: int, j: int) -> bool:
    """Whether tokens i and j stand side by side without space."""
    return 0 <= i < j < len(row) and row[i].end == row[j].start
