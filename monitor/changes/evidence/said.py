"""What a sentence says of each of its words: denied, doubted, feared, to come, earlier, quoted; read from its scopes.

A sentence goes in, a Said over the words of its column comes out. Compares nothing and names no change.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import lru_cache

from monitor.changes.evidence.content import content_of, words_of_content
from monitor.changes.evidence.pairing import Link
from monitor.facts.scopes import Scope, ScopeKind, find_scopes
from monitor.facts.sentence import Column, Sentence, column
from monitor.text.cues import cues
from monitor.text.words import stem


@dataclass(frozen=True, slots=True, eq=False)
class Ranged:
    """A scope in words of the column: those it holds, and those of its cue, which it says nothing of."""

    scope: Scope
    start: int
    end: int
    cue_start: int
    cue_end: int

    @property
    def cue(self) -> range:
        """The words that open it."""
        return range(self.cue_start, self.cue_end)

    def words(self) -> Iterator[int]:
        """The words it holds but for its cue, the nearest to the cue first."""
        places = [at for at in range(self.start, self.end) if not self.cue_start <= at < self.cue_end]
        behind = [at for at in places if at >= self.cue_end]
        yield from behind
        yield from reversed(places[: len(places) - len(behind)])


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """`denied` and `under` say of a word by its place in the column what holds for it."""

    scopes: tuple[Ranged, ...]
    cues: frozenset[int]
    """Words that open a scope."""
    telling: frozenset[int]
    """Words that carry meaning, numbers and cues aside."""
    _odd: frozenset[int]
    _kinds: dict[ScopeKind, frozenset[int]]

    def denied(self, at: int) -> bool:
        """Whether an odd number of denials holds for a word."""
        return at in self._odd

    def under(self, at: int, *kinds: ScopeKind) -> bool:
        """Whether a scope of one of these kinds holds for a word."""
        return any(at in self._kinds.get(kind, ()) for kind in kinds)

    def of(self, *kinds: ScopeKind) -> Iterator[Ranged]:
        """The scopes of these kinds, in order."""
        return (ranged for ranged in self.scopes if ranged.scope.kind in kinds)


def said(sentence: Sentence) -> Said:
    """What a sentence says of its words."""
    return _said(sentence.text, sentence.lang)


@lru_cache(maxsize=4096)
def _said(text: str, lang: str) -> Said:
    scopes = find_scopes(text, lang)
    if not scopes:
        return _NOTHING
    row = column(text, lang)
    found = tuple(Ranged(s, *_words(row, s.start, s.end), *_words(row, s.cue_start, s.cue_end)) for s in scopes)
    content = {word.at for word in content_of(text, lang)}
    odd: set[int] = set()
    kinds: dict[ScopeKind, set[int]] = {}
    for ranged in found:
        if ranged.scope.kind is ScopeKind.DENIED:
            odd.symmetric_difference_update(_denied(ranged, row, content, lang))
        kinds.setdefault(ranged.scope.kind, set()).update(ranged.words())
    opening = frozenset(at for r in found if r.scope.kind is not ScopeKind.QUOTED for at in r.cue)
    telling = frozenset(w.at for w in content_of(text, lang) if not w.number) - opening
    return Said(found, opening, telling, frozenset(odd), {kind: frozenset(places) for kind, places in kinds.items()})


def _denied(ranged: Ranged, row: Column, content: Container[int], lang: str) -> list[int]:
    """The words a denial holds for; "without" and its like deny the first telling word only."""
    words = list(ranged.words())
    if not _of_noun(ranged, row, lang):
        return words
    return words[: next((n + 1 for n, at in enumerate(words) if at in content), len(words))]


def _of_noun(ranged: Ranged, row: Column, lang: str) -> bool:
    return " ".join(row.low[at] for at in ranged.cue) in cues(lang).words("scopes", "deny_noun")


def only_first(ranged: Ranged, sentence: Sentence) -> bool:
    """Whether a denial holds for its first telling word only: "without"."""
    return _of_noun(ranged, sentence.column, sentence.lang)


_NOTHING = Said((), frozenset(), frozenset(), frozenset(), {})


def _words(row: Column, start: int, end: int) -> tuple[int, int]:
    first = bisect_right(row.end, start)
    return first, max(first, bisect_left(row.start, end))


def telling(sentence: Sentence, ranged: Ranged) -> Iterator[int]:
    """The words of a scope that carry meaning, the nearest to its cue first; no cue of another scope."""
    content = said(sentence).telling
    return (at for at in ranged.words() if at in content)


def core(link: Link) -> float:
    """Share of telling words that two sentences have in common, cues of scopes aside."""
    one, other = (
        {stem(word.low) for word in words_of_content(s) if word.at not in said(s).cues} for s in (link.old, link.new)
    )
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
