"""What changed about the figures of an article, slot by slot, each with the reason.

The differing sentences of two versions and their links go in, Changes of the `figure.*` kinds come out. What both
versions report, anywhere and in any words, gives none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from monitor.changes.change import Change, Mention, Relation
from monitor.changes.document import Document, Sentence
from monitor.changes.kinds import Kind
from monitor.changes.pairing import Pairing
from monitor.changes.slots import Fact, Match, amount_key, facts, facts_of, match_figures
from monitor.facts.figure import Figure

_MOST_SENTENCES = 600
"""Sentences of one version that are read to find out whether it gives a figure elsewhere."""


def figure_changes(
    old: Sequence[Sentence], new: Sequence[Sentence], documents: tuple[Document, Document], pairing: Pairing
) -> list[Change]:
    """Changes of figures in reading order of the new version, removed ones last. Every slot is in at most one."""
    before, after = facts(old), facts(new)
    if not before and not after:
        return []
    matches = match_figures(before, after, pairing)
    held = _Held(documents)
    changes = [change for match in matches for change in _judged(match, held, matches)]
    matched_old = {id(match.old) for match in matches}
    matched_new = {id(match.new) for match in matches}
    changes += [
        _lone(fact, Kind.FIGURE_ADDED, pairing)
        for fact in after
        if id(fact) not in matched_new and _matters(fact) and not held.by_old(fact)
    ]
    changes += [
        _lone(fact, Kind.FIGURE_REMOVED, pairing)
        for fact in before
        if id(fact) not in matched_old and _matters(fact) and not held.by_new(fact)
    ]
    return _once(changes)


class _Held:
    """What each version reports as a whole. Unchanged sentences are read only when a question needs them."""

    def __init__(self, documents: tuple[Document, Document]) -> None:
        self._documents = documents
        self._facts: list[dict[object, list[Fact]] | None] = [None, None]

    def _like(self, side: int, fact: Fact) -> list[Fact]:
        """Facts of one version that can be the same amount."""
        known = self._facts[side]
        if known is None:
            known = defaultdict(list)
            for sentence in self._documents[side].sentences[:_MOST_SENTENCES]:
                for other in facts_of(sentence):
                    known[amount_key(other)].append(other)
            self._facts[side] = known
        return known.get(amount_key(fact), [])

    def by_old(self, fact: Fact) -> bool:
        """Whether the old version reports the same amount of what can be the same thing."""
        return any(_same_fact(fact, other) for other in self._like(0, fact))

    def by_new(self, fact: Fact) -> bool:
        """Whether the new version does."""
        return any(_same_fact(fact, other) for other in self._like(1, fact))


def _same_fact(one: Fact, other: Fact) -> bool:
    if not one.same_amount(other):
        return False
    counted, also = one.figure.counted, other.figure.counted
    return not counted or not also or counted == also


def _judged(match: Match, held: _Held, matches: Sequence[Match]) -> Iterable[Change]:
    """The change a match is, none where both sides say the same."""
    a, b = match.old.figure, match.new.figure
    if match.old.same_amount(match.new):
        if match.firm and a.bound != b.bound and not match.new.sentence.headline:
            yield _pair(Kind.FIGURE_BOUND, match, "bound")
        elif match.firm and _counts_other(match, matches):
            yield _pair(Kind.FIGURE_COUNTED, match, "counted")
        return
    if a.lo == b.lo and a.hi == b.hi and a.unit != b.unit:
        if match.firm and a.unit and b.unit:
            yield _pair(Kind.FIGURE_UNIT, match, "unit")
        return
    if not match.firm and (held.by_old(match.new) or held.by_new(match.old)):
        return
    yield _pair(Kind.FIGURE_VALUE, match, "value")


def _counts_other(match: Match, matches: Sequence[Match]) -> bool:
    """The same number, but of something else: another concept, or the words behind two figures changed places."""
    a, b = match.old, match.new
    if a.figure.counted and b.figure.counted and a.figure.counted != b.figure.counted and a.after != b.after:
        return True
    if a.after == b.after:
        return False
    return any(
        other is not match
        and other.link is match.link
        and other.firm
        and other.old.after == b.after
        and other.new.after == a.after
        for other in matches
    )


def _matters(fact: Fact) -> bool:
    """Whether a figure that stands alone is a fact an article is followed for: it counts a known concept."""
    return fact.figure.bound != "vague" and bool(fact.figure.counted) and not fact.sentence.headline


def mention(figure: Figure, sentence: Sentence) -> Mention:
    """A figure as one side of a change."""
    return Mention(
        figure.surface,
        sentence.text,
        figure.lo,
        figure.hi,
        figure.bound,
        figure.unit,
        figure.counted or figure.noun,
        figure.place,
        figure.as_of,
        figure.source,
    )


def _pair(kind: Kind, match: Match, what: str) -> Change:
    a, b = match.old, match.new
    delta = ratio = None
    if kind is Kind.FIGURE_VALUE and a.figure.unit == b.figure.unit:
        first, second = a.figure.value or Decimal(0), b.figure.value or Decimal(0)
        delta = second - first
        if not delta:  # the other end of a range moved
            delta = (b.figure.hi or second) - (a.figure.hi or first)
        ratio = round(delta / abs(first), 4) if first else None
    how = f"{what} of a figure differs" + (f" ({b.figure.counted})" if b.figure.counted else "")
    if match.link:
        how += f"; sentences {match.link.likeness:.0%} alike, figure at the same place {match.aligned:.0%}"
    else:
        how += "; sentences not alike, same slot by what is counted"
    return Change(
        kind,
        mention(a.figure, a.sentence),
        mention(b.figure, b.sentence),
        delta,
        ratio,
        b.sentence.where,
        relation=_relation(a.figure, b.figure) if kind is Kind.FIGURE_VALUE else "",
        explanation=how + f", words around {match.near:.0%} alike.",
    )


def _lone(fact: Fact, kind: Kind, pairing: Pairing) -> Change:
    side = mention(fact.figure, fact.sentence)
    added = kind is Kind.FIGURE_ADDED
    links = pairing.of_new(fact.sentence) if added else pairing.of_old(fact.sentence)
    place = f"in a sentence {links[0].likeness:.0%} alike" if links else "in a sentence without a counterpart"
    return Change(
        kind,
        None if added else side,
        side if added else None,
        where=fact.sentence.where,
        explanation=f"figure ({fact.figure.counted}) {place}; not a number of the {'old' if added else 'new'} version.",
    )


def _relation(a: Figure, b: Figure) -> Relation:
    """Whether the new value is more exact than the old one, outside what the old one allowed, or simply later."""
    value = b.value
    if value is None:
        return "update"
    low = a.lo is None or value >= a.lo
    high = a.hi is None or value <= a.hi
    if a.bound in (">", ">=", "<", "<=", "vague") or _wide(a):
        if not (low and high):
            return "contradiction"
        if b.bound in ("=", "~") and a.bound != b.bound:
            return "refinement"
    return "update"


def _wide(figure: Figure) -> bool:
    return figure.lo is not None and figure.hi is not None and figure.lo != figure.hi


def _once(changes: Iterable[Change]) -> list[Change]:
    """One change is told once: the same step of the same amount in headline, lead and body is one, told of the body."""
    best: dict[tuple[object, ...], Change] = {}
    for change in changes:
        a, b = change.old, change.new
        ends = [(side.lo or side.hi, side.unit) if side else None for side in (a, b)]
        key = (change.kind, *ends)
        seen = best.get(key)
        if seen is None or (seen.where == "headline" and change.where != "headline"):
            best[key] = change
    return list(best.values())
