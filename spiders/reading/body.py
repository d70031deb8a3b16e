"""Which blocks of a page are its article's body, when nothing is remembered of it. Blocks and seed lines in, verdicts out.

Every block gets a reason, kept or dropped. Sees no markup and no memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from spiders.reading.blocks import ASIDE, CAPTION, FOOTER, HEADING, Block, Box, Spot
from spiders.reading.words import plain, shingles


class Why(StrEnum):
    """Why a block is in the body or not. `rowback read --explain` prints this word beside each block."""

    SEED = "seed"
    PATH = "path"
    KNOWN = "known"
    BETWEEN = "between"
    OUTSIDE = "outside"
    FURNITURE = "furniture"
    LINKS = "links"
    ASKS = "asks"
    LABEL = "label"
    ASIDE = "aside"
    CAPTION = "caption"
    TITLE = "title"
    STANDFIRST = "standfirst"
    NOTICE = "notice"
    BYLINE = "byline"
    UNKNOWN_PATH = "unknown path"


KEPT = frozenset({Why.SEED, Why.PATH, Why.KNOWN, Why.BETWEEN})


@dataclass(frozen=True, slots=True)
class Body:
    """The verdict on each block, the box that holds the body, and the places its paragraphs have."""

    why: list[Why]
    box: Box | None
    spots: frozenset[Spot]


def vote(blocks: Sequence[Block], lines: Sequence[str]) -> list[bool]:
    """Which blocks the seed lines contain. Headings match whole; longer blocks by four fifths of their 4-word runs."""
    whole = {plain(line) for line in lines}
    runs: set[tuple[str, ...]] = set()
    for line in lines:
        runs |= shingles(line)
    votes = []
    for block in blocks:
        if plain(block.text) in whole:
            votes.append(True)
        elif len(block.text) < 25 or not runs:
            votes.append(False)
        else:
            own = shingles(block.text)
            votes.append(len(own & runs) >= 0.8 * len(own))
    return votes


def main_box(blocks: Sequence[Block], votes: Sequence[bool]) -> Box | None:
    """The innermost box that still holds four fifths of the text voted for."""
    held: Counter[Box] = Counter()
    total = 0
    for block, voted in zip(blocks, votes, strict=True):
        if voted:
            total += len(block.text)
            for box in block.box.above():
                held[box] += len(block.text)
    best: Box | None = None
    for box, size in held.items():
        if size >= 0.8 * total and (best is None or box.depth > best.depth):
            best = box
    if best is not None and best.parent is not None and best.tag in ("p", "li", "blockquote", "span", "tr"):
        best = best.parent
    return best


def find_body(blocks: Sequence[Block], votes: Sequence[bool]) -> Body:
    """Keep the places inside the main box that were mostly voted for, and places outside it that were wholly so."""
    box = main_box(blocks, votes)
    if box is None:
        return Body([Why.OUTSIDE] * len(blocks), None, frozenset())
    inside = [box in block.box.above() for block in blocks]
    good: Counter[Spot] = Counter()
    every: Counter[Spot] = Counter()
    for block, voted in zip(blocks, votes, strict=True):
        every[block.box.spot] += 1
        good[block.box.spot] += voted
    spots = {block.box.spot for block, within in zip(blocks, inside, strict=True) if within}
    kept_spots = {spot for spot in spots if good[spot] >= 0.5 * every[spot]}
    why = [
        _judge(block, voted, within, block.box.spot in kept_spots, good[block.box.spot] == every[block.box.spot])
        for block, voted, within in zip(blocks, votes, inside, strict=True)
    ]
    return Body(why, box, frozenset(kept_spots))


def _judge(block: Block, voted: bool, within: bool, kept: bool, pure: bool) -> Why:
    if block.box.kind & CAPTION:
        return Why.CAPTION
    if not within and not (voted and pure and len(block.text) >= 50):
        return Why.OUTSIDE
    if block.links >= 0.6:
        return Why.LINKS
    if block.box.kind & (ASIDE | FOOTER) and not voted:
        return Why.ASIDE
    if voted:
        return Why.SEED
    if kept and (not block.box.kind & HEADING):
        return Why.PATH
    return Why.UNKNOWN_PATH
