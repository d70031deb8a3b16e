"""A figure that one version gives and the other nowhere, in any words: not in another unit, not as a sum or a share.

The slots of both versions go in, findings of `figure.added` and `figure.removed` come out.
"""

from __future__ import annotations

from monitor.changes.change import Change
from monitor.changes.evidence.figure_slots import telling
from monitor.changes.evidence.pairing import Pairing
from monitor.changes.evidence.slots import Fact
from monitor.changes.evidence.spans import span
from monitor.changes.evidence.versions import Versions
from monitor.changes.findings import Finding
from monitor.changes.kinds import Kind
from monitor.changes.mentions import mention

NAME = "lone figures"


def find(versions: Versions) -> list[Finding]:
    """One finding for each figure that has no counterpart."""
    slots, pairing = versions.figure_slots, versions.pairing
    came = [_lone(fact, Kind.FIGURE_ADDED, pairing) for fact in slots.came if telling(fact, pairing, True)]
    return came + [_lone(fact, Kind.FIGURE_REMOVED, pairing) for fact in slots.went if telling(fact, pairing, False)]


def _lone(fact: Fact, kind: Kind, pairing: Pairing) -> Finding:
    side = mention(fact.figure, fact.sentence)
    added = kind is Kind.FIGURE_ADDED
    links = pairing.of_new(fact.sentence) if added else pairing.of_old(fact.sentence)
    place = f"in a sentence {links[0].likeness:.0%} alike" if links else "in a sentence without a counterpart"
    change = Change(
        kind,
        None if added else side,
        side if added else None,
        where=fact.sentence.where,
        explanation=f"figure ({fact.figure.counted}) {place}; not a number of the {'old' if added else 'new'} version.",
    )
    places = (span(fact.sentence, fact.figure.start, fact.figure.end),)
    return Finding(NAME, change, () if added else places, places if added else ())
