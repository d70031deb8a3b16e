"""The boxes of a page: block elements their places in the layout, what their names say. Values in and out.

A place is the path of tags and names that stay the same from one build of a site to the next. Reads no text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from spiders.article import Row

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
_HASHY = re.compile(
    r"^(?:css|sc|jsx|emotion|svelte|astro|dcr|ssrcss|styled|jss|makeStyles|tw|e)-|^_|\d{3,}|(?=.*\d)(?=.*[a-z])[a-z0-9]{5,}$|"
    r"^[a-z]{1,3}[A-Z][A-Za-z0-9]*$|^[a-zA-Z]{1,2}$|:|\[",
)
_HASHY_WORD = re.compile(
    r"(?:css|sc|jsx|emotion|svelte|astro|dcr|ssrcss|styled|jss|makeStyles|tw|e)-|_|[a-z]{1,3}[A-Z][A-Za-z]*$|[a-zA-Z]{1,2}$"
)
"""What is left of it for a name without a digit, which most are: a tenth of the cost."""
_DIGIT = re.compile(r"\d")
_HASH_TAIL = re.compile(r"(?:__|--|_|-)[A-Za-z0-9+/=]{5,8}$")
_NAMING = ("itemprop", "role", "data-component", "data-gu-name", "data-testid", "data-qa", "data-type", "part", "slot")
TELLING = frozenset((*_NAMING, "id", "hidden", "style", "aria-hidden"))
_PLAIN_NAME = re.compile(r"^[A-Za-z][A-Za-z_ -]{1,40}$")
_STREAMED = re.compile(r"S:[0-9a-f]+")
"""The names of parts that React sends behind the page, hidden until its script has moved them to their place."""
_HIDING = re.compile(r"display\s*:\s*none")

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
FOLDED = 2048

TAG_KIND = {
    "figure": CAPTION, "figcaption": CAPTION, "aside": ASIDE, "dialog": OVERLAY, "nav": OVERLAY, "blockquote": QUOTE,
    "table": TABLE, "li": LIST, "dd": LIST, "dt": LIST, "header": HEADER, "footer": FOOTER, "address": ADDRESS,
    "h1": HEADING, "h2": HEADING, "h3": HEADING, "h4": HEADING, "h5": HEADING, "h6": HEADING,
}  # fmt: skip
ROLE_KIND = {
    "complementary": ASIDE, "dialog": OVERLAY, "alertdialog": OVERLAY, "contentinfo": FOOTER, "banner": HEADER,
    "navigation": OVERLAY, "search": OVERLAY, "menu": OVERLAY, "tablist": OVERLAY, "marquee": OVERLAY,
}  # fmt: skip


LONGEST_NAME = 1000
"""Characters read of a class or id. An attribute that lacks its closing quote goes on to the end of the page."""


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

    `size` and `links` count characters; `asks` fields to fill in; `buttons` the buttons and
    `times` the time elements of its own, not of boxes below, of which `stamp` is the first machine-readable value.
    """

    __slots__ = (
        "asks", "buttons", "depth", "id", "kind", "links", "parent", "raw", "size", "spot", "stamp", "tag", "times"
    )  # fmt: skip

    def __init__(self, tag: str, raw: str, spot: Spot, parent: Box | None, kind: int, name: str = "") -> None:
        self.tag = tag
        self.raw = raw
        self.spot = spot
        self.parent = parent
        self.kind = kind
        self.depth: int = parent.depth + 1 if parent is not None else 0
        self.size = self.links = self.asks = self.buttons = self.times = 0
        self.id = name
        self.stamp = ""

    def is_in(self, outer: Box | None) -> bool:
        """Whether this box is that one, or one inside it."""
        box: Box | None = self
        while box is not None:
            if box is outer:
                return True
            box = box.parent
        return False

    def above(self) -> list[Box]:
        """This box and all around it, inside out."""
        chain: list[Box] = []
        box: Box | None = self
        while box is not None:
            chain.append(box)
            box = box.parent
        return chain


class PartKind(StrEnum):
    """What a block tells of a table."""

    CAPTION = "caption"
    HEADER = "header"
    ROW = "row"


@dataclass(eq=False, slots=True)
class Unit:
    """A table, definition list or group of counters: its box, what is told above its rows, its share of links.

    `loose` where boxes and not a table's own markup make it one.
    """

    box: Box
    caption: str
    header: tuple[str, ...]
    links: float
    loose: bool = False


@dataclass(eq=False, slots=True)
class Part:
    """One row of a unit, or what stands above the rows."""

    unit: Unit
    kind: PartKind
    row: Row | None = None


class Block:
    """One run of text between two block boundaries. `links` and `bold` are shares of its characters, 0 to 1.

    `figure` is the figure in an element of its own beside few words; `part` what the block tells of a table.
    """

    __slots__ = ("bold", "box", "figure", "links", "order", "part", "text")

    def __init__(self, text: str, box: Box, links: float, bold: float, order: int) -> None:
        self.text = text
        self.box = box
        self.links = links
        self.bold = bold
        self.order = order
        self.figure = ""
        self.part: Part | None = None


@lru_cache(maxsize=20_000)
def stable_names(names: str) -> str:
    """The class names that no build tool made up, sorted, at most three, each behind a dot."""
    kept = [part for part in names.split()[:8] if len(part) < 200 and not _is_made_up(part)]
    kept = sorted({_HASH_TAIL.sub("", part) if any(c.isdigit() for c in part[-8:]) else part for part in kept})[:3]
    return "".join("." + name for name in kept if name)


def _is_made_up(name: str) -> bool:
    if _DIGIT.search(name):
        return _HASHY.search(name) is not None
    return ":" in name or "[" in name or _HASHY_WORD.match(name) is not None


@lru_cache(maxsize=20_000)
def speaks_only(names: str) -> bool:
    """Whether class names mark a text that only screen readers speak."""
    return SCREEN_READER_ONLY.search(names) is not None


@lru_cache(maxsize=20_000)
def is_consent_tool(names: str) -> bool:
    """Whether id or class names belong to a consent tool. WordPress puts the tags of a post into the classes of its
    article ("tag-cookie"), so only the tools' own names and compounds count."""
    return CONSENT_TOOLS.search(names) is not None


def token_of(tag: str, attributes: Mapping[str, str | None]) -> str:
    """The tag with those of its names that stay the same from one build of the site to the next."""
    names = (attributes.get("class") or "")[:LONGEST_NAME]
    token = tag + stable_names(names) if names else tag
    if not attributes.keys() & TELLING:
        return token
    for attribute in _NAMING:
        value = attributes.get(attribute)
        if value and _PLAIN_NAME.match(value):
            token += f"[{value}]"
    name = attributes.get("id")
    if name and _PLAIN_NAME.match(name) and tag != "p":
        token += "#" + name
    return token


def is_hidden(tag: str, attributes: Mapping[str, str | None]) -> bool:
    """Whether a browser without scripts would show nothing of it, or only a screen reader would speak it."""
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return not _STREAMED.fullmatch(attributes.get("id") or "")
    style = attributes.get("style")
    if style and "none" in style and _HIDING.search(style):
        return True
    if attributes.get("aria-hidden") == "true" and tag not in ("span", "p"):
        return True
    names = attributes.get("class")
    return bool(names and speaks_only(names[:LONGEST_NAME]))
