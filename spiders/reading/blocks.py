"""A page goes in; its text blocks come out in reading order, each with where it stands: boxes, places, share of links.

One pass over a lexbor tree. Knows HTML, but never decides which block belongs to the article.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from spiders.reading.boxes import (
    HEADING,
    LINKED,
    OVERLAY,
    ROLE_KIND,
    TAG_KIND,
    TELLING,
    Block,
    Box,
    Spot,
    is_consent_tool,
    is_hidden,
    speaks_only,
    token_of,
)
from spiders.reading.words import collapse, ends_sentence

MAX_DEPTH = 100
"""Block elements nested deeper (real pages stay below 50) only separate text, so 10,000 nested tags stay linear."""
MAX_BLOCKS = 20_000
"""Blocks read of one page. The longest live blogs have a tenth of it."""
BLOCK_TAGS = frozenset([
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre", "dd", "dt", "figcaption", "div", "section",
    "article", "main", "ul", "ol", "table", "caption", "tr", "tbody", "thead", "tfoot", "aside", "header", "footer",
    "figure", "body", "summary", "details", "address", "center", "hr", "dl", "fieldset", "form", "dialog", "legend",
    "hgroup", "search", "menu", "nav", "option", "td", "th",
])  # fmt: skip
SILENT_TAGS = frozenset([
    "script", "style", "noscript", "template", "svg", "iframe", "head", "video", "audio", "object", "canvas",
    "select", "datalist", "nav", "map", "picture", "source", "img", "link", "meta", "area", "embed", "param", "track",
    "frameset", "frame", "noframes", "title", "base", "progress", "meter",
])  # fmt: skip
ASKING_TAGS = frozenset(["input", "button", "textarea", "select"])
_NOT_ASKING = frozenset(["hidden", "button", "submit", "image", "checkbox", "radio", "reset"])
_BUTTONS = frozenset(["button", "submit"])
_BOLD_TAGS = frozenset(["b", "strong"])
_SHADOW = re.compile(r"<(/?)template\b([^>]*)>", re.I)

Run = tuple[str, bool, bool]
"""A piece of text, whether it is inside a link, whether it is bold. A text of "\\n" is a line break."""

_CELL_END: Run = (" | ", False, False)
"""Stands between two cells of a row; told from a cell's own bar by its identity."""

Guide = Mapping[str, Any]
"""The way to the boxes worth reading: token -> Guide of the next step, or None where everything below is read."""


def parse(html: str) -> LexborHTMLParser:
    """The tree of a page. A declarative shadow root is content that a browser shows, so its template is opened."""
    if "shadowroot" in html:
        html = _open_shadow_roots(html)
    return LexborHTMLParser(html)


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

    `cells` are those of the open table row whose texts wait in the runs, each with the index of its first run;
    `columns` the rows found to be layout.
    """

    def __init__(self, hidden_too: bool = False) -> None:
        self.hidden_too = hidden_too
        self.passed_over = 0
        self.blocks: list[Block] = []
        self.runs: list[Run] = []
        self.cells: list[tuple[int, Box]] = []
        self.columns: set[Box] = set()

    def close(self, box: Box) -> None:
        if not self.runs:
            return
        runs, self.runs = self.runs, []
        if self.cells:
            cells, self.cells = self.cells, []
            if box is not cells[-1][1].parent:
                runs = self._part(runs, cells)
        self._close(runs, box)

    def _part(self, runs: list[Run], cells: list[tuple[int, Box]]) -> list[Run]:
        """Something ended a text inside a cell: its row is layout, and the cells before it are blocks of their own."""
        row = cells[-1][1].parent
        if row is not None:
            self.columns.add(row)
        for (start, cell), (end, _) in pairwise(cells):
            self._close(runs[start : end - 1] if end and runs[end - 1] is _CELL_END else runs[start:end], cell)
        return runs[cells[-1][0] :]

    def open_cell(self, cell: Box) -> None:
        if self.cells and self.cells[-1][1].parent is not cell.parent:
            self.cells = []
        if any(run[0].strip() for run in self.runs):
            self.runs.append(_CELL_END)
        self.cells.append((len(self.runs), cell))

    def end_cell(self, cell: Box) -> None:
        """A short cell stays with its row; one with blocks, paragraphs or a long text is a column of a layout.

        So are then the other cells of its row.
        """
        runs = self.runs[self.cells[-1][0] :] if self.cells else self.runs
        if (
            cell.size
            or cell.parent in self.columns
            or sum(len(run[0]) for run in runs) > 300
            or (len(runs) > 2 and any(run[0] == "\n" for run in runs) and len(_cut_at_breaks(runs)) > 1)
        ):
            if cell.parent is not None:
                self.columns.add(cell.parent)
            self.close(cell)

    def _close(self, runs: list[Run], box: Box) -> None:
        if len(runs) == 1:
            self._add(runs, box)
            return
        for part in _lines(runs):
            self._add(part, box)

    def _add(self, runs: list[Run], box: Box) -> None:
        text = collapse("".join([run[0] for run in runs]))
        if not text:
            return
        size = len(text)
        linked = size if box.kind & LINKED else min(size, sum([len(run[0].strip()) for run in runs if run[1]]))
        bold = sum([len(run[0].strip()) for run in runs if run[2]])
        self.blocks.append(Block(text, box, linked / size, min(1.0, bold / size), len(self.blocks)))
        box.size += size
        box.links += linked


def _lines(runs: list[Run]) -> list[list[Run]]:
    """Cut at line breaks that separate paragraphs, and after a signpost in front."""
    if len(runs) == 1:
        return [runs]
    parts = _cut_at_breaks(runs) if any(run[0] == "\n" for run in runs) else [runs]
    return [piece for part in parts for piece in _cut_signpost(part)]


def _cut_at_breaks(runs: list[Run]) -> list[list[Run]]:
    """Two breaks in a row end a paragraph; a single one only after a full sentence (else it is a verse or address)."""
    parts: list[list[Run]] = [[]]
    waiting, size, tail = 0, 0, ""
    for run in runs:
        if run[0] == "\n":
            waiting += 1
        elif not run[0].strip():
            parts[-1].append(run)
        else:
            if waiting:
                if waiting > 1 or (size >= 40 and ends_sentence(tail)):
                    parts.append([])
                    size = 0
                else:
                    parts[-1].append((" ", False, False))
            waiting = 0
            parts[-1].append(run)
            size += len(run[0])
            tail = run[0]
    return parts


def _cut_signpost(runs: list[Run]) -> list[list[Run]]:
    """Separate "**Follow the latest on** **[the strike](...)**" from the sentence set right behind it.

    Publishing systems keep such a pointer as bold words that end in a bold link, and exports lose the paragraph end
    behind it. It is one only when unlinked bold words come first and the text behind it opens a sentence of its own.
    """
    at = 0
    while at < len(runs) and (runs[at][2] or not runs[at][0].strip()):
        at += 1
    head = [run for run in runs[:at] if run[0].strip()]
    if len(head) < 2 or head[0][1] or not head[-1][1] or at == len(runs):
        return [runs]
    rest = collapse("".join(run[0] for run in runs[at:]))
    if len(rest) < 40 or rest[0].islower() or not (rest[0].isalnum() or rest[0] in "\"'“‘«„"):
        return [runs]
    return [runs[:at], runs[at:]]


def find_blocks(tree: LexborHTMLParser, guide: Guide | None = None) -> list[Block]:
    """The text blocks of a page in reading order; with a guide, only those in the boxes it leads to."""
    body = tree.body
    if body is None:
        return []
    walk = _Walk()
    _pass(body, walk, guide)
    if guide is None and walk.passed_over and sum(len(block.text) for block in walk.blocks) < 400:
        # Some pages hide everything until a script has run (to avoid a flicker): then what is hidden is the page.
        walk = _Walk(hidden_too=True)
        _pass(body, walk, None)
    return walk.blocks


# Over 50 lines for speed: this loop runs once per node of every page, and calls are what costs here.
def _pass(body: Any, walk: _Walk, guide: Guide | None) -> None:
    box = Box("body", "", Spot("body", None), None, 0)
    stack: list[tuple[Any, Box | None, bool, bool, Guide | None]] = []
    node, linked, bold = body.child, False, False
    while True:
        if node is None:
            if not stack or len(walk.blocks) >= MAX_BLOCKS:
                break
            node, outer, linked, bold, guide = stack.pop()
            if outer is not None:
                if box.tag == "td" or box.tag == "th":
                    walk.end_cell(box)
                elif walk.runs:
                    walk.close(box)
                outer.size += box.size
                outer.links += box.links
                outer.asks += box.asks
                box = outer
            node = node.next
            continue
        tag = node.tag
        if tag == "-text":
            if guide is None:
                text = node.text_content
                if text:
                    walk.runs.append((text.replace("\n", " "), linked, bold))
        elif tag == "br":
            walk.runs.append(("\n", linked, bold))
        elif not tag or tag in SILENT_TAGS or tag[0] in "-!_":
            pass
        elif tag in ASKING_TAGS:
            kind = "button" if tag == "button" else node.attributes.get("type")
            if kind not in _NOT_ASKING:
                box.asks += 1
            elif kind in _BUTTONS:
                box.buttons += 1
        elif (child := node.child) is not None:
            attributes = node.attributes
            if attributes and not walk.hidden_too and _hides(tag, attributes):
                walk.passed_over += 1
            elif tag in BLOCK_TAGS or "-" in tag:
                token = token_of(tag, attributes) if attributes else tag
                if box.depth >= MAX_DEPTH:
                    walk.close(box)
                    stack.append((node, None, linked, bold, guide))
                    node = child
                    continue
                if guide is None or token in guide:
                    is_cell = tag == "td" or tag == "th"
                    if walk.runs and not is_cell:
                        walk.close(box)
                    stack.append((node, box, linked, bold, guide))
                    if guide is not None:
                        guide = guide[token]
                    box = _box(tag, attributes, token, box, linked)
                    if is_cell:
                        walk.open_cell(box)
                    bold = bold or box.kind & HEADING != 0
                    node = child
                    continue
            else:
                stack.append((node, None, linked, bold, guide))
                if tag == "a":
                    linked = linked or not (attributes.get("href") or "").startswith("#")
                elif tag == "time":
                    box.times += 1
                    box.stamp = box.stamp or attributes.get("datetime") or ""
                elif tag in _BOLD_TAGS:
                    bold = True
                node = child
                continue
        node = node.next
    walk.close(box)


def _hides(tag: str, attributes: dict[str, str | None]) -> bool:
    if attributes.keys() & TELLING:
        return is_hidden(tag, attributes)
    names = attributes.get("class")
    return names is not None and speaks_only(names)


def _box(tag: str, attributes: dict[str, str | None], token: str, outer: Box, linked: bool) -> Box:
    kind = outer.kind | TAG_KIND.get(tag, 0) | (LINKED if linked else 0)
    raw, name = "", ""
    if attributes:
        raw, name = attributes.get("class") or "", attributes.get("id") or ""
        if "role" in attributes:
            kind |= ROLE_KIND.get(attributes["role"] or "", 0)
        if (raw or name) and is_consent_tool(f"{name} {raw}"):
            kind |= OVERLAY
    box = Box(tag, raw, outer.spot.child(token), outer, kind)
    box.id = name
    return box
