"""What each version of an article reports as a whole: does it give this figure anywhere, in whatever words?

A figure and a side go in, yes or no comes out. Unchanged sentences are read only when a question needs them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from decimal import Decimal

from monitor.changes.evidence.article_amounts import article_amounts
from monitor.changes.evidence.document import MOST_SENTENCES, Document
from monitor.changes.evidence.measures import COUNT, SHARE, factors
from monitor.changes.evidence.slots import Fact, Part, concepts, likeness, parts_of
from monitor.facts.dates import Date
from monitor.facts.figure import Figure
from monitor.facts.sentence import Sentence
from monitor.facts.vocabulary import vocabulary
from monitor.text.cues import cues

SMALL = 20
"""Small numbers count many things in one story: two of them are the same fact only if they can count the same."""
_BESIDE = 0.3
"""Share of words around two small numbers from which they count the same thing."""
_SHARE_AS_WORD = Decimal("0.005")
"""How far a percentage may be from the share that a word names: "a third" is 33 percent."""
_ARABIC_THE = "ال"
_CLOCK = re.compile(r"(?<![\d.,])([01]?\d|2[0-3])(?:[.]([0-5]\d))?(?![\d.,])")
_AS_ARTICLE = Decimal("0.001")
"""How far two such amounts may be apart: units are no round parts of each other."""
_HALF = Decimal("0.5")
_CONVERTED = Decimal("0.051")
"""How far apart two amounts may be that are one in two units; measures.converted_equal draws its line below this."""


_Given = tuple[Sentence, Part]


def _amount(given: _Given) -> Decimal:
    return given[1].measured.value


class Held:
    """What each version reports as a whole. Unchanged sentences are read only when a question needs them."""

    def __init__(self, documents: tuple[Document, Document]) -> None:
        self._documents = documents
        self._facts: list[dict[object, list[_Given]] | None] = [None, None]
        self._articles: list[frozenset[tuple[str, Decimal]] | None] = [None, None]
        self._told_shares: list[frozenset[Decimal] | None] = [None, None]

    def _like(self, side: int, fact: Fact) -> list[Fact]:
        """Facts of one version that can be the same amount."""
        known = self._facts[side]
        if known is None:
            known = defaultdict(list)
            for sentence in self._documents[side].sentences[:MOST_SENTENCES]:
                for part in parts_of(sentence):
                    given = sentence, part
                    known[part.figure.value].append(given)
                    known[part.measured.measure].append(given)
            for key, alike in known.items():
                if isinstance(key, str):
                    alike.sort(key=_amount)
            self._facts[side] = known
        value = fact.figure.value
        values = [value]
        if value is not None and fact.measured.measure.startswith("money"):
            values += [value * 100, value / 100]  # "60 cents", "0.60 euros"
        found = [
            *(given for v in values for given in known.get(v, ())),
            *(self._near(side, fact) if fact.figure.unit else ()),
        ]
        return [Fact(part.figure, sentence, *part[1:]) for sentence, part in found]

    def _shares(self, side: int) -> frozenset[Decimal]:
        """The shares that the differing sentences of a version tell in one word, figure or not: "half of them"."""
        known = self._told_shares[side]
        if known is None:
            document = self._documents[side]
            numbers = vocabulary(document.lang).numbers
            words = {word.removeprefix(_ARABIC_THE) for sentence in document.changed for word in sentence.key}
            tables = numbers.singles, numbers.parts, numbers.fractions
            found = {table.get(word) for word in words for table in tables}
            if not words.isdisjoint(cues(document.lang).words("shares", "half")):
                found.add(_HALF)
            known = self._told_shares[side] = frozenset(share for share in found if share is not None)
        return known

    def _near(self, side: int, fact: Fact) -> list[_Given]:
        """Facts of one version in the same measure that may be the same amount in another unit."""
        alike, value = (self._facts[side] or {}).get(fact.measured.measure, []), fact.measured.value
        room = abs(value) * _CONVERTED
        return alike[bisect_left(alike, value - room, key=_amount) : bisect_right(alike, value + room, key=_amount)]

    def by_old(self, fact: Fact, strict: bool = False) -> bool:
        """Whether the old version reports the same amount of what can be the same thing.

        `strict`: a small number has to count the same word there.
        """
        return self._holds(0, fact, strict)

    def by_new(self, fact: Fact, strict: bool = False) -> bool:
        """Whether the new version does."""
        return self._holds(1, fact, strict)

    def _holds(self, side: int, fact: Fact, strict: bool) -> bool:
        like = [other for other in self._like(side, fact) if same_fact(fact, other)]
        if any(not strict or _counts_alike(fact, other) for other in like):
            return True
        if fact.measured.measure == SHARE and any(
            abs(fact.measured.value - s) < _SHARE_AS_WORD for s in self._shares(side)
        ):
            return True
        if self._clock(side, fact.figure):
            return True
        value = fact.figure.value
        # "2100 members" can be taken for a year there: bare digits are looked for as they stand.
        return value is not None and value >= 1000 and value % 1 == 0 and f"{value:f}" in self._documents[side].word_set

    def with_article(self, side: int, fact: Fact) -> bool:
        """Whether that version gives it with an article: "12 months", "a year"."""
        measure, value = fact.measured.measure, fact.measured.value
        if fact.figure.unit not in factors() or measure == SHARE:
            return False
        said = self._articles[side]
        if said is None:
            document = self._documents[side]
            sentences = document.sentences[:MOST_SENTENCES]
            said = frozenset(a for s in sentences for a in article_amounts(s.text, document.lang))
            self._articles[side] = said
        return any(m == measure and abs(v - value) <= _AS_ARTICLE * value for m, v in said)

    def _clock(self, side: int, figure: Figure) -> bool:
        """Whether the figure is a time of day in that version: "at 14.15", "2.15pm"; "8 heures", "8 h"."""
        m = _CLOCK.search(figure.surface) if figure.unit in ("", "hour") else None
        if m is None or (m[2] is None and not figure.unit):
            return False
        time = frozenset({f"time:{int(m[1]):02d}{m[2] or '00'}"})
        return self._documents[side].dates.holds(Date(m[0], 0, 0, time))


def _counts_alike(one: Fact, other: Fact) -> bool:
    if one.measured.measure != COUNT or one.measured.value > SMALL:
        return True
    return one.figure.counted == other.figure.counted or likeness(one.near, other.near) >= _BESIDE


def same_fact(one: Fact, other: Fact) -> bool:
    """Whether both can be the same report: equal amounts, and neither says it counts another known concept."""
    if one.same_age(other):
        return True
    if not one.same_amount(other):
        # "from 22 to 11 per cent" leaves a unit out; "seven instalments" says that it is no seven weeks.
        bare = one.figure if not one.figure.unit else other.figure
        other_thing = bool(bare.noun) and bare.value is not None and abs(bare.value) <= SMALL
        if other_thing or not one.same_digits(other):
            return False
    known = concepts(one.sentence.lang)
    counted, also = one.figure.counted, other.figure.counted
    if one.measured.measure != COUNT or one.measured.value > SMALL:
        return True  # hardly used for two things in one story
    if "" not in (one.figure.unit, other.figure.unit) and one.figure.unit != other.figure.unit:
        return False
    return counted == also or counted not in known or also not in known
