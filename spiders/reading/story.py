"""Whether a page's blocks tell a story, or point to stories told elsewhere. Blocks in, counts and runs of them out.

Looks at shape only: paragraphs in a row, linked headlines between them, a day above them. Knows no wall's words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from spiders.reading.boxes import CAPTION, FOOTER, HEADING, OVERLAY, Block
from spiders.reading.labels import is_label
from spiders.reading.words import weight

_DAY = re.compile(
    r"(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-](?:\d\d)?\d\d|(?:19|20)\d\d[./年-]\s?\d{1,2})(?!\d)|"
    r"(?<!\d)\d{1,2}(?:st|nd|rd|th|er|\.|º)?,?\s(?:de\s)?[^\W\d]{3,}\.?,?\s(?:de\s)?(?:19|20)\d\d(?!\d)|"
    r"(?<!\w)[^\W\d]{3,}\.?\s\d{1,2},\s(?:19|20)\d\d(?!\d)"
)
"""A day with its year, in figures or with the month's name, in the orders in which news sites write it."""


def is_card(block: Block) -> bool:
    """Whether a block is a linked headline: what lists of stories are made of."""
    return (
        block.links >= 0.9
        and len(block.text) >= 20
        and not block.box.kind & (FOOTER | CAPTION)
        and not is_label(block.text)
    )


def _is_paragraph(block: Block) -> bool:
    """Whether a block has the length of a paragraph. Thai, lyrics and lists do not mark where a sentence ends."""
    return weight(block.text) >= 60 and block.links < 0.35 and not block.box.kind & (OVERLAY | CAPTION | HEADING)


def told(blocks: Sequence[Block], body: Sequence[Block]) -> list[Block]:
    """The longest run of the body's paragraphs with no linked headline between them.

    In a list of teasers a headline stands before each; in an article its paragraphs follow one another.
    """
    kept = set(body)
    runs: list[list[Block]] = [[]]
    for block in blocks:
        if block in kept and _is_paragraph(block):
            runs[-1].append(block)
        elif runs[-1] and is_card(block) and not block.box.kind & OVERLAY:
            runs.append([])
    return max(runs, key=len)


def tells(run: Sequence[Block]) -> bool:
    """Whether a run of paragraphs is a story whatever the headline says: no error page explains itself so long."""
    return len(run) >= 3 and sum(weight(block.text) for block in run) >= 300


def is_dated(blocks: Sequence[Block], body: Sequence[Block]) -> bool:
    """Whether a short line between the headline and the second paragraph gives a day: bylines of articles do."""
    if not body:
        return False
    first = next((index for index, block in enumerate(blocks) if block is body[0]), 0)
    head = max((index for index, block in enumerate(blocks[:first]) if block.box.kind & HEADING), default=first)
    return any(
        len(block.text) < 140 and (block.box.times > 0 or _DAY.search(block.text) is not None)
        for block in blocks[max(0, min(head, first - 4) - 3) : first + 2]
    )
