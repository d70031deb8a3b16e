"""Figures that found no counterpart by place or concept, taken for one slot where nothing else can be meant.

Unmatched figures of both versions go in, pairs come out: one left, one came, both about the same. A pair is made only
where either side has no second candidate; says nothing about what the step means.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from monitor.changes.measures import COUNT, SHARE
from monitor.changes.pairing import Pairing
from monitor.changes.slots import Fact, concepts
from monitor.facts.vocabulary import vocabulary

_FARTHEST = 20
"""A value that moved by more than this factor is another figure."""
_TELLING = 4
"""Letters from which a word beside a figure tells what it is about."""
_COMMON = frozenset({COUNT, SHARE, "duration", "years", "length", "money-dollar", "money-euro", "money-pound"})
"""Measures that one story uses for many things: being the only one of these says nothing."""


def left_over(
    went: Sequence[Fact], came: Sequence[Fact], pairing: Pairing, everything: tuple[Sequence[Fact], Sequence[Fact]]
) -> list[tuple[Fact, Fact]]:
    """Pairs of figures that continue each other. `everything` holds all figures of the sentences that differ."""
    old, new = [f for f in went if _steady(f)], [f for f in came if _steady(f)]
    pairs: list[tuple[Fact, Fact]] = []
    for rule in (_beside, _same_concept, _same_noun, _same_measure):
        fits = [(a, b) for a in old for b in new if _comparable(a, b) and rule(a, b, pairing, everything)]
        often = Counter(id(fact) for pair in fits for fact in pair)
        alone = [(a, b) for a, b in fits if often[id(a)] == often[id(b)] == 1]
        pairs += alone
        old = [fact for fact in old if all(fact is not a for a, _ in alone)]
        new = [fact for fact in new if all(fact is not b for _, b in alone)]
    return pairs


def _steady(fact: Fact) -> bool:
    figure = fact.figure
    word_one = figure.value == 1 and not any(char.isdigit() for char in figure.surface)
    return not (fact.sentence.headline or figure.bound == "vague" or word_one or fact.added)


def _comparable(a: Fact, b: Fact) -> bool:
    units = {a.figure.unit, b.figure.unit}
    if a.measured.measure != b.measured.measure or (len(units) > 1 and units != {"", "person"}):
        return False
    one, other = abs(a.measured.value), abs(b.measured.value)
    return one != other and max(one, other) <= _FARTHEST * min(one, other)


def _beside(a: Fact, b: Fact, pairing: Pairing, everything: object) -> bool:
    """Linked sentences, and a word that both stand beside."""
    if pairing.link(a.sentence, b.sentence) is None:
        return False
    return _share_a_word(a, b)


def _share_a_word(a: Fact, b: Fact) -> bool:
    return any(len(word) >= _TELLING and word in b.near for word in a.near)


def _same_concept(a: Fact, b: Fact, pairing: Pairing, everything: tuple[Sequence[Fact], Sequence[Fact]]) -> bool:
    """Each version gives one figure of this concept: "1,204 cases", "1,335 people were infected"."""
    concept = a.figure.counted
    if concept != b.figure.counted or concept not in concepts(b.sentence.lang):
        return False
    alike = [[f for f in side if f.figure.counted == concept and _comparable(f, a)] for side in everything]
    apart = a.figure.place and b.figure.place and a.figure.place != b.figure.place
    return not apart and len(alike[0]) == len(alike[1]) == 1


def _same_noun(a: Fact, b: Fact, pairing: Pairing, everything: tuple[Sequence[Fact], Sequence[Fact]]) -> bool:
    """Each version counts these once, in a word that is no concept: "46 passengers", "52 passengers"."""
    noun = a.figure.counted
    if not noun or noun != b.figure.counted or noun in concepts(b.sentence.lang):
        return False
    return all(sum(fact.figure.counted == noun for fact in side) == 1 for side in everything)


def _same_measure(a: Fact, b: Fact, pairing: Pairing, everything: tuple[Sequence[Fact], Sequence[Fact]]) -> bool:
    """Each version gives one amount of this measure, and it is a rare one or stands beside the same word."""
    measure = a.measured.measure
    if not a.figure.unit or measure == COUNT:
        return False
    common = measure in _COMMON or measure in vocabulary(b.sentence.lang).money_units
    if common and not _share_a_word(a, b):
        return False
    return all(sum(fact.measured.measure == measure for fact in side) == 1 for side in everything)
