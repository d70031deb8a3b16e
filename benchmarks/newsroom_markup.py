"""The markup of one invented site: texts, cells and entries go in, HTML comes out. Draws nothing by chance."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Cells:
    """A table: rows whose first cell is the label, a header of as many words or none, a caption, serial numbers."""

    rows: tuple[tuple[str, ...], ...]
    header: tuple[str, ...] = ()
    caption: str = ""
    serial: bool = False

    def with_cell(self, row: int, column: int, text: str) -> Cells:
        """The table with one cell changed."""
        rows = [list(one) for one in self.rows]
        rows[row][column] = text
        return replace(self, rows=tuple(map(tuple, rows)))

    def with_row(self, row: tuple[str, ...]) -> Cells:
        """The table with one row more, above the others."""
        return replace(self, rows=(row, *self.rows))

    def turned(self) -> Cells:
        """The table with its rows the other way round."""
        return replace(self, rows=self.rows[::-1])

    @staticmethod
    def line(row: Sequence[str]) -> str:
        """A row as an item of a list."""
        return f"{row[0]}: {'; '.join(row[1:])}"


class Markup:
    """What a site builds of texts. `known` are its templates, as newsrooms.toml holds them."""

    def __init__(self, known: Mapping[str, Any]) -> None:
        self.known = known

    def page(self, headline: str, body: str, number: int, fetch: int, head: str = "") -> str:
        """The whole page at its n-th fetch, other stories and a footer around it."""
        links = "".join(
            f"<li><a href='/s/{fetch}{n}'>Ferry {fetch}{n} stays in port for repairs</a></li>" for n in range(7)
        )
        story = _put(self.known["story"], h=html.escape(headline), b=body, i=number, n=17 * fetch + 4)
        main = self.known["page"].replace("{links}", links)
        return (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(headline)} | Quay</title>'
            f'<meta property="og:type" content="article">{head}</head><body><header><nav><a href="/">Home</a>'
            f'<a href="/sport">Sport</a></nav></header>{_put(main, b=story)}<footer><p>© Quay, Ostrey. All rights'
            " reserved.</p></footer></body></html>"
        )

    def paragraphs(self, texts: Sequence[str]) -> str:
        """Paragraphs of plain text."""
        return self.raw([html.escape(text, quote=False) for text in texts])

    def raw(self, lines: Sequence[str]) -> str:
        """Paragraphs of text with marks in it."""
        return "".join(_put(self.known["paragraph"], t=line) for line in lines)

    def table(self, cells: Cells) -> str:
        """A table of facts."""
        known = self.known
        told = _put(known["caption"], t=cells.caption) if cells.caption else ""
        if cells.header:
            names = ("No.", *cells.header) if cells.serial else cells.header
            told += _put(known["head"], b="".join(_put(known["head_cell"], t=name) for name in names))
        rows = ""
        for n, row in enumerate(cells.rows, 1):
            serial = _put(known["cell"], t=n) if cells.serial else ""
            label = _put(known["label_cell"], t=row[0])
            rows += _put(known["row"], b=serial + label + "".join(_put(known["cell"], t=cell) for cell in row[1:]))
        return _put(known["table"], b=told + _put(known["rows"], b=rows))

    def counters(self, pairs: Sequence[tuple[str, str]]) -> str:
        """Boxes side by side."""
        return _put(self.known["counters"], b="".join(_put(self.known["counter"], t=t, v=v) for t, v in pairs))

    def terms(self, pairs: Sequence[tuple[str, str]]) -> str:
        """A list of terms and what each is."""
        return _put(self.known["terms"], b="".join(_put(self.known["term"], t=t, v=v) for t, v in pairs))

    def part(self, heading: str, texts: Sequence[str]) -> str:
        """A part of the story with a heading."""
        return _put(self.known["part"], b=_put(self.known["heading"], t=heading) + self.paragraphs(texts))

    def closing(self, text: str) -> str:
        """A last paragraph in a box of its own."""
        return _put(self.known["closing"], t=html.escape(text, quote=False))

    def wrap(self, body: str, number: int) -> str:
        """A section of a long story, in boxes of its own."""
        return _put(self.known["wrap"], b=body, i=number)

    def picture(self, text: str) -> str:
        """A picture and what is said of it."""
        return _put(self.known["picture"], t=html.escape(text, quote=False))

    def chart(self, heading: str, text: str) -> str:
        """A chart and the note below it."""
        return _put(self.known["chart"], h=heading, t=html.escape(text, quote=False))

    def opener(self, heading: str, text: str, number: int) -> str:
        """The heading of a part and its own standfirst."""
        return _put(self.known["opener"], h=heading, t=html.escape(text, quote=False), i=number)

    def listed(self, items: Sequence[str]) -> str:
        """A list."""
        return _put(self.known["list"], b="".join(_put(self.known["item"], t=item) for item in items))

    def fold(self, body: str, number: int) -> str:
        """What is hidden until its reader asks for it."""
        return _put(self.known["fold"], b=body, i=number)

    def feed(
        self, shown: Sequence[tuple[int, str, list[str]]], number: int, tables: Mapping[int, str] | None = None
    ) -> str:
        """Entries of a live blog, each with a number that names it, a heading and paragraphs."""
        told = ""
        for n, heading, texts in shown:
            body = self.paragraphs(texts) + (tables or {}).get(n, "")
            clock = f"{9 + n}:{15 + n}"
            time = f"2031-05-03T{9 + n:02}:{15 + n}:00Z"
            told += _put(self.known["entry"], h=heading, b=body, i=number + n, time=time, clock=clock)
        return _put(self.known["feed"], b=told)

    def with_leaves(self, texts: Sequence[str], number: int, fetch: int) -> str:
        """Paragraphs with leaves between them that say something else at each fetch."""
        told = ""
        for n, text in enumerate(texts):
            told += self.paragraphs([text])
            if n % 2 == 0 and n // 2 < len(self.known["leaf"]):
                told += _put(self.known["leaf"][n // 2], n=number + (7 + n) * fetch * fetch + 3 * n)
        return told


def _put(template: str, **gaps: Any) -> str:
    """A template with its gaps filled; `str.format` would trip over the braces of scripts in a text."""
    for name in sorted(gaps, key=lambda name: name == "b"):  # what is inside comes last: it may hold braces
        template = template.replace(f"{{{name}}}", str(gaps[name]))
    return template
