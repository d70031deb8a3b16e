"""Whether two clauses changed places instead of their numbers: 58 percent did and 29 did not, 29 did not and 58 did.

A match and the figures of both versions go in, yes or no comes out. What stands around the numbers decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from monitor.changes.evidence.slots import REACH, Fact, Match, likeness
from monitor.changes.evidence.whose import same_holder
from monitor.facts.ranges import number_at
from monitor.facts.sentence import FIGURE
from monitor.facts.vocabulary import vocabulary
from monitor.text.normal import fold
from monitor.text.tokens import DIGITS, tokens
from monitor.text.words import stem

_IN_PLACE = 0.75
"""Share of words in order below which a sentence was written anew, and two numbers may have moved with their words."""


def reordered(match: Match, old: Sequence[Fact], new: Sequence[Fact]) -> bool:
    """Whether two clauses changed places instead of their numbers: "58% ..., but 29% ..." -> "29% ..., though 58% ...".

    Both amounts stand in linked sentences of both versions; what stands around them decides which it was.
    """
    a, b = match.old, match.new
    if match.link is None or a.same_amount(b) or same_holder(a, b):
        return False
    same_old = [f for f in old if f.sentence is a.sentence and f is not a and f.same_amount(b)]
    same_new = [f for f in new if f.sentence is b.sentence and f is not b and f.same_amount(a)]
    if not same_old or not same_new:
        return match.link.order < _IN_PLACE and _exchanged(a, b, old, new)
    c, d = same_new[0], same_old[0]
    if a.figure.unit != b.figure.unit and a.figure.unit == c.figure.unit and d.figure.unit == b.figure.unit:
        return True  # "12 km (seven miles)" -> "seven miles (12 km)"
    if a.figure.noun != b.figure.noun and a.figure.noun == c.figure.noun and d.figure.noun == b.figure.noun:
        return True  # "71 females and 53 males" -> "53 males and 71 females": each took its noun along
    if _with_bound(a, c) and _with_bound(d, b):
        return True  # "about 62,000 ..., an estimated 20,000": each took its words along
    moved = likeness(_around(a), _around(c)) + likeness(_around(d), _around(b))
    return moved > likeness(_around(a), _around(b)) + likeness(_around(d), _around(c))


def _with_bound(one: Fact, other: Fact) -> bool:
    """Whether both are written in the same words, and not in digits alone."""
    surface = one.figure.surface.lower()
    return (
        surface == other.figure.surface.lower() and any(char.isalpha() for char in surface) and one.figure.bound != "="
    )


def _exchanged(a: Fact, b: Fact, old: Sequence[Fact], new: Sequence[Fact]) -> bool:
    """Whether the paragraph of each side gives the number of the other too, be it as a word such as "one"."""
    return _gives(a, b, old) and _gives(b, a, new)


def _gives(fact: Fact, wanted: Fact, facts: Sequence[Fact]) -> bool:
    paragraph = fact.sentence.paragraph
    beside = (f for f in facts if f.sentence.paragraph == paragraph and f is not fact)
    if any(other.same_amount(wanted) for other in beside):
        return True
    return wanted.figure.value in _values(fact.sentence.text, fact.sentence.lang)


@lru_cache(maxsize=1024)
def _values(text: str, lang: str) -> frozenset[Decimal]:
    """The values of all words and digits of a sentence that are numbers, figures or not."""
    row, words = tokens(fold(text)), vocabulary(lang)
    begins = (i for i, token in enumerate(row) if token.kind == DIGITS or token.low in words.begins)
    numerals = (number_at(row, i, words) for i in begins)
    return frozenset(numeral.value for numeral in numerals if numeral is not None)


def _around(fact: Fact) -> dict[str, float]:
    """All words between a figure and the figures beside it, the nearer the heavier, short ones hardly."""
    masked = fact.sentence.read.words.masked
    around: dict[str, float] = {}
    for step in (1, -1):
        place, distance = fact.at + step, 1
        while 0 <= place < len(masked) and masked[place] != FIGURE and distance <= 2 * REACH:
            word = masked[place]
            side = f"{step}{stem(word)}"  # what stands before one figure stands behind another
            value = (0.1 if len(word) <= 3 else 1.0) / distance**0.5
            around[side] = max(around.get(side, 0.0), value)
            place, distance = place + step, distance + 1
    return around
