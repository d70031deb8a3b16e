"""Start tags: what each says of its element, from its serialised attributes or its node. Nothing is read twice.

Strings and attributes go in, a Said comes out. Knows HTML's elements; never sees a text or a place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from spiders.reading.boxes import (
    LONGEST_NAME,
    OVERLAY,
    ROLE_KIND,
    TABLE,
    TAG_KIND,
    TELLING,
    is_consent_tool,
    is_hidden,
    speaks_only,
    token_of,
)

BLOCK_TAGS = frozenset([
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre", "dd", "dt", "figcaption", "div", "section",
    "article", "main", "ul", "ol", "table", "caption", "tr", "tbody", "thead", "tfoot", "aside", "header", "footer",
    "figure", "body", "summary", "details", "address", "center", "hr", "dl", "fieldset", "form", "dialog", "legend",
    "hgroup", "search", "menu", "nav", "option", "td", "th",
])  # fmt: skip
SILENT_TAGS = frozenset([
    "script", "style", "noscript", "template", "svg", "iframe", "head", "video", "audio", "object", "canvas",
    "select", "datalist", "nav", "map", "picture", "source", "img", "link", "meta", "area", "embed", "param", "track",
    "frameset", "frame", "noframes", "title", "base", "progress", "meter", "noembed", "xmp", "plaintext",
    "rt", "rp", "rtc",
])  # fmt: skip
ASKING_TAGS = frozenset(["input", "button", "textarea"])
VOID_TAGS = frozenset([
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen", "link",
    "meta", "param", "source", "track", "wbr",
])  # fmt: skip
"""Elements written without an end tag (HTML Standard, 13.3 and 13.1.2)."""
_NOT_ASKING = frozenset(["hidden", "button", "submit", "image", "checkbox", "radio", "reset"])
_BUTTONS = frozenset(["button", "submit"])

# What an element is to the pass over a page. Plain integers, compared once per element.
BLOCK, INLINE, LINK, TIME, BOLD, BREAK, ASKING, BUTTON, RAISED, SILENT, END = range(11)
_ROLES = {"a": LINK, "time": TIME, "b": BOLD, "strong": BOLD, "br": BREAK, "sup": RAISED}
_STRUCK = frozenset(["del", "s", "strike"])
STRUCK = "struck"
"""What an element says whose text stands there crossed out: it was said once, and is not said now."""
_PARTS = {
    "table": "table", "grid": "table", "rowgroup": "tbody", "row": "tr", "cell": "td", "gridcell": "td",
    "columnheader": "th", "rowheader": "th", "caption": "caption",
}  # fmt: skip
"""The tag whose part a role gives an element (WAI-ARIA 1.2, 5.3); a table that is said to be for looks is a box."""

_TABLE_TAGS = frozenset(["table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption"])

# White space is HTML's own: a name may hold a no-break space, which Python's \s takes for one.
_ATTRIBUTES = r"(?: =?[^ \t\n\f\r=/>]*(?:=\"[^\"]*\")?)*+"
RAW_TAGS = ("script", "style", "iframe", "noframes", "noembed", "xmp", "plaintext")
_ALONE = ("svg", "picture", "noscript", "video", "audio", "select", "nav", "object")
MARKUP = re.compile(
    "<(?:"
    # Elements of raw text, up to their own end tag, and others that say nothing, where they hold no other of the kind
    # and no comment, in which an end tag ends nothing.
    + "".join(rf"{name}{_ATTRIBUTES}>[^<]*+(?:<(?!/{name}>)[^<]*+)*+</{name}|" for name in RAW_TAGS)
    + "".join(rf"{name}{_ATTRIBUTES}>[^<]*+(?:<(?!/?{name}[ >]|!--)[^<]*+)*+</{name}|" for name in _ALONE)
    + rf"(?:{'|'.join(sorted(SILENT_TAGS & VOID_TAGS))}){_ATTRIBUTES}"
    rf"|(/?[^ \t\n\f\r>/!?][^ \t\n\f\r>/]*+{_ATTRIBUTES})"
    r"|!--[^-]*+(?:-(?!->)[^-]*+)*+--|\?[^>]*+"
    r")>"
)
"""One tag of serialised markup, told is what stands between its brackets. Of an element of raw text, a silent one, a
comment and an instruction nothing is told. Serialised markup is well formed: its values are quoted, and its texts hold
no "<" (HTML Standard, 13.3)."""
_TOLD = re.compile(
    " (class|type|href|datetime|role|colspan|rowspan|"
    + "|".join(sorted(TELLING - {"role"}))
    + r")=\"((?<= href=\")#?|(?<! href=\")[^\"]*)"
)
"""The attributes that say something, and their values; of a link's target only whether it is on this page."""
_LONGEST_KEPT = 300


class Said(NamedTuple):
    """What a tag says. `role` is one of the integers above, `more` the link's target, the time it states or the
    columns and rows that a cell spans.

    `void` elements have no end tag. `stands_for` is the tag, or the one whose part the element's role gives it.
    """

    role: int
    hides: bool
    tag: str
    token: str
    raw: str
    name: str
    kind: int
    more: str
    void: bool
    stands_for: str = ""


def said_by(tag: str, attributes: Mapping[str, str | None]) -> Said:
    """What an element says by its tag and attributes."""
    void = tag in VOID_TAGS
    if tag in SILENT_TAGS:
        return Said(SILENT, False, tag, tag, "", "", 0, "", void)
    if tag in ASKING_TAGS:
        type_ = "button" if tag == "button" else attributes.get("type")
        role = ASKING if type_ not in _NOT_ASKING else BUTTON if type_ in _BUTTONS else SILENT
        return Said(role, False, tag, tag, "", "", 0, "", void)
    part = _part(tag, attributes.get("role") or "")
    role = BLOCK if tag in BLOCK_TAGS or "-" in tag else _ROLES.get(tag, INLINE)
    if role == INLINE and part != tag:
        role = BLOCK
    style = attributes.get("style") or ""
    if tag in _STRUCK or ("line-through" in style and role in (INLINE, BOLD)):
        return Said(INLINE, True, tag, tag, "", "", 0, STRUCK, void)
    if not attributes:
        return Said(role, False, tag, tag, "", "", TAG_KIND.get(tag, 0), "", void, tag)
    raw, name = (attributes.get("class") or "")[:LONGEST_NAME], (attributes.get("id") or "")[:LONGEST_NAME]
    hides = is_hidden(tag, attributes) if attributes.keys() & TELLING else bool(raw) and speaks_only(raw)
    if role != BLOCK:
        more = attributes.get("href") if role == LINK else attributes.get("datetime") if role == TIME else ""
        return Said(role, hides, tag, tag, raw, name, 0, more or "", void)
    kind = TAG_KIND.get(tag, 0) | ROLE_KIND.get(attributes.get("role") or "", 0)
    if (raw or name) and is_consent_tool(f"{name} {raw}"):
        kind |= OVERLAY
    if part != tag:
        kind = kind | TABLE if part == "table" else kind & ~TABLE
    spans = f"{attributes.get('colspan') or ''},{attributes.get('rowspan') or ''}" if part in ("td", "th") else ""
    return Said(role, hides, tag, token_of(tag, attributes), raw, name, kind, spans, void, part)


def _part(tag: str, role: str) -> str:
    if role in ("presentation", "none"):
        return "div" if tag == "table" else tag
    return _PARTS.get(role, tag) if role and tag not in _TABLE_TAGS else tag


def said_within(brackets: Sequence[str | None]) -> list[Said]:
    """What each tag of serialised markup says, told what stands between its brackets; of None nothing is said."""
    found = list(map(_known.get, brackets))
    if None in found:
        for at, said in enumerate(found):
            if said is None:
                found[at] = _said(brackets[at] or "")
    return found  # type: ignore[return-value]


NOTHING = Said(SILENT, False, "", "", "", "", 0, "", True)
_known: dict[str | None, Said] = {None: NOTHING}
"""Tags met before, since a site writes the same ones again and again. Forgotten all at once when there are too many."""
_MOST_KNOWN = 16_384


def _said(brackets: str) -> Said:
    tag, _, attributes = brackets.partition(" ")
    said = _told(tag, tuple(_TOLD.findall(" " + attributes)) if attributes else ())
    if len(brackets) < _LONGEST_KEPT:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
            _known[None] = NOTHING
        _known[brackets] = said
    return said


@lru_cache(maxsize=4096)
def _told(tag: str, told: tuple[tuple[str, str], ...]) -> Said:
    if tag[0] == "/":
        return Said(END, False, tag[1:], "", "", "", 0, "", False) if tag[1:] not in VOID_TAGS else NOTHING
    return said_by(tag, {name: unescaped(value) if "&" in value else value for name, value in told})


def unescaped(value: str) -> str:
    """An attribute or text as it was before it was serialised, which escapes no others (HTML Standard, 13.3)."""
    value = value.replace("&nbsp;", "\xa0").replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">")
    return value.replace("&amp;", "&")
