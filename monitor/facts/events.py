"""The words of a sentence that tell an event or a state: a death, an arrest, rose or fell, open or closed.

A sentence and its language go in, Events come out in order, each with its family, its span, and what the scopes of the
sentence make of it. Compares nothing; the families are lists of the cues. Linear time; never raises.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from monitor.facts.clauses import words_of
from monitor.facts.scope import Phase, Scope, ScopeKind
from monitor.facts.scope_words import scope_words
from monitor.facts.scopes import Polarity, find_scopes, polarity
from monitor.text.cues import cues
from monitor.text.lexicon import code_of
from monitor.text.normal import READ, SENTENCE, compose, fold
from monitor.text.tokens import Token, where


class Sort(StrEnum):
    """Which lists a family comes from."""

    STATE = "state"
    """States that exclude each other; `family` is its name, `member` the state."""
    STEP = "step"
    """The course of a thing; a later member includes the earlier ones."""
    TURN = "turn"
    """A turn of the story; `family` is the first word of its row, `member` 0, or 1 for words marked "~"."""
    OUTCOME = "outcome"
    """Opposite outcomes; `family` is the first word of its row, `member` the side."""


class Standing(StrEnum):
    """Whether an event is told as having happened, denied or not; else why it is not."""

    TOLD = "told"
    FEARED = "feared"
    HEDGED = "hedged"
    AHEAD = "ahead"
    BACKGROUND = "background"


class Event(NamedTuple):
    """`text[start:end]` tells a member of a family."""

    start: int
    end: int
    sort: Sort
    family: str
    member: int
    words: str
    """The words in lower case, as the list has them."""
    polarity: Polarity
    standing: Standing
    phase: Phase
    quoted: bool


class _Member(NamedTuple):
    sort: Sort
    family: str
    member: int


_Phrases = Mapping[str, Sequence[tuple[tuple[str, ...], str, tuple[_Member, ...]]]]


@dataclass(frozen=True, slots=True)
class _Table:
    phrases: Mapping[Sort, _Phrases]
    openers: frozenset[str]


_ORDER = (ScopeKind.FEARED, ScopeKind.HEDGED, ScopeKind.AHEAD, ScopeKind.BACKGROUND)


def find_events(text: str, lang: str = "en") -> tuple[Event, ...]:
    """The events of one sentence, by where they begin. Words of several families give an Event for each."""
    if len(text) > SENTENCE:
        return _read(text[:READ], code_of(lang))
    return _cached(text, code_of(lang))


@lru_cache(maxsize=4096)
def _cached(text: str, code: str) -> tuple[Event, ...]:
    return _read(text, code)


def _read(text: str, code: str) -> tuple[Event, ...]:
    table = _table(code)
    composed = compose(text)
    row = words_of(fold(composed.text), scope_words(code), table.openers)
    forms = [token.low for token in row]
    places = where(forms, table.openers)
    if not places:
        return ()
    found = [hit for phrases in table.phrases.values() for hit in _hits(row, forms, places, phrases)]
    spans = [(composed.before(start), composed.before(end), words, member) for start, end, words, member in found]
    return tuple(_judged(sorted(spans), find_scopes(text, code)))


def _hits(
    row: Sequence[Token], forms: Sequence[str], places: Sequence[int], phrases: _Phrases
) -> Iterator[tuple[int, int, str, _Member]]:
    """The longest phrase at each place; what it covers tells nothing else of its sort."""
    free = 0
    for at in places:
        if at < free:
            continue
        for phrase, words, members in phrases.get(forms[at], ()):
            after = at + len(phrase)
            if tuple(forms[at:after]) == phrase:
                free = after
                for member in members:
                    yield row[at].start, row[after - 1].end, words, member
                break


def _judged(spans: Sequence[tuple[int, int, str, _Member]], scopes: Sequence[Scope]) -> Iterator[Event]:
    """The events with what their scopes say, in one pass over both. One that its words open in part says nothing."""
    waiting = sorted(scopes, key=lambda scope: scope.start)
    active: list[Scope] = []
    at = 0
    for start, end, words, member in spans:
        while at < len(waiting) and waiting[at].start <= start:
            active.append(waiting[at])
            at += 1
        active = [scope for scope in active if scope.end > start]
        here = [s for s in active if s.end >= end and not (start < s.cue_end and s.cue_start < end)]
        kinds = {scope.kind for scope in here}
        standing = next((Standing(kind.value) for kind in _ORDER if kind in kinds), Standing.TOLD)
        phase = next((s.phase for s in here if s.phase is not Phase.PLAIN), Phase.PLAIN)
        denied = polarity(here, start, end)
        yield Event(start, end, *member, words, denied, standing, phase, ScopeKind.QUOTED in kinds)


@lru_cache(maxsize=32)
def _table(code: str) -> _Table:
    spelling, own = scope_words(code).spelling, cues(code)
    found: dict[Sort, dict[tuple[str, ...], tuple[str, list[_Member]]]] = {sort: {} for sort in Sort}

    def add(sort: Sort, family: str, member: int, phrase: str) -> None:
        words = phrase.lstrip("~")
        form = spelling.form(words)
        if form:
            found[sort].setdefault(form, (words, []))[1].append(_Member(sort, family, member))

    for sort, name in ((Sort.STATE, "states"), (Sort.STEP, "steps")):
        for family, states in own.tables.get(name, {}).items():
            for n, words in enumerate(states):
                for phrase in words:
                    add(sort, family, n, phrase)
    for row in own.rows("outcomes", "turns"):
        for phrase in row:
            add(Sort.TURN, row[0], int(phrase.startswith("~")), phrase)
    for sides in own.rows("outcomes", "opposites"):
        for n, words in enumerate(sides):
            for phrase in words:
                add(Sort.OUTCOME, sides[0][0], n, phrase)
    phrases: dict[Sort, dict[str, list[tuple[tuple[str, ...], str, tuple[_Member, ...]]]]] = {}
    for sort, forms in found.items():
        here = phrases.setdefault(sort, {})
        for form, (words, members) in forms.items():
            here.setdefault(form[0], []).append((form, words, tuple(dict.fromkeys(members))))
        for rows in here.values():
            rows.sort(key=lambda row: -len(row[0]))
    return _Table(phrases, frozenset(first for here in phrases.values() for first in here))
