"""Boxes that hold prose and little else: parts of a story that have a box to themselves. Blocks in, boxes out.

Says what reads like a part, not that it belongs to the story: an advertisement may be told in sentences, too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from functools import cache

from spiders.reading.boxes import ASIDE, CAPTION, FOOTER, HEADING, OVERLAY, Block, Box
from spiders.reading.labels import has_name, is_adverts, opens_with, vocabulary
from spiders.reading.words import ends_sentence, plain, weight

_BARRED = ASIDE | FOOTER | OVERLAY | CAPTION
_TAGS = frozenset(["section", "div", "details", "article", "blockquote"])
NEAR = 4
"""Boxes above a paragraph in which it may be a part."""
PURE = 0.9
"""Least share of a part's text that is headings, prose and lists. Promotions add a label, a price or a button."""


def is_sentence(block: Block) -> bool:
    """Whether a block reads like a paragraph and says nothing to be clicked, bought or looked at elsewhere."""
    return (
        block.part is None
        and weight(block.text) >= 60
        and block.links < 0.2
        and not block.box.kind & (_BARRED | HEADING)
        and ends_sentence(block.text)
        and not opens_with("calls", block.text)
        and not opens_with("pointers", block.text)
    )


def speaks_to_reader(text: str) -> bool:
    """Whether a text asks or offers its reader something. Between quotation marks people speak to one another."""
    compared = plain(text[:400])
    return compared.endswith("?") or ('"' not in compared and _reader().search(compared) is not None)


@cache
def _reader() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, vocabulary()['reader']))})(?!\w)")


def parts_among(blocks: Sequence[Block]) -> dict[Box, int]:
    """The boxes that read like parts of a story, each with the number of its paragraphs.

    One box by itself that speaks to its reader is an appeal or a poll; chapters of advice stand in a row.
    """
    prose: Counter[Box] = Counter()
    asking: set[Box] = set()
    told: Counter[Box] = Counter()
    sold: set[Box] = set()
    for block in blocks:
        near = _near(block.box)
        if is_sentence(block):
            for box in near:
                prose[box] += 1
                told[box] += len(block.text)
            if speaks_to_reader(block.text):
                asking.update(near)
        elif len(block.text) <= 60 and (is_adverts(block.text) or opens_with("recordings", block.text)):
            sold.update(near)
        elif (block.box.kind & HEADING or block.box.tag == "summary") and len(block.text) < 150 and not block.links:
            for box in near:
                told[box] += len(block.text)
    found = {
        box: count
        for box, count in prose.items()
        if told[box] >= PURE * box.size
        and box.links <= 0.1 * box.size
        and not (box.asks or box.buttons or box.times or box in sold)
        and not box.kind & _BARRED
        and not any(has_name(name, box.spot.token, box.raw) for name in ("comment", "caption"))
    }
    in_a_row = repeated(found)
    return {box: count for box, count in found.items() if box in in_a_row or box not in asking}


def _near(box: Box) -> list[Box]:
    found: list[Box] = []
    around: Box | None = box
    for _ in range(NEAR):
        if around is None:
            break
        if around.tag in _TAGS or "-" in around.tag:
            found.append(around)
        around = around.parent
    return found


def repeated(parts: Collection[Box]) -> frozenset[Box]:
    """The parts that stand in a row with others like them: one box of prose may be anything, three are chapters."""
    alike = Counter((id(box.parent), box.tag) for box in parts)
    return frozenset(box for box in parts if alike[id(box.parent), box.tag] >= 2)
