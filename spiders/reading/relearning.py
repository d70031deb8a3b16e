"""When a reading is a new baseline, and which texts only became visible or invisible by it. Looks in, reasons out.

Judges no change: the monitor compares, restricted to what both readings could see.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from spiders.article import Article, Reading, Relearned
from spiders.reading.boxes import Block, Spot
from spiders.reading.look import place
from spiders.reading.memory import MAX_FURNITURE, MAX_PARAGRAPHS, RULES, PageMemory, row_key
from spiders.reading.words import key, plain

MOST_TEXTS = 3_000
"""Texts told of a page besides its article; long live blogs have a third of it."""


def relearned(page: PageMemory, override: str, body: Sequence[Block]) -> Relearned | None:
    """Why this body was learned anew, None where it was read as the one before. `override` is the mark of today's.

    Another text at the same place is an edit, however large; the layout has jumped when nothing of the body stands
    where most of it stood.
    """
    if page.unreadable:
        return Relearned.FORGOTTEN
    if not page.body and not page.live and not page.override:
        return None
    if page.override != override:
        return Relearned.OVERRIDE
    if page.rules != RULES:
        return Relearned.RELEASE
    if page.at and body and not override and page.at not in places(body):
        return Relearned.LAYOUT
    return None


def as_baseline(
    reading: Reading,
    why: Relearned,
    besides: tuple[str, ...],
    body: Sequence[Block],
    keys: Sequence[str],
    page: PageMemory,
) -> Reading:
    """The reading as a new baseline, with what is needed to compare it; `besides` is what the page says besides it."""
    if reading.article is None:
        return reading
    seen, fresh = newly_seen(reading.article, page), added(body, keys, page)
    return replace(reading, relearned=why, passed_over=besides, newly_seen=seen, added=fresh)


def places(body: Iterable[Block]) -> dict[str, int]:
    """The keys of the places where the body stands, each with its characters."""
    spots = {block.box.spot: block for block in body}
    sizes = dict.fromkeys(spots, 0)
    for block in body:
        sizes[block.box.spot] += len(block.text)
    return {place(block): sizes[spot] for spot, block in spots.items()}


def main_place(body: Sequence[Block]) -> str:
    """Where most of the body stands; an empty string without one."""
    found = places(body)
    return max(found, key=lambda at: (found[at], at), default="")


def passed_over(blocks: Iterable[Block], headlines: Iterable[str], article: Article) -> tuple[str, ...]:
    """What the page says besides its article: an old text found here was not edited, only left out."""
    inside = {plain(text) for text in texts_of(article)}
    found = dict.fromkeys(
        text for text in [*headlines, *(block.shown for block in blocks)] if plain(text) not in inside
    )
    return tuple(found)[:MOST_TEXTS]


def newly_seen(article: Article, page: PageMemory) -> tuple[str, ...]:
    """Texts of the article that earlier readings saw on the page and left out."""
    left_out: Collection[str] = frozenset(page.furniture) - frozenset(page.body)
    rows = [
        (article.paragraphs[place], row_key(row, table.header))
        for table in article.tables
        for row, place in zip(table.rows, table.row_places(), strict=False)
    ]
    texts = [(text, key(text)) for text in texts_of(article)]
    return tuple(dict.fromkeys(text for text, own in (*texts, *rows) if own in left_out))


def added(body: Sequence[Block], keys: Sequence[str], page: PageMemory) -> tuple[str, ...]:
    """Paragraphs that were written since, not merely left out before. `keys` belong to `body`.

    What stood between two paragraphs of the body was seen by the reading before and is remembered, as body or as none.
    That holds under the same rules only, and where memory had room for the whole page. A text counts between known
    paragraphs that stand as it does: what a rebuilt site puts among them stands otherwise.
    """
    if page.rules != RULES or len(page.furniture) >= MAX_FURNITURE or len(page.body) >= MAX_PARAGRAPHS:
        return ()
    known = frozenset(page.body)
    before = known | {*page.furniture, *page.captions, *page.notices, page.title, page.standfirst}
    ends: dict[Spot, tuple[int, int]] = {}
    for index, (block, own) in enumerate(zip(body, keys, strict=True)):
        if own in known:
            ends[block.box.spot] = (ends.get(block.box.spot, (index, index))[0], index)
    return tuple(
        block.shown
        for index, (block, own) in enumerate(zip(body, keys, strict=True))
        if own not in before and block.box.spot in ends and ends[block.box.spot][0] < index < ends[block.box.spot][1]
    )


def texts_of(article: Article) -> list[str]:
    """All texts of an article, one by one."""
    live = [text for entry in article.live for text in (entry.title, *entry.text.split("\n"))]
    own = (article.title, article.standfirst, *article.lines(), *article.captions, *article.notices, *live)
    return [text for text in own if text]


MAX_TOLD = 20_000
"""Characters kept of what a refused page says; a wall says a tenth of it."""


def first_texts(blocks: Sequence[Block]) -> tuple[str, ...]:
    """What a page says that was an article before, for a person to judge: its first texts, in the order of the page."""
    size = 0
    told: list[str] = []
    for block in blocks:
        size += len(block.text)
        if size > MAX_TOLD:
            break
        told.append(block.shown)
    return tuple(told)
