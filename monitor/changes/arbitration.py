"""Which findings are told where several are about the same words: one table of rows, read from the top.

All findings go in; those that are told and those that another one covers come out, each with the reason. A row says
which detector wins over which, and how their spans have to lie for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from monitor.changes import steps
from monitor.changes.change import Place
from monitor.changes.evidence.content import words_of_content
from monitor.changes.evidence.spans import Span
from monitor.changes.findings import NEAR, Finding, inside, near, share_new_sentence, share_sentence, touch
from monitor.changes.kinds import Kind
from monitor.changes.told import By, Told
from monitor.text.words import stem

Lies = Callable[[Finding, Finding], bool]

CLAIMS = ("events", "courses", "polarity", "certainty", "designations")
ENTITIES = ("roles", "dates", "sources", "names", "exchanges")
RANKS = (
    "quotes",
    "figures",
    "none and some",
    *CLAIMS,
    "states",
    "ranks",
    *ENTITIES,
    "words of a kind",
    "numbers",
    "lone figures",
    "turns",
    "stages",
    "dates written anew",
    "lone dates",
    "names written anew",
    "claims",
)
"""Every detector, those that see more first: a finding is only held against findings of detectors before its own."""


class Row(NamedTuple):
    """`winner` covers `loser` where their spans lie like this, and where `only` (if given) holds for the pair."""

    winner: tuple[str, ...]
    loser: tuple[str, ...]
    lies: Lies
    reason: str
    only: Lies | None = None


def _counts_other(winner: Finding, loser: Finding) -> bool:
    return winner.change.kind is Kind.FIGURE_COUNTED


def _says_who(winner: Finding, loser: Finding) -> bool:
    return winner.change.kind in (Kind.FIGURE_COUNTED, Kind.FIGURE_ADDED, Kind.FIGURE_REMOVED)


def _of_people(winner: Finding, loser: Finding) -> bool:
    side = loser.change.new or loser.change.old
    return side is not None and side.unit == "person"


def same_step(winner: Finding, loser: Finding) -> bool:
    """Whether two changes of figures are one step, told in two places."""
    return steps.same_step(loser.change, winner.change)


def same_numbers(winner: Finding, loser: Finding) -> bool:
    """Whether both name the same two numbers."""
    sides = ((winner.change.old, loser.change.old), (winner.change.new, loser.change.new))
    return all(a and b and a.lo is not None and a.lo == b.lo for a, b in sides)


def same_key(winner: Finding, loser: Finding) -> bool:
    """Whether both say the same, in whatever place."""
    return winner.key is not None and winner.key == loser.key


def in_headline(winner: Finding, loser: Finding) -> bool:
    """Whether the headline says with the same words what the body says."""
    if not loser.headline or not loser.new:
        return False
    words = {word for span in loser.new for word in span.sentence.key}
    return any(not words.isdisjoint(span.low) for span in winner.new)


def again_in_headline(winner: Finding, loser: Finding) -> bool:
    """Whether the headline has the same kind of change, and both its sides share a telling word with the body's."""
    if not loser.headline or winner.headline or winner.change.kind is not loser.change.kind:
        return False
    sides = ((winner.old, loser.old), (winner.new, loser.new))
    return all(not _telling(ours).isdisjoint(_telling(theirs)) for ours, theirs in sides if ours and theirs)


def _telling(spans: Sequence[Span]) -> set[str]:
    return {stem(word.low) for span in spans for word in words_of_content(span.sentence)}


def near_either(winner: Finding, loser: Finding) -> bool:
    """Whether both stand within a few words of each other in a sentence of either version: two clauses can turn."""
    return any(
        s.sentence is t.sentence and s.start - NEAR < t.end and t.start - NEAR < s.end
        for s in winner.spans
        for t in loser.spans
    )


def both_sides(winner: Finding, loser: Finding) -> bool:
    """Whether they are about the same words in both versions."""
    return all(
        any(s.touches(t) for s in ours for t in theirs)
        for ours, theirs in ((winner.old, loser.old), (winner.new, loser.new))
    )


ROWS: tuple[Row, ...] = (
    Row(("figures",), ("figures",), same_step, "the same step of the same figure"),
    Row(("lone figures",), ("lone figures",), same_step, "the same figure"),
    *(Row((name,), (name,), same_key, "the same, said again") for name in RANKS),
    *(Row((name,), (name,), again_in_headline, "the headline says it too") for name in (*CLAIMS, *ENTITIES, "states")),
    Row(("figures",), CLAIMS, share_new_sentence, "what is counted says it", _counts_other),
    Row(("events", "courses"), ("polarity", "certainty", "designations"), touch, "the outcome says it"),
    Row(("polarity",), ("certainty", "designations"), touch, "the negation says it"),
    Row(("certainty",), ("designations",), touch, "the hedge says it"),
    Row(("none and some",), CLAIMS, near_either, "none became some"),
    Row((*CLAIMS, "none and some"), ("states",), near_either, "the claim says it"),
    Row(("states",), CLAIMS, in_headline, "the body tells the outcome"),
    Row(("roles",), ("names",), touch, "the office says it"),
    Row(("names",), ("numbers",), both_sides, "the name says it"),
    Row(("names", "dates", "sources"), ("names", "dates", "sources", "exchanges"), touch, "the same words"),
    Row(("figures", "quotes", "dates"), ("exchanges",), share_sentence, "who has which figure says it"),
    Row(CLAIMS, ("exchanges",), near_either, "the claim says it"),
    Row((*CLAIMS, *ENTITIES, "ranks"), ("words of a kind",), near, "the same words"),
    Row(("states", "none and some"), ("words of a kind",), share_new_sentence, "the outcome says it"),
    Row(("figures", "ranks"), ("numbers",), same_numbers, "the same two numbers"),
    Row(("figures", "ranks", "quotes", "dates", "designations", "names"), ("numbers",), both_sides, "the same words"),
    Row(("none and some",), ("lone figures",), share_sentence, "none became some"),
    Row(("states",), ("lone figures",), share_sentence, "what became of them says it", _of_people),
    Row(("sources",), ("lone figures",), touch, "it counts the source"),
    Row(("numbers",), ("lone figures",), touch, "one side of a number that was replaced"),
    Row((*CLAIMS, "none and some", "states"), ("turns",), near_either, "the claim says it"),
    Row(("figures", "lone figures"), ("turns",), share_sentence, "the count says it", _says_who),
    Row(
        (*CLAIMS, *ENTITIES, "ranks", "states", "none and some", "words of a kind", "turns"),
        ("stages",),
        share_sentence,
        "told already",
    ),
    Row(
        (*CLAIMS, *ENTITIES, "quotes", "states", "none and some", "words of a kind", "turns", "numbers"),
        ("names written anew",),
        share_sentence,
        "told already",
    ),
    Row(("dates", "numbers", "words of a kind", "figures"), ("dates written anew",), touch, "the same date"),
    Row(
        ("dates", "dates written anew", "numbers", "words of a kind", "figures", "lone figures", "quotes"),
        ("lone dates",),
        touch,
        "the same date",
    ),
)


@dataclass(frozen=True, slots=True, eq=False)
class Shadowed:
    """A finding that another one covers: by which, and why."""

    finding: Finding
    by: Finding
    reason: str


@dataclass(slots=True)
class Settled:
    """What is told and what is shadowed, both in the order in which they were settled."""

    told: list[Finding]
    shadowed: list[Shadowed]


def settle(findings: Sequence[Finding]) -> Settled:
    """Every finding ends in one of the two lists. What is shadowed shadows nothing; the body comes before headlines."""
    told, shadowed = Told(), []
    for finding in sorted(findings, key=lambda f: (f.headline, RANKS.index(f.detector))):
        found = _covered(finding, told)
        if found is None:
            told.add(finding)
            continue
        winner, row = found
        shadowed.append(Shadowed(finding, winner, row.reason))
        if row.lies in (same_step, same_key, in_headline, again_in_headline):
            told.lengthen(winner, _also(winner, finding))
    return Settled(told.findings, shadowed)


def _covered(finding: Finding, told: Told) -> tuple[Finding, Row] | None:
    for row in _against(finding.detector):
        for winner in told.like(finding, _BY[row.lies]):
            if (
                winner.detector in row.winner
                and row.lies(winner, finding)
                and (row.only is None or row.only(winner, finding))
            ):
                return winner, row
    return None


_BY = {
    **dict.fromkeys((touch, near, near_either, inside, share_sentence, share_new_sentence, both_sides), By.SENTENCE),
    same_key: By.KEY,
    same_numbers: By.NUMBERS,
    same_step: By.STEP,
    in_headline: By.ANY,
    again_in_headline: By.ANY,
}
"""What two findings have in common that can lie like this."""


@cache
def _against(detector: str) -> Sequence[Row]:
    return [row for row in ROWS if detector in row.loser]


def _also(winner: Finding, again: Finding) -> Finding:
    """The finding with a further place of it."""
    places = tuple(Place(again.change.where, span.sentence.text) for span in (again.new or again.old)[:1])
    change = replace(winner.change, also=(*winner.change.also, *places))
    return replace(winner, change=change, old=(*winner.old, *again.old), new=(*winner.new, *again.new))
