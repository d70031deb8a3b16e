"""A page goes in; its text blocks come out in reading order, each with where it stands: boxes, paths, share of links.

One pass over a lexbor tree. Knows HTML, but never decides which block belongs to the article.
"""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from spiders.reading.words import collapse, ends_sentence

MAX_DEPTH = 250
"""Boxes nested deeper than this share the path of their ancestor: a page of 10,000 nested tags stays linear."""

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
BOLD_TAGS = frozenset([
    "b", "strong",
])  # fmt: skip
SCREEN_READER_ONLY = re.compile(
    r"(?:^|[\s_-])(?:sr-only|visually-?hidden|screen-reader(?:-text)?|a11y-hidden|u-hidden-visually|element-invisible)(?=$|[\s_-])",
    re.I,
)
CONSENT_TOOLS = re.compile(
    r"(?:^|[\s_#-])(?:onetrust|didomi|cookiebot|cybotcookiebot|usercentrics|truste|quantcast|qc-cmp\d?|klaro|iubenda|sp_message|cmpbox|"
    r"fc-consent|borlabs|osano|termly|axeptio|tarteaucitron|gdpr|"
    r"cookies?[-_]?(?:banner|notice|consent|bar|law|popup|modal|overlay|wall|info|warning|message|dialog|disclaimer)|"
    r"(?:consent|privacy)[-_]?(?:banner|notice|bar|popup|modal|overlay|wall|message|dialog|manager|gate))",
    re.I,
)
"""Names that the usual consent tools give to their own boxes; what stands in them is never part of the page's text."""
_SHADOW = re.compile(r"<(/?)template\b([^>]*)>", re.I)
_HASHY = re.compile(
    r"^(?:css|sc|jsx|emotion|svelte|astro|dcr|ssrcss|styled|jss|makeStyles|tw|e)-|^_|\d{3,}|(?=.*\d)(?=.*[a-z])[a-z0-9]{5,}$|"
    r"^[a-z]{1,3}[A-Z][A-Za-z0-9]*$|^[a-zA-Z]{1,2}$|:|\[",
)
_HASH_TAIL = re.compile(r"(?:__|--|_|-)[A-Za-z0-9+/=]{5,8}$")
_NAMING = ("itemprop", "role", "data-component", "data-gu-name", "data-testid", "data-qa", "data-type", "part", "slot")
_TELLING = frozenset((*_NAMING, "id", "hidden", "style", "aria-hidden"))
_PLAIN_NAME = re.compile(r"^[A-Za-z][A-Za-z_ -]{1,40}$")


# What the boxes around a block say about it, by HTML's own meaning of the tags. Plain integers: an IntFlag costs a
# microsecond per operation, and a page has thousands.
CAPTION = 1
ASIDE = 2
LINKED = 4
QUOTE = 8
TABLE = 16
LIST = 32
HEADING = 64
HEADER = 128
FOOTER = 256
ADDRESS = 512
OVERLAY = 1024

_TAG_KIND = {
    "figure": CAPTION, "figcaption": CAPTION, "aside": ASIDE, "dialog": OVERLAY, "nav": OVERLAY, "blockquote": QUOTE,
    "table": TABLE, "li": LIST, "dd": LIST, "dt": LIST, "header": HEADER, "footer": FOOTER, "address": ADDRESS,
    "h1": HEADING, "h2": HEADING, "h3": HEADING, "h4": HEADING, "h5": HEADING, "h6": HEADING,
}  # fmt: skip
_ROLE_KIND = {
    "complementary": ASIDE, "dialog": OVERLAY, "alertdialog": OVERLAY, "contentinfo": FOOTER, "banner": HEADER,
    "navigation": OVERLAY, "search": OVERLAY, "menu": OVERLAY, "tablist": OVERLAY, "marquee": OVERLAY,
}  # fmt: skip


class Spot:
    """A place in the layout: the path of normalised tags and classes from the body. Equal paths are one object."""

    __slots__ = ("children", "depth", "parent", "token")

    def __init__(self, token: str, parent: Spot | None) -> None:
        self.token = token
        self.parent = parent
        self.depth: int = parent.depth + 1 if parent is not None else 0
        self.children: dict[str, Spot] = {}

    def child(self, token: str) -> Spot:
        """The place one step further down."""
        found = self.children.get(token)
        if found is None:
            found = self.children[token] = Spot(token, self)
        return found

    def path(self) -> tuple[str, ...]:
        """All steps from the body down to here."""
        steps: list[str] = []
        spot: Spot | None = self
        while spot is not None:
            steps.append(spot.token)
            spot = spot.parent
        return tuple(reversed(steps))


class Box:
    """One block element of this page, with counts of what is in it and in all boxes below.

    `size` and `links` count characters; `asks` fields to fill in; `times` the time elements of its own text, of
    which `stamp` is the first machine-readable value.
    """

    __slots__ = ("asks", "depth", "id", "kind", "links", "parent", "raw", "size", "spot", "stamp", "tag", "times")

    def __init__(self, tag: str, raw: str, spot: Spot, parent: Box | None, kind: int) -> None:
        self.tag = tag
        self.raw = raw
        self.spot = spot
        self.parent = parent
        self.kind = kind
        self.depth: int = parent.depth + 1 if parent is not None else 0
        self.size = 0
        self.links = 0
        self.asks = 0
        self.times = 0
        self.id = ""
        self.stamp = ""

    def above(self) -> list[Box]:
        """This box and all around it, inside out."""
        chain: list[Box] = []
        box: Box | None = self
        while box is not None:
            chain.append(box)
            box = box.parent
        return chain


class Block:
    """One run of text between two block boundaries. `links` and `bold` are shares of its characters, 0 to 1."""

    __slots__ = ("bold", "box", "links", "order", "text")

    def __init__(self, text: str, box: Box, links: float, bold: float, order: int) -> None:
        self.text = text
        self.box = box
        self.links = links
        self.bold = bold
        self.order = order


Run = tuple[str, bool, bool]
"""A piece of text, whether it is inside a link, whether it is bold. A text of "\\n" is a line break."""


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


def token_of(tag: str, attributes: dict[str, str | None]) -> str:
    """The tag with those of its names that stay the same from one build of the site to the next."""
    names = [part for part in (attributes.get("class") or "").split()[:8] if not _HASHY.search(part)]
    names = sorted({_HASH_TAIL.sub("", part) if any(c.isdigit() for c in part[-8:]) else part for part in names})[:3]
    token = tag + "".join("." + name for name in names if name)
    for attribute in _NAMING:
        value = attributes.get(attribute)
        if value and _PLAIN_NAME.match(value):
            token += f"[{value}]"
    name = attributes.get("id")
    if name and _PLAIN_NAME.match(name) and tag != "p":
        token += "#" + name
    return token


def is_hidden(tag: str, attributes: dict[str, str | None]) -> bool:
    """Whether a browser without scripts would show nothing of it, or only a screen reader would speak it."""
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    style = attributes.get("style")
    if style and "none" in style and re.search(r"display\s*:\s*none", style):
        return True
    if attributes.get("aria-hidden") == "true" and tag != "span":
        return True
    names = attributes.get("class")
    return bool(names and SCREEN_READER_ONLY.search(names))


class _Walk:
    """State of one pass: the runs of text not yet closed into a block, and the names already normalised."""

    def __init__(self, hidden_too: bool = False) -> None:
        self.hidden_too = hidden_too
        self.passed_over = 0
        self.blocks: list[Block] = []
        self.runs: list[Run] = []
        self.tokens: dict[tuple[str, str], tuple[str, bool]] = {}
        self.tools: dict[str, bool] = {" ": False}

    def close(self, box: Box) -> None:
        if not self.runs:
            return
        runs, self.runs = self.runs, []
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

    def is_consent_tool(self, attributes: dict[str, str | None]) -> bool:
        """Whether the element belongs to a consent tool. WordPress puts tags of a post into the classes of its article
        ("tag-cookie"), so only the tools' own names and compounds count."""
        names = f"{attributes.get('id') or ''} {attributes.get('class') or ''}"
        known = self.tools.get(names)
        if known is None:
            known = self.tools[names] = CONSENT_TOOLS.search(names) is not None
        return known

    def name(self, tag: str, attributes: dict[str, str | None]) -> tuple[str, bool]:
        """The token of an element and whether it is hidden. Most have a class and nothing else that matters."""
        if not attributes:
            return tag, False
        if attributes.keys() & _TELLING:
            return token_of(tag, attributes), is_hidden(tag, attributes)
        names = attributes.get("class") or ""
        known = self.tokens.get((tag, names))
        if known is None:
            hidden = is_hidden(tag, attributes)
            known = self.tokens[tag, names] = (token_of(tag, attributes), hidden)
        return known


def _lines(runs: list[Run]) -> list[list[Run]]:
    """Cut at line breaks that separate paragraphs, and after a signpost in front."""
    if len(runs) == 1:
        return [runs]
    parts = _cut_at_breaks(runs) if any(run[0] == "\n" for run in runs) else [runs]
    return [piece for part in parts for piece in _cut_signpost(part)]


def _cut_at_breaks(runs: list[Run]) -> list[list[Run]]:
    """Two breaks in a row end a paragraph; a single one only after a full sentence (else it is a verse or address)."""
    parts: list[list[Run]] = [[]]
    waiting = 0
    for run in runs:
        if run[0] == "\n":
            waiting += 1
        elif not run[0].strip():
            parts[-1].append((" ", run[1], run[2]))
        else:
            if waiting:
                before = collapse("".join(r[0] for r in parts[-1]))
                if waiting > 1 or (len(before) >= 40 and ends_sentence(before)):
                    parts.append([])
                else:
                    parts[-1].append((" ", False, False))
                waiting = 0
            parts[-1].append(run)
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


def find_blocks(tree: LexborHTMLParser, root: Spot | None = None) -> list[Block]:
    """All text blocks of a page in reading order. `root` shares the places of an earlier pass over the same site."""
    body = tree.body
    walk = _Walk()
    if body is not None:
        _pass(body, walk, root if root is not None else Spot("body", None))
        if walk.passed_over and sum(len(block.text) for block in walk.blocks) < 400:
            # Some pages hide everything until a script has run (to avoid a flicker): then what is hidden is the page.
            walk = _Walk(hidden_too=True)
            _pass(body, walk, root if root is not None else Spot("body", None))
    return walk.blocks


def _pass(body: Any, walk: _Walk, root: Spot) -> None:
    # Over 50 lines for speed: this loop runs once per node of every page, and calls are what costs here.
    box = Box("body", "", root, None, 0)
    stack: list[tuple[Any, Box | None, bool, bool]] = []
    node, linked, bold = body.child, False, False
    while True:
        if node is None:
            if not stack:
                break
            node, outer, linked, bold = stack.pop()
            if outer is not None:
                if box.tag == "td" or box.tag == "th":
                    _end_cell(walk, box)
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
            text = node.text_content
            if text:
                walk.runs.append((text.replace("\n", " "), linked, bold))
        elif tag == "br":
            walk.runs.append(("\n", linked, bold))
        elif not tag or tag in SILENT_TAGS or tag in ASKING_TAGS or tag[0] in "-!_":
            if tag in ASKING_TAGS and tag != "button" and node.attributes.get("type") not in _NOT_ASKING:
                box.asks += 1
        else:
            child = node.child
            if child is not None:
                block = tag in BLOCK_TAGS or "-" in tag
                attributes = node.attributes
                token, hidden = walk.name(tag, attributes)
                if hidden and not walk.hidden_too:
                    walk.passed_over += 1
                elif block:
                    if tag == "td" or tag == "th":
                        if walk.runs:
                            walk.runs.append((" | ", False, False))
                    elif walk.runs:
                        walk.close(box)
                    kind = box.kind | _TAG_KIND.get(tag, 0) | (LINKED if linked else 0)
                    if "role" in attributes:
                        kind |= _ROLE_KIND.get(attributes["role"] or "", 0)
                    if kind & OVERLAY == 0 and walk.is_consent_tool(attributes):
                        kind |= OVERLAY
                    spot = box.spot.child(token) if box.depth < MAX_DEPTH else box.spot
                    stack.append((node, box, linked, bold))
                    box = Box(tag, attributes.get("class") or "", spot, box, kind)
                    box.id = attributes.get("id") or ""
                    bold = bold or kind & HEADING != 0
                    node = child
                    continue
                else:
                    stack.append((node, None, linked, bold))
                    if tag == "a":
                        linked = linked or not (attributes.get("href") or "").startswith("#")
                    elif tag == "time":
                        box.times += 1
                        box.stamp = box.stamp or attributes.get("datetime") or ""
                    bold = bold or tag in BOLD_TAGS
                    node = child
                    continue
        node = node.next
    walk.close(box)


def _end_cell(walk: _Walk, box: Box) -> None:
    """A short cell stays with its row; a long one is a column of a page laid out by tables."""
    if sum(len(run[0]) for run in walk.runs) > 300:
        walk.close(box)
