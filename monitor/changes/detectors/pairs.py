"""A finding about two linked sentences: the words of either side, their spans, and how alike the sentences are.

What a detector saw goes in, a Finding comes out. Decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from monitor.changes.change import Change, Level, Mention
from monitor.changes.evidence.edits import Edited, Token, clause
from monitor.changes.evidence.pairing import Link
from monitor.changes.evidence.spans import Span, around
from monitor.changes.findings import Finding
from monitor.changes.kinds import Kind
from monitor.facts.sentence import Sentence


class Part(NamedTuple):
    """One side: the words to show, and the characters of the sentence that the finding is about."""

    text: str
    places: Sequence[tuple[int, int]]


def paired(
    detector: str, kind: Kind, pair: Edited, old: Part | None, new: Part | None, why: str, key: object = None
) -> Finding:
    """The finding; a side that is None is held by the other version alone."""
    link = pair.link
    change = Change(
        kind,
        Mention(old.text, link.old.text) if old else None,
        Mention(new.text, link.new.text) if new else None,
        where=link.new.where,
        explanation=f"{why}; sentences {link.likeness:.0%} alike, {link.order:.0%} in order.",
    )
    return Finding(detector, change, _spans(link.old, old), _spans(link.new, new), key)


def _spans(sentence: Sentence, part: Part | None) -> tuple[Span, ...]:
    return (around(sentence, part.places),) if part else ()


def lined(
    detector: str,
    kind: Kind,
    link: Link,
    places: tuple[Sequence[int], Sequence[int]],
    why: str,
    level: Level,
    reach: int = 30,
) -> Finding:
    """The finding about words of both sentences by their places in the columns, each shown with what stands around."""
    parts = [_part(sentence, at, reach) for sentence, at in zip((link.old, link.new), places, strict=True)]
    change = Change(
        kind,
        Mention(parts[0].text, link.old.text),
        Mention(parts[1].text, link.new.text),
        where=link.new.where,
        level=level,
        explanation=f"{why}; sentences {link.likeness:.0%} alike, {link.order:.0%} in order.",
    )
    return Finding(detector, change, _spans(link.old, parts[0]), _spans(link.new, parts[1]), key=why)


def _part(sentence: Sentence, at: Sequence[int], reach: int) -> Part:
    column = sentence.column
    words = [Token("", column.start[n], column.end[n], column.low[n]) for n in sorted(at)]
    return Part(clause(sentence, words, reach), [(word.start, word.end) for word in words])


def worded(detector: str, kind: Kind, pair: Edited, left: Sequence[Token], came: Sequence[Token], why: str) -> Finding:
    """The finding about words of both sentences, each shown with the clause around it."""
    old, new = (
        Part(clause(sentence, words), [(t.start, t.end) for t in words])
        for sentence, words in ((pair.link.old, left), (pair.link.new, came))
    )
    return paired(detector, kind, pair, old, new, why, key=why)
