"""Short lines that are no sentence and count something: readers, comments, advertisements. Blocks in, keys out.

Told by how they behave, not by their words: one that shows another number at each look is furniture, one that settles
is an edit. Never touches a table, a list, a heading or a line that names what it counts before a colon.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from spiders.reading.boxes import CAPTION, HEADING, LIST, QUOTE, Block
from spiders.reading.covering import UNEXPLAINED
from spiders.reading.ground import KEPT, Why
from spiders.reading.look import Look
from spiders.reading.memory import PageMemory
from spiders.reading.words import ends_sentence, key

LONGEST = 80
_NUMBER = re.compile(r"\d[\d.,:\s]*")


@dataclass(frozen=True, slots=True)
class Leaves:
    """The leaves of a body by what is known of them; each is the key of its words without the numbers.

    `lone` stand there now; `unsettled` show another number for the first time: each and the key of its text, of which
    `said` is the first;
    `restless` have shown another one at each look, of which `texts` are the latest and `new` tells that one is so now.
    """

    lone: tuple[str, ...] = ()
    unsettled: tuple[str, ...] = ()
    restless: tuple[str, ...] = ()
    said: str = ""
    texts: tuple[str, ...] = ()
    new: bool = False


def settle(blocks: Sequence[Block], look: Look, known: PageMemory) -> Leaves:
    """Tell the restless leaves of a body and take them out of it.

    A number that differs is an edit or a counter, and one look cannot tell: so the first time it is unsettled. The next
    look shows the same, then it is an edit; or a third number, then it is restless from then on.
    """
    fields = (known.title, known.standfirst, *known.captions, *known.notices)  # which are told apart only after this
    before, restless = frozenset([*known.body, *known.furniture, *fields]), dict.fromkeys(known.restless)
    doubted, met = frozenset(known.unsettled), frozenset(known.leaves)
    lone, unsettled, texts, said, new = [], [], [], "", False
    for index in (*_lone(blocks, look, met | restless.keys()), *_captions(blocks, look)):
        block, own = blocks[index], look.keys[index]
        name = _name(block)
        if name in restless or (name in doubted and own not in doubted and own not in before):
            new = new or name not in restless
            restless[name] = None
            look.why[index] = Why.RESTLESS
            texts.append(block.text)
            continue
        if look.why[index] in UNEXPLAINED:
            look.why[index] = Why.EDITED
        lone.append(name)
        if name in met and own not in before and own not in doubted:
            unsettled += [name, own]
            said = said or block.text
    return Leaves(tuple(lone), tuple(unsettled), tuple(restless), said, tuple(texts), new)


def without_numbers(text: str) -> str:
    """What a line says besides its numbers."""
    return _NUMBER.sub("# ", text)


def _name(block: Block) -> str:
    return key(without_numbers(block.text))


def _lone(blocks: Sequence[Block], look: Look, met: Collection[str]) -> list[int]:
    """The leaves that stand by themselves: facts set out in lines come in groups, and have a label before a colon.

    One that was body before is still the same line where its new number keeps it from being known.
    """
    kept = [
        index
        for index, why in enumerate(look.why)
        if why in KEPT or (met and why in UNEXPLAINED and _is_leaf(blocks[index]) and _name(blocks[index]) in met)
    ]
    leaf = [_is_leaf(blocks[index]) for index in kept]
    around = [False, *leaf, False]
    return [index for at, index in enumerate(kept) if leaf[at] and not around[at] and not around[at + 2]]


def _captions(blocks: Sequence[Block], look: Look) -> list[int]:
    """What is named a caption and stands below no picture: under headlines it says when, and how often."""
    return [
        index
        for index, why in enumerate(look.why)
        if why is Why.CAPTION and not blocks[index].box.kind & CAPTION and _is_leaf(blocks[index])
    ]


def _is_leaf(block: Block) -> bool:
    text = block.text
    return (
        len(text) <= LONGEST
        and block.part is None
        and not block.box.kind & (CAPTION | HEADING | LIST | QUOTE)
        and block.box.tag not in ("td", "th")
        and ":" not in text
        and any(map(str.isdigit, text))
        and not ends_sentence(text)
    )
