"""The two ways to look at a page: for the first time, seeded from outside, or again, held against what is remembered.

Blocks and memory in, a reason for each block out. Neither refuses a page nor builds an article.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from spiders.reading.blocks import MAX_DEPTH
from spiders.reading.boxes import ASIDE, CAPTION, FOOTER, HEADING, OVERLAY, Block, Box, Spot
from spiders.reading.ground import (
    KEPT,
    LINKED,
    Ground,
    Why,
    drop_lone_headings,
    is_linked,
    main_box,
)
from spiders.reading.labels import has_name, is_label
from spiders.reading.marking import Marked, marked_boxes
from spiders.reading.memory import PageMemory, known_by, resembles
from spiders.reading.metadata import Metadata
from spiders.reading.parts import is_sentence, parts_among, repeated, speaks_to_reader
from spiders.reading.seed import seed_lines, with_vote
from spiders.reading.table_ground import judge_tables, tables_that_are_the_page
from spiders.reading.words import ends_sentence, key, plain, shingles, weight


@dataclass(slots=True)
class Look:
    """One verdict and one key per block. `known_share` is the share of remembered paragraphs met again, 0 to 1."""

    why: list[Why]
    keys: list[str]
    ground: Ground | None
    known_share: float = 0.0


MAX_SEED = 2_000_000
"""Characters; trafilatura takes seconds for more, and no article of a million words is known."""
MAX_TAGS = 20_000
"""Start and end tags; trafilatura takes 2 s for 30,000. The busiest article of 532 saved pages has fewer than 6,000."""
_AGAINST_A_VOTE = frozenset(
    [Why.CAPTION, Why.LINKS, Why.ASKS, Why.BUTTON, Why.LABEL, Why.POINTER, Why.TEASER, Why.SMALL_BOX, Why.OVERLAY]
)


def vote(blocks: Sequence[Block], lines: Sequence[str]) -> list[bool]:
    """Which blocks the seed lines contain. Headings match whole; longer blocks by four fifths of their 4-word runs."""
    whole = {plain(line) for line in lines}
    runs: set[tuple[str, ...]] = set()
    for line in lines:
        runs |= shingles(line)
    votes = []
    for block in blocks:
        if block.part is not None:
            votes.append(False)  # a table is judged as a whole
        elif plain(block.text) in whole:
            votes.append(True)
        elif len(block.text) < 25 or not runs:
            votes.append(False)
        else:
            own = shingles(block.text)
            votes.append(bool(own) and len(own & runs) >= 0.8 * len(own))
    return votes


def is_prose(block: Block, barred: int = ASIDE | FOOTER) -> bool:
    """Whether a block reads like a paragraph of a text, and in none of the `barred` kinds of box."""
    return (
        block.part is None
        and weight(block.text) >= 60
        and block.links < 0.35
        and not block.box.kind & (barred | OVERLAY | CAPTION | HEADING)
        and ends_sentence(block.text)
    )


def with_prose(blocks: Sequence[Block], votes: list[bool]) -> list[bool]:
    """Add the page's largest run of paragraphs to the votes when the seed saw less than half as much of it.

    The seed sometimes settles on a summary or one section of the article. Paragraphs that share one place in the
    layout and outweigh all it found are the article; readers' comments are the exception, and are named as such.
    """
    held: Counter[Spot] = Counter()
    seen = 0
    # Old pages leave an aside or footer open around their story; it counts only where nothing else reads like one.
    barred = ASIDE | FOOTER if any(map(is_prose, blocks)) else 0
    for block, voted in zip(blocks, votes, strict=True):
        if is_prose(block, barred):
            held[block.box.spot] += len(block.text)
            seen += len(block.text) * voted
    if not held:
        return votes if any(votes) else [b.part is None and len(b.text) >= 200 and b.links < 0.4 for b in blocks]
    spot, size = max(held.items(), key=lambda item: item[1])
    if size < 2 * seen or size < 300 or any(has_name("comment", token, "") for token in spot.path()):
        return votes
    return [
        voted or (block.box.spot is spot and is_prose(block, barred))
        for block, voted in zip(blocks, votes, strict=True)
    ]


def first_look(
    blocks: Sequence[Block],
    about: Metadata,
    html: str,
    url: str,
    page: PageMemory,
    lead: frozenset[Block] | None = None,
) -> Look:
    """Seed, then keep what stands as the seeded blocks stand and drop seeded blocks that stand among furniture.

    Of a live blog, whose entries are not among the blocks, the `lead` is all that can be body.
    A page that is remembered but too changed to be held against its memory keeps its verdicts on the texts it knows.
    """
    keys = [known_by(block) for block in blocks]
    if lead is not None:
        votes = [block in lead for block in blocks]
    else:
        votes = vote(blocks, with_vote(seed_lines(html, url) if is_sane(blocks, html) else [], about.body))
        votes = [voted and not is_furniture(block) for block, voted in zip(blocks, votes, strict=True)]
        votes = with_prose(blocks, votes)
    if page.body:
        body, furniture = frozenset(page.body), frozenset(page.furniture)
        votes = [
            block.part is None and (own in body or (voted and own not in furniture))
            for block, own, voted in zip(blocks, keys, votes, strict=True)
        ]
    marked = marked_boxes(blocks)
    parts = parts_among(blocks)
    why = _sift(blocks, votes, marked, parts)
    seeds = [block for block, reason in zip(blocks, why, strict=True) if reason is Why.SEED]
    whole = tables_that_are_the_page(blocks, sum(len(block.text) for block in seeds)) if lead is None else set()
    ground = Ground([*seeds, *(blocks[index] for index in sorted(whole))], marked, repeated(parts))
    for index, (block, voted) in enumerate(zip(blocks, votes, strict=True)):
        if not voted and block.part is None:
            reason = ground.judge(block)
            if reason in (Why.BESIDE, Why.UNKNOWN_BOX):
                reason = Why.PART if lead is None and ground.has_part(block, parts) else Why.UNKNOWN_BOX
            why[index] = reason
    judge_tables(blocks, keys, why, ground, page, whole)
    drop_lone_headings(blocks, why)
    _settle_copies(blocks, keys, why, ground)
    return Look(why, keys, ground)


def _settle_copies(blocks: Sequence[Block], keys: Sequence[str], why: list[Why], ground: Ground) -> None:
    """Of a text that stands there more often than it was kept, keep the copies that a later look will choose."""
    keys = [own if block.part is None else "" for own, block in zip(keys, blocks, strict=True)]
    copies: Counter[str] = Counter(keys)
    kept = Counter(own for own, reason in zip(keys, why, strict=True) if reason in KEPT)
    for own, count in kept.items():
        if own and copies[own] > count:
            places = [index for index, other in enumerate(keys) if other == own]
            places.sort(key=lambda index: not ground.within(blocks[index]))
            for rank, index in enumerate(places):
                if rank >= count:
                    why[index] = Why.FURNITURE
                elif why[index] not in KEPT:
                    why[index] = Why.SEED


_LONG_TAG = re.compile(r"<[a-z][^<>]{50000,}+", re.I)


def is_sane(blocks: Sequence[Block], html: str) -> bool:
    """Whether the seed's parser gets through the page in reasonable time; others are judged by their prose alone."""
    return (
        len(html) < MAX_SEED
        and html.count("<") < MAX_TAGS
        and not any(block.box.depth >= MAX_DEPTH for block in blocks)
        # Parsers hold each attribute against all others of its tag. A long picture in an attribute has few of them.
        and not (html.count("=") > 5000 and any(tag[0].count("=") > 5000 for tag in _LONG_TAG.finditer(html)))
    )


def is_furniture(block: Block) -> bool:
    """What no seed can make an article of: overlays, menus, pointers and labels."""
    return bool(block.box.kind & OVERLAY) or is_linked(block) or is_label(block.text)


def _sift(blocks: Sequence[Block], votes: Sequence[bool], marked: Marked, parts: Collection[Box]) -> list[Why]:
    """The votes that hold: none in teasers, forms and small boxes, far outside, or at places mostly not voted for."""
    rough = Ground([block for block, voted in zip(blocks, votes, strict=True) if voted], marked, parts)
    good: Counter[Spot] = Counter()
    every: Counter[Spot] = Counter()
    for block, voted in zip(blocks, votes, strict=True):
        if rough.within(block) and (voted or not is_furniture(block)):  # a pointer is never voted for: it says nothing
            every[block.box.spot] += 1
            good[block.box.spot] += voted
    apart = _apart(blocks, votes)
    why: list[Why] = []
    for block, voted in zip(blocks, votes, strict=True):
        spot = block.box.spot
        if not voted or block in apart:
            why.append(Why.OUTSIDE)
        elif (against := rough.judge(block)) in _AGAINST_A_VOTE:
            why.append(against)
        elif not rough.within(block) and not rough.near(block):
            why.append(Why.OUTSIDE)
        elif every[spot] and good[spot] < 0.5 * every[spot]:
            why.append(Why.MINORITY)
        else:
            why.append(Why.SEED)
    _drop_lone_boxes(blocks, why, every)
    return why


def _drop_lone_boxes(blocks: Sequence[Block], why: list[Why], at: Mapping[Spot, int]) -> None:
    """Drop the few votes that have a box to themselves such as no other has: polls, appeals, lines about the authors.

    The first paragraph of a story may have one, too, so this begins behind a paragraph that stands as others do. `at`
    counts the blocks of each place.
    """
    voted = [index for index, reason in enumerate(why) if reason is Why.SEED]
    begun, lone = False, []
    for index in voted:
        box, outer = blocks[index].box, blocks[index].box.parent
        begun = begun or at[box.spot] > 2
        alone = outer is not None and outer.tag in ("div", "section") and outer.size == box.size
        if begun and alone and box.tag == "p" and at[box.spot] == 1 and not _reports(blocks[index]):
            lone.append(index)
    if 5 * len(lone) <= len(voted):
        for index in lone:
            why[index] = Why.UNKNOWN_BOX


def _reports(block: Block) -> bool:
    return is_sentence(block) and not speaks_to_reader(block.text)


def _apart(blocks: Sequence[Block], votes: Sequence[bool]) -> set[Block]:
    """Votes for scraps apart from the story: not in the box that holds its paragraphs, and with none in their own.

    A masthead, a ticker, the other columns of an old page laid out by a table, a line that promotes a letter. They
    change at every fetch, so what is no paragraph has to stand with one. Headlines are found on their own.
    """
    prose = [block for block, voted in zip(blocks, votes, strict=True) if voted and is_prose(block, 0)]
    main = main_box(prose)
    if main is None or len(prose) < 2:
        return set()
    around = set(main.above())

    def outermost(block: Block) -> Box | None:
        own: Box | None = None
        for box in block.box.above():
            if box in around:
                break
            own = box
        return own

    beside = {outermost(block) for block in prose}
    voted_for = [block for block, voted in zip(blocks, votes, strict=True) if voted]
    return {block for block in voted_for if main not in block.box.above() and outermost(block) not in beside}


def later_look(blocks: Sequence[Block], page: PageMemory) -> Look | None:
    """Hold a page against what it showed before. None where too little is met again to know where the body stands."""
    if not page.body:
        return None
    keys = [known_by(block) for block in blocks]
    body = Counter(page.body)
    share = len({own for own in keys if own in body}) / len(body)
    if share < 0.5:
        return None
    known = [block for block, own in zip(blocks, keys, strict=True) if own in body and block.part is None]
    whole = tables_that_are_the_page(blocks, sum(len(block.text) for block in known))
    ground = Ground([*known, *(blocks[index] for index in sorted(whole))], marked_boxes(blocks))
    furniture, captions = frozenset(page.furniture), frozenset(page.captions)
    lost = _lost(page, keys)
    why: list[Why] = []
    chosen = _chosen(blocks, keys, page, ground)
    for index, (block, own) in enumerate(zip(blocks, keys, strict=True)):
        if index in chosen:
            why.append(Why.KNOWN)
        elif own in captions:
            why.append(Why.CAPTION)
        elif own in furniture or own in body:
            why.append(Why.FURNITURE)
        elif own in (page.title, page.standfirst):
            why.append(Why.OUTSIDE)
        elif (reason := ground.judge(block)) not in KEPT and _is_edited(block, lost):
            why.append(Why.EDITED)
        else:
            why.append(reason)
    judge_tables(blocks, keys, why, ground, page, whole)
    drop_lone_headings(blocks, why)
    return Look(why, keys, ground, share)


def place(block: Block) -> str:
    """A key for where a block stands in the layout."""
    return key(" ".join(block.box.spot.path()))


def _chosen(blocks: Sequence[Block], keys: Sequence[str], page: PageMemory, ground: Ground) -> set[int]:
    """Which blocks are the remembered ones: each as often as it was in the body, copies inside the main box first.

    A standfirst that repeats a paragraph, or the other way round, stays where it stood.
    """
    left = Counter(page.body)
    chosen: set[int] = set()
    for inside in (True, False):
        for index, (block, own) in enumerate(zip(blocks, keys, strict=True)):
            if left.get(own, 0) <= 0 or index in chosen or ground.within(block) is not inside:
                continue
            if own != page.standfirst or place(block) != page.standfirst_at:
                chosen.add(index)
                left[own] -= 1
    return chosen


def _lost(page: PageMemory, keys: Sequence[str]) -> list[str]:
    """Sketches of the remembered paragraphs that are not met again."""
    seen = frozenset(keys)
    return [old for own, old in zip(page.body, page.sketches, strict=True) if own not in seen and old]


def _is_edited(block: Block, lost: Sequence[str]) -> bool:
    """Whether a block at an unknown place is a lost paragraph in new words: most of its sampled words are there."""
    return len(block.text) > 40 and block.links < LINKED and any(resembles(old, block.text) > 0.75 for old in lost)
