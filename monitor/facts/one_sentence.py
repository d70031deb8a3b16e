"""The figures of one sentence, each with its noun, concept, place, source, status and extent.

A sentence's tokens go in; figures and the places that it names come out. What other sentences say is not asked here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from monitor.facts.amounts import detached, quantities
from monitor.facts.figure import Figure
from monitor.facts.frames import Place, as_of, extent, is_wide, nearest, places, status
from monitor.facts.holders import Held, holders
from monitor.facts.meant import is_figure
from monitor.facts.nouns import (
    CLAUSE,
    FARTHEST,
    NOTHING,
    Noun,
    Sighting,
    concept_of,
    noun_after,
    noun_before,
    sightings,
)
from monitor.facts.quantities import Quantity, rate_of, touches
from monitor.facts.sources import Source, find_sources
from monitor.facts.vocabulary import Concept, Vocabulary
from monitor.text.tokens import DIGITS, WORD, Token, forms_of


def figures_of(
    plain: str, row: list[Token], words: Vocabulary, text: str
) -> tuple[list[Figure], list[Place], set[int]]:
    """The figures of a sentence or of a piece of a long one, the places it names, and which figures are of no place.

    `text` is the piece as written.
    """
    forms = forms_of(row)
    named = places(plain, row, forms, words)
    if words.numbers.attached:
        forms = forms_of(row := detached(row, words))
    numbers = quantities(plain, row, forms, words)
    if not numbers:
        return [], named, set()
    around = _Around(
        base=row[0].start,
        named=named,
        seen=sightings(row, forms, words),
        ends=frozenset([quantity.number_end - 1 for quantity in numbers]),
        as_of=as_of(plain, row, forms, words),
        unsure=not words.statuses.keys().isdisjoint(forms),
        sources=find_sources(text, words.lang),
    )
    last: Concept | None = None
    out: list[Figure] = []
    spans: list[Held] = []
    wide: set[int] = set()
    for quantity in numbers:
        noun = _noun(plain, row, quantity, words)
        if is_figure(plain, row, quantity, noun, words):
            figure, last = _figure(plain, row, quantity, noun, around, last, words)
            if is_wide(row, quantity.first, quantity.after, words):
                wide.add(len(out))
                figure = replace(figure, place="")
            out.append(figure)
            spans.append(
                Held(
                    quantity.first, quantity.after, figure.unit, figure.counted, quantity.direction != "", quantity.age
                )
            )
    held = holders(plain, row, spans, words)
    return [replace(figure, holder=held[k]) if held[k] else figure for k, figure in enumerate(out)], named, wide


class _Around(NamedTuple):
    """What holds for all figures of a sentence."""

    base: int
    named: list[Place]
    seen: list[Sighting]
    ends: frozenset[int]
    as_of: str
    unsure: bool
    sources: list[Source]


def _figure(
    plain: str,
    row: list[Token],
    quantity: Quantity,
    noun: Noun,
    around: _Around,
    last: Concept | None,
    words: Vocabulary,
) -> tuple[Figure, Concept | None]:
    """One number with all that its sentence says of it, and the concept that a part of it would count."""
    unit = quantity.unit or words.units.get(noun.head) or ("person" if noun.people else "")
    if noun.head and not quantity.unit and not noun.people:
        unit = rate_of(row, noun.after, words) or unit
    whole, concept, reach = extent(row, quantity.first, quantity.after, words), None, FARTHEST
    if whole == "part" and last is not None and unit == "person":
        reach = CLAUSE  # "45 people were killed, including 12 children": killed, whatever follows
    if not quantity.age:
        concept = concept_of(row, quantity.first, quantity.after, unit, noun, around.seen, around.ends, words, reach)
        concept = last = concept or (last if reach < FARTHEST else None)
    start, end = row[quantity.first].start, row[quantity.after - 1].end
    figure = Figure(
        surface=plain[start:end],
        start=start,
        end=end,
        lo=None if quantity.bound in ("<", "<=") and quantity.lo == quantity.hi else quantity.lo,
        hi=None if quantity.bound in (">", ">=") and quantity.lo == quantity.hi else quantity.hi,
        bound=quantity.bound,
        unit=unit or (concept.unit if concept else ""),
        counted="age" if quantity.age else concept.name if concept else noun.head,
        place=nearest(around.named, row, (start, end), words) if around.named else "",
        as_of=around.as_of,
        source=_source(around.sources, start - around.base),
        status=status(row, quantity.first, quantity.after, words) if around.unsure else "",
        noun=noun.head,
        phrase=noun.phrase,
        direction=quantity.direction,
        extent=whole,
    )
    return figure, last


def _source(sources: Sequence[Source], at: int) -> str:
    """Who says a figure at a place of its sentence: the nearest source that is named, else a pronoun."""
    if not sources:
        return ""
    return min(sources, key=lambda source: (source.bare, abs(source.start - at))).text


def _noun(plain: str, row: Sequence[Token], quantity: Quantity, words: Vocabulary) -> Noun:
    at = quantity.after
    if quantity.dual:
        token = row[quantity.number_end - 1]
        return Noun(token.low, plain[token.start : token.end], at, token.low in words.people)
    if at < len(row) and row[at].low == "-" and touches(row, at - 1, at):
        if touches(row, at, at + 1) and row[at + 1].kind == WORD and not quantity.unit:
            # "a 150-page report", "a six-cylinder engine": the word tied on is what is counted.
            word = row[at + 1]
            return Noun(word.low, plain[word.start : word.end], at + 2, word.low in words.people)
        if not quantity.unit and (tied := _tied_on_later(row, at, words)):
            word = row[tied]
            return Noun(word.low, plain[word.start : word.end], tied + 1, word.low in words.people)
        at += 1
    if quantity.unit and not quantity.age and not quantity.unit.startswith("per "):
        # "60 percent of voters" counts voters; "5 miles from" counts nothing but miles.
        if at < len(row) and row[at].low in words.of_words:
            return noun_after(plain, row, at, words, False)
        return NOTHING
    found = noun_after(plain, row, at, words, quantity.lo == quantity.hi == 1)
    return found if found.head else noun_before(plain, row, quantity.first, words)


def _tied_on_later(row: Sequence[Token], i: int, words: Vocabulary) -> int | None:
    """The word that a hyphen left open at token i goes on to: "four-, five- and six-cylinder engines"."""
    for j in range(i + 1, min(i + 8, len(row) - 1)):
        if row[j].low == "-" and row[j + 1].kind == WORD and touches(row, j - 1, j) and touches(row, j, j + 1):
            return j + 1
        low = row[j].low
        goes_on = low in "-," or low in words.begins or low in words.numbers.joiners or low in words.range_to
        if not (goes_on or row[j].kind == DIGITS):
            return None
    return None
