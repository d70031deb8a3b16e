"""A page goes in; its text blocks come out in reading order, each with where it stands: boxes, places, share of links.

One pass over a lexbor tree. Knows HTML, but never decides which block belongs to the article.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from spiders.reading.bounds import first_tags
from spiders.reading.boxes import FOLDED, HEADING, LINKED, OVERLAY, Block, Box, Spot
from spiders.reading.folds import is_fold
from spiders.reading.inline import raised
from spiders.reading.runs import LINE_BREAK, Run, cut_at_breaks, cut_signpost, figure_of
from spiders.reading.tables import gathered
from spiders.reading.tags import (
    ASKING,
    BLOCK,
    BLOCK_TAGS,
    BOLD,
    BREAK,
    BUTTON,
    END,
    LINK,
    MARKUP,
    RAISED,
    SILENT_TAGS,
    STRUCK,
    TIME,
    Said,
    said_by,
    said_within,
    unescaped,
)
from spiders.reading.words import collapse

MAX_DEPTH = 100
"""Block elements nested deeper (real pages stay below 50) only separate text, so 10,000 nested tags stay linear."""
FEW_STRUCK = 200
MOST_STRUCK = 0.3
"""Share of a page's text that an outlet may strike out."""
MAX_BLOCKS = 10_000
"""Blocks read of one page. The longest live blogs have a fifth of it."""
_SHADOW = re.compile(r"<(/?)template\b([^>]*)>", re.I)

Guide = Mapping[str, Any]
"""The way to the boxes worth reading: token -> Guide of the next step, or None where everything below is read."""


def parse(html: str, source: bytes | None = None) -> LexborHTMLParser:
    """The tree of a page, whose UTF-8 may be at hand as `source`.

    A declarative shadow root is content that a browser shows, so its template is opened.
    """
    if "shadowroot" in html if source is None else b"shadowroot" in source:
        return LexborHTMLParser(_open_shadow_roots(html))
    return LexborHTMLParser(html if source is None else source)


def _open_shadow_roots(html: str) -> str:
    opened: list[bool] = []

    def swap(match: re.Match[str]) -> str:
        if match.group(1):
            return "</div>" if opened and opened.pop() else match.group(0)
        shadow = "shadowroot" in match.group(2).lower()
        opened.append(shadow)
        return "<div data-part=shadow>" if shadow else match.group(0)

    return _SHADOW.sub(swap, html)


class _Walk:
    """State of one pass: the runs of text not yet closed into a block, and what was passed over as hidden.

    `rows` are the cells of each row of a table, the empty ones too.
    """

    def __init__(self, hidden_too: bool = False, struck_too: bool = False) -> None:
        self.hidden_too = hidden_too
        self.struck_too = struck_too
        self.struck = 0
        self.passed_over = 0
        self.blocks: list[Block] = []
        self.runs: list[Run] = []
        self.rows: dict[Box, list[tuple[Box | None, str, bool]]] = {}

    def close(self, box: Box) -> None:
        runs = self.runs[:]
        self.runs.clear()
        self._close(runs, box)

    def cell(self, row: Box, said: Said, box: Box | None) -> None:
        """Note a cell of a row; of an empty one there is no box."""
        if row.tag == "tr":
            self.rows.setdefault(row, []).append((box, said.more, said.stands_for == "th"))

    def _close(self, runs: list[Run], box: Box) -> None:
        if len(runs) == 1:
            self._add_one(runs[0], box)
            return
        for part in cut_at_breaks(runs) if LINE_BREAK in runs else [runs]:
            for piece in cut_signpost(part):
                self._add(piece, box)

    def _add_one(self, run: Run, box: Box) -> None:
        """As `_add` for a single run, which most blocks are: then the shares are all or nothing."""
        text = collapse(run[0])
        if text:
            size = len(text)
            linked = box.kind & LINKED or run[1]
            self.blocks.append(Block(text, box, 1.0 if linked else 0.0, 1.0 if run[2] else 0.0, len(self.blocks)))
            box.size += size
            if linked:
                box.links += size

    def _add(self, runs: list[Run], box: Box) -> None:
        text = collapse("".join([run[0] for run in runs]))
        if not text:
            return
        size = len(text)
        linked = size if box.kind & LINKED else min(size, sum([len(run[0].strip()) for run in runs if run[1]]))
        bold = sum([len(run[0].strip()) for run in runs if run[2]])
        block = Block(text, box, linked / size, min(1.0, bold / size), len(self.blocks))
        if size <= 80 and (figure := figure_of(runs)):
            block.figure = figure
        self.blocks.append(block)
        box.size += size
        box.links += linked


def find_blocks(tree: LexborHTMLParser, guide: Guide | None = None) -> list[Block]:
    """The text blocks of a page in reading order; with a guide, only those in the boxes it leads to."""
    body = tree.body
    if body is None:
        return []
    walk = _walked(body, guide)
    if walk.struck > max(FEW_STRUCK, MOST_STRUCK * sum(len(block.text) for block in walk.blocks)):
        # A tag without an end strikes out all that follows; then it was no edit.
        walk = _walked(body, guide, struck_too=True)
    if guide is not None:
        return gathered(walk.blocks, walk.rows)
    source = body.html or ""
    if walk.passed_over and sum(len(block.text) for block in walk.blocks) < 400:
        # Some pages hide everything until a script has run (to avoid a flicker): then what is hidden is the page.
        walk = _Walk(hidden_too=True)
        walk.close(_pass(source, walk, _whole()))
    return gathered(walk.blocks, walk.rows)


def _walked(body: Any, guide: Guide | None, struck_too: bool = False) -> _Walk:
    walk = _Walk(struck_too=struck_too)
    if guide is not None:
        _follow(body, walk, guide)
    else:
        walk.close(_pass(body.html or "", walk, _whole()))
    return walk


def _whole() -> Box:
    return Box("body", "", Spot("body", None), None, 0)


# Over 50 lines for speed: this loop runs once per tag of every page, and calls are what costs here. It goes through
# the serialised element and not through its nodes: a look at a node makes Python objects and costs more than a tag.
def _pass(source: str, walk: _Walk, box: Box, linked: bool = False, bold: bool = False) -> Box:
    """Read what is inside the element serialised as `source`, whose box is `box`. Returns the box it ended in."""
    # What stands in front of the first tag, then by turns between the brackets of a tag and behind them.
    pieces = MARKUP.split(first_tags(source))
    tags, texts = said_within(pieces[1::2]), pieces[2::2]
    stack: list[tuple[Box | None, bool, bool]] = []
    at, end = 1, len(tags)  # the first tag is the element's own
    text = texts[0] if texts else ""
    runs = walk.runs
    while True:
        if text:
            if not text.isspace():
                if "&" in text:
                    text = text.replace("&nbsp;", "\xa0").replace("&lt;", "<").replace("&gt;", ">")
                    text = text.replace("&amp;", "&")
                runs.append((text, linked, bold))
            elif runs:
                runs.append((text, False, False))
        if at >= end:
            return box
        said, text = tags[at], texts[at]
        at += 1
        role = said[0]
        if role == END:
            if not stack or len(walk.blocks) >= MAX_BLOCKS:
                return box
            outer, linked, bold = stack.pop()
            if outer is not None:
                if runs:
                    walk.close(box)
                outer.size += box.size
                outer.links += box.links
                outer.asks += box.asks
                box = outer
        elif role >= BREAK:
            if role == BREAK:
                runs.append(LINE_BREAK)
            elif role == ASKING:
                box.asks += 1
            elif role == BUTTON:
                box.buttons += 1
            elif role == RAISED:
                _raise(runs, tags, texts, at, linked, bold)
            if not said[8]:
                at = _behind(tags, at, said[2])
                text = texts[at - 1]
        elif said[8]:
            pass
        elif not text and at < end and tags[at][0] == END and tags[at][2] == said[2]:
            if said[9] in _CELLS:
                walk.cell(box, said, None)
            text = texts[at]  # an empty element says nothing and separates nothing
            at += 1
        elif said[1] and not walk.hidden_too and (behind := _behind_hidden(walk, box, tags, texts, at, source)):
            at = behind
            text = texts[at - 1]
        elif role != BLOCK:
            stack.append((None, linked, bold))
            if role == LINK:
                linked = linked or not said[7].startswith("#")
            elif role == TIME:
                box.times += 1
                box.stamp = box.stamp or said[7]
            elif role == BOLD:
                bold = True
        elif box.depth >= MAX_DEPTH:
            walk.close(box)
            stack.append((None, linked, bold))
        else:
            stack.append((box, linked, bold))
            if runs or said[9] in _CELLS:
                box = _enter(walk, said, box, linked)
            else:
                spot, token = box.spot, said[3]
                box = Box(
                    said[9],
                    said[4],
                    spot.children.get(token) or spot.child(token),
                    box,
                    box.kind | said[6] | (LINKED if linked else 0),
                    said[5],
                )
            if said[1]:
                box.kind |= FOLDED
            if box.kind & HEADING:
                bold = True


def _behind(tags: Sequence[Said], at: int, tag: str) -> int:
    """The index behind the element that opened just before `at`."""
    depth = 1
    while depth and at < len(tags):
        said = tags[at]
        if said[2] == tag:
            depth += -1 if said[0] == END else 1
        at += 1
    return at


def _raise(runs: list[Run], tags: Sequence[Said], texts: Sequence[str], at: int, linked: bool, bold: bool) -> None:
    """Read the raised text of the element that opened just before `at`."""
    behind = _behind(tags, at, "sup")
    text = unescaped("".join(texts[at - 1 : behind - 1]))
    link = linked or any(said.tag == "a" for said in tags[at : behind - 1])
    if text := raised(runs[-1][0] if runs else "", text, link):
        runs.append((text, linked, bold))


def _behind_hidden(walk: _Walk, box: Box, tags: Sequence[Said], texts: Sequence[str], at: int, source: str) -> int:
    """The index behind the hidden element that opened just before `at`; 0 where it is the rest of a text."""
    behind = _behind(tags, at, tags[at - 1].tag)
    if tags[at - 1].more is STRUCK:
        struck = sum(len(text) for text in texts[at - 1 : behind - 1])
        walk.struck += struck
        return behind if not walk.struck_too else 0
    before = walk.blocks[-1] if walk.blocks else None
    # A component may hold nothing but the fold and what opens it; then the prose stands before the component.
    near = box if box.size or box.parent is None else box.parent
    if before is not None and not walk.runs and before.box.is_in(near):
        within = (before.box.kind | box.kind) & (OVERLAY | FOLDED)
        if not within and is_fold(tags, texts, at - 1, behind, source):
            return 0
    walk.passed_over += 1
    return behind


def _follow(body: Any, walk: _Walk, guide: Guide) -> None:
    """Go to the boxes that the guide leads to, node by node, and read each of them whole."""
    stack: list[tuple[Any, Box, bool, bool, Guide]] = []
    box, node, linked, bold = _whole(), body.child, False, False
    while node is not None or stack:
        if node is None:
            node, outer, linked, bold, guide = stack.pop()
            if outer is not box:
                _leave(walk, box, outer)
                box = outer
            node = node.next
            continue
        tag = node.tag or "-"
        if tag[0] not in "-!_" and tag not in SILENT_TAGS and (tag not in BLOCK_TAGS or _leads(guide, tag)):
            said = said_by(tag, node.attributes)
            if said.role == ASKING:
                box.asks += 1
            elif said.role == BUTTON:
                box.buttons += 1
            elif said.role < BREAK and not said.hides and (child := node.child) is not None:
                if said.role != BLOCK:
                    stack.append((node, box, linked, bold, guide))
                    linked = linked or (said.role == LINK and not said.more.startswith("#"))
                    if said.role == TIME:
                        box.times += 1
                        box.stamp = box.stamp or said.more
                    node, bold = child, bold or said.role == BOLD
                    continue
                if said.token in guide:
                    inner = _enter(walk, said, box, linked)
                    below, heading = guide[said.token], inner.kind & HEADING != 0
                    if below is not None:
                        stack.append((node, box, linked, bold, guide))
                        box, node, bold, guide = inner, child, bold or heading, below
                        continue
                    _leave(walk, _pass(node.html or "", walk, inner, linked, bold or heading), box)
        node = node.next


def _leads(guide: Guide, tag: str) -> bool:
    """Whether the guide leads to an element of this tag: most do not need to be asked for their names."""
    return any(token.startswith(tag) for token in guide)


_CELLS = frozenset(["td", "th"])


def _enter(walk: _Walk, said: Said, outer: Box, linked: bool) -> Box:
    if walk.runs:
        walk.close(outer)
    box = Box(
        said[9], said[4], outer.spot.child(said[3]), outer, outer.kind | said[6] | (LINKED if linked else 0), said[5]
    )
    if said[9] in _CELLS:
        walk.cell(outer, said, box)
    return box


def _leave(walk: _Walk, box: Box, outer: Box) -> None:
    if walk.runs:
        walk.close(box)
    outer.size += box.size
    outer.links += box.links
    outer.asks += box.asks
