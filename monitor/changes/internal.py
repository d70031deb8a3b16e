"""What one version says twice and differently: "headline says 41,200, body 41,100".

A parsed article goes in, notes come out. Never compares versions, and stays silent where both can be true at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from monitor.changes.evidence.slots import Fact, concepts, facts_of, increment
from monitor.facts.parsed import Parsed

_NEAREST = Decimal("1.5")
"""A body figure within this factor of the headline's is the same one told differently; beyond, it is another fact."""
_FIRST_PARAGRAPHS = 4
"""A headline is written from the top of the text; further down the same concept may count another event."""


@dataclass(frozen=True, slots=True)
class Note:
    """A figure of the headline that the body contradicts: both as written, and the two sentences."""

    headline: str
    body: str
    title: str
    sentence: str
    counted: str

    @property
    def text(self) -> str:
        """The note in one line."""
        return f"headline says {self.headline}, body {self.body} ({self.counted.replace('_', ' ')})"

    def to_dict(self) -> dict[str, str]:
        """JSON-able form, as the store keeps it among the facts of the version."""
        return {
            "text": self.text,
            "where": "headline",
            "headline": self.headline,
            "body": self.body,
            "counted": self.counted,
            "sentence": self.sentence,
        }


def internal_notes(parsed: Parsed) -> list[Note]:
    """Figures of the headline that no sentence of the body allows, where one near the top counts the same.

    Only known concepts are compared (people killed, money paid, ...): two numbers of a noun may be two things. A
    rounded or bounded figure allows every value inside it, as does a range.
    """
    headline = [sentence for part in parsed.parts if part.where == "headline" for sentence in part.sentences]
    told = [fact for sentence in headline for fact in facts_of(sentence)]
    told = [fact for fact in told if fact.figure.counted in concepts(parsed.lang) and fact.figure.value is not None]
    if not told:
        return []
    body = [fact for sentence in parsed.sentences if not sentence.headline for fact in facts_of(sentence)]
    return [note for fact in told if (note := _note(fact, body, parsed)) is not None]


def _note(told: Fact, body: Sequence[Fact], parsed: Parsed) -> Note | None:
    same = [f for f in body if f.figure.counted == told.figure.counted and f.measured.measure == told.measured.measure]
    # A number that stands in the body for anything at all may be what the headline means.
    if any(_allows(told, other) for other in body if other.measured.measure == told.measured.measure):
        return None
    top = [f for f in same if f.sentence.where in ("standfirst", "lead") or _near_top(f, parsed)]
    near = [f for f in top if _near(told, f) and not increment(f) and not _elsewhere(told, f)]
    if not near:
        return None
    # Several parts may add up to the headline ("12 in the north and 9 in the south").
    if _adds_up(told, same):
        return None
    closest = min(near, key=lambda f: (abs(f.measured.value - told.measured.value), f.sentence.order))
    return Note(
        told.figure.surface, closest.figure.surface, told.sentence.text, closest.sentence.text, told.figure.counted
    )


def _near_top(fact: Fact, parsed: Parsed) -> bool:
    places = sorted({sentence.paragraph for sentence in parsed.sentences if sentence.where in ("lead", "body")})
    return fact.sentence.paragraph in places[:_FIRST_PARAGRAPHS]


def _elsewhere(told: Fact, other: Fact) -> bool:
    return bool(told.figure.place and other.figure.place and told.figure.place != other.figure.place)


def _near(told: Fact, other: Fact) -> bool:
    one, two = abs(told.measured.value), abs(other.measured.value)
    if not one or not two or told.figure.bound == "vague" or other.figure.bound == "vague":
        return False
    return max(one, two) <= _NEAREST * min(one, two)


def _allows(told: Fact, other: Fact) -> bool:
    """Whether both can be true. Two figures of one bound and as many written digits are so only if they are equal."""
    one, two = _step(told.measured.value), _step(other.measured.value)
    if told.figure.bound == other.figure.bound and one == two:
        return told.same_amount(other)
    low, high = _interval(told, coarser=one > two)
    floor, ceiling = _interval(other, coarser=two > one)
    return (low is None or ceiling is None or low <= ceiling) and (high is None or floor is None or floor <= high)


def _interval(fact: Fact, *, coarser: bool) -> tuple[Decimal | None, Decimal | None]:
    """The values a figure allows. The rounder of two ("41,000") allows what rounds to it, and what was cut to it."""
    lo, hi = fact.measured.lo, fact.measured.hi
    step = _step(fact.measured.value)
    if fact.figure.bound == "~" and lo is not None and hi is not None:
        return lo * Decimal("0.9"), hi * Decimal("1.1")
    if lo is not None and lo == hi:
        return (lo - step / 2, lo + step) if coarser else (lo, hi)
    if fact.figure.bound in (">", ">=") and lo is not None:
        # "More than 41,000" is not said of 60,000.
        return lo, max(lo + step, lo * Decimal("1.1"))
    if fact.figure.bound in ("<", "<=") and hi is not None:
        return min(hi - step, hi * Decimal("0.8")), hi
    return lo, hi


def _step(value: Decimal) -> Decimal:
    """The place of the last digit that is not a zero: 1000 for 41,000, 100 for 41,200, 1 for 12."""
    whole = value.normalize()
    exponent = whole.as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) and exponent > 0 else Decimal(1)


def _adds_up(told: Fact, same: Sequence[Fact]) -> bool:
    values = [fact.measured.value for fact in same[:8]]
    sums = {Decimal(0)}
    for value in values:
        sums |= {one + value for one in sums}
    return told.measured.value in sums
