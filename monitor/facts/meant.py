"""Whether a number that was read is meant as a figure: not a year, not "one" as a pronoun, not a name.

A sentence's tokens, a Quantity and its noun go in, yes or no comes out. Dates and identifiers were taken out before.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.facts.nouns import Noun
from monitor.facts.quantities import Quantity
from monitor.facts.vocabulary import Vocabulary
from monitor.text.tokens import DIGITS, WORD, Token


def is_figure(plain: str, row: Sequence[Token], quantity: Quantity, noun: Noun, words: Vocabulary) -> bool:
    """Whether a number is a figure at all: not a year, not "one" as a pronoun, not a vague word about nothing."""
    before = row[quantity.first - 1] if quantity.first else None
    if before is not None and before.kind == WORD and not quantity.unit and row[quantity.number_end - 1].kind == WORD:
        if not noun.head and before.low in words.rank_before:
            return False  # "the top two"
        if row[quantity.first].upper and before.upper and not noun.people and not _titled(row):
            return False  # a name: "The Evening Seven"
    if _names(row, quantity, words) and not noun.people and not _titled(row):
        return False
    if quantity.one:
        if _of_so_many(row, quantity.after, words):
            return True  # "one of the six hostages"
        if before is not None and before.low in words.one_not_before:
            return False
        if words.numbers.ones_are_articles:
            concept = words.concepts.get(noun.head)
            return noun.head in words.people or (concept is not None and concept.unit == "person")
        after = row[quantity.after] if quantity.after < len(row) else None
        return (
            after is not None
            and after.kind == WORD
            and after.low not in words.one_not
            and bool(noun.head or quantity.unit)
        )
    if quantity.unit in _SIZES and _file(row, quantity, words):
        return False
    if quantity.year_like and quantity.bound == "=":
        return _counts(row, quantity, noun, words)
    if quantity.few:
        return noun.head in words.people or noun.head in words.concepts
    if (
        quantity.lo != quantity.hi
        and not quantity.unit
        and not noun.people
        and quantity.lo >= 1500
        and quantity.hi < 2200
    ):
        return quantity.bound != "=" or quantity.lo % 1 != 0  # "between 2014 and 2017"
    return True


_SIZES = frozenset(["kilobyte", "megabyte", "gigabyte"])


def _file(row: Sequence[Token], quantity: Quantity, words: Vocabulary) -> bool:
    """Whether a number of bytes is the size of a file to download: "(PDF, 3.1MB)", "412 KB, DOCX"."""
    near = row[max(0, quantity.first - 3) : quantity.first], row[quantity.after : quantity.after + 3]
    return any(token.low in words.files for part in near for token in part)


def _names(row: Sequence[Token], quantity: Quantity, words: Vocabulary) -> bool:
    """Whether a bare "hundred" opens a name: "Hundred Acre Wood", "Thousand Oaks"."""
    first, after = row[quantity.first], quantity.number_end
    bare = after == quantity.first + 1 and first.low in words.numbers.bare and words.head == "plural"
    return bare and first.upper and after < len(row) and row[after].upper


def _counts(row: Sequence[Token], quantity: Quantity, noun: Noun, words: Vocabulary) -> bool:
    """Whether four digits that may be a year are a count: what is counted stands right after them."""
    i, after = quantity.first, quantity.after
    before = row[i - 1] if i else None
    if words.extents.before(row, i) or words.extents_after.at(row, after):
        return True  # "another 2000", "1200 others"
    if before is not None and before.low in words.months:
        return False
    what = words.concepts.at(row, after) if after < len(row) else None
    happened = what is not None and what[1].unit == "person"
    if before is not None and before.low in words.year_before:
        # "rose to 1900 dead", "passe à 2100 morts"; but "in 2019 deaths fell", "from 2010 to 2019".
        if before.low in words.numbers.joiners and (noun.people or happened):
            return not _list_of_years(row, i, words)
        new_level = words.level.before(row, i) is not None and before.low in words.year_targets
        return new_level and (noun.people or happened) and not _year_near(row, i)
    if noun.head and before is not None and (before.low in words.count_before or _did(before, words)):
        return True  # "has 2134 confirmed cases", "destroyed 2000 homes"
    if noun.people or (happened and not (before is not None and before.low in words.fillers)):
        return True
    if not noun.head or (before is not None and before.low in words.stop):
        return False
    if words.head == "capital" and before is not None and before.upper:
        return False  # "die WM 2026 Tickets"
    return quantity.lo < _FIRST_YEAR or (words.year_after_noun and _thing(row, after, noun, words))


_FIRST_YEAR = 1900


def _did(before: Token, words: Vocabulary) -> bool:
    """Whether the word before a number says what happened to so many: "destroyed 2000 homes"."""
    concept = words.concepts.get(before.low)
    return concept is not None and (concept.unit == "person" or "building" in concept.allowed)


def _thing(row: Sequence[Token], i: int, noun: Noun, words: Vocabulary) -> bool:
    """Whether a noun in the plural, or in German any noun, stands right after a number."""
    if i >= len(row) or row[i].low != noun.head or row[i].low in words.numbers.values:
        return False
    return words.head == "capital" and row[i].upper or noun.head[-1] in "sx"


def _list_of_years(row: Sequence[Token], i: int, words: Vocabulary) -> bool:
    """Whether "and" before a number joins years: "2019 and 2020 deaths", "between 2019 and 2020"."""
    near = row[max(0, i - 6) : i - 1]
    return bool(near) and (near[-1].kind == DIGITS or any(token.low in words.range_open for token in near))


def _year_near(row: Sequence[Token], i: int) -> bool:
    """Whether another year stands a little before: "from 2010 to 2019"."""
    return any(t.kind == DIGITS and len(t.low) == 4 and t.low.isdigit() for t in row[max(0, i - 4) : i])


def _of_so_many(row: Sequence[Token], i: int, words: Vocabulary) -> bool:
    """Whether "of" and a number follow, an article between them left out."""
    if i + 1 >= len(row) or row[i].low not in words.of_words:
        return False
    i += 1 if row[i + 1].kind == DIGITS or row[i + 1].low in words.numbers.values else 2
    return i < len(row) and (row[i].kind == DIGITS or row[i].low in words.numbers.values)


def _titled(row: Sequence[Token]) -> bool:
    """Whether most words have capitals, as in a headline."""
    long = [token for token in row if token.kind == WORD and token.end - token.start > 3]
    return sum(token.upper for token in long) > 0.7 * len(long)
