"""Live blogs: their entries one by one. Blocks and metadata in, entries and the blocks that belong to them out.

The schema.org updates come first; without them entries are found by the page's own repetition. A page is only cut into
entries here; which entry is new or edited is for others to say.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from spiders.article import LiveEntry
from spiders.reading.boxes import ASIDE, FOOTER, HEADING, OVERLAY, Block, Box, Spot
from spiders.reading.ground import LINKED
from spiders.reading.labels import has_name, is_label
from spiders.reading.metadata import Metadata, stated_body, strip_tags
from spiders.reading.words import collapse, ends_sentence, key, plain, words

MIN_ENTRIES = 3
"""Fewer alike boxes are sections of an article, but not where the page says it is live and calls them posts."""
_LIVE_WORDS = re.compile(
    r"(?<![a-z])(?:live|liveblog|liveticker|ticker|direct|directo|vivo|diretta|minuto a minuto|liveuppdatering|direkte)"
    r"(?![a-z])"
)


_CLOCK = re.compile(
    r"^\W*(?:\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:\s*(?:uhr|h|am|pm|a\.m\.|p\.m\.|gmt|utc|bst|est|edt|ce?st)\b)?|"
    r"\d+ \w+ (?:ago|fa|geleden|sedan|siden|назад|önce)\b|(?:vor|il y a|hace|há) \d+ \w+)[\s|·:,–—-]*",
    re.I,
)
"""The time in front of an entry's text, on the clock or as so long ago."""


_ENTRY_TAGS = frozenset(["article", "div", "li", "section"])
Entries = list[tuple[Box, list[int]]]
"""The boxes of entries, each with the indexes of its blocks."""


@dataclass(frozen=True, slots=True)
class Live:
    """The entries of a page in the order shown, the indexes of the blocks that make them, and the lead above them."""

    entries: tuple[LiveEntry, ...] = ()
    taken: frozenset[int] = frozenset()
    lead: frozenset[Block] = frozenset()


def find_live(blocks: Sequence[Block], about: Metadata, url: str) -> Live:
    """The entries of a live blog; none for any other page."""
    stated = _stated(about.updates)
    says_so = "LiveBlogPosting" in about.types
    if len(stated) >= (1 if says_so else MIN_ENTRIES - 1):
        taken = _blocks_of(stated, blocks)
        return Live(stated, taken, _lead(blocks, taken))
    says_live = says_so or bool(_LIVE_WORDS.search(plain(f"{url} {about.headlines.get('title', '')}")))
    return _repeated(blocks, says_live, ("entry", "live-entry") if says_so else ("live-entry",))


def _stated(updates: Sequence[dict[str, Any]]) -> tuple[LiveEntry, ...]:
    own = [_own_name(update) for update in updates[:2000]]
    names = Counter(own)
    times = Counter(_time(update.get("datePublished")) for update in updates[:2000])
    entries: dict[str, LiveEntry] = {}
    for update, given in zip(updates, own, strict=False):
        title = strip_tags(update.get("headline"))
        # Some plugins put an object where the text belongs; only strings are text.
        text = "\n".join(stated_body(update.get("articleBody")))
        published, modified = (_time(update.get(name)) for name in ("datePublished", "dateModified"))
        if not title and not text:
            continue
        if plain(text).startswith(plain(title)) and "\n" in text and plain(text.split("\n", 1)[0]) == plain(title):
            text = text.split("\n", 1)[1]
        # An address names an entry only where others have another; a time, too. Headlines are edited: the last resort.
        name = given if given and names[given] == 1 else ""
        if not name:
            name = (
                published
                if published and times[published] == 1
                else key(f"{title} {published}" if published else title)
            )
        entries.setdefault(name, LiveEntry(name, text, title, published, modified))
    return tuple(entries.values())


def _own_name(update: dict[str, Any]) -> str:
    return next((v for v in (update.get("@id"), update.get("url")) if isinstance(v, str) and v), "")


def _time(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _blocks_of(entries: Collection[LiveEntry], blocks: Sequence[Block]) -> frozenset[int]:
    """The blocks that repeat what the entries say, so that they do not count as the article's own paragraphs too."""
    lines = {plain(line) for entry in entries for line in (entry.title, *entry.text.split("\n")) if line}
    runs: set[str] = set()
    for line in lines:
        found = words(line)
        runs.update(" ".join(found[i : i + 5]) for i in range(0, max(1, len(found) - 4)))
    taken = set()
    for index, block in enumerate(blocks):
        found = words(block.text)
        own = {" ".join(found[i : i + 5]) for i in range(0, max(1, len(found) - 4))}
        if plain(block.text) in lines or (len(found) >= 5 and len(own & runs) >= 0.7 * len(own)):
            taken.add(index)
    return frozenset(taken)


def _repeated(blocks: Sequence[Block], says_live: bool, names: Sequence[str]) -> Live:
    # By place and not by parent: a blog that puts its entries under days has as many parents.
    groups: defaultdict[Spot, dict[Box, list[int]]] = defaultdict(dict)
    for index, block in enumerate(blocks):
        if block.box.kind & (OVERLAY | FOOTER | ASIDE) and not _in_entry_footer(block):
            continue
        box: Box | None = block.box
        for _ in range(8):  # an entry's paragraphs stand a few boxes inside it
            if box is None or box.parent is None:
                break
            if box.tag in _ENTRY_TAGS or "-" in box.tag:
                groups[box.spot].setdefault(box, []).append(index)
            box = box.parent
    found: list[Entries] = []
    for alike in groups.values():
        entries = [(box, indexes) for box, indexes in alike.items() if _is_entry(box, [blocks[i] for i in indexes])]
        few = says_live and all(_is_named(box, [blocks[i] for i in indexes], names) for box, indexes in entries)
        if len(entries) >= (1 if few else MIN_ENTRIES) and len(entries) >= 0.7 * len(alike):
            found.append(entries)
    found = [entries for entries in found if not any(_holds(entries, inner) for inner in found)]
    best = max(found, key=_size, default=[])
    if not says_live and not _outweighs(_size(best), blocks):
        return Live()
    return _entries(best, blocks)


def _size(entries: Entries) -> int:
    return sum(box.size for box, _ in entries)


def _holds(outer: Entries, inner: Entries) -> bool:
    """Whether boxes only hold the entries: the story around them, or a day of them."""
    if len(inner) <= len(outer) or 2 * _size(inner) < _size(outer):
        return False
    boxes = {box for box, _ in outer}
    return all(any(around in boxes for around in box.above()) for box, _ in inner)


def _is_named(box: Box, blocks: Sequence[Block], names: Sequence[str]) -> bool:
    """Whether a box says that it is a post, and holds no other: one by itself could be the whole page."""
    inner = {one for block in blocks for one in block.box.above() if one is not box and one.is_in(box)}
    timed = {around for one in inner if one.times for around in one.above() if around is not one}
    return (
        any(has_name(name, box.spot.token, f"{box.raw} {box.id}") for name in names)
        and not any(block.box.tag == "h1" for block in blocks)
        and not any(
            has_name(name, one.spot.token, one.raw) and (one.times or one in timed) for one in inner for name in names
        )
    )


def _in_entry_footer(block: Block) -> bool:
    return any(box.tag == "article" for box in block.box.above())


def _outweighs(size: int, blocks: Sequence[Block]) -> bool:
    """Whether the entries are most of what can be read on the page, as on a live blog that does not say so."""
    rest = sum(len(block.text) for block in blocks if block.links < LINKED and len(block.text) > 60)
    return size > 0.7 * rest and size > 1500


def _is_entry(box: Box, blocks: Sequence[Block]) -> bool:
    """A box with a name of its own, a time, and sentences that are not a link elsewhere (those make it a teaser)."""
    stamp, named = _stamp(box, blocks)
    if not stamp or not named or has_name("comment", box.spot.token, box.raw):
        return False
    text = [said for block in blocks if block.links < LINKED and not is_label(block.text) and (said := _said(block))]
    if not text or any(block.box.kind & HEADING and block.links >= LINKED for block in blocks):
        return False
    return sum(map(len, text)) >= 30


def _said(block: Block) -> str:
    """What a block says besides the time in front of it; nothing where it only dates what follows."""
    if not block.box.times and len(block.text) > 20:
        return block.text
    rest = _CLOCK.sub("", block.text)
    if rest != block.text or not block.box.times:
        return rest
    return block.text if len(rest) >= 60 and ends_sentence(rest) else ""


def _stated_in(block: Block, entry: Box) -> str:
    """The nearest time that a machine can read, from the block's own box up to its entry's."""
    box: Box | None = block.box
    while box is not None:
        if box.stamp or box is entry:
            return box.stamp
        box = box.parent
    return ""


def _stamp(box: Box, blocks: Sequence[Block]) -> tuple[str, str]:
    stamp = next((said for block in blocks if (said := _stated_in(block, box))), "")
    if not stamp and box.id:
        # Without a machine's time, a clock in front of the text of a named box will do.
        return next(
            (block.text for block in blocks[:3] if len(block.text) <= 20 and _CLOCK.match(block.text)), ""
        ), box.id
    return stamp, box.id or stamp


def _entries(boxes: Sequence[tuple[Box, list[int]]], blocks: Sequence[Block]) -> Live:
    entries: list[LiveEntry] = []
    taken: set[int] = set()
    for box, indexes in boxes:
        stamp, name = _stamp(box, [blocks[i] for i in indexes])
        stated = None if _CLOCK.match(stamp) else stamp
        title = ""
        lines: list[str] = []
        for index in indexes:
            taken.add(index)
            block = blocks[index]
            said = _said(block)
            if not said or is_label(block.text) or block.links >= LINKED or block.box.kind & FOOTER:
                continue
            if (block.box.kind & HEADING or block.bold > 0.6) and not title and not lines and len(said) < 200:
                title = said
            else:
                lines.append(said)
        entries.append(LiveEntry(f"#{name}" if name == box.id else name, "\n".join(lines), collapse(title), stated))
    return Live(tuple(_told_apart(entries)), frozenset(taken), _lead(blocks, taken))


def _told_apart(entries: Sequence[LiveEntry]) -> list[LiveEntry]:
    """Entries that share a name, such as the minute, each with its own. The oldest keeps it: newer ones stand above."""
    found: dict[str, LiveEntry] = {}
    for entry in reversed(entries):
        name = entry.key
        if name in found:
            name = f"{name} {key(entry.title or entry.text[:200])}"
        found.setdefault(name, replace(entry, key=name))
    return list(found.values())[::-1]


def _lead(blocks: Sequence[Block], taken: Collection[int]) -> frozenset[Block]:
    """What stands between the headline and the first entry, inside the element that holds the entries, in sentences."""
    # Above the lead may stand a list of links to the entries: the first of these begins where it has a sentence.
    told = (index for index in taken if blocks[index].links < LINKED and ends_sentence(blocks[index].text))
    first = min(told, default=min(taken, default=0))
    start = max((i for i, block in enumerate(blocks[:first]) if block.box.tag == "h1"), default=-1)
    around = set(blocks[first].box.above()) if taken else set()
    home = next((box for box in blocks[first].box.above() if box.tag in ("main", "body")), None) if taken else None
    return frozenset(
        block
        for block in blocks[start + 1 : first]
        if block.links < LINKED
        and len(block.text) >= 40
        and ends_sentence(block.text)
        and not block.box.kind & (OVERLAY | FOOTER | ASIDE)
        and home in around & set(block.box.above())
    )
