"""Facts set out in rows: tables, definition lists, groups of counters. Blocks of cells in, one block a row out.

Tells a table of facts from the layout of an old page by its shape, before anyone knows where the story stands. Whether
a table belongs to the article is not decided here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from spiders.article import Row, Table
from spiders.reading.boxes import CAPTION, HEADING, OVERLAY, TABLE, Block, Box, Part, PartKind, Unit
from spiders.reading.grids import Cell, Grid, Line, barred, is_figure, named, read_grid, says_words
from spiders.reading.labels import is_label
from spiders.reading.words import ends_sentence, weight

Rows = Mapping[Box, Sequence[tuple[Box | None, str, bool]]]
"""The cells of each row of a page: the box, or none for an empty cell; its spans; whether it heads others."""
LONG = 300
"""Characters of a cell that is a column of text rather than a fact; the longest notes in tables of facts have fewer."""
MOST_OF_A_LABEL = 60
"""Characters of what a counter says it counts; a longer line beside a number is a picture's caption, or a headline."""
_CALENDAR = 28
_CELLS = ("td", "th")
_COUNTER = re.compile(
    r"(?P<figure>[+−–-]?\d[\d.,:'’\s]*(?:%|[kmKM]\b)?)\s*(?P<label>[^\W\d].*)|(?P<name>\D*[^\W\d]\D*?)[\s:]+(?P<value>[+−–-]?\d[\d.,'’\s]*%?)"
)


def gathered(blocks: list[Block], rows: Rows) -> list[Block]:
    """The blocks of a page with each row of facts as one of them, in the place of its cells."""
    starts: dict[int, list[Block]] = {}
    taken: set[int] = set()
    for first, told, members in (*_tables(blocks, rows), *_definitions(blocks), *_counters(blocks)):
        if taken.isdisjoint(members):  # a list of terms in a cell is told with the cell
            starts[first] = told
            taken.update(members)
    if not starts:
        return blocks
    out: list[Block] = []
    for index, block in enumerate(blocks):
        out.extend(starts.get(index, ()))
        if index not in taken:
            out.append(block)
    for order, block in enumerate(out):
        block.order = order
    return out


def tables_of(body: Sequence[Block]) -> tuple[Table, ...]:
    """The tables whose rows are in a body, in the order in which they stand there, each with its place."""
    units: dict[Unit, list[int]] = {}
    for place, block in enumerate(body):
        if block.part is not None:
            units.setdefault(block.part.unit, []).append(place)
    return tuple(
        Table(
            unit.caption,
            unit.header,
            tuple(part.row for place in places if (part := body[place].part) is not None and part.row is not None),
            places[0],
            len(places),
        )
        for unit, places in units.items()
    )


Found = tuple[int, list[Block], list[int]]
"""The index of the first block of a group, the blocks that stand for it, and the indexes of those it replaces."""


def _tables(blocks: Sequence[Block], rows: Rows) -> Iterator[Found]:
    of_table: defaultdict[Box, list[Box]] = defaultdict(list)
    for row in rows:
        if (table := _table_of(row)) is not None:
            of_table[table].append(row)
    if not of_table:
        return
    held: defaultdict[Box, list[int]] = defaultdict(list)
    nesting: set[Box] = set()
    for index, block in enumerate(blocks):
        if block.box.kind & TABLE:
            inner: Box | None = None
            box: Box | None = block.box
            while box is not None:
                if box.tag in ("td", "th", "caption", "tr", "table") and inner is None:
                    inner = box
                    held[inner].append(index)
                elif box.tag == "table" and inner is not None and box is not _table_around(inner):
                    nesting.add(box)
                box = box.parent
    for table, lines in of_table.items():
        if table not in nesting and (found := _table(table, lines, rows, held, blocks)) is not None:
            yield found


def _table_of(row: Box) -> Box | None:
    box = row.parent
    if box is not None and box.tag in ("tbody", "thead", "tfoot"):
        box = box.parent
    return box if box is not None and box.tag == "table" else None


def _table_around(box: Box) -> Box | None:
    around: Box | None = box
    while around is not None and around.tag != "table":
        around = around.parent
    return around


def _table(
    table: Box, lines: Sequence[Box], rows: Rows, held: Mapping[Box, Sequence[int]], blocks: Sequence[Block]
) -> Found | None:
    members = sorted({index for row in lines for box, _, _ in rows[row] if box for index in held.get(box, ())})
    if not members or _lays_out(table, lines, rows, held, blocks):
        return None
    captions = [index for box in held if box.tag == "caption" and box.parent is table for index in held[box]]
    read: list[Line] = []
    for row in lines:
        top = row.parent is not None and row.parent.tag == "thead"
        read.append(Line(tuple(_cell(box, spans, heads, held, blocks) for box, spans, heads in rows[row]), top))
    grid = read_grid(read, " ".join(blocks[index].text for index in captions))
    if not any(row is not None for row in grid.rows):
        return None
    whole = sorted({*members, *captions})
    return whole[0], _told(table, lines, grid, [blocks[index] for index in whole]), whole


def _cell(box: Box | None, spans: str, heads: bool, held: Mapping[Box, Sequence[int]], blocks: Sequence[Block]) -> Cell:
    columns, _, rows = spans.partition(",")
    text = "; ".join(blocks[index].text for index in held.get(box, ())) if box is not None else ""
    return Cell(text, _count(columns), _count(rows), heads)


def _count(spans: str) -> int:
    return max(1, int(spans)) if spans.isascii() and spans.isdigit() and len(spans) < 5 else 1


def _lays_out(
    table: Box, lines: Sequence[Box], rows: Rows, held: Mapping[Box, Sequence[int]], blocks: Sequence[Block]
) -> bool:
    """Whether a table only lays out the page: one column, one of its cells a text, or no fact in any.

    Rows of facts are short and many; the columns of an old page are long and few, and hold headings and forms.
    """
    if table.kind & OVERLAY or table.asks:
        return True
    wide = long = worded = figures = days = 0
    for row in lines:
        cells = [[blocks[index] for index in held.get(box, ())] for box, _, _ in rows[row] if box is not None]
        cells = [cell for cell in cells if cell]
        if not cells:
            continue
        wide += len(cells) > 1
        long += any(_is_column(cell) for cell in cells)
        texts = [cell[0].text for cell in cells]
        worded += sum(map(says_words, texts))
        figures += sum(map(is_figure, texts))
        days += sum(text.isdigit() and 0 < int(text[:3]) < 32 for text in texts)
    if not wide or 3 * long >= wide:
        return True
    if days >= _CALENDAR and days >= 0.8 * figures and worded <= 8:
        return True  # a calendar: its figures are days, and only the names of the week are words
    heads = any(heads for row in lines for _, _, heads in rows[row]) or any(
        row.parent is not None and row.parent.tag == "thead" for row in lines
    )
    return not figures and not heads and wide < 3


def _is_column(cell: Sequence[Block]) -> bool:
    """Whether a cell is a text of its own: long, headed, or of several sentences each in a paragraph."""
    if sum(len(block.text) for block in cell) > LONG:
        return True
    if any(block.box.kind & HEADING and block.box.tag in ("h1", "h2") for block in cell):
        return True
    return sum(weight(block.text) >= 60 and ends_sentence(block.text) for block in cell) > 1


def _told(table: Box, lines: Sequence[Box], grid: Grid, members: Sequence[Block]) -> list[Block]:
    size = sum(len(block.text) for block in members)
    links = sum(block.links * len(block.text) for block in members) / max(1, size)
    unit = Unit(table, grid.caption, grid.header, links)
    told: list[Block] = []
    if grid.caption:
        told.append(_block(grid.caption, table, links, Part(unit, PartKind.CAPTION, grid.caption)))
    if grid.header:
        told.append(_block(barred(grid.header), table, links, Part(unit, PartKind.HEADER, grid.heads)))
    for box, row, shown in zip(lines, grid.rows, grid.shown, strict=True):
        if row is not None and (line := row.line(grid.header)):
            told.append(_block(line, box, links, Part(unit, PartKind.ROW, shown, row)))
    return told


def _block(text: str, box: Box, links: float, part: Part) -> Block:
    block = Block(text, box, links, 0.0, 0)
    block.part = part
    return block


def _definitions(blocks: Sequence[Block]) -> Iterator[Found]:
    """Lists of a term and its short definition: what a table of two columns says."""
    lists: defaultdict[Box, list[int]] = defaultdict(list)
    for index, block in enumerate(blocks):
        if block.box.tag in ("dt", "dd") and (outer := _list_of(block.box)) is not None:
            lists[outer].append(index)
    for outer, members in lists.items():
        rows: list[tuple[Box, Row]] = []
        for index in members:
            block = blocks[index]
            if block.box.tag == "dt":
                rows.append((block.box, Row(named(block.text))))
            elif rows:
                box, row = rows[-1]
                rows[-1] = (box, Row(row.label, (*row.cells, block.text)))
        values = [cell for _, row in rows for cell in row.cells]
        figures = sum(map(is_figure, values))
        if not figures or 2 * figures < len(values) or any(len(v) > LONG // 2 or _WHEN.search(v) for v in values):
            continue
        yield members[0], _pairs(outer, rows, [blocks[index] for index in members]), members


def _list_of(box: Box) -> Box | None:
    outer = box.parent
    if outer is not None and outer.tag == "div":
        outer = outer.parent
    return outer if outer is not None and outer.tag == "dl" else None


_WHEN = re.compile(r"\d[:h]\d\d|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
"""A time or a day: what dates a page is no counter of what it reports."""


def _pairs(outer: Box, rows: Sequence[tuple[Box, Row]], members: Sequence[Block]) -> list[Block]:
    size = sum(len(block.text) for block in members)
    links = sum(block.links * len(block.text) for block in members) / max(1, size)
    unit = Unit(outer, "", (), links, loose=True)
    return [
        _block(row.line(), box, links, Part(unit, PartKind.ROW, barred((row.label, *row.cells)), row))
        for box, row in rows
    ]


def _counters(blocks: Sequence[Block]) -> Iterator[Found]:
    """Boxes side by side, each a figure and the words that say what it counts: "3,666", "Active cases"."""
    boxes: defaultdict[Box, dict[Box, list[int]]] = defaultdict(dict)
    near = [index for index, block in enumerate(blocks) if len(block.text) <= 24 and is_figure(block.text)]
    near += [index for index, block in enumerate(blocks) if block.figure]
    for at in sorted(set(near)):
        box = blocks[at].box
        if box.kind & (OVERLAY | CAPTION) or blocks[at].links or _WHEN.search(blocks[at].text):
            continue
        alone = blocks[at].figure != ""
        counter = box if alone else box.parent
        while counter is not None and not alone and counter.size <= len(blocks[at].text):
            counter = counter.parent
        if counter is None or counter.parent is None or counter.size > 120 or counter.tag in ("p", "body", "tr"):
            continue
        boxes[counter.parent][counter] = [at]
    for outer, counters in boxes.items():
        if len(counters) >= 2 and (found := _group(outer, counters, blocks)) is not None:
            yield found


def _group(outer: Box, counters: Mapping[Box, Sequence[int]], blocks: Sequence[Block]) -> Found | None:
    rows: list[tuple[Box, Row]] = []
    members: list[int] = []
    for counter, (at,) in counters.items():
        own = _inside(counter, at, blocks)
        row = _counter(own)
        if row is not None:
            rows.append((counter, row))
            members += range(own[0].order, own[-1].order + 1)
    if len(rows) < 2 or len({row.label for _, row in rows}) < len(rows):
        return None
    members.sort()
    return members[0], _pairs(outer, rows, [blocks[index] for index in members]), members


def _inside(counter: Box, at: int, blocks: Sequence[Block]) -> list[Block]:
    first = last = at
    while first > 0 and blocks[first - 1].box.is_in(counter):
        first -= 1
    while last + 1 < len(blocks) and blocks[last + 1].box.is_in(counter):
        last += 1
    return list(blocks[first : last + 1])


def _counter(own: Sequence[Block]) -> Row | None:
    """A label and what it counts; None where words are missing, or there is more than a counter says."""
    if any(block.links or block.box.times or is_label(" ".join(b.text for b in own)) for block in own) or len(own) > 4:
        return None
    if len(own) == 1:
        found = _COUNTER.fullmatch(own[0].text)
        if found is None:
            return None
        label = (found["label"] or found["name"]).strip()
        return Row(label, ((found["figure"] or found["value"]).strip(),)) if len(label) <= MOST_OF_A_LABEL else None
    words = [block.text for block in own if says_words(block.text) and not is_figure(block.text)]
    figures = [block.text for block in own if block.text not in words]
    if len(words) != 1 or not figures or len(words[0]) > MOST_OF_A_LABEL or ends_sentence(words[0]):
        return None
    return Row(named(words[0]), tuple(figures))
