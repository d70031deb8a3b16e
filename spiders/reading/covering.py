"""What share of a page's sentences was read, and what the others were taken for. Blocks and verdicts in, counts out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from spiders.article import Coverage
from spiders.reading.boxes import CAPTION, Block
from spiders.reading.ground import KEPT, LINKED, Why
from spiders.reading.words import ends_sentence, weight

_TOLD = KEPT | {Why.TITLE, Why.STANDFIRST, Why.CAPTION, Why.NOTICE, Why.LIVE}
UNEXPLAINED = frozenset([Why.OUTSIDE, Why.UNKNOWN_BOX, Why.MINORITY, Why.SMALL_BOX, Why.LONE_HEADING])
"""Verdicts that say where a text stands, not what it is: among these a story may be lost."""


def coverage_of(blocks: Sequence[Block], why: Sequence[Why]) -> Coverage:
    """Count the characters of sentences that were read and of those left out, by the word for it."""
    read, shown = 0, 0
    left: Counter[str] = Counter()
    for block, reason in zip(blocks, why, strict=True):
        if block.part is None and not _is_sentence(block):
            continue
        shown += len(block.text)
        if reason in _TOLD:
            read += len(block.text)
        else:
            left[str(reason)] += len(block.text)
    lost = sum(size for word, size in left.items() if word in UNEXPLAINED)
    return Coverage(read, shown, lost, tuple(left.most_common()))


def _is_sentence(block: Block) -> bool:
    return (
        weight(block.text) >= 60 and block.links < LINKED and ends_sentence(block.text) and not block.box.kind & CAPTION
    )
