"""Stories of the invented sites that hold tables, counters or definitions. A page goes in, it and its later fetches
come out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks.newsroom_markup import Cells
from benchmarks.newsroom_pages import Later, MadePage, Page, Truth


def _table(page: Page, cells: Cells, lead: int = 3) -> MadePage:
    """Paragraphs, a table, paragraphs; then one cell moves, a row comes in above, two rows change places, a list."""
    before, behind = page.sentences[:lead], page.sentences[lead : lead + 3]

    def body(told: str) -> str:
        return page.told(before) + told + page.told(behind)

    mark = page.markup
    row = page.chance.randrange(len(cells.rows))
    column = page.chance.randrange(1, len(cells.rows[row]))
    old = cells.rows[row][column]
    new = str(page.figure() + 10_000) if old.isdigit() else "washed away"
    moved = cells.with_cell(row, column, new)
    named = page.towns[len(cells.rows)]
    fresh = (named, *(str(page.figure() + 10_000) for _ in cells.rows[0][1:]))
    turned = mark.listed([cells.line(one) for one in cells.rows])
    later = [
        Later("cell", page.built(body(mark.table(moved)), 2), ((old, new),), (cells.rows[row][0],)),
        Later("new row", page.built(body(mark.table(cells.with_row(fresh))), 3), (("", fresh[1]),), (named,)),
        Later("rows sorted", page.built(body(mark.table(cells.turned())), 4)),
    ]
    if cells.header and column <= len(cells.header) - 1 and len(cells.rows[0]) > 2:
        about = (cells.rows[row][0], cells.header[column])
        later[0] = Later("cell", later[0].html, later[0].told, about)
    if len(cells.rows[0]) == 2 and not cells.header:
        later.append(Later("as a list", page.built(body(turned), 5)))
    truth = Truth((*before, *behind), cells.rows, tables=1)
    return page.made(body(mark.table(cells)), truth, *later)


def drawn(page: Page, width: int, height: int, **how: Any) -> Cells:
    """Towns and their figures, `headed` by names of columns or not."""
    header = ("Town", *page.columns[: width - 1]) if how.pop("headed", True) else ()
    rows = tuple((town, *(str(page.figure()) for _ in range(width - 1))) for town in page.towns[:height])
    return Cells(rows, header, **how)


def narrow(page: Page) -> MadePage:
    """Two columns and no header."""
    return _table(page, drawn(page, 2, 5, headed=False))


def few_rows(page: Page) -> MadePage:
    """Two rows under a header."""
    return _table(page, drawn(page, 3, 2))


def headed(page: Page) -> MadePage:
    """Four columns under a header."""
    return _table(page, drawn(page, 4, 6))


def wide(page: Page) -> MadePage:
    """Eight columns and a caption."""
    return _table(page, drawn(page, 8, 5, caption="Where the county helps"))


def serial(page: Page) -> MadePage:
    """A first column that counts the rows."""
    return _table(page, drawn(page, 3, 6, serial=True))


def above(page: Page) -> MadePage:
    """A table in front of the text."""
    return _table(page, drawn(page, 3, 4), lead=0)


def words_only(page: Page) -> MadePage:
    """A table without a figure in most of its cells: who plays which part."""
    names = ("open", "closed", "half open", "unknown", "flooded")
    rows = tuple((town, page.chance.choice(names), str(page.figure())) for town in page.towns[:5])
    return _table(page, Cells(rows, ("Town", "Road", "Sandbags")))


def layout(page: Page) -> MadePage:
    """A table that only puts a text and a picture side by side."""
    inside, rest = page.sentences[:3], page.sentences[3:7]
    picture = "<td><img src='a.jpg' alt=''></td>"
    table = f"<table width='100%'><tr><td width='60%'>{page.told(inside)}</td>{picture}</tr></table>"
    return page.made(page.told(rest[:2]) + table + page.told(rest[2:]), Truth((*inside, *rest), tables=0))


def _pairs(page: Page, kind: str, first: bool) -> MadePage:
    pairs = [(name, f"{page.figure():,}") for name in page.counted[:4]]
    texts = page.sentences[:5]
    built = page.markup.counters if kind == "counters" else page.markup.terms

    def body(said: Sequence[tuple[str, str]]) -> str:
        told = built(said)
        return told + page.told(texts) if first else page.told(texts[:2]) + told + page.told(texts[2:])

    at = page.chance.randrange(len(pairs))
    new = f"{page.figure() + 10_000:,}"
    moved = [(name, new if n == at else value) for n, (name, value) in enumerate(pairs)]
    cell = Later("cell", page.built(body(moved), 2), ((pairs[at][1], new),), (pairs[at][0],))
    turned = Later("rows sorted", page.built(body(pairs[::-1]), 3))
    return page.made(body(pairs), Truth(tuple(texts), tuple(pairs), tables=1), cell, turned)


def counters_above(page: Page) -> MadePage:
    """Boxes with a figure each, in front of the text."""
    return _pairs(page, "counters", first=True)


def counters_within(page: Page) -> MadePage:
    """The same between paragraphs."""
    return _pairs(page, "counters", first=False)


def terms(page: Page) -> MadePage:
    """Terms and what each is."""
    return _pairs(page, "terms", first=False)
