"""A difference that no detector names and no licence explains, as a claim with the words that moved.

A difference goes in, a finding comes out. Decides nothing but how sure it is that a fact moved.
"""

from __future__ import annotations

from monitor.changes.change import Change, Level, Mention
from monitor.changes.evidence.differences import Difference, Shape
from monitor.changes.evidence.spans import Span
from monitor.changes.evidence.versions import Versions
from monitor.changes.findings import Finding
from monitor.changes.kinds import Kind

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
_SHORT = 3
"""Words of a side that was replaced, at most, where a word was put for another."""


def claim(difference: Difference, versions: Versions) -> Finding:
    """The finding, with its level and why."""
    old, new = difference.old, difference.new
    alone = difference.shape is Shape.REPLACED and difference.among <= 2 and difference.same >= _LIKE
    sure = alone and old is not None and new is not None and max(_length(old), _length(new)) <= _SHORT
    link = difference.link
    where = (new or old).sentence.where if (new or old) else "body"  # type: ignore[union-attr]
    like = f"; sentences {link.likeness:.0%} alike" if link else "; no sentence of the other version is like it"
    change = Change(
        _KINDS[difference.shape],
        _mention(old),
        _mention(new),
        where=where,
        level=Level.ALERT if sure else Level.DIGEST,
        explanation=f"{difference.shape}: nothing explains it as wording{like}.",
    )
    key = difference.shape, old.low if old else (), new.low if new else ()
    return Finding(NAME, change, (old,) if old else (), (new,) if new else (), key)


def _length(span: Span) -> int:
    return span.end - span.start


def _mention(span: Span | None) -> Mention | None:
    return Mention(span.text, span.sentence.text) if span else None
