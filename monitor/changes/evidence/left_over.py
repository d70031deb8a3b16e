"""Figures that found no counterpart by place or concept, taken for one slot where nothing else can be meant.

Unmatched figures of both versions go in, pairs come out: one left, one came, both about the same. A pair is made only
where either side has no second candidate; says nothing about what the step means.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from itertools import chain, groupby

from monitor.changes.evidence.content import words_of_content
from monitor.changes.evidence.held import SMALL
from monitor.changes.evidence.measures import COUNT, SHARE
from monitor.changes.evidence.pairing import Pairing
from monitor.changes.evidence.slots import Fact, Match, concepts, likeness
from monitor.changes.evidence.whose import Whose
from monitor.facts.sentence import Sentence
from monitor.facts.vocabulary import vocabulary
from monitor.text.words import stem

_FARTHEST = 20
"""A value that moved by more than this factor is another figure."""
_NEAREST = 5
"""The same where only a word of the sentence tells that two figures are one."""
_CROWD = 60 * 60
"""Figures of one side times those of the other: beyond, pairs that only their kind would tell are not looked for."""
_ROUNDED = Decimal("0.02")
"""How far the sum of two told amounts may be from the third, as each was rounded."""
_MOST = 150
_TELLING = 4
"""Letters from which a word beside a figure tells what it is about."""
_NEAR = 0.1
"""Share of words around two figures of one concept from which they can be one."""
_COMMON = frozenset({COUNT, SHARE, "duration", "years", "length", "money-dollar", "money-euro", "money-pound"})
"""Measures that one story uses for many things: being the only one of these says nothing."""


def left_over(
    went: Sequence[Fact],
    came: Sequence[Fact],
    pairing: Pairing,
    everything: tuple[Sequence[Fact], Sequence[Fact]],
    matches: Sequence[Match] = (),
) -> list[tuple[Fact, Fact]]:
    """Pairs of figures that continue each other. `everything` holds all figures of the sentences that differ.

    `matches` are the figures that were found in both versions: they tell which paragraphs belong together.
    """
    old, new = [f for f in went if _steady(f)], [f for f in came if _steady(f)]
    if len(old) * len(new) > _CROWD:
        # With so many, nothing is the only candidate of its kind: only linked sentences tell which is which.
        old = [fact for fact in old if pairing.of_old(fact.sentence)][:_MOST]
        new = [fact for fact in new if pairing.of_new(fact.sentence)][:_MOST]
    whose = Whose(*everything)
    pairs: list[tuple[Fact, Fact]] = []
    for rule in (_beside, _same_concept, _same_noun, _same_measure):
        fits = [
            (a, b)
            for a in old
            for b in new
            if _comparable(a, b) and rule(a, b, pairing, everything) and not whose.apart(a, b)
        ]
        often = Counter(id(fact) for pair in fits for fact in pair)
        alone = [(a, b) for a, b in fits if often[id(a)] == often[id(b)] == 1]
        pairs += alone
        old = [fact for fact in old if all(fact is not a for a, _ in alone)]
        new = [fact for fact in new if all(fact is not b for _, b in alone)]
    rows = _same_row(old, new)
    for pair in (
        *rows,
        *_beside_a_match(old, new, matches),
        *_in_paragraph(old, new, pairing, matches),
        *_nearest(old, new),
    ):
        if all(pair[0] is not a and pair[1] is not b for a, b in pairs) and not whose.apart(*pair):
            pairs.append(pair)
    return pairs


def alone(went: Sequence[Fact], came: Sequence[Fact]) -> list[tuple[Fact, Fact]]:
    """What is still alone on both sides: one unit, one bound, a near value, and a rare word in both sentences."""
    old, new = [f for f in went if _steady(f)], [f for f in came if _steady(f)]
    if len(old) * len(new) > _CROWD:
        return []
    here, there = ({f.sentence.order: _telling(f.sentence) for f in side} for side in (old, new))
    often = [Counter(chain.from_iterable(side.values())) for side in (here, there)]
    fits = [
        (a, b)
        for a in old
        for b in new
        if _comparable(a, b)
        and (a.measured.measure != COUNT or min(a.measured.value, b.measured.value) > SMALL)
        and _within(a, b)
        and any(often[0][w] == often[1][w] == 1 for w in here[a.sentence.order] & there[b.sentence.order])
    ]
    times = Counter(id(fact) for pair in fits for fact in pair)
    return [(a, b) for a, b in fits if times[id(a)] == times[id(b)] == 1]


def _telling(sentence: Sentence) -> frozenset[str]:
    words = words_of_content(sentence)
    return frozenset(stem(word.low) for word in words if len(word.low) >= _TELLING and not word.number)


def _same_row(old: Sequence[Fact], new: Sequence[Fact]) -> list[tuple[Fact, Fact]]:
    """Figures of one sentence each, the only ones that give these measures together: "2.1 percent lower at $14.30"."""
    found = [[list(row) for _, row in groupby(side, key=lambda fact: fact.sentence.order)] for side in (old, new)]
    rows = [
        [sorted(row, key=_measure) for row in side if len({_measure(fact) for fact in row}) == len(row) > 1]
        for side in found
    ]
    fits = [
        (one, other)
        for one in rows[0]
        for other in rows[1]
        if len(one) == len(other) and all(_comparable(a, b) for a, b in zip(one, other, strict=True))
    ]
    return [pair for one, other in fits for pair in zip(one, other, strict=True)] if len(fits) == 1 else []


def _measure(fact: Fact) -> str:
    return fact.measured.measure


def _beside_a_match(old: Sequence[Fact], new: Sequence[Fact], matches: Sequence[Match]) -> list[tuple[Fact, Fact]]:
    """The one amount beside an amount of its measure that both give: "22 million, 6 million more than planned"."""
    linked = {
        (m.old.sentence.order, m.new.sentence.order, _measure(m.new)): m.new.measured.value
        for m in matches
        if m.old.same_amount(m.new) and m.old.measured.measure == _measure(m.new) != COUNT
    }
    fits = [
        (a, b)
        for a in old
        for b in new
        if _comparable(a, b)
        and (shared := linked.get((a.sentence.order, b.sentence.order, _measure(a)))) is not None
        and not _reckoned(a.measured.value, b.measured.value, shared)
    ]
    often = Counter(id(fact) for pair in fits for fact in pair)
    return [(a, b) for a, b in fits if often[id(a)] == often[id(b)] == 1 and _within(a, b)]


def _reckoned(one: Decimal, other: Decimal, shared: Decimal) -> bool:
    """Whether both and the shared amount are a sum: "40 months, 7 longer than planned", "40 months, not 33"."""
    least, middle, most = sorted((one, other, shared))
    return abs(least + middle - most) <= _ROUNDED * abs(most)


def _within(a: Fact, b: Fact) -> bool:
    """Whether a value moved by no more than a word of the sentence can vouch for."""
    one, other = abs(a.measured.value), abs(b.measured.value)
    return max(one, other) <= _NEAREST * min(one, other)


def _in_paragraph(
    old: Sequence[Fact], new: Sequence[Fact], pairing: Pairing, matches: Sequence[Match]
) -> list[tuple[Fact, Fact]]:
    """Figures of one measure beside the same word, in paragraphs that share a sentence or another figure."""
    linked = {(link.old.paragraph, link.new.paragraph) for link in pairing.links}
    linked |= {(match.old.sentence.paragraph, match.new.sentence.paragraph) for match in matches}
    fits = [
        (a, b)
        for a in old
        for b in new
        if (a.sentence.paragraph, b.sentence.paragraph) in linked and a.figure.unit and _comparable(a, b)
    ]
    often = Counter(id(fact) for pair in fits for fact in pair)
    return [(a, b) for a, b in fits if often[id(a)] == often[id(b)] == 1 and _share_a_word(a, b)]


def _nearest(old: Sequence[Fact], new: Sequence[Fact]) -> list[tuple[Fact, Fact]]:
    """Figures of one concept, of which several are left: each goes to the one whose words are most like its own."""
    alike = {
        (i, j): likeness(a.near, b.near)
        for i, a in enumerate(old)
        for j, b in enumerate(new)
        if a.figure.counted == b.figure.counted in concepts(b.sentence.lang) and _comparable(a, b)
    }
    return [
        (old[i], new[j])
        for (i, j), near in alike.items()
        if near >= _NEAR and all(other < near for key, other in alike.items() if (key[0] == i) != (key[1] == j))
    ]


def _steady(fact: Fact) -> bool:
    figure = fact.figure
    word_one = figure.value == 1 and not any(char.isdigit() for char in figure.surface)
    return not (fact.sentence.headline or figure.bound == "vague" or word_one or fact.added)


def _comparable(a: Fact, b: Fact) -> bool:
    units = {a.figure.unit, b.figure.unit}
    if a.measured.measure != b.measured.measure or (len(units) > 1 and units != {"", "person"}):
        return False
    one, other = (abs(fact.measured.value) for fact in (a, b))
    if one == other:
        # The other end of a range moved: "from 5 to 8", "from 5 to 12".
        one, other = (abs(fact.measured.hi or Decimal(0)) for fact in (a, b))
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
    return len(alike[0]) == len(alike[1]) == 1


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
