"""A figure that one version gives and the other nowhere, in any words: not in another unit, not as a sum or a share.

The slots of both versions go in, findings of `figure.added` and `figure.removed` come out.
"""

from __future__ import annotations

from decimal import Decimal

from monitor.changes.change import Change, Level
from monitor.changes.evidence.figure_slots import has_digits, telling
from monitor.changes.evidence.mistyped import same_when_mended
from monitor.changes.evidence.slots import Fact
from monitor.changes.evidence.spans import span
from monitor.changes.evidence.unsaid import among_kept, in_place, may_be_news
from monitor.changes.evidence.versions import Versions
from monitor.changes.evidence.written_numbers import numbers
from monitor.changes.findings import Finding
from monitor.changes.kinds import Kind
from monitor.changes.mentions import mention

NAME = "lone figures"
_FEWEST = 3
"""The least number in words that says how many."""


def find(versions: Versions) -> list[Finding]:
    """One finding for each figure that has no counterpart."""
    slots = versions.figure_slots
    came = [_lone(fact, Kind.FIGURE_ADDED, versions) for fact in slots.came if _tells(fact, versions, True)]
    return came + [_lone(fact, Kind.FIGURE_REMOVED, versions) for fact in slots.went if _tells(fact, versions, False)]


def _tells(fact: Fact, versions: Versions, new: bool) -> bool:
    """Whether a figure is a fact by itself. In a text written anew a figure may stand there in words we do not read."""
    links = versions.pairing.of_new(fact.sentence) if new else versions.pairing.of_old(fact.sentence)
    if any(same_when_mended(fact, link.old if new else link.new) for link in links):
        return False
    if telling(fact, versions.pairing, new):
        return True
    if fact.sentence.headline or fact.added or not may_be_news(fact.sentence, int(new), versions):
        return False
    spelled = _in_words(fact) and among_kept(fact.sentence, int(new), versions)
    return (has_digits(fact.figure) or spelled) and not _as_digits(fact, versions, new)


def _in_words(fact: Fact) -> bool:
    """Whether a number in words is an amount of something: "eight months", "six evenings"; one and two are pronouns."""
    figure = fact.figure
    if figure.bound == "vague" or figure.value is None or figure.value < _FEWEST:
        return False
    return figure.unit not in ("", "person", "share") or bool(figure.noun)


def _as_digits(fact: Fact, versions: Versions, new: bool) -> bool:
    """Whether the linked sentence holds it in a form that is no figure: "BahnCard 25/50", "by two sets to one"."""
    digits = {low for low in span(fact.sentence, fact.figure.start, fact.figure.end).low if low[0].isdigit()}
    links = versions.pairing.of_new(fact.sentence) if new else versions.pairing.of_old(fact.sentence)
    sentences = [link.old if new else link.new for link in links]
    if digits and digits <= {low for sentence in sentences for low in sentence.column.low}:
        return True
    values: set[Decimal | None] = {
        n.value for link in links if link.strong for n in numbers(link.old if new else link.new)[1]
    }
    return fact.figure.lo == fact.figure.hi and fact.figure.value in values


def _lone(fact: Fact, kind: Kind, versions: Versions) -> Finding:
    side, pairing = mention(fact.figure, fact.sentence), versions.pairing
    added = kind is Kind.FIGURE_ADDED
    links = pairing.of_new(fact.sentence) if added else pairing.of_old(fact.sentence)
    place = f"in a sentence {links[0].likeness:.0%} alike" if links else "in a sentence without a counterpart"
    sure = telling(fact, pairing, added) or (added and in_place(fact.sentence, 1, versions))
    change = Change(
        kind,
        None if added else side,
        side if added else None,
        where=fact.sentence.where,
        level=Level.ALERT if sure else Level.DIGEST,
        explanation=f"figure ({fact.figure.counted}) {place}; not a number of the {'old' if added else 'new'} version.",
    )
    places = (span(fact.sentence, fact.figure.start, fact.figure.end),)
    return Finding(NAME, change, () if added else places, places if added else ())
