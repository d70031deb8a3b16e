"""What a person says about a site's layout: CSS selectors for its body and fields. They win over all that was learned.

Selectors and a parsed page go in, marks on the page's nodes come out. Never falls back: where a selector matches
nothing, the page is refused with that as its evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from spiders.override import Override
from spiders.reading.boxes import CAPTION, Block
from spiders.reading.fields import Fields, find_fields
from spiders.reading.ground import KEPT, Ground, Why
from spiders.reading.look import Look
from spiders.reading.memory import PageMemory, known_by
from spiders.reading.metadata import Metadata
from spiders.reading.words import collapse, plain

BODY_MARK = "_rowback-body"
DROP_MARK = "_rowback-drop"
"""Classes put on selected elements. They open with an underscore, so they are no part of a place in the layout."""
_INLINE = frozenset([
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "ins", "kbd",
    "label", "mark", "output", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
    "time", "tt", "u", "var", "wbr",
])  # fmt: skip
"""HTML's phrasing elements: they stand in the midst of a text and are none of their own."""
_WHY = {True: Why.OVERRIDE, False: Why.DROPPED, None: Why.OUTSIDE}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What an override found on a page. `nothing` names the selector that matched nothing, empty when all did."""

    title: str = ""
    standfirst: str = ""
    published: str = ""
    nothing: str = ""


@lru_cache(maxsize=256)
def why_unusable(selector: str) -> str:
    """Why the selector cannot be used, or an empty string. Says the same for a selector whatever the page."""
    if not selector.strip():
        return "the selector is empty"
    try:
        LexborHTMLParser("<p>").css(selector)
    except SelectolaxError:
        return "this is no CSS selector that can be used here"
    return ""


def apply(override: Override, tree: LexborHTMLParser) -> Chosen:
    """Mark what the override selects in the tree, and read its fields. Inline elements to drop leave the tree.

    A standfirst or date that is not there is one the article does not have. Every article has a body and a headline.
    """
    title = _text(tree, override.title)
    if override.title and not title:
        return Chosen(nothing=f"title = {override.title!r}")
    standfirst = _text(tree, override.standfirst)
    published = _time(tree, override.published)
    for selector in override.drop:
        for node in tree.css(selector):
            if node.tag in _INLINE:
                node.decompose()
            else:
                _mark(node, DROP_MARK)
    matched = tree.css(override.body)
    for node in matched:
        _mark(tree.body if node.tag == "html" else _block_of(node), BODY_MARK)
    return Chosen(title, standfirst, published, "" if matched else f"body = {override.body!r}")


def side_of(block: Block) -> bool | None:
    """Whether a block stands in the selected body (True), in something dropped (False), or in neither (None)."""
    inside = None
    for box in block.box.above():
        if DROP_MARK in box.raw:
            return False
        if BODY_MARK in box.raw:
            inside = True
    return inside


def overridden_look(blocks: Sequence[Block]) -> Look:
    """The verdicts that the marks mean: nothing learned and no rule of ours decides."""
    why = [_WHY[side_of(block)] for block in blocks]
    for index, block in enumerate(blocks):
        if why[index] is Why.OVERRIDE and block.box.kind & CAPTION:
            why[index] = Why.CAPTION
    kept = [block for block, reason in zip(blocks, why, strict=True) if reason is Why.OVERRIDE]
    return Look(why, [known_by(block) for block in blocks], Ground(kept) if kept else None)


def overridden_fields(
    blocks: Sequence[Block], look: Look, about: Metadata, page: PageMemory, chosen: Chosen, override: Override
) -> Fields:
    """The fields as on any page, except those selected; what is dropped is none, and no field takes a paragraph."""
    places = [index for index, why in enumerate(look.why) if why is not Why.DROPPED]
    part = Look([look.why[index] for index in places], [look.keys[index] for index in places], look.ground)
    fields = find_fields([blocks[index] for index in places], part, about, page)
    taken = {plain(text) for text in (chosen.title, chosen.standfirst) if text}
    standfirst = chosen.standfirst if override.standfirst else fields.standfirst
    for index, why in zip(places, part.why, strict=True):
        if look.why[index] is Why.OVERRIDE and why is Why.STANDFIRST and not override.standfirst:
            standfirst = ""
            continue
        look.why[index] = why
        if why in KEPT and plain(blocks[index].text) in taken:
            look.why[index] = Why.TITLE if plain(blocks[index].text) == plain(chosen.title) else Why.STANDFIRST
    return replace(fields, title=chosen.title or fields.title, standfirst=standfirst)


def _block_of(node: Any) -> Any:
    """The element itself, or the block it stands in: texts are read by the block."""
    while node is not None and node.tag in _INLINE:
        node = node.parent
    return node


def _mark(node: Any, mark: str) -> None:
    node.attrs["class"] = f"{node.attributes.get('class') or ''} {mark}".strip()


def _text(tree: LexborHTMLParser, selector: str) -> str:
    node = tree.css_first(selector) if selector else None
    if node is None:
        return ""
    # A <meta> says it in an attribute.
    return collapse(node.text() or node.attributes.get("content") or "")


def _time(tree: LexborHTMLParser, selector: str) -> str:
    node = tree.css_first(selector) if selector else None
    if node is None:
        return ""
    named = node.attributes
    return collapse(named.get("datetime") or named.get("content") or node.text() or "")
