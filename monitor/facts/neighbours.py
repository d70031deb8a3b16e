"""What two numbers of a sentence say about each other: a unit said once, a bound that holds for both, a list of ages.

The tokens and two Quantities that follow each other go in; both come out, with what one takes from the other. Never
looks at nouns or concepts.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.facts.nouns import OR
from monitor.facts.quantities import Quantity
from monitor.facts.ranges import FROM
from monitor.facts.sums import whole
from monitor.facts.vocabulary import Vocabulary
from monitor.text.tokens import DIGITS, SIGN, WORD, Token

# Farther apart, in tokens, two numbers do not share a unit that is said once.
REACH = 12


def settled(row: Sequence[Token], before: Quantity, quantity: Quantity, words: Vocabulary) -> tuple[Quantity, Quantity]:
    """The number before and the number at hand, each completed from the other where the words leave it out."""
    before = _scale_said_once(row, before, quantity, words)
    if quantity.unit:
        if not before.unit and _unit_said_once(row, before, quantity, words):
            before = before._replace(unit=quantity.unit, age=quantity.age)
        if quantity.bound == "=" and _restates(row, before, quantity):
            quantity = quantity._replace(bound=before.bound, direction=quantity.direction or before.direction)
        elif _moved_alike(row, before, quantity, words):
            quantity = quantity._replace(direction=before.direction)
        return before, quantity
    if quantity.scaled and before.scaled and before.unit in words.money_units and not _has_noun(row, quantity, words):
        return before, quantity._replace(unit=before.unit)  # "rose from 1.9 billion euros to 3.4 billion"
    if not before.unit or not _bare(row, quantity, words):
        return before, quantity
    if before.age and _listed(row, before, quantity, words):
        return before, quantity._replace(unit="year", age=True)
    alike = _measured_alike(row, before, quantity, words) or _at_another_time(row, before, quantity, words)
    if alike or _from_to(row, before, quantity, words):
        return before, quantity._replace(unit=before.unit, age=before.age)
    return before, quantity


def _has_noun(row: Sequence[Token], quantity: Quantity, words: Vocabulary) -> bool:
    """Whether people follow the number, or, in a language of which no noun is known, any word."""
    i = quantity.after
    if i == len(row) or row[i].kind != WORD:
        return False
    return row[i].low in words.people or words.head == "none"


def _bare(row: Sequence[Token], quantity: Quantity, words: Vocabulary) -> bool:
    """Whether no noun of its own follows the number, nor a word that says what happened to so many."""
    i = quantity.after
    if i == len(row) or (row[i].kind == SIGN and row[i].low not in "-/"):
        return True
    return (
        row[i].low in words.times
        or row[i].low in words.stop
        and row[i].low not in words.concepts
        and row[i].low not in words.of_words
    )


def _unit_said_once(row: Sequence[Token], before: Quantity, quantity: Quantity, words: Vocabulary) -> bool:
    """Whether a unit holds for the number before it as well."""
    if before.after == before.number_end and not before.year_like and _from_to(row, before, quantity, words):
        return quantity.first - before.after == 1  # "slowed from 4.8 to 4.7 percent"
    return _part_of(row, before, quantity, words) or _said_once(row, before, quantity, words)


def _scale_said_once(row: Sequence[Token], before: Quantity, quantity: Quantity, words: Vocabulary) -> Quantity:
    """The number before with the scale that only the second one says: "grew from 24.2 to 33 billion euros".

    "From 400 to 2 million" are 400 after all: only what is of one size with the second number shares its scale.
    """
    if before.scale != 1 or quantity.scale < _THOUSAND or before.unit or before.year_like or before.lo != before.hi:
        return before
    tied = before.after == before.number_end and quantity.first - before.after <= 2 and before.lo < _THOUSAND
    if not tied or not _from_to(row, before, quantity, words) or quantity.lo <= 0:
        return before
    low = before.lo * quantity.scale
    alike = quantity.lo / _SIZE <= low <= quantity.hi * _SIZE
    return before._replace(lo=whole(low), hi=whole(low), scale=quantity.scale) if alike else before


_THOUSAND, _SIZE = 1000, 10


def _part_of(row: Sequence[Token], before: Quantity, quantity: Quantity, words: Vocabulary) -> bool:
    """ "280 million of the 1.5 billion shekels": the part has the unit of the whole."""
    i, after = before.after, quantity.first
    return 0 < after - i < 3 and row[i].low in words.of_words and (after - i == 1 or row[i + 1].low in words.stop)


def handed_back(row: Sequence[Token], numbers: list[Quantity], words: Vocabulary) -> None:
    """A unit that the last number got from the one after it, given to those before it: "20, 25 and 30 euros"."""
    for k in range(len(numbers) - 1, 0, -1):
        one, other = numbers[k - 1], numbers[k]
        bare = other.unit and other.after == other.number_end and not one.unit and one.after == one.number_end
        if not (bare and other.first - one.after == 1 and row[one.after].low == "," and not one.year_like):
            return
        numbers[k - 1] = one._replace(unit=other.unit)


def _said_once(row: Sequence[Token], before: Quantity, quantity: Quantity, words: Vocabulary) -> bool:
    """Whether a unit holds for the number before it, too: "5 and 6 kg", "20, 25 and 30 euros".

    In "scored 7 and 5 minutes later 9" it does not: the second number says when.
    """
    if before.year_like or before.after != before.number_end or quantity.first - before.after != 1:
        return False
    low = row[before.after].low
    if low not in words.numbers.joiners and low not in OR:
        return False
    i = quantity.after
    return i >= len(row) or not (row[i].low in words.per_not or row[i].low in words.later)


def _restates(row: Sequence[Token], before: Quantity, quantity: Quantity) -> bool:
    """Whether a number is the one before it in another unit, so that it shares its bound and movement.

    "more than 7 million crowns ($1 million)", "just under 296 hp (224 kW / 300 PS)", "up 15 cents, or 1.2 percent".
    """
    if not before.unit or before.unit == quantity.unit:
        return False
    between = [token.low for token in row[before.after : quantity.first]]
    return between in (["("], ["/"]) or (len(between) == 2 and between[0] == "," and between[1] in OR)


def _listed(row: Sequence[Token], before: Quantity, quantity: Quantity, words: Vocabulary) -> bool:
    """Whether a bare number goes on with a list: "aged 34, 40 and 52"."""
    between = {token.low for token in row[before.after : quantity.first]}
    return quantity.first - before.after < 3 and bool(between) and between <= {",", *words.numbers.joiners}


def _from_to(row: Sequence[Token], before: Quantity, quantity: Quantity, words: Vocabulary) -> bool:
    """Whether a bare number is the other end of a movement, in the unit of the first: "from 20 mpg last year to 29"."""
    i = quantity.first
    opened = before.first > 0 and i > before.after and row[before.first - 1].low in FROM
    return (
        opened and i - before.after < 8 and (row[i - 1].low in words.range_to or words.level.before(row, i) is not None)
    )


def _at_another_time(row: Sequence[Token], before: Quantity, quantity: Quantity, words: Vocabulary) -> bool:
    """Whether a bare number is the same measure at another time: "4.9 percent in May and 5.1 in June"."""
    i, after = quantity.first, quantity.after
    if before.unit in _COUNTS or quantity.year_like or not 1 < i - before.after <= REACH:
        return False
    if not (row[i - 1].low in words.numbers.joiners or row[i - 1].low == ","):
        return False
    return _time(row, before.after, i - 1, words) and _time(row, after, min(after + 2, len(row)), words)


def _time(row: Sequence[Token], first: int, after: int, words: Vocabulary) -> bool:
    """Whether the tokens tell a time and nothing else: "in May", "im Vorjahr", "last year"."""
    told = False
    for i in range(first, after):
        low = row[i].low
        year = row[i].kind == DIGITS and len(low) == 4
        told = told or year or low in words.months or low in words.weekdays or low in words.times
        if not (
            year
            or low in words.stop
            or low in words.months
            or low in words.weekdays
            or low in words.times
            or low == ","
        ):
            return False
    return told


def _moved_alike(row: Sequence[Token], before: Quantity, quantity: Quantity, words: Vocabulary) -> bool:
    """Whether a number moved as the one before it did: "were down 2.3%, Burlon by 2.6%"."""
    i = quantity.first
    between = row[before.after : i]
    if not before.direction or before.unit != quantity.unit or quantity.direction or quantity.bound != "=":
        return False
    if not 2 < len(between) <= _ROW_REACH or not (between[0].low == "," or between[0].low in words.numbers.joiners):
        return False
    names = between[1:-1] if between[-1].low in words.directions_by else between[1:]
    return len(names) < len(between) - 1 and all(token.upper or token.low in words.fillers for token in names)


_ROW_REACH = 6


def _measured_alike(row: Sequence[Token], before: Quantity, quantity: Quantity, words: Vocabulary) -> bool:
    """Whether a bare number is held against the one before: "rose to 5.1 percent from 4.9", "fell 2 percent, ... by 1".

    A level is not held against a movement: in "rose 8 percent to 3.65" nobody knows what the 3.65 are.
    """
    i = quantity.first
    moved = bool(before.direction) != bool(quantity.direction)
    if moved or quantity.year_like or before.unit in _COUNTS or i - before.after > REACH:
        return False
    if any(token.kind == DIGITS or token.low in ";:" for token in row[before.after : i]):
        return False
    return words.level.before(row, i) is not None


_COUNTS = frozenset(["score", "share", "count", "person"])
