"""A difference that no detector names and no licence explains, as a claim with the words that moved.

A difference goes in, a finding comes out. Decides nothing but how sure it is that a fact moved.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum

from monitor.changes.change import Change, Level, Mention
from monitor.changes.evidence.content import Content, content
from monitor.changes.evidence.differences import Difference, Shape
from monitor.changes.evidence.spans import Span
from monitor.changes.evidence.versions import Versions
from monitor.changes.evidence.written_numbers import numbers
from monitor.changes.findings import Finding
from monitor.changes.kinds import Kind
from monitor.facts.events import find_events
from monitor.facts.sentence import Sentence, reported
from monitor.text.sentences import ENDS
from monitor.text.synonyms import Relation, names_a_thing, relation

NAME = "claims"
_KINDS = {
    Shape.REPLACED: Kind.CLAIM_CHANGED,
    Shape.ANEW: Kind.CLAIM_CHANGED,
    Shape.CAME: Kind.CLAIM_ADDED,
    Shape.NEW_SENTENCE: Kind.CLAIM_ADDED,
    Shape.WENT: Kind.CLAIM_REMOVED,
    Shape.LOST_SENTENCE: Kind.CLAIM_REMOVED,
}
_LIKE = 0.8
"""Share of words in order from which a sentence is the same but for what was replaced."""
_AMONG = 2
"""Places at which such a sentence may differ."""

_FEWEST = 3
"""The least number in words that says how many."""
_SURE_DATES = frozenset({"month", "year"})
_PHRASE = 3
"""Words on both sides from which not one word was put for another."""
_FEW = 3
"""Content words of a place that is about its number."""


class Sureness(StrEnum):
    """Why a claim is told as loudly as it is."""

    NUMBER = "another number stands in its place"
    FIGURE_CAME = "a new sentence, and it gives a number or a date"
    NAME = "another name stands in its place"
    OPPOSED = "the words exclude each other"
    THING = "one thing stands for another, and nothing ties the two words"
    EVENT = "one of the words tells an event or a state, and nothing ties the other to it"
    ANOTHER_WORD = "the thesaurus knows both words and no tie between them; they may say the same all the same"
    NOUN = "one noun stands for another"
    PHRASE = "the words may say the same"
    UNKNOWN = "no thesaurus of this language says how the words are tied"
    SURROUNDED = "more of the sentence differs"
    CAME_OR_WENT = "it came or went, and may be colour"


_SURE = frozenset(
    {
        Sureness.NUMBER,
        Sureness.FIGURE_CAME,
        Sureness.NAME,
        Sureness.OPPOSED,
        Sureness.EVENT,
        Sureness.THING,
        Sureness.NOUN,
    }
)


def claim(difference: Difference, versions: Versions) -> Finding:
    """The finding, with its level and why."""
    old, new = difference.old, difference.new
    link, why = difference.link, sureness(difference, versions)
    like = f"; sentences {link.likeness:.0%} alike" if link else "; no sentence of the other version is like it"
    if (old is None or old.sentence.headline) and (new is None or new.sentence.headline):
        return _of_headline(difference, why)
    change = Change(
        _KINDS[difference.shape],
        _mention(old),
        _mention(new),
        where=difference.spans[-1].sentence.where,
        level=Level.ALERT if why in _SURE else Level.DIGEST,
        explanation=f"{difference.shape}, and no licence explains it: {why}{like}.",
    )
    key = difference.shape, old.low if old else (), new.low if new else ()
    return Finding(NAME, change, (old,) if old else (), (new,) if new else (), key)


def _of_headline(difference: Difference, why: Sureness) -> Finding:
    """The finding about a headline: it is shown whole, and told once however many of its words moved."""
    old, new = difference.old, difference.new
    change = Change(
        Kind.HEADLINE_CHANGED,
        Mention(old.sentence.text, old.sentence.text) if old else None,
        Mention(new.sentence.text, new.sentence.text) if new else None,
        where="headline",
        level=Level.ALERT if why in _SURE else Level.DIGEST,
        explanation=f"headline: {why}, and no licence explains it.",
    )
    return Finding(NAME, change, (old,) if old else (), (new,) if new else (), "headline")


def sureness(difference: Difference, versions: Versions) -> Sureness:
    """How sure it is that a fact moved: most where one word was put for another and nothing else differs."""
    old, new = difference.old, difference.new
    if difference.shape is Shape.NEW_SENTENCE and new is not None and _reports_a_number(new):
        # Where it was split from a sentence that both hold, or merged, its number did not come.
        return Sureness.CAME_OR_WENT if versions.pairing.of_new(new.sentence) else Sureness.FIGURE_CAME
    if old is None or new is None or difference.shape is not Shape.REPLACED:
        return Sureness.CAME_OR_WENT
    if _lone_number(old) and _lone_number(new) and not _one_amount(old, new):
        return Sureness.NUMBER
    if difference.same < _LIKE or difference.among > _AMONG:
        return Sureness.SURROUNDED
    left, came = content(old), content(new)
    if len(left) != 1 or len(came) != 1 or min(old.end - old.start, new.end - new.start) >= _PHRASE:
        return Sureness.PHRASE  # "have been forced from their homes", "have had to leave their homes"
    return _of_words(left[0], came[0], old, new)


def _reports_a_number(span: Span) -> bool:
    """Whether a sentence gives a number or a date; a line without a full stop may be a score, a price or a teaser."""
    words = content(span)
    ends = span.sentence.text.rstrip()[-1:] in ENDS
    return ends and len(words) > _FEW and (_in_digits(words) or _in_words(span.sentence) or _dated(span.sentence))


def _in_digits(words: Sequence[Content]) -> bool:
    return any(char.isdigit() for word in words for char in word.low)


def _in_words(sentence: Sentence) -> bool:
    """Whether it says a number in words, from three on: "eine", "one" and "the first" are no news."""
    return any(n.unit != "ordinal" and n.value >= _FEWEST for n in numbers(sentence)[1])


def _dated(sentence: Sentence) -> bool:
    """Whether it names a month or a year; "on Tuesday rather than Friday" may be any."""
    return any(not date.sorts.isdisjoint(_SURE_DATES) for date in reported(sentence.text, sentence.lang).all_dates)


def _lone_number(span: Span) -> bool:
    """Whether a number is most of what stands there."""
    words = content(span)
    return any(word.number for word in words) and len(words) <= _FEW


def _one_amount(old: Span, new: Span) -> bool:
    """Whether the numbers of both amount to the same: "twice" and "two goals", "three hours", "a three-hour walk"."""
    first, second = _amounts(old), _amounts(new)
    return first == second and bool(first)


def _amounts(span: Span) -> set[Decimal]:
    column = span.sentence.column
    start, end = column.start[span.start], column.end[span.end - 1]
    whole = {n.value for n in numbers(span.sentence)[1] if n.start < end and start < n.end}
    parts = {
        f.value for f in reported(span.sentence.text, span.sentence.lang).figures if f.start < end and start < f.end
    }
    return whole or {value for value in parts if value is not None}


def _of_words(left: Content, came: Content, old: Span, new: Span) -> Sureness:
    lang = new.sentence.lang
    if left.name and came.name:
        return Sureness.NAME
    tie = relation(left.low, came.low, lang)
    if tie in (Relation.ANTONYM, Relation.SISTER):
        return Sureness.OPPOSED
    if tie is Relation.OTHER and lang.startswith("en"):
        if names_a_thing(left.low, lang) and names_a_thing(came.low, lang):
            return Sureness.THING
        return Sureness.EVENT if any(map(_tells_event, (old, new))) else Sureness.ANOTHER_WORD
    nouns = all(span.sentence.column.upper[word.at] and word.at for span, word in ((old, left), (new, came)))
    return Sureness.NOUN if lang.startswith("de") and nouns else Sureness.UNKNOWN


def _tells_event(span: Span) -> bool:
    """Whether a word of the span tells an event or a state of the lists: there a word without a tie is another fact."""
    sentence, column = span.sentence, span.sentence.column
    start, end = column.start[span.start], column.end[span.end - 1]
    return any(event.start < end and start < event.end for event in find_events(sentence.text, sentence.lang))


def _mention(span: Span | None) -> Mention | None:
    return Mention(span.text, span.sentence.text) if span else None
