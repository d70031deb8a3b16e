"""The two ways to look at a page: for the first time, seeded from outside, or again, held against what is remembered.

Blocks and memory in, a reason for each block out. Neither refuses a page nor builds an article.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from spiders.reading.boxes import ASIDE, CAPTION, FOOTER, HEADING, OVERLAY, Block, Spot
from spiders.reading.ground import KEPT, Ground, Why, drop_lone_headings, headed_boxes
from spiders.reading.labels import has_name
from spiders.reading.memory import PageMemory, resembles
from spiders.reading.metadata import Metadata
from spiders.reading.seed import seed_lines, with_vote
from spiders.reading.words import ends_sentence, key, plain, shingles


@dataclass(slots=True)
class Look:
    """One verdict and one key per block. `known_share` is the share of remembered paragraphs met again, 0 to 1."""

    why: list[Why]
    keys: list[str]
    ground: Ground | None
    known_share: float = 0.0


_AGAINST_A_VOTE = frozenset(
    [Why.CAPTION, Why.LINKS, Why.ASKS, Why.LABEL, Why.POINTER, Why.TEASER, Why.SMALL_BOX, Why.OVERLAY]
)


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
            votes.append(bool(own) and len(own & runs) >= 0.8 * len(own))
    return votes


def is_prose(block: Block) -> bool:
    """Whether a block reads like a paragraph of a text, wherever it stands."""
    return (
        len(block.text) >= 60
        and block.links < 0.35
        and not block.box.kind & (ASIDE | FOOTER | OVERLAY | CAPTION | HEADING)
        and ends_sentence(block.text)
    )


def with_prose(blocks: Sequence[Block], votes: list[bool]) -> list[bool]:
    """Add the page's largest run of paragraphs to the votes when the seed saw less than half as much of it.

    The seed sometimes settles on a summary or one section of the article. Paragraphs that share one place in the
    layout and outweigh all it found are the article; readers' comments are the exception, and are named as such.
    """
    held: Counter[Spot] = Counter()
    seen = 0
    for block, voted in zip(blocks, votes, strict=True):
        if is_prose(block):
            held[block.box.spot] += len(block.text)
            seen += len(block.text) * voted
    if not held:
        return votes if any(votes) else [len(block.text) >= 200 and block.links < 0.4 for block in blocks]
    spot, size = max(held.items(), key=lambda item: item[1])
    if size < 2 * seen or size < 300 or any(has_name("comment", token, "") for token in spot.path()):
        return votes
    return [voted or (block.box.spot is spot and is_prose(block)) for block, voted in zip(blocks, votes, strict=True)]


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
    keys = [key(block.text) for block in blocks]
    if lead is None:
        votes = vote(blocks, with_vote(seed_lines(html, url), about.body))
    else:
        votes = [block in lead for block in blocks]
    if page.body:
        body, furniture = frozenset(page.body), frozenset(page.furniture)
        votes = [own in body or (voted and own not in furniture) for own, voted in zip(keys, votes, strict=True)]
    if lead is None:
        votes = with_prose(blocks, votes)
    good: Counter[Spot] = Counter()
    every: Counter[Spot] = Counter()
    headed = headed_boxes(blocks)
    rough = Ground([block for block, voted in zip(blocks, votes, strict=True) if voted], headed)
    for block, voted in zip(blocks, votes, strict=True):
        if rough.within(block):
            every[block.box.spot] += 1
            good[block.box.spot] += voted
    why: list[Why] = []
    for block, voted in zip(blocks, votes, strict=True):
        spot = block.box.spot
        if not voted:
            why.append(Why.OUTSIDE)
        elif (against := rough.judge(block)) in _AGAINST_A_VOTE:
            why.append(against)
        elif not rough.within(block) and not rough.near(block):
            why.append(Why.OUTSIDE)
        elif every[spot] and good[spot] < 0.5 * every[spot]:
            why.append(Why.MINORITY)
        else:
            why.append(Why.SEED)
    ground = Ground([block for block, reason in zip(blocks, why, strict=True) if reason is Why.SEED], headed)
    for index, (block, voted) in enumerate(zip(blocks, votes, strict=True)):
        if not voted:
            reason = ground.judge(block)
            why[index] = Why.UNKNOWN_BOX if reason is Why.BESIDE else reason
    drop_lone_headings(blocks, why)
    return Look(why, keys, ground)


def later_look(blocks: Sequence[Block], page: PageMemory) -> Look | None:
    """Hold a page against what it showed before. None where too little is met again to know where the body stands."""
    if not page.body:
        return None
    keys = [key(block.text) for block in blocks]
    body, furniture = Counter(page.body), frozenset(page.furniture)
    anchors = [block for block, own in zip(blocks, keys, strict=True) if own in body]
    share = len({own for own in keys if own in body}) / len(body)
    if share < 0.5:
        return None
    ground = Ground(anchors, headed_boxes(blocks))
    seen = frozenset(keys)
    lost = [old for own, old in zip(page.body, page.sketches, strict=True) if own not in seen and old]
    why: list[Why] = []
    for block, own in zip(blocks, keys, strict=True):
        if own in body and (ground.within(block) or body[own] > 0):
            why.append(Why.KNOWN)
            body[own] -= 1
        elif own in furniture:
            why.append(Why.FURNITURE)
        else:
            reason = ground.judge(block)
            if (
                reason not in KEPT
                and lost
                and len(block.text) > 40
                and max(resembles(old, block.text) for old in lost) > 0.6
            ):
                reason = Why.EDITED
            why.append(reason)
    drop_lone_headings(blocks, why)
    return Look(why, keys, ground, share)
