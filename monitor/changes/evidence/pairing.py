"""Which sentence of the new version says again what a sentence of the old one said, however reworded, split or moved.

Sentences that differ go in, links with their likeness come out. Looks at words only, never at what figures say.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from rapidfuzz.distance import Indel

from monitor.facts.sentence import Sentence, Words

PAIR = 0.3
"""Share of meaning-carrying words two sentences must have in common to be one sentence in two versions."""
LINK = 0.55
"""Share of the shorter one's words that a sentence must hold to be where it was merged into, or split from."""
READABLE = 0.4
"""From this share of equal words, in order and in all, a telling word of one sentence faces one of the other."""
STRONG = 0.6
"""From this share of equal words in equal order, sentences are the same but for an edit."""

_COMMON = 60
"""A word in more sentences than this leads to no candidates, and tells nothing of those that other words lead to."""
_HELD_WORDS = 3
"""Words in common from which a sentence can be held by another one."""
_ENOUGH, _LEAST = PAIR / 4 * 0.999, LINK * 0.999
"""Most sentences share too little to be looked at: below this share of both's words, and of the shorter one's."""


@dataclass(frozen=True, slots=True)
class Link:
    """Two sentences that report the same. `likeness` is 0..1 over weighted words, `order` over the sequence of words.

    `main` marks the one best partner of both; the others are where a sentence was split or merged.
    """

    old: Sentence
    new: Sentence
    likeness: float
    order: float
    main: bool

    @property
    def strong(self) -> bool:
        """Whether the two are one sentence with an edit, so that each differing word can be read as a change."""
        return self.main and self.order >= STRONG

    @property
    def readable(self) -> bool:
        """Whether telling words of the two, outcomes, can be held against each other by where they stand."""
        return self.strong or (self.main and self.order >= READABLE <= self.likeness)


@dataclass(slots=True)
class Pairing:
    """All links, and the likeness of any two sentences."""

    links: list[Link] = field(default_factory=list)
    between: dict[tuple[int, int], Link] = field(default_factory=dict)
    _by_old: dict[int, list[Link]] = field(default_factory=dict)
    _by_new: dict[int, list[Link]] = field(default_factory=dict)

    def link(self, old: Sentence, new: Sentence) -> Link | None:
        """The link of two sentences, None where they have none."""
        return self.between.get((old.order, new.order))

    def of_old(self, old: Sentence) -> list[Link]:
        """All links of a sentence of the old version."""
        return self._by_old.get(old.order, [])

    def of_new(self, new: Sentence) -> list[Link]:
        """All links of a sentence of the new version."""
        return self._by_new.get(new.order, [])

    def add(self, link: Link) -> None:
        """Remember a link under both its sentences."""
        self.links.append(link)
        self.between[link.old.order, link.new.order] = link
        self._by_old.setdefault(link.old.order, []).append(link)
        self._by_new.setdefault(link.new.order, []).append(link)


def pair_sentences(old: Sequence[Sentence], new: Sequence[Sentence]) -> Pairing:
    """Best partners first, then where what is left was split from or merged into. Deterministic: ties go by place.

    A headline is paired with a headline only: it repeats the body in fewer words, and a body sentence is no edit of it.
    """
    first = [s.read.words for s in old]
    second = [s.read.words for s in new]
    weights = _weights(first, second)
    candidates = _candidates(old, new, first, second, weights)
    pairing = Pairing()
    seen_old: set[int] = set()
    seen_new: set[int] = set()
    # Rows of a table have equal words: there the one with the same number is the same row.
    here, there = [_numbers(s) for s in old], [_numbers(s) for s in new]
    numbered = [(-dice, here[i] != there[j], abs(i - j), i, j) for i, j, dice, _ in candidates if dice >= PAIR]
    for score, _, _, i, j in sorted(numbered):
        if i in seen_old or j in seen_new:
            continue
        seen_old.add(i)
        seen_new.add(j)
        _add(pairing, old[i], new[j], -score, _order(first[i], second[j]), main=True)
    for i, j, dice, held in candidates:
        if held >= LINK and (old[i].order, new[j].order) not in pairing.between:
            _add(pairing, old[i], new[j], max(dice, held * 0.8), _order(first[i], second[j]), main=False)
    for i in (n for n, sentence in enumerate(old) if sentence.headline):
        for j in (n for n, sentence in enumerate(new) if sentence.headline):
            if (old[i].order, new[j].order) not in pairing.between:
                _add(pairing, old[i], new[j], 0.2, _order(first[i], second[j]), main=True)
    pairing.links.sort(key=lambda link: (link.new.order, link.old.order))
    return pairing


def _numbers(sentence: Sentence) -> tuple[object, ...]:
    return tuple((figure.lo, figure.hi) for figure in sentence.read.figures)


def _add(pairing: Pairing, old: Sentence, new: Sentence, likeness: float, order: float, main: bool) -> None:
    pairing.add(Link(old, new, round(likeness, 4), round(order, 4), main))


def _weights(first: Sequence[Words], second: Sequence[Words]) -> dict[str, float]:
    """A word that stands in few sentences says more about which sentence it is (inverse document frequency)."""
    counts = Counter(chain.from_iterable([words.stems for words in (*first, *second)]))
    total = len(first) + len(second)
    of = {count: math.log(1 + total / count) for count in set(counts.values())}
    return {word: of[count] for word, count in counts.items()}


def _candidates(
    old: Sequence[Sentence],
    new: Sequence[Sentence],
    first: Sequence[Words],
    second: Sequence[Words],
    weights: dict[str, float],
) -> list[tuple[int, int, float, float]]:
    """(old, new, shared share of both, share of the shorter one) for sentences with a telling word in common."""
    holders: dict[str, list[int]] = defaultdict(list)
    for j, words in enumerate(second):
        for word in words.stems:
            holders[word].append(j)
    telling = {word: (places, weights[word]) for word, places in holders.items() if len(places) <= _COMMON}
    totals = [sum(map(weights.__getitem__, words.stems)) for words in second]
    needs = [_ENOUGH * total for total in totals]
    lightest = min([total for total, w in zip(totals, second, strict=True) if len(w.stems) >= _HELD_WORDS], default=0.0)
    found = []
    for i, words in enumerate(first):
        total, headline = sum(map(weights.__getitem__, words.stems)), old[i].headline
        stems = words.stems & telling.keys()
        common: dict[int, float] = {}
        known = common.get
        for places, weight in map(telling.__getitem__, stems):
            for j in places:
                common[j] = known(j, 0.0) + weight
        need, least = _ENOUGH * total, _LEAST * min(total, lightest)
        for j in sorted([j for j, weight in common.items() if weight >= least or weight >= need + needs[j]]):
            if headline != new[j].headline:
                continue
            dice = 2 * common[j] / (total + totals[j])
            several = len(stems & second[j].stems) >= _HELD_WORDS
            held = common[j] / min(total, totals[j]) if several else 0.0
            if dice >= PAIR / 2 or held >= LINK:
                found.append((i, j, round(dice, 6), round(held, 6)))
    return [*found, *_rows(old, new, first, second, found)]


def _rows(
    old: Sequence[Sentence],
    new: Sequence[Sentence],
    first: Sequence[Words],
    second: Sequence[Words],
    found: Sequence[tuple[int, int, float, float]],
) -> Iterator[tuple[int, int, float, float]]:
    """Sentences all of whose words stand everywhere, as in a table: equal but for numbers, they go by their order.

    Where a number that opens the row is in both versions, it tells the row ("Ward 12: 4,100 votes").
    """
    if max(len(old), len(new)) <= _COMMON:
        return
    known_old, known_new = {i for i, *_ in found}, {j for _, j, *_ in found}
    by_label: dict[object, list[int]] = defaultdict(list)
    by_form: dict[object, list[int]] = defaultdict(list)
    for j in (j for j in range(len(new)) if j not in known_new):
        by_form[second[j].masked].append(j)
        by_label[second[j].masked, _numbers(new[j])[:1]].append(j)
    ranks: Counter[object] = Counter()
    for i in (i for i in range(len(old)) if i not in known_old):
        form, label = first[i].masked, (first[i].masked, _numbers(old[i])[:1])
        named, alike = by_label.get(label, ()), by_form.get(form, ())
        if len(named) == 1:
            yield i, named[0], 1.0, 1.0
        elif ranks[form] < len(alike):
            yield i, alike[ranks[form]], 1.0, 1.0
        ranks[form] += 1


def _order(one: Words, other: Words) -> float:
    return Indel.normalized_similarity(one.masked, other.masked)
