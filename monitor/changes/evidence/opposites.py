"""Words of two sentences that tell opposite members of one family of events: open and closed, rose and fell.

Two sentences and ranges of their words go in, yes or no or the events come out. The families are data (text/lexicons).
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import lru_cache

from monitor.changes.evidence.said import only_first, said, telling
from monitor.changes.evidence.spans import Span, span
from monitor.facts.events import Event, Sort, Standing
from monitor.facts.scopes import Polarity, ScopeKind, covers, find_scopes
from monitor.facts.sentence import Sentence
from monitor.text.cues import cues

_RIGHT_BEFORE = 2
"""Words before an event among which its auxiliary stands."""


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """An event and the words of the column that tell it."""

    event: Event
    span: Span

    @property
    def denied(self) -> bool:
        """Whether the sentence denies it."""
        return denied(self.event, self.span.sentence)


def told_of(sentence: Sentence) -> Iterator[Told]:
    """The events of a sentence with their places."""
    return (Told(event, span(sentence, event.start, event.end)) for event in sentence.events)


def denied(event: Event, sentence: Sentence) -> bool:
    """Whether a sentence denies an event; "without lights" denies nothing but the lights."""
    odd = event.polarity is Polarity.DENIED
    place = span(sentence, event.start, event.end)
    for ranged in said(sentence).of(ScopeKind.DENIED):
        holds = ranged.scope.start <= event.start and event.end <= ranged.scope.end
        if holds and only_first(ranged, sentence):
            first = next(telling(sentence, ranged), None)
            odd ^= first is not None and not place.start <= first < place.end
    return odd


def opposite(one: Event, other: Event) -> bool:
    """Whether two events are different members of one family that excludes them."""
    return (
        one.sort is other.sort
        and one.sort in (Sort.OUTCOME, Sort.STATE)
        and one.family == other.family
        and one.member != other.member
    )


def opposites(word: str, lang: str) -> frozenset[str]:
    """The words that say the opposite of a word of an outcome."""
    return _opposites(lang).get(word, frozenset())


@lru_cache(maxsize=32)
def _opposites(lang: str) -> dict[str, frozenset[str]]:
    against: dict[str, frozenset[str]] = {}
    for row in cues(lang).rows("outcomes", "opposites"):
        for one, other in (row, row[::-1]):
            for word in one:
                against[word] = against.get(word, frozenset()) | frozenset(other)
    return against


def opposed_words(here: Sentence, there: Sentence, within: Container[int], left: Container[int]) -> bool:
    """Whether a word in a range of one sentence has its opposite among words of the other."""
    ours = [told.event for told in told_of(here) if told.span.start in within]
    if not ours:
        return False
    theirs = [told.event for told in told_of(there) if told.span.start in left]
    return any(opposite(one, other) for one in ours for other in theirs)


def asked(event: Event, sentence: Sentence) -> bool:
    """Whether it is asked for, tried or threatened; what is only planned is told as a plan."""
    if event.standing is not Standing.AHEAD:
        return False
    text = sentence.text
    scope = covers(find_scopes(text, sentence.lang), ScopeKind.AHEAD, event.start, event.end)
    wanted = cues(sentence.lang).words("scopes", "asked")
    return scope is not None and text[scope.cue_start : scope.cue_end].lower() in wanted


def in_background_cue(event: Event, sentence: Sentence) -> bool:
    """Whether it is part of the words that name an earlier time: "after the death of"."""
    return any(
        s.kind is ScopeKind.BACKGROUND and s.cue_start <= event.start and event.end < s.cue_end for s in sentence.scopes
    )


def allowed(told: Told) -> bool:
    """Whether a verb of what one may or must stands right before it: "can be jailed"."""
    column, rules = told.span.sentence.column, cues(told.span.sentence.lang).words("certainty", "rules")
    return not rules.isdisjoint(column.low[max(0, told.span.start - _RIGHT_BEFORE) : told.span.start])


def standing_alike(one: Event, other: Event) -> bool:
    """Whether both are told, or both are to come: a fear or a doubt is no turn of what is told."""
    unsure = (Standing.FEARED, Standing.HEDGED)
    return (one.standing in unsure) == (other.standing in unsure)
