"""Stories of the invented sites by how they are built: parts, folds, lists, live entries. A page goes in, it and
its later fetches come out.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from benchmarks.newsroom_markup import Cells
from benchmarks.newsroom_pages import KNOWN, Later, MadePage, Page, Truth
from benchmarks.newsroom_tables import drawn


def _edited(texts: Sequence[str], at: int, chance: random.Random) -> tuple[list[str], tuple[str, str]]:
    """The texts with the first figure of one of them moved, and the figure before and after."""
    words = texts[at].split(" ")
    place = next(n for n, word in enumerate(words) if word.strip(",.").removesuffix(",000").isdigit())
    old = words[place].strip(",.").removesuffix(",000")
    new = str(int(old) + chance.randrange(101, 199))
    words[place] = words[place].replace(old, new)
    return [*texts[:at], " ".join(words), *texts[at + 1 :]], (old, new)


def _prose(page: Page, texts: Sequence[str], build: Callable[[Sequence[str]], str], at: int) -> MadePage:
    """Paragraphs in some order of boxes, then the same with a figure moved in the paragraph at `at`."""
    edited, told = _edited(texts, at, page.chance)
    return page.made(build(texts), Truth(tuple(texts)), Later("figure", page.built(build(edited), 2), (told,)))


def parts(page: Page) -> MadePage:
    """Headed parts of two paragraphs."""

    def build(texts: Sequence[str]) -> str:
        chapters = zip(page.headings, texts[::2], texts[1::2], strict=False)
        return "".join(page.markup.part(heading, texts) for heading, *texts in chapters)

    return _prose(page, page.sentences[:8], build, at=5)


def parts_of_one(page: Page) -> MadePage:
    """Two paragraphs, then a heading and one paragraph a part: the smallest parts there are."""

    def build(texts: Sequence[str]) -> str:
        parts = (page.markup.part(h, [text]) for h, text in zip(page.headings, texts[2:], strict=False))
        return page.told(texts[:2]) + "".join(parts)

    return _prose(page, page.sentences[:7], build, at=4)


def closing(page: Page) -> MadePage:
    """A last paragraph in a box of its own."""

    def build(texts: Sequence[str]) -> str:
        return page.told(texts[:-1]) + page.markup.closing(texts[-1])

    return _prose(page, page.sentences[:6], build, at=5)


def list_of(page: Page) -> MadePage:
    """Short items without a full stop, as advice is given."""
    texts, items = page.sentences[:5], page.items[1:]

    def build(items: Sequence[str]) -> str:
        return page.told(texts[:3]) + page.markup.listed(items) + page.told(texts[3:])

    edited, told = _edited(items, 2, page.chance)
    truth = Truth((*texts, *items))
    return page.made(build(items), truth, Later("figure", page.built(build(edited), 2), (told,)))


def _fold(page: Page, shown: int) -> MadePage:
    def build(texts: Sequence[str]) -> str:
        return page.told(texts[:shown]) + page.markup.fold(page.told(texts[shown:]), page.number)

    return _prose(page, page.sentences[:8], build, at=7)


def fold_small(page: Page) -> MadePage:
    """A quarter of the story behind "read more"."""
    return _fold(page, 6)


def fold_large(page: Page) -> MadePage:
    """More than half of it."""
    return _fold(page, 3)


def inline(page: Page) -> MadePage:
    """Marks inside lines: what is read, and a figure that moves inside one."""
    texts = page.sentences[:4]
    marked = [(one["markup"], one["read"]) for one in KNOWN["words"]["inline"]]
    lines = [markup for markup, _ in marked]

    def build(lines: Sequence[str]) -> str:
        return page.told(texts[:2]) + page.markup.raw(lines) + page.told(texts[2:])

    new = f"{page.figure()} crates"
    lines_later = [line.replace("19 crates", new) for line in lines]
    later = Later("figure", page.built(build(lines_later), 2), (("19", new.split()[0]),))
    return page.made(build(lines), Truth((*texts, *(said for _, said in marked))), later)


def live(page: Page) -> MadePage:
    """Five entries; then one is edited, one comes in, one falls off the window."""
    lead, texts = page.sentences[:1], page.sentences[1:]
    entries = [(n, f"Gauge at {page.towns[n]} read again", [texts[n], texts[n + 5]]) for n in range(6)]
    state = (
        '<script type="application/ld+json">{"@type": "LiveBlogPosting", "headline": "' + page.headline + '"}</script>'
    )

    def build(shown: Sequence[tuple[int, str, list[str]]], fetch: int) -> str:
        body = page.told(lead) + page.markup.feed(shown, page.number)
        return page.built(body, fetch, head=state)

    first = entries[1:][::-1]
    edited, told = _edited(entries[3][2], 0, page.chance)
    changed = [(n, h, edited if n == 3 else t) for n, h, t in first]
    fresh = (
        7,
        f"Water falls at {page.towns[8]}",
        [f"The gauge at {page.towns[8]} fell by {page.figure()} millimetres."],
    )
    gone = Later("falls off", build(first[:-1], 2))
    edit = Later("entry edited", build(changed, 3), (told,))
    came = Later("entry comes", build([fresh, *first], 4), (("", fresh[2][0].split()[-2]),))
    url = f"https://{page.site}.example/2031/05/live"
    truth = Truth(tuple(lead), entries=tuple((h, "\n".join(t)) for _, h, t in first))
    return MadePage(
        page.site, page.feature, url, build(first, 0), truth, (Later("again", build(first, 1)), gone, edit, came)
    )


def live_table(page: Page) -> MadePage:
    """Entries of which one holds a table: each cell keeps the words that name it."""
    lead, texts = page.sentences[:1], page.sentences[1:]
    cells = drawn(page, 3, 3)
    state = (
        '<script type="application/ld+json">{"@type": "LiveBlogPosting", "headline": "' + page.headline + '"}</script>'
    )

    def build(cells: Cells, fetch: int) -> str:
        shown = [(n, f"Gauge at {page.towns[n]} read again", [texts[n]]) for n in range(5)]
        body = page.told(lead) + page.markup.feed(shown, page.number, {2: page.markup.table(cells)})
        return page.built(body, fetch, head=state)

    new = str(page.figure() + 10_000)
    edit = Later("cell", build(cells.with_cell(1, 2, new), 3), ((cells.rows[1][2], new),), (cells.rows[1][0],))
    url = f"https://{page.site}.example/2031/05/live-table"
    truth = Truth(tuple(lead), entries=tuple((f"Gauge at {page.towns[n]} read again", texts[n]) for n in range(5)))
    return MadePage(page.site, page.feature, url, build(cells, 0), truth, (Later("again", build(cells, 1)), edit))


def restless(page: Page) -> MadePage:
    """Leaves between the paragraphs that differ at each fetch and are no sentence."""
    texts = page.sentences[:7]

    def build(texts: Sequence[str], fetch: int) -> str:
        return page.built(page.markup.with_leaves(texts, page.number, fetch), fetch)

    edited, told = _edited(texts, 4, page.chance)
    later = [Later(f"again {n}", build(texts, n)) for n in range(1, 5)]
    later.append(Later("figure", build(edited, 5), (told,)))
    url = f"https://{page.site}.example/2031/05/restless"
    return MadePage(page.site, page.feature, url, build(texts, 0), Truth(tuple(texts)), tuple(later))


def sections(page: Page) -> MadePage:
    """A long feature: each section of it in boxes of its own, pictures between them."""

    def build(texts: Sequence[str]) -> str:
        told = ""
        for n in range(0, len(texts), 3):
            told += page.markup.wrap(page.told(texts[n : n + 3]), page.number + n)
            told += page.markup.picture(f"The quay at {page.towns[n % 12]} on Sunday")
        return told

    return _prose(page, page.sentences[:12], build, at=10)


def pictures(page: Page) -> MadePage:
    """A story that is mostly told below its pictures."""

    def build(texts: Sequence[str]) -> str:
        return page.told(texts[:3]) + "".join(map(page.markup.picture, texts[3:]))

    return _prose(page, page.sentences[:9], build, at=7)


def charts(page: Page) -> MadePage:
    """Notes below charts report something."""

    def build(texts: Sequence[str]) -> str:
        charts = [page.markup.chart("How the river rose", texts[2]), page.markup.chart("Who was moved", texts[5])]
        return page.told(texts[:2]) + charts[0] + page.told(texts[3:5]) + charts[1] + page.told(texts[6:])

    return _prose(page, page.sentences[:9], build, at=5)


def openers(page: Page) -> MadePage:
    """Parts that have a standfirst of their own."""

    def build(texts: Sequence[str]) -> str:
        told = page.told(texts[:3])
        for n, at in enumerate((3, 6, 9)):
            told += page.markup.opener(page.headings[n], texts[at], page.number + n) + page.told(texts[at + 1 : at + 3])
        return told

    return _prose(page, page.sentences[:12], build, at=6)


def questions(page: Page) -> MadePage:
    """Questions in bold, an answer under each."""

    def build(texts: Sequence[str]) -> str:
        asked = (f"<strong>What of {town}?</strong>" for town in page.towns)
        return page.told(texts[:1]) + "".join(
            page.markup.wrap(page.markup.raw([question]) + page.told([text]), page.number)
            for question, text in zip(asked, texts[1:], strict=False)
        )

    return _prose(page, page.sentences[:8], build, at=4)
