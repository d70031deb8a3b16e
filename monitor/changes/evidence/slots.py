"""The same figure in two versions: which figure of the new text continues which of the old one.

Figures in their sentences go in, matches with a score and its parts come out. Does not say whether a match is a change.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import Indel

from monitor.changes.evidence.composites import composites
from monitor.changes.evidence.measures import COUNT, SCORE, Measured, cents_of, converted_equal, kindred_units, measured
from monitor.changes.evidence.pairing import Link, Pairing
from monitor.changes.evidence.serials import serial_end
from monitor.changes.evidence.whose import Whose, same_holder
from monitor.facts.dates import Date
from monitor.facts.figure import Figure
from monitor.facts.sentence import FIGURE, Sentence, Words, reported
from monitor.text.cues import cues
from monitor.text.lexicon import lexicon

LINKED = 1.1
"""Score from which two unequal figures of linked sentences are one slot. The parts of the score are in `_score`."""
UNLINKED = 1.3
"""The same where no words link their sentences: then what is counted has to carry it."""
_CROWD = 60
"""More figures than this of one kind in one version tell nothing apart by being of that kind."""
_LIST, _ASIDE = 24, 4
"""Figures of the linked sentences from which they are a list, and how far apart two may stand in it to be one slot."""
_MANY = 6
"""Links of one sentence that are looked through."""
_IN_PLACE = 0.75
"""Share of words in order below which a sentence was written anew, and two numbers may have moved with their words."""
_UNSAID = 100_000
"""From this value on a number without a unit and a noun has left out its currency: "they promised 45 million"."""
_NARROW = Decimal("0.4")
"""Widest share of its upper end that a vague word may span to mean no more than "about": a dozen, not dozens."""
_FIRM = 0.7
"""How much two figures stand at the same place of one sentence, from which they are one slot if nothing else speaks."""
_KEPT = 0.5
"""Share of words in order below which the place of a figure in its sentence says nothing."""
_HOLDER = 0.7
"""How much one holder speaks for one slot: more than the place in the sentence, which swapped names keep."""
REACH = 6
"""Words on each side that say what a figure is about."""


@dataclass(frozen=True, slots=True, eq=False)
class Fact:
    """A figure in its sentence: `at` is its place among the masked words, `near` the words around it by weight."""

    figure: Figure
    sentence: Sentence
    measured: Measured
    at: int
    near: dict[str, float] = field(repr=False)
    after: str = ""
    added: bool = False
    """Whether it counts what came to a total that the version gives too: "three more bodies", and 17 in all."""

    def same_amount(self, other: Fact) -> bool:
        """Whether both give the same number, in whatever form or unit. The bound is not looked at."""
        one, two = self.measured, other.measured
        if (self.figure.unit == SCORE) != (other.figure.unit == SCORE) and _in_words(self) and _in_words(other):
            return {one.lo, one.hi} == {two.lo, two.hi}  # "by 121 votes to 119", "119 to 121"; but not "0-2", "2-0"
        same = one.measure == two.measure
        if same and one.value == two.value:
            return _top(self.figure) == _top(other.figure)
        if "vague" in (self.figure.bound, other.figure.bound):
            return _rounded(self.figure, other.figure) or _rounded(other.figure, self.figure)
        units = self.figure.unit, other.figure.unit
        return cents_of(one, two, units) or (same and units[0] != units[1] and converted_equal(one, two))

    def same_digits(self, other: Fact) -> bool:
        """Whether one gives the number of the other without its unit or with half of it: "from 22 to 11 per cent"."""
        same = self.figure.value == other.figure.value and _top(self.figure) == _top(other.figure)
        units = self.figure.unit, other.figure.unit
        return same and ("" in units or kindred_units(*units))

    def same_age(self, other: Fact) -> bool:
        """Whether both give one number, of people here and of years there: "a girl of nine", "a nine-year-old"."""
        return self.figure.value == other.figure.value and {self.figure.unit, other.figure.unit} == {"person", "year"}


@dataclass(frozen=True, slots=True, eq=False)
class Match:
    """One slot in both versions. `aligned` 0..1: how much it stands at the same place of the same sentence."""

    old: Fact
    new: Fact
    score: float
    aligned: float
    near: float
    link: Link | None
    rival: str = ""
    """The next best figure of the old version and its score: what this match was preferred to."""

    @property
    def firm(self) -> bool:
        """Whether place and words around leave no doubt that this is the same figure."""
        return self.aligned >= _FIRM and self.link is not None and self.link.main and self.link.order >= _KEPT


def _in_words(fact: Fact) -> bool:
    """Whether it has two ends with a word between them."""
    figure = fact.figure
    return figure.lo is not None and figure.hi is not None and any(char.isalpha() for char in figure.surface)


def _rounded(vague: Figure, figure: Figure) -> bool:
    """Whether a vague word is as narrow as "about" before its number: "une trentaine", "environ trente"."""
    if vague.bound != "vague" or vague.lo is None or vague.hi is None or figure.bound != "~" or figure.value is None:
        return False
    return vague.hi - vague.lo <= _NARROW * vague.hi and vague.lo <= figure.value <= vague.hi


def _top(figure: Figure) -> object:
    """The upper end of a range; nothing for all else, so that bounds do not count."""
    return figure.hi if figure.lo is not None and figure.hi is not None and figure.lo != figure.hi else None


def facts(sentences: Sequence[Sentence]) -> list[Fact]:
    """All figures of the sentences, in reading order."""
    found = [fact for sentence in sentences for fact in facts_of(sentence)]
    counts = Counter(fact.figure.counted for fact in found if not fact.sentence.headline)
    return [replace(f, added=True) if counts[f.figure.counted] > 1 and increment(f) else f for f in found]


def facts_of(sentence: Sentence) -> list[Fact]:
    """The figures of one sentence with the words around them."""
    return [Fact(part.figure, sentence, *part[1:]) for part in parts_of(sentence)]


class Part(NamedTuple):
    """What a fact holds besides its sentence."""

    figure: Figure
    measured: Measured
    at: int
    near: dict[str, float]
    after: str


def parts_of(sentence: Sentence) -> tuple[Part, ...]:
    """The figures of one sentence with the words around them; its text and the place of its paragraph decide."""
    return _parts(sentence.text, sentence.lang, sentence.home)


@lru_cache(maxsize=4096)
def _parts(text: str, lang: str, home: str) -> tuple[Part, ...]:
    read = reported(text, lang, home)
    words = read.words
    masked = words.masked
    serial = serial_end(text)
    return tuple(
        [
            Part(
                figure,
                measured(figure),
                words.at[first],
                _near(words, words.at[first]),
                _behind(masked, words.at[last]),
            )
            for figure, first, last in composites(text, lang, read.figures)
            if figure.start >= serial and not _in_time(figure, read.all_dates)
        ]
    )


def _in_time(figure: Figure, dates: Sequence[Date]) -> bool:
    """Whether it is part of an hour: "19 h 40"."""
    return any(d.start <= figure.start and figure.end <= d.end and "time" in d.sorts for d in dates)


def _behind(masked: Sequence[str], at: int) -> str:
    return masked[at + 1] if at + 1 < len(masked) else ""


def _near(words: Words, at: int) -> dict[str, float]:
    """Words around a figure: the nearer, the heavier; behind another figure they weigh half, short ones a quarter."""
    near: dict[str, float] = {}
    masked, stemmed = words.masked, words.stemmed
    ahead, behind = slice(at + 1, at + 1 + REACH), slice(max(0, at - REACH), at)
    for side, stems, full in (
        (masked[ahead], stemmed[ahead], 1.0),
        (masked[behind][::-1], stemmed[behind][::-1], 0.8),
    ):
        weight = full
        for distance, (word, front) in enumerate(zip(side, stems, strict=True), 1):
            if word == FIGURE:
                weight /= 2
                continue
            value = weight / distance * (0.4 if len(word) <= 3 else 1.0)
            if near.get(front, 0.0) < value:
                near[front] = value
    return near


@lru_cache(maxsize=32)
def concepts(lang: str) -> frozenset[str]:
    """Names of the concepts of the lexicons; any other word in `counted` is a noun as written."""
    return frozenset(lexicon(lang).table("concepts")) | frozenset(lexicon("en").table("concepts"))


def likeness(one: dict[str, float], other: dict[str, float]) -> float:
    """Share of weighted words in common, 0..1."""
    if one.keys().isdisjoint(other):
        return 0.0
    common = sum([min(weight, other[word]) for word, weight in one.items() if word in other])
    return common / (sum(one.values()) + sum(other.values()) - common)


class Aligner:
    """Places of words in linked sentences, worked out once a link, and who holds which figure."""

    def __init__(self, pairing: Pairing, whose: Whose) -> None:
        self._pairing = pairing
        self.whose = whose
        self._maps: dict[tuple[int, int], dict[int, int]] = {}

    def link(self, old: Fact, new: Fact) -> Link | None:
        """The link between the sentences of two facts."""
        return self._pairing.link(old.sentence, new.sentence)

    def aligned(self, old: Fact, new: Fact) -> float:
        """1 where the words left and right of both figures are the same too; 0 without a link."""
        if self.link(old, new) is None:
            return 0.0
        key = old.sentence.order, new.sentence.order
        if key not in self._maps:
            first = old.sentence.read.words.masked
            second = new.sentence.read.words.masked
            places = {-1: -1, len(first): len(second)}
            for step in Indel.opcodes(first, second):
                if step.tag == "equal":
                    places.update(
                        (step.src_start + n, step.dest_start + n) for n in range(step.src_end - step.src_start)
                    )
            self._maps[key] = places
        places = self._maps[key]
        beside = (places.get(old.at - 1) == new.at - 1) + (places.get(old.at + 1) == new.at + 1)
        return 0.4 * (places.get(old.at) == new.at) + 0.3 * beside


def match_figures(old: Sequence[Fact], new: Sequence[Fact], pairing: Pairing) -> list[Match]:
    """One-to-one matches, best first. Equal amounts match wherever they stand; unequal ones need words or place."""
    aligner = Aligner(pairing, Whose(old, new))
    candidates = []
    for i, j in _worth_a_look(old, new, pairing):
        match = _candidate(old[i], new[j], aligner)
        if match is not None:
            apart = abs(old[i].sentence.order - new[j].sentence.order)
            candidates.append((-match.score, apart, i, j, match))
    candidates.sort(key=lambda item: item[:4])
    rivals: dict[int, list[Match]] = defaultdict(list)
    for *_, j, match in candidates:
        if len(rivals[j]) < 2:
            rivals[j].append(match)
    seen_old: set[int] = set()
    seen_new: set[int] = set()
    matches = []
    for _, _, i, j, match in candidates:
        if i not in seen_old and j not in seen_new:
            seen_old.add(i)
            seen_new.add(j)
            others = [other for other in rivals[j] if other is not match]
            matches.append(replace(match, rival=_rival(others[0])) if others else match)
    return matches


def _rival(match: Match) -> str:
    return f"{match.old.figure.surface} ({match.score:.1f})"


def _worth_a_look(old: Sequence[Fact], new: Sequence[Fact], pairing: Pairing) -> Iterator[tuple[int, int]]:
    """Pairs of facts in linked sentences, of equal amount, or of one known concept; all others cannot match."""
    by_key: dict[object, list[int]] = defaultdict(list)
    for j, fact in enumerate(new):
        for key in _keys(fact):
            by_key[key].append(j)
        for link in _links(pairing.of_new(fact.sentence)):
            by_key[link.old.order, "sentence"].append(j)
    ranks: Counter[int] = Counter()
    for i, fact in enumerate(old):
        beside, rank = by_key.get((fact.sentence.order, "sentence"), []), ranks[fact.sentence.order]
        ranks[fact.sentence.order] += 1
        crowd = len(beside) > _LIST
        found = set(beside[max(0, rank - _ASIDE) : rank + _ASIDE + 1] if crowd else beside)
        for key in _keys(fact):
            others = by_key.get(key, ())
            found.update(others if len(others) <= _CROWD else ())
        yield from ((i, j) for j in sorted(found))


def _links(links: Sequence[Link]) -> Sequence[Link]:
    """All links of a sentence, but of many, as rows of a table have them, only the best."""
    return links if len(links) <= _MANY else [link for link in links if link.main]


def _keys(fact: Fact) -> tuple[object, ...]:
    """What two facts have in common if they may match without linked sentences."""
    known = fact.figure.counted in concepts(fact.sentence.lang)
    counted = (fact.figure.counted, fact.measured.measure) if known else None
    return (amount_key(fact),) if counted is None else (amount_key(fact), counted)


def amount_key(fact: Fact) -> object:
    """Facts of the same amount have the same key; those with a unit share it with all of their measure."""
    return fact.measured.value if fact.measured.measure == COUNT else fact.measured.measure


def _candidate(a: Fact, b: Fact, aligner: Aligner) -> Match | None:
    """A possible match, None where nothing speaks for it."""
    link = aligner.link(a, b)
    equal = a.same_amount(b) or (link is not None and (a.same_digits(b) or a.same_age(b)))
    concept = a.figure.counted == b.figure.counted and a.figure.counted in concepts(b.sentence.lang)
    if link is None and not equal and not concept:
        return None
    aligned = aligner.aligned(a, b)
    if aligner.whose.apart(a, b, firm=aligned >= _FIRM and link is not None and link.order >= _KEPT):
        return None
    if a.measured.measure != b.measured.measure and not equal and not _same_place(a, b, aligned):
        return None
    if not equal and not concept and _other_fate(a, b) and (link is None or link.order < _IN_PLACE):
        return None
    near = likeness(a.near, b.near)
    score = _score(a, b, link, aligned, near, equal, concept)
    if not equal and score < (LINKED if link else UNLINKED):
        return None
    return Match(a, b, round(score, 4), aligned, round(near, 4), link)


def _other_fate(a: Fact, b: Fact) -> bool:
    """Whether both say what happened to people, and not the same: the dead are no other number of the wounded."""
    known = concepts(b.sentence.lang)
    return a.figure.unit == b.figure.unit == "person" and {a.figure.counted, b.figure.counted} <= known


def _same_place(a: Fact, b: Fact, aligned: float) -> bool:
    """Whether two figures of other measures can be one slot: equal numbers, or money whose currency one leaves out."""
    if aligned < 0.7:
        return False
    if SCORE in (a.figure.unit, b.figure.unit):
        return all(f.figure.lo is not None and f.figure.hi is not None and f.figure.lo != f.figure.hi for f in (a, b))
    large = min(abs(a.measured.value), abs(b.measured.value)) >= _UNSAID
    bare = [fact for fact in (a, b) if not fact.figure.unit and not fact.figure.noun]
    return a.figure.lo == b.figure.lo or (large and len(bare) == 1)


def _score(a: Fact, b: Fact, link: Link | None, aligned: float, near: float, equal: bool, concept: bool) -> float:
    """How much speaks for one slot. Place and near words outweigh equal numbers, or a swap would look like a move."""
    score = aligned + 1.2 * near + 0.8 * (link.likeness if link else 0.0)
    score += 0.9 if equal else 0.0
    score += 0.2 if a.figure.unit == b.figure.unit and a.measured.measure != COUNT else 0.0
    known = concepts(b.sentence.lang)
    if concept:
        score += 0.6
    elif a.figure.counted in known and b.figure.counted in known:
        score -= 0.6
    if a.figure.noun and a.figure.noun == b.figure.noun:
        score += 0.3
    if a.added != b.added:
        score -= 0.8
    if a.figure.holder and same_holder(a, b):
        score += _HOLDER
    if a.figure.place and b.figure.place and a.figure.place != b.figure.place:
        score -= 0.4
    return score


def increment(fact: Fact) -> bool:
    """Whether a figure counts what was added to a total: "three more bodies", "another 12"."""
    words = cues(fact.sentence.lang)
    masked = fact.sentence.read.words.masked
    before = masked[fact.at - 1] if fact.at else ""
    return fact.after in words.words("increments", "after") or before in words.words("increments", "before")
