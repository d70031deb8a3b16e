"""Which words of a sentence are denied, hedged, feared, quoted, ahead of the report or its background.

A sentence and its language go in, spans with their cues come out, in order; docs/scopes.md states the rules. Judges no
change, and says nothing of what the words inside report. Linear time; never raises.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache

from monitor.facts.quotes import find_quotes
from monitor.facts.scope import Phase, Scope, ScopeKind
from monitor.facts.scope_rules import spans_of
from monitor.text.lexicon import code_of
from monitor.text.normal import READ, SENTENCE, compose, fold

__all__ = ["Phase", "Polarity", "Scope", "ScopeKind", "covers", "denials", "find_scopes", "polarity"]


class Polarity(StrEnum):
    """Whether words are affirmed or denied, where two denials cancel."""

    AFFIRMED = "affirmed"
    DENIED = "denied"


def find_scopes(text: str, lang: str = "en") -> tuple[Scope, ...]:
    """The scopes of one sentence, by where they begin. A language without cues has quotations only."""
    if len(text) > SENTENCE:
        return _read(text[:READ], code_of(lang))
    return _cached(text, code_of(lang))


@lru_cache(maxsize=4096)
def _cached(text: str, code: str) -> tuple[Scope, ...]:
    return _read(text, code)


def _read(text: str, code: str) -> tuple[Scope, ...]:
    quotes = find_quotes(text, code)
    quoted = [Scope(ScopeKind.QUOTED, q.start, q.end, max(0, q.start - 1), q.start) for q in quotes]
    composed = compose(text)
    found = []
    for scope in spans_of(fold(composed.text), code):
        start, end, first, after = map(composed.before, scope[1:5])
        found.append(Scope(scope.kind, start, end, first, after, scope.phase))
    return tuple(sorted({*quoted, *_within(found, quoted)}))


def _within(scopes: Iterable[Scope], quoted: Sequence[Scope]) -> Iterable[Scope]:
    """What is denied inside a quotation is denied there only; from outside, a scope goes on into one."""
    order = sorted(scopes, key=lambda scope: scope.cue_start)
    at = 0
    for scope in order:
        while at < len(quoted) and quoted[at].end <= scope.cue_start:
            at += 1
        if at < len(quoted) and quoted[at].start <= scope.cue_start:
            start, end = max(scope.start, quoted[at].start), min(scope.end, quoted[at].end)
            if start < end:
                yield scope._replace(start=start, end=end)
        else:
            yield scope


def covers(scopes: Iterable[Scope], kind: ScopeKind, start: int, end: int) -> Scope | None:
    """The first scope of a kind that holds the whole span, so that its cue can be named; None where none does."""
    return next((scope for scope in scopes if scope.kind is kind and scope.start <= start and end <= scope.end), None)


def denials(scopes: Iterable[Scope], start: int, end: int) -> tuple[Scope, ...]:
    """The denials that hold for a span. One whose cue is part of the span does not: "not guilty" is one word."""
    return tuple(
        scope
        for scope in scopes
        if scope.kind is ScopeKind.DENIED
        and scope.start <= start
        and end <= scope.end
        and not (start <= scope.cue_start and scope.cue_end <= end)
    )


def polarity(scopes: Iterable[Scope], start: int, end: int) -> Polarity:
    """Whether a span is denied: an odd number of denials holds for it."""
    return Polarity.DENIED if len(denials(scopes, start, end)) % 2 else Polarity.AFFIRMED
