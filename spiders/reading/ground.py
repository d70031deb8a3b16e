"""Where the body stands on this page: judged by the blocks already known to be body. Blocks in, a reason for each out.

The known blocks (voted for on a first look, remembered on a later one) show the places, classes and boxes that the
paragraphs have on this very page; a block nobody knows yet is held against them. Remembers nothing itself.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from functools import cached_property

from spiders.reading.boxes import ASIDE, CAPTION, FOLDED, FOOTER, HEADING, OVERLAY, Block, Box, Spot
from spiders.reading.boxes import LINKED as INSIDE_LINK
from spiders.reading.labels import has_name, is_label, opens_with
from spiders.reading.marking import Marked
from spiders.reading.words import ends_sentence


class Why(StrEnum):
    """Why a block is in the body or not. `rowback read --explain` prints this word beside each block."""

    __hash__ = str.__hash__  # looked up for each block a dozen times; the hash of Enum is a call of Python

    SEED = "seed"
    KNOWN = "known"
    EDITED = "edited"
    STANDS_ALIKE = "stands alike"
    BESIDE = "beside"
    OUTSIDE = "outside"
    FURNITURE = "furniture"
    LINKS = "links"
    ASKS = "asks"
    BUTTON = "button"
    LABEL = "label"
    POINTER = "pointer"
    ASIDE = "aside"
    OVERLAY = "overlay"
    TEASER = "teaser"
    CAPTION = "caption"
    TITLE = "title"
    STANDFIRST = "standfirst"
    NOTICE = "notice"
    UNKNOWN_BOX = "unknown box"
    OFFER = "offer"
    LIVE = "live"
    SMALL_BOX = "small box"
    LONE_HEADING = "lone heading"
    MINORITY = "minority"
    SHARED = "shared"
    OVERRIDE = "override"
    DROPPED = "dropped"
    TABLE = "table"
    PART = "part"
    RESTLESS = "restless"


KEPT = frozenset({Why.SEED, Why.KNOWN, Why.EDITED, Why.STANDS_ALIKE, Why.BESIDE, Why.OVERRIDE, Why.TABLE, Why.PART})
_PLAIN_TAGS = frozenset(["p", "ul", "ol", "blockquote", "h2", "h3", "h4", "h5", "table", "pre", "dl", "li"])
LINKED = 0.6
"""From this share of linked characters a block is a pointer, not a sentence (paragraphs of news rarely pass 0.4)."""


def is_linked(block: Block) -> bool:
    """Whether a block is there to be clicked; a paragraph that says more than its link is a sentence."""
    if block.links < LINKED:
        return False
    if block.box.tag != "p" or block.box.kind & INSIDE_LINK or len(block.text) < 80 or not ends_sentence(block.text):
        return True
    # A sentence may be one link; a long text nearly all of links is a list that unfolds where a name is touched.
    return block.links >= 0.75 and not 100 <= len(block.text) <= 300


def main_box(blocks: Collection[Block]) -> Box | None:
    """The innermost box that still holds four fifths of the text of these blocks."""
    return _main_of(_held(blocks), sum(len(block.text) for block in blocks))


def _held(blocks: Collection[Block]) -> dict[Box, int]:
    """How many characters of these blocks each box holds, for all boxes around them."""
    own: defaultdict[Box, int] = defaultdict(int)
    for block in blocks:
        own[block.box] += len(block.text)
    held = dict(own)
    outer: defaultdict[Box, int] = defaultdict(int)
    for box, size in own.items():  # paragraphs stand side by side, so the way up is gone once for all of them
        if box.parent is not None:
            outer[box.parent] += size
    for box, size in outer.items():
        for around in box.above():
            held[around] = held.get(around, 0) + size
    return held


def _main_of(held: Mapping[Box, int], total: int) -> Box | None:
    best: Box | None = None
    for box, size in held.items():
        if size >= 0.8 * total and (best is None or box.depth > best.depth):
            best = box
    while (
        best is not None and best.parent is not None and best.tag in ("p", "li", "blockquote", "tr", "h2", "h3", "ul")
    ):
        best = best.parent
    return best


class Ground:
    """The places of the known body blocks on this page."""

    def __init__(
        self, known: Collection[Block], marked: Marked | None = None, parts: Collection[Box] | None = None
    ) -> None:
        self.known = known
        held = _held(known)
        total = sum(len(block.text) for block in known)
        self.main = _main_of(held, total)
        # What is true of the boxes that hold over a third of the known text is not true of one paragraph.
        self.wide = {box for box, size in held.items() if size > total / 3}
        self.holding: Collection[Box] = held.keys()
        self.parts = parts
        marked = marked or Marked()
        self.headed, self.linking, self.pointing = marked.headed, marked.linking, marked.pointing
        self.sold, self.lists = marked.sold, marked.lists

    @cached_property
    def cell(self) -> Box | None:
        """The table cell that the body fills, on pages laid out by tables."""
        above = self.main.above() if self.main is not None else ()
        return next((box for box in above if box.tag in ("td", "th")), None)

    @cached_property
    def at(self) -> dict[Spot, Counter[tuple[str, ...]]]:
        """The classes from the block up to the main box, by place. Most readings meet no text that asks for it."""
        found: defaultdict[Spot, Counter[tuple[str, ...]]] = defaultdict(Counter)
        for block in self.known:
            found[block.box.spot][self._raw_chain(block)] += 1
        return found

    @cached_property
    def parents(self) -> set[Box]:
        """The boxes in which the known blocks inside the main box stand."""
        return {block.box.parent for block in self.known if block.box.parent is not None and self.within(block)}

    def within(self, block: Block) -> bool:
        """Whether the block is inside the main box."""
        return block.box.is_in(self.main)

    def _raw_chain(self, block: Block) -> tuple[str, ...]:
        chain: list[str] = []
        box: Box | None = block.box
        while box is not None and box is not self.main:
            chain.append(box.raw)
            box = box.parent
        return tuple(chain)

    def judge(self, block: Block) -> Why:
        """Whether a block that nobody knows belongs to the body."""
        if block.box.kind & CAPTION or has_name("caption", block.box.spot.token, block.box.raw):
            return Why.CAPTION
        why = self.unfit(block)
        if why is not None:
            return why
        alike = self._stands_alike(block)
        if alike and not self._in_another_cell(block):
            return Why.STANDS_ALIKE
        if not self.within(block):
            return Why.OUTSIDE
        if block.box.kind & (ASIDE | FOOTER):
            return Why.ASIDE
        if self.lists and self._in_list_among(block):
            return Why.PART
        return Why.BESIDE if self._stands_beside(block) else Why.UNKNOWN_BOX

    def unfit(self, block: Block) -> Why | None:
        """What speaks against a block wherever it stands."""
        if is_linked(block):
            return Why.LINKS
        if block.box.kind & OVERLAY:
            return Why.OVERLAY
        if self.pointing and self._in_list_of_links(block):
            return Why.LINKS
        if is_label(block.text) or self._is_dateline(block):
            return Why.LABEL
        if (against := self._narrow_box(block)) is not None:
            return against
        if block.links > 0.15 and len(block.text) < 250 and opens_with("pointers", block.text):
            return Why.POINTER
        if block.links > 0 and len(block.text) < 300 and opens_with("calls", block.text):
            return Why.POINTER  # told to the reader, not of the story, however little of it is the link
        if block.links > 0.1 and block.bold > 0.95 and len(block.text) < 150 and not ends_sentence(block.text):
            return Why.POINTER  # all bold, partly a link and no sentence: a signpost, whatever its words
        own = self.own_box(block)
        if own is not None:
            if own.asks and own.size < 1200:
                return Why.ASKS
            if own.links >= 0.3 * own.size and own is not block.box:
                return Why.LINKS
        return None

    @staticmethod
    def _is_dateline(block: Block) -> bool:
        """Who wrote it and when: a short line with a time element that is no sentence. It changes with every minute."""
        return block.box.times > 0 and len(block.text) < 140 and not ends_sentence(block.text)

    def _narrow_box(self, block: Block) -> Why | None:
        """What the small boxes around a block say: a form in them asks, a linked headline in them makes it a teaser."""
        size = len(block.text)
        own = block.links * size
        box: Box | None = block.box
        while box is not None and box not in self.wide and box is not self.main and box.size < 900:
            if box.asks and box.size < 700:
                return Why.ASKS
            if box.buttons and size < box.size < 350 and not block.box.kind & FOLDED:  # there it opens the fold
                return (
                    Why.BUTTON
                )  # several lines and a button; a paragraph with its own "share" button is alone with it
            # A heading in a wrapper of its own heads what follows, as any other.
            if size < box.size < 350 and box is not block.box and box in self.headed and not self._is_part(box):
                return Why.SMALL_BOX
            if size < 250 and size < box.size < 350 and box in self.linking and not self._is_usual(box):
                return Why.BUTTON
            if size < 250 and size < box.size < 350 and opens_with("pointers", block.text) and not self._is_usual(box):
                return Why.POINTER  # "Watch: ..." above a player: the link may be a script's
            if size < 250 and box.size < 600 and box.links - own >= max(15, 0.2 * box.size) and box.parent is not None:
                return Why.TEASER
            box = box.parent
        return None

    def _in_list_of_links(self, block: Block) -> bool:
        box: Box | None = block.box
        while box is not None and box is not self.main:
            if box in self.pointing:
                return True
            box = box.parent
        return False

    def _is_part(self, box: Box) -> bool:
        """Whether a small headed box is a part of the story: it reads like one, or others of the story look like it."""
        if box in self.sold:
            return False
        if self.parts is not None and box in self.parts:
            return True
        # What a seed proposes may hold two advertisements of one make; what is remembered holds none.
        alike = sum(other.spot is box.spot and other in self.headed for other in self.holding)
        return alike >= (2 if self.parts is None else 3)

    def _is_usual(self, box: Box) -> bool:
        """Whether the body's paragraphs stand in boxes like this one: then what it holds is part of each of them."""
        return sum(other.spot is box.spot for other in self.holding) >= 3

    def near(self, block: Block) -> bool:
        """Whether the block shares a box with the body that holds little else."""
        box: Box | None = block.box
        limit = 2.5 * self.main.size if self.main is not None else 0
        while box is not None and box.size <= limit:
            if box in self.wide:
                return True
            box = box.parent
        return False

    def own_box(self, block: Block) -> Box | None:
        """The outermost box around the block that holds no known body text; none if its own box holds some."""
        box: Box | None = block.box
        outer: Box | None = None
        while box is not None and box not in self.holding:
            outer = box
            box = box.parent
        return outer

    def _stands_alike(self, block: Block) -> bool:
        known = self.at.get(block.box.spot)
        if known is None:
            return False
        if self._raw_chain(block) in known:
            return True
        # The names agree but the raw classes do not. Where all paragraphs share one raw class, another one is another
        # component (builds change such classes for all blocks at once); where they vary anyway, it says nothing.
        return len(known) > 1 or sum(known.values()) < 3

    def _in_another_cell(self, block: Block) -> bool:
        """Whether it stands in a column beside the story's. All cells of a layout look alike, so place says nothing."""
        return self.cell is not None and self.cell not in block.box.above() and self.own_box(block) is not None

    def has_part(self, block: Block, parts: Mapping[Box, int]) -> bool:
        """Whether it stands in a box among the paragraphs that reads like a part of the story."""
        own = self.own_box(block)
        if own is None or own.parent not in self.parents:
            return False
        # Where the heading of a part is known already, the box of the part holds some and is above the block's own.
        few = own.kind & FOLDED or any(box in (self.parts or ()) for box in (own, own.parent))
        return parts.get(own, 0) >= (1 if few else 2)

    def _in_list_among(self, block: Block) -> bool:
        """Whether it is an item of a list that stands behind a paragraph as its equal, and that nobody can click.

        Lists of furniture are there to be clicked, or have a box of their own with a heading or a form.
        """
        own = self.own_box(block)
        if own is None or own.parent is None:
            return False
        # The list may fill a box of its own.
        if not any(box in self.lists and box.size == own.size for box in block.box.above() if box.depth >= own.depth):
            return False
        return self._begins.get(own.parent, block.order) < block.order

    @cached_property
    def _begins(self) -> dict[Box, int]:
        """Where the first known paragraph stands in each box that holds some as its own."""
        found: dict[Box, int] = {}
        for block in self.known:
            if block.box.parent is not None and block.part is None and self.within(block):
                found[block.box.parent] = min(block.order, found.get(block.box.parent, block.order))
        return found

    def _stands_beside(self, block: Block) -> bool:
        """A plain element among the paragraphs: a first list, quotation, subhead or table in this body."""
        own = self.own_box(block)
        if own is None:
            return True
        if own.parent not in self.parents or own.tag not in _PLAIN_TAGS:
            return False
        if own.links > 0.25 * own.size:
            return False
        if not own.raw:
            return True
        return (
            block.box.kind & HEADING == 0 and len(block.text) >= 60 and block.links < 0.2 and ends_sentence(block.text)
        )


def drop_lone_headings(blocks: Sequence[Block], why: list[Why]) -> None:
    """A heading under which nothing is kept before the next heading of its rank, or the end, headed a dropped box."""
    follower: Block | None = None
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        if why[index] not in KEPT:
            continue
        if block.box.kind & HEADING and why[index] is not Why.KNOWN and follower is None:
            why[index] = Why.LONE_HEADING
        else:
            follower = block
