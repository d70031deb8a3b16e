"""Boxes that tell by their shape what they hold: promotions, lists to click, lists to read. Blocks in, boxes out.

Knows no story and no memory; whether a box counts for anything is judged by where it stands.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from spiders.reading.boxes import HEADING, LIST, Block, Box
from spiders.reading.labels import is_adverts, is_label
from spiders.reading.words import ends_sentence


@dataclass(frozen=True, slots=True)
class Marked:
    """The boxes of a page that open with a heading or an advertisement's label, and those with a line that is one link.

    Fact boxes, promotions, polls; and boxes whose last line is there to be clicked. `pointing` hold a list
    of three items or more with a link in each, and a heading at most; `sold` open with an advertisement's label.
    `lists` hold items that say something and no link.
    """

    headed: frozenset[Box] = frozenset()
    linking: frozenset[Box] = frozenset()
    pointing: frozenset[Box] = frozenset()
    sold: frozenset[Box] = frozenset()
    lists: frozenset[Box] = frozenset()


def marked_boxes(blocks: Sequence[Block]) -> Marked:
    """Find both kinds among all boxes of a page."""
    headed: set[Box] = set()
    sold: set[Box] = set()
    linking: set[Box] = set()
    items: defaultdict[Box, list[bool]] = defaultdict(list)
    told: Counter[Box] = Counter()
    before: Block | None = None
    for block in blocks:
        if block.box.tag == "li" and block.box.parent is not None:
            items[block.box.parent].append(block.links > 0)
        if block.box.kind & LIST and not block.links:
            around = _list_around(block.box)
            told[around] += says_something(block.text) if around.tag != "dl" else is_answer(block.text)
        if block.box.kind & HEADING or block.box.tag == "summary":
            box = block.box.parent
            while box is not None and box.tag in ("header", "hgroup"):
                box = box.parent
            if box is not None:
                headed.add(box)
        elif len(block.text) <= 60:
            if block.links > 0.95:
                linking.add(_around(block))
            elif is_adverts(block.text) and (before is None or _around(block) not in before.box.above()):
                headed.add(_around(block))
                sold.add(_around(block))
        before = block
    pointing = {_with_heading(box) for box, linked in items.items() if len(linked) >= 3 and all(linked)}
    boxes = frozenset(box for box in pointing if box is not None)
    lists = frozenset(box for box, count in told.items() if count >= 2 and not (box.links or box.asks or box.buttons))
    return Marked(frozenset(headed), frozenset(linking), boxes, frozenset(sold), lists)


def says_something(text: str) -> bool:
    """Whether an item of a list says more than a name: the names of networks and of sections stand in lists, too."""
    return (text.count(" ") >= 2 or any(map(str.isdigit, text))) and not is_label(text)


def is_answer(text: str) -> bool:
    """Whether what a term is said to be is a sentence: answers are, and the facts about a page are not."""
    return len(text) >= 60 and ends_sentence(text)


def _list_around(box: Box) -> Box:
    while box.parent is not None and box.tag not in ("ul", "ol", "dl"):
        box = box.parent
    return box


def _with_heading(links: Box) -> Box | None:
    """The box of a list of links and what heads it; None where it stands among other texts, or says more than links."""
    box = links
    while box.parent is not None and box.parent.size < links.size + 100:
        box = box.parent
    return box if box.size > links.size and links.links >= 0.15 * links.size else None


def _around(block: Block) -> Box:
    """The box that a line stands in together with others."""
    box = block.box
    while box.size <= len(block.text) and box.parent is not None:
        box = box.parent
    return box
