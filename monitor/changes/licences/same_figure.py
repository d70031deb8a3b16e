"""The same figure: a sentence came or went whose every number the other version gives too, of the same thing.

A sentence without a partner, or words that came or went, go in; the number and what was seen come out. Whether both
count the same thing is settled where slots are matched; this looks only at what the sentence says beside its numbers.
"""

from __future__ import annotations

from monitor.changes.evidence.figure_slots import weighty
from monitor.changes.evidence.slots import Fact
from monitor.changes.evidence.spans import Span
from monitor.changes.evidence.spans import span as words_at
from monitor.changes.licences.case import Case, span_of
from monitor.changes.licences.facts_held import lacking
from monitor.text.words import stem, words_of

NAME = "same figure"
_BESIDE = 4
"""Words beside the number and its source that the other version need not hold, where the figure says what happened to
people and thereby what its verb says: "the number of wounded reached 291 injured"."""


def span(case: Case) -> str | None:
    """The number both versions give, where the words say no more than that."""
    old, new = case.sides
    if bool(old) == bool(new):
        return None
    side, words = (1, new) if new else (0, old)
    place = span_of(case.difference, side)
    if place is None:
        return None
    pairs = _pairs(case, side)
    facts = [f for f in case.versions.facts[side] if f.sentence is place.sentence and _within(f, place)]
    if not facts or any(id(fact) not in pairs for fact in facts):
        return None
    others = [pairs[id(fact)] for fact in facts]
    known = {stem(low) for other in others for low in words_of(other.sentence.text)}
    sources = {low for fact in facts for low in words_of(fact.figure.source or "")}
    surfaces = {low for fact in facts for low in words_of(fact.figure.surface)}
    beside = [word for word in words if word.low not in surfaces | sources]
    people = any(fact.figure.counted in weighty(fact.sentence.lang) for fact in facts)
    if lacking(case, beside) or sum(stem(word.low) not in known for word in beside) > _BESIDE * people:
        return None
    return f"{facts[0].figure.surface} stands in: {others[0].sentence.text[:80]}"


def _within(fact: Fact, place: Span) -> bool:
    return words_at(fact.sentence, fact.figure.start, fact.figure.end).touches(place)


def _pairs(case: Case, side: int) -> dict[int, Fact]:
    """The partner of each figure of one side that gives the same amount."""
    slots = case.versions.figure_slots
    found = [(m.old, m.new) for m in (*slots.matches, *slots.anew) if m.old.same_amount(m.new)]
    return {id(pair[side]): pair[1 - side] for pair in found}
