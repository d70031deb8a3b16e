"""The parts of an article that are not its body: title, standfirst, captions, notices. Blocks in, texts out.

Takes each out of the body by changing the verdict on its block. Invents nothing that the page does not show.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spiders.reading.boxes import ASIDE, CAPTION, FOOTER, HEADING, LIST, OVERLAY, Block, Box
from spiders.reading.ground import KEPT, LINKED, Why
from spiders.reading.labels import has_name, is_label, opens_notice, opens_with
from spiders.reading.look import Look, is_prose, place
from spiders.reading.memory import PageMemory
from spiders.reading.metadata import MAX_HEADLINE, Metadata
from spiders.reading.words import ends_sentence, key, plain, words


@dataclass(frozen=True, slots=True)
class Fields:
    """Texts as the page shows them; empty where it shows none."""

    title: str
    standfirst: str
    captions: tuple[str, ...]
    notices: tuple[str, ...]


def find_fields(blocks: Sequence[Block], look: Look, about: Metadata, page: PageMemory) -> Fields:
    """Find each field and mark its blocks in `look.why`."""
    title = find_title(blocks, about, page)
    compared = plain(title)
    for index, block in enumerate(blocks):
        if block.box.kind & OVERLAY or not compared or len(block.text) > 2 * len(title) + 40:
            continue
        text = plain(block.text)
        # Headings may carry the kicker along with the headline.
        if text == compared or (
            block.box.kind & HEADING and (compared in text or (len(text) > 20 and text in compared))
        ):
            look.why[index] = Why.TITLE
    for index, block in enumerate(blocks):
        if look.why[index] in KEPT:
            if block.box.tag != "h1":
                break
            look.why[index] = Why.TITLE  # another wording of the headline, or the headline with its kicker
    _drop_bylines(blocks, look, about.authors)
    notices = _notices(blocks, look, about.corrections)
    standfirst = _standfirst(blocks, look, about, page)
    if standfirst and (second := _second_headline(blocks, look)):
        standfirst = f"{second} {standfirst}"
    captions = _captions(blocks, look)
    return Fields(title, standfirst, captions, notices)


def _drop_bylines(blocks: Sequence[Block], look: Look, authors: Sequence[str]) -> None:
    """Take lines that are only the authors' names off both ends of the body. In its midst a name is a speaker's."""
    names = {plain(name) for name in authors}
    kept = [index for index, why in enumerate(look.why) if why in KEPT] if names else []
    for index in {*kept[:2], *kept[-2:]}:
        text = plain(blocks[index].text) if len(blocks[index].text) <= 80 else ""
        if text and all(part.strip() in names for part in _BETWEEN_NAMES.split(text)):
            look.why[index] = Why.LABEL


def find_title(blocks: Sequence[Block], about: Metadata, page: PageMemory) -> str:
    """The headline for which most of the page's own statements speak, in the spelling of the first that has it.

    The heading a reader sees and the JSON-LD count double; the cards for social networks repeat one another, so all of
    them are one voice, and so is the title of the window. Outlets try several headlines at once in one of these places:
    the remembered headline has a voice too, and stays until it is outvoted.
    """
    heads = [block for block in blocks if block.box.kind & HEADING and not block.box.kind & (ASIDE | FOOTER | OVERLAY)]
    first = [b.text for b in heads if b.box.tag == "h1" and not b.box.kind & LIST and len(b.text) <= MAX_HEADLINE][:3]
    social = [about.headlines.get(name, "") for name in ("og", "twitter", "meta")]
    said = [text for text in (about.headlines.get("ld", ""), *social, *first) if text]
    full = about.headlines.get("title", "")
    if not said:
        return _without_outlet(full, about.outlet)
    whole = {plain(text) for text in said}
    bare = {text: _bare(text, about.outlet, whole) for text in said}
    shown = {plain(bare[text]) for text in first} | {plain(block.text) for block in heads if block.links < LINKED}
    stated, cards = plain(bare.get(about.headlines.get("ld", ""), "")), {plain(bare[text]) for text in social if text}
    compared_full = plain(full)
    scores: dict[str, int] = {}
    for text in bare.values():
        compared = plain(text)
        scores[compared] = 2 * (compared in shown) + 2 * (compared == stated) + (compared in cards)
        scores[compared] += (compared in compared_full) + (key(text) == page.title)
    best = max(scores.values())
    ahead = [text for text in (*first, *said) if scores[plain(bare[text])] == best]
    chosen = next((text for text in ahead if key(bare[text]) == page.title), ahead[0])
    return next(text for text in bare.values() if plain(text) == plain(bare[chosen]))


_BETWEEN_NAMES = re.compile(r"[,/&|]| and | und | et | y | e ")
_MARKS = (" | ", " - ", " – ", " — ", " · ", " :: ", " -- ", " » ", " « ", " // ")


def _bare(text: str, outlet: str, others: set[str]) -> str:
    """The headline without what follows it in a title: the outlet's name, or whatever another place leaves away."""
    name = "".join(filter(str.isalnum, plain(outlet)))
    for mark in _MARKS:
        head, found, tail = text.rpartition(mark)
        while found and head:
            end = "".join(filter(str.isalnum, plain(tail)))
            if plain(head) in others or (end and name and (end == name or end.startswith(name))):
                return _bare(head.strip(), outlet, others)
            head, found, _ = head.rpartition(mark)
            tail = text[len(head) + len(mark) :]
    return text


def _without_outlet(title: str, outlet: str) -> str:
    """The title of a window, when nothing else states a headline, without the outlet and the section behind it."""
    for mark in _MARKS:
        head, found, tail = title.rpartition(mark)
        if found and (plain(tail) == plain(outlet) or len(tail) < len(head) / 2):
            shorter, found, section = head.rpartition(mark)
            return shorter.strip() if found and len(words(section)) <= 2 else head.strip()
    return title


def _notices(blocks: Sequence[Block], look: Look, stated: Sequence[str] = ()) -> tuple[str, ...]:
    """The notices that the page shows, and behind them those that only its markup states."""
    found: list[str] = []
    told = {plain(text) for text in stated}
    region = region_of(look)
    index = 0
    while index < len(blocks):
        block = blocks[index]
        why = look.why[index]
        if (
            why is not Why.TITLE
            and block.links < LINKED
            and (why in KEPT or _near(block, region))
            and (_is_notice(block) or (told and plain(block.text) in told))
        ):
            text = block.text
            look.why[index] = Why.NOTICE
            while len(text) < 30 and index + 1 < len(blocks) and _same_box(block, blocks[index + 1]):
                index += 1
                text = f"{text} {blocks[index].text}"
                look.why[index] = Why.NOTICE
            if len(text) >= 30:
                found.append(text)
        index += 1
    shown = [plain(text) for text in found]
    found += [text for text in stated if not any(plain(text) in one for one in shown)]
    return tuple(dict.fromkeys(found))


def _is_notice(block: Block) -> bool:
    if block.box.kind & CAPTION:
        return False
    if has_name("notice", block.box.spot.token, block.box.raw):
        return True
    if block.box.parent is not None and has_name("notice", block.box.parent.spot.token, block.box.parent.raw):
        return True
    return opens_notice(block.text)


def _same_box(one: Block, other: Block) -> bool:
    return other.box is one.box or other.box.parent is one.box.parent or other.box.parent is one.box


def region_of(look: Look) -> Box | None:
    """The article element around the body; without one, the box two steps outside it."""
    box = look.ground.main if look.ground is not None else None
    start = box
    while box is not None:
        if box.tag in ("article", "main"):
            return box
        box = box.parent
    for _ in range(2):
        if start is not None and start.parent is not None:
            start = start.parent
    return start


def _near(block: Block, region: Box | None) -> bool:
    box: Box | None = block.box
    while box is not None:
        if box is region:
            return True
        box = box.parent
    return False


def _standfirst(blocks: Sequence[Block], look: Look, about: Metadata, page: PageMemory) -> str:
    """A block before the body: where it stood before; repeating the page's description; named as one; or sentences at
    a place of the layout where nothing else stands.

    Where the body's own paragraphs stand, a description is a copy of the first of them and no standfirst.
    """
    first = next((i for i, why in enumerate(look.why) if why in KEPT), len(blocks))
    heads = [i for i in range(first) if look.why[i] is Why.TITLE]
    start = heads[-1] if heads else max(0, first - 10)
    usual = _usual_spots(blocks, look)
    beside = set(blocks[heads[-1]].box.above()) if heads else set()
    candidates = [i for i in range(start, min(len(blocks), first + 3)) if _may_be_standfirst(blocks[i], look.why[i])]
    if page.standfirst_at and (found := _where_it_stood(blocks, candidates, page)) is not None:
        return _whole_standfirst(blocks, look, found)
    described = plain(about.description)
    best, best_rank = -1, 0
    for index in candidates:
        block = blocks[index]
        in_body = look.why[index] in KEPT
        if in_body and (block.box.spot in usual or not any(why in KEPT for why in look.why[index + 1 :])):
            continue
        rank = _standfirst_rank(block, described, index < first, blocks)
        if rank < 4 and look.why[index] in _TOLD_APART and block.box.parent not in beside:
            continue
        if not in_body and index < first and rank < 4 and has_name("introduction", block.box.spot.token, block.box.raw):
            rank = 4
        if page.body and rank < 3:
            continue  # a page that had none grows one only with its name on it
        if rank > best_rank:
            best, best_rank = index, rank
    if best < 0:
        return ""
    return _whole_standfirst(blocks, look, best)


def _whole_standfirst(blocks: Sequence[Block], look: Look, first: int) -> str:
    """The text of the standfirst that begins here, with the sentences that follow it in its box or the one named so."""
    own, outer = blocks[first].box, blocks[first].box.parent
    boxes = {own, outer} if outer is not None and has_name("standfirst", outer.spot.token, outer.raw) else {own}
    texts = [blocks[first].text]
    look.why[first] = Why.STANDFIRST
    for index in range(first + 1, len(blocks)):
        block, why = blocks[index], look.why[index]
        if block.box not in boxes and block.box.parent not in boxes - {own}:
            break
        if why in KEPT or not _may_be_standfirst(block, why) or not ends_sentence(block.text):
            break
        look.why[index] = Why.STANDFIRST
        texts.append(block.text)
    return " ".join(texts)


def _second_headline(blocks: Sequence[Block], look: Look) -> str:
    """A heading between headline and standfirst in the headline's own box; it is told with the standfirst."""
    told = look.why.index(Why.STANDFIRST)
    head = max((i for i in range(told) if look.why[i] is Why.TITLE), default=told)
    for index in range(head + 1, told):
        block = blocks[index]
        beside = block.box.kind & HEADING and block.box.parent is blocks[head].box.parent
        if beside and len(block.text) >= 25 and _may_be_standfirst(block, look.why[index]):
            look.why[index] = Why.TITLE
            return block.text
    return ""


def _where_it_stood(blocks: Sequence[Block], candidates: Sequence[int], page: PageMemory) -> int | None:
    """The block with the remembered text, else the first candidate, at the remembered place."""
    for index, block in enumerate(blocks):
        if key(block.text) == page.standfirst and place(block) == page.standfirst_at:
            return index
    return next((index for index in candidates if place(blocks[index]) == page.standfirst_at), None)


_TOLD_APART = frozenset([Why.TEASER, Why.BUTTON, Why.POINTER, Why.SMALL_BOX])
"""Shapes that a text without the name or the words of a standfirst has only as part of a box about something else."""


def _may_be_standfirst(block: Block, why: Why) -> bool:
    return (
        why not in (Why.TITLE, Why.NOTICE, Why.CAPTION, Why.ASKS, Why.OVERLAY, Why.FURNITURE)
        and block.part is None
        and len(block.text) >= 15
        and block.links < LINKED
        and not block.box.times
        and not is_label(block.text)
        and not (block.box.kind & CAPTION or has_name("caption", block.box.spot.token, block.box.raw))
    )


def _standfirst_rank(block: Block, described: str, before: bool, blocks: Sequence[Block]) -> int:
    box, outer = block.box, block.box.parent
    if described and plain(block.text) == described:
        return 5
    if has_name("standfirst", box.spot.token, box.raw):
        return 4
    long = len(block.text) >= 40
    if outer is not None and long and has_name("standfirst", outer.spot.token, outer.raw):
        return 3
    if before and not box.kind & LIST and is_prose(block):
        return 2 * (sum(other.box.spot is box.spot and is_prose(other) for other in blocks) == 1)
    # A second heading under the headline; a short one is a kicker, which names the subject and says nothing.
    return 1 if before and long and box.kind & HEADING else 0


def _usual_spots(blocks: Sequence[Block], look: Look) -> set[object]:
    seen: dict[object, int] = {}
    for block, why in zip(blocks, look.why, strict=True):
        if why in KEPT:
            seen[block.box.spot] = seen.get(block.box.spot, 0) + 1
    return {spot for spot, count in seen.items() if count >= 2}


def _captions(blocks: Sequence[Block], look: Look) -> tuple[str, ...]:
    region = region_of(look)
    found: list[str] = []
    for index, block in enumerate(blocks):
        is_caption = block.box.kind & CAPTION or has_name("caption", block.box.spot.token, block.box.raw)
        if not is_caption or block.links >= LINKED or is_label(block.text) or block.box.kind & (ASIDE | FOOTER):
            continue
        if opens_with("pointers", block.text) and not ends_sentence(block.text):
            continue  # the name of another page's film, put where a picture's caption stands
        if _near(block, region) and look.why[index] not in KEPT | {Why.FURNITURE, Why.RESTLESS}:
            look.why[index] = Why.CAPTION
            found.append(block.text)
    return tuple(dict.fromkeys(found))


def behind_body(blocks: Sequence[Block], look: Look) -> list[Block]:
    """The blocks that follow the body's last one in the article element: there stands a wall or a "read on" link."""
    last = max((index for index, why in enumerate(look.why) if why in KEPT), default=-1)
    region = region_of(look)
    return [block for block in blocks[last + 1 : last + 20] if last >= 0 and _near(block, region)]
