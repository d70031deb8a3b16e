"""Which figures of both versions are one slot, and which stand in one version only.

The figures of the differing sentences and what each version gives as a whole go in. Does not say what a step means.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from monitor.changes.evidence.held import SMALL, Held
from monitor.changes.evidence.left_over import alone, left_over
from monitor.changes.evidence.measures import COUNT, SHARE
from monitor.changes.evidence.pairing import Pairing
from monitor.changes.evidence.reckoned import Reckoned
from monitor.changes.evidence.reordered import reordered
from monitor.changes.evidence.slots import Fact, Match, likeness, match_figures
from monitor.changes.evidence.spelling import has_slip
from monitor.changes.evidence.whose import Whose, same_holder
from monitor.facts.figure import Figure
from monitor.facts.vocabulary import vocabulary
from monitor.text.cues import cues
from monitor.text.lexicon import lexicon

_EDITED = 0.7
"""Share of words in order from which a sentence is the same but for what was put in or taken out."""
_SAME = 0.8
"""Share of words in order from which nothing but a figure was taken out."""
_CUT = 5
"""Words that leave with a figure that is cut: its unit, its noun, a preposition."""
_FEW = 10
"""A vague word that can mean less than this ("several") is no figure by itself; "dozens killed" is."""
_STEP = 3
"""A toll that grew by more than this factor is told as a new figure unless its words say that it is the same."""


class FigureSlots(NamedTuple):
    """`matches` and `anew` are slots in both versions, the latter in sentences written anew; the others are alone."""

    matches: list[Match]
    anew: list[Match]
    came: list[Fact]
    went: list[Fact]


def figure_slots(
    facts: tuple[Sequence[Fact], Sequence[Fact]], pairing: Pairing, held: Held, reckoned: tuple[Reckoned, Reckoned]
) -> FigureSlots:
    """The slots of the differing sentences of two versions. Each figure is in at most one."""
    before, after = facts
    matches = match_figures(before, after, pairing)
    matches = [match for match in matches if not reordered(match, before, after)]
    matched = {id(fact) for match in matches for fact in (match.old, match.new)}
    came = [f for f in after if id(f) not in matched and not held.by_old(f, strict=True)]
    went = [f for f in before if id(f) not in matched and not held.by_new(f, strict=True)]
    pairs: list[tuple[Fact, Fact]] = []

    whose = Whose(before, after)

    def take(found: Iterable[tuple[Fact, Fact]]) -> None:
        for a, b in (pair for pair in found if not whose.apart(*pair)):
            came.remove(b)
            went.remove(a)
            pairs.append((a, b))

    take(left_over(went, came, pairing, (before, after), matches))
    take(_plain_people(went, came))
    came = [f for f in came if not (held.by_old(f) or reckoned[0].gives(f) or reckoned[1].splits(f, reckoned[0]))]
    went = [f for f in went if not (held.by_new(f) or reckoned[1].gives(f) or reckoned[0].splits(f, reckoned[1]))]
    came = [f for f in came if not held.with_article(0, f)]
    went = [f for f in went if not held.with_article(1, f)]
    take(_slots([f for f in went if telling(f, pairing, False)], [f for f in came if telling(f, pairing, True)]))
    take(alone(went, came))
    anew = [Match(a, b, 0.0, 0.0, likeness(a.near, b.near), pairing.link(a.sentence, b.sentence)) for a, b in pairs]
    return FigureSlots(matches, [m for m in anew if not told_otherwise(m, held, reckoned)], came, went)


def telling(fact: Fact, pairing: Pairing, new: bool) -> bool:
    """Whether a figure that one version gives alone is a fact by itself, or was put into or cut out of a sentence."""
    return weighs(fact) or (_put_in(fact, pairing) if new else _taken_out(fact, pairing))


def _slots(went: Sequence[Fact], came: Sequence[Fact]) -> list[tuple[Fact, Fact]]:
    """The one figure of a concept that went, with the one that came: a slot whose sentence was written anew."""
    pairs = []
    for a in went:
        others = [b for b in came if b.figure.counted == a.figure.counted]
        alone = sum(f.figure.counted == a.figure.counted for f in went) == 1 == len(others)
        if alone and not (a.figure.place and others[0].figure.place and a.figure.place != others[0].figure.place):
            pairs.append((a, others[0]))
    return pairs


def _plain_people(went: Sequence[Fact], came: Sequence[Fact]) -> list[tuple[Fact, Fact]]:
    """People of whom one version does not say what happened in words we know, where only one slot can be meant.

    "12,400 people are displaced", "13,300 people spend the night in tents": the same bound, and no second candidate.
    """
    old, new = ([f for f in side if _counts_people(f)] for side in (went, came))
    if len(old) != 1 or len(new) != 1:
        return []
    a, b = old[0], new[0]
    known = [fact.figure.counted in weighty(fact.sentence.lang) or not fact.figure.unit for fact in (a, b)]
    one, other = a.measured.value, b.measured.value
    near = max(one, other) <= _STEP * min(one, other)
    return [(a, b)] if any(known) and not all(known) and near and a.figure.bound == b.figure.bound else []


def _counts_people(fact: Fact) -> bool:
    figure = fact.figure
    counts = figure.unit == "person" or (not figure.unit and figure.counted == "case")
    return counts and not (fact.sentence.headline or fact.added or figure.bound == "vague")


@lru_cache(maxsize=32)
def weighty(lang: str) -> frozenset[str]:
    """Concepts that say what happened to people: a figure of these is news even where it stands alone."""
    tables = lexicon("en").table("concepts") | lexicon(lang).table("concepts")
    return frozenset(name for name, table in tables.items() if table.get("unit") == "person" and not table.get("weak"))


def told_otherwise(match: Match, held: Held, reckoned: tuple[Reckoned, Reckoned]) -> bool:
    """Whether one version reckons the figure of the other and gives its own there too, in sentences written anew."""
    if reckoned[0].adds_up(match.old, match.new) or reckoned[1].adds_up(match.new, match.old):
        return True
    if (match.link is not None and match.link.order >= _EDITED) or same_holder(match.old, match.new):
        return False
    if _with_others(match.old, match.new):
        return True
    if reckoned[0].gives(match.new):
        return reckoned[1].gives(match.old) or held.by_new(match.old, strict=True)
    return reckoned[1].gives(match.old) and held.by_old(match.new, strict=True)


def _with_others(a: Fact, b: Fact) -> bool:
    """Whether one counts all and the other all but the one that is named: "beat two other bidders", "three bidders"."""
    fewer, more = sorted((a, b), key=lambda fact: fact.measured.value)
    others = cues(b.sentence.lang).words("increments", "others")
    return more.measured.value - fewer.measured.value == 1 and fewer.after in others and more.after not in others


def has_digits(figure: Figure) -> bool:
    """Whether it is written with a digit."""
    return any(char.isdigit() for char in figure.surface)


def weighs(fact: Fact) -> bool:
    """Whether a figure that one version gives alone is a fact by itself: it says what happened to people."""
    if fact.sentence.headline or (fact.figure.value == 1 and not has_digits(fact.figure)):
        return False  # "one" is more often a pronoun
    if fact.added:
        return False  # the total it was added to tells it
    if fact.measured.measure == COUNT and fact.measured.value % 1:
        return False  # people come whole: "the hurt in the quake of 6.3"
    masked = fact.sentence.read.words.masked
    before = masked[fact.at - 1] if fact.at else ""
    if fact.measured.measure == SHARE and before in vocabulary(fact.sentence.lang).numbers.joiners:
        return False  # "over in a minute and a half, and nobody was hurt"
    few = fact.figure.bound == "vague" and (fact.figure.lo or 0) < _FEW
    return not few and fact.figure.counted in weighty(fact.sentence.lang)


def _put_in(fact: Fact, pairing: Pairing) -> bool:
    """Whether a figure was put into a sentence that is otherwise the same. Taken out, it is background that was cut."""
    if fact.figure.bound == "vague":
        return False
    links = (link for link in pairing.of_new(fact.sentence) if link.main and link.order >= _EDITED)
    edited = any(not has_slip(link.old.key, link.new.key, link.new.lang) for link in links)
    return edited and (fact.measured.measure != COUNT or abs(fact.measured.value) > SMALL)


def _taken_out(fact: Fact, pairing: Pairing) -> bool:
    """Whether a figure was cut out of a sentence and nothing else was. With more words gone it is background."""
    figure = fact.figure
    if figure.bound == "vague" or figure.value == 1 or fact.sentence.headline or not (figure.unit or figure.noun):
        return False
    link = next((link for link in pairing.of_old(fact.sentence) if link.main and link.order >= _SAME), None)
    if link is None:
        return False
    words = set(link.old.key) - set(link.new.key)
    return not set(link.new.key) - set(link.old.key) and len(words) <= _CUT
