"""What two numbers of a sentence say about each other: a unit said once, a bound that holds for both, a list of ages.

The tokens and two Quantities that follow each other go in; both come out, with what one takes from the other. Never
looks at nouns or concepts.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.facts.nouns import OR
from monitor.facts.quantities import Quantity
from monitor.facts.ranges import FROM
from monitor.facts.vocabulary import Vocabulary
from monitor.text.tokens import DIGITS, SIGN, WORD, Token

# Farther apart, in tokens, two numbers do not share a unit that is said once.
REACH = 12


def settled(row: Sequence[Token], before: Quantity, quantity: Quantity, words: Vocabulary) -> tuple[Quantity, Quantity]:
    """The number before and the number at hand, each completed from the other where the words leave it out."""
    if quantity.unit:
        if not before.unit and (_part_of(row, before, quantity, words) or _said_once(row, before, quantity, words)):
            before = before._replace(unit=quantity.unit)
        if quantity.bound == "=" and _restates(row, before, quantity):
            quantity = quantity._replace(bound=before.bound, direction=quantity.direction or before.direction)
        return before, quantity
    if quantity.scaled and before.scaled and before.unit in words.money_units and not _has_noun(row, quantity, words):
        return before, quantity._replace(unit=before.unit)  # "rose from 1.9 billion euros to 3.4 billion"
    if not before.unit or not _bare(row, quantity, words):
        return before, quantity
    if before.age and _listed(row, before, quantity, words):
        return before, quantity._replace(unit="year", age=True)
    if _from_to(row, before, quantity, words) or _measured_alike(row, before, quantity, words):
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
    return row[i].low in words.stop and row[i].low not in words.concepts and row[i].low not in words.of_words


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
    return opened and i - before.after < 8 and row[i - 1].low in words.range_to


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
