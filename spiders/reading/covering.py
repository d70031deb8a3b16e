"""What share of a page's sentences was read, and what the others were taken for. Blocks and verdicts in, counts out.

Finds runs of paragraphs that were left out and look like a part of a story, too. Keeps and drops nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from spiders.article import Coverage
from spiders.reading.boxes import ASIDE, CAPTION, FOOTER, HEADING, LIST, OVERLAY, Block, Box, Spot
from spiders.reading.ground import KEPT, LINKED, Why
from spiders.reading.labels import has_name
from spiders.reading.words import ends_sentence, weight

_TOLD = KEPT | {Why.TITLE, Why.STANDFIRST, Why.CAPTION, Why.NOTICE, Why.LIVE}
UNEXPLAINED = frozenset([Why.OUTSIDE, Why.UNKNOWN_BOX, Why.MINORITY, Why.SMALL_BOX, Why.LONE_HEADING])
"""Verdicts that say where a text stands, not what it is: among these a story may be lost."""

RUN = 3
"""Paragraphs side by side. A box about the author, a notice of the law or a teaser has one or two."""
RUN_SIZE = 500
"""Characters of a run, in an alphabet; a teaser of three lines has less."""
PARAGRAPH = 80
"""Characters, in an alphabet, from which a sentence reads as a paragraph."""
REPEATED = 3
"""From so many boxes of one place they are entries of a list: what readers write, or teasers of other stories."""


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


def runs_left(blocks: Sequence[Block], why: Sequence[Why]) -> list[list[Block]]:
    """Runs of paragraphs side by side in one box that nothing but their place speaks against.

    Stories are set so, and little else is: what readers write stands in boxes alike, one for each of them, without a
    heading or as items of a list, and so do teasers; small print stands in the footer. A box is what its name says.
    """
    runs: defaultdict[Box, list[Block]] = defaultdict(list)
    beside: defaultdict[Spot | str, set[Box]] = defaultdict(set)
    headed: set[Box] = set()
    for block, reason in zip(blocks, why, strict=True):
        outer = block.box.parent
        if outer is None:
            continue
        if block.box.kind & HEADING:
            headed.add(outer)
        elif reason in UNEXPLAINED and block.links < LINKED and _is_sentence(block):
            beside[_alike(outer)].add(outer)
            if weight(block.text) >= PARAGRAPH and not block.box.kind & (ASIDE | FOOTER | OVERLAY | CAPTION):
                runs[outer].append(block)
    return [
        run
        for outer, run in runs.items()
        if len(run) >= RUN
        and sum(weight(block.text) for block in run) >= RUN_SIZE
        and (len(beside[_alike(outer)]) < REPEATED or (outer in headed and not outer.kind & LIST))
        and not any(has_name("comment", box.spot.token, box.raw) for box in outer.above())
    ]


def _alike(box: Box) -> Spot | str:
    """What boxes of one kind have in common: their name, wherever they stand, as answers stand inside each other."""
    return box.spot.token if "." in box.spot.token else box.spot
