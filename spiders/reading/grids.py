"""The cells of one table, in rows and columns: a header, a label for each row, its other cells. Cells in, Grid out.

Knows nothing of the page around it, and never guesses what a figure means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from spiders.article import Row, Table
from spiders.reading.labels import vocabulary
from spiders.reading.words import plain

MAX_COLUMNS = 60
"""A colspan may claim a thousand (HTML Standard, 4.9.11); no table that is read by people has so many."""
MOST_FILLED = 20_000
"""Places that cells may fill by spanning; beyond, each fills one."""
MOST_YEARS = 100
"""Years that the words above a table's columns span; counts that look like years lie further apart."""
_LETTER = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?:1[5-9]|20|21)\d\d(?:[/–-]\d{2,4})?")
_FIGURE = re.compile(r"\W{0,3}\d[\d\s.,:'’/%–-]*(?:\s?[^\W\d]{1,12}\.?|[°%‰*†‡§]+)?\W{0,3}|[–—-]|n/?a", re.I)
"""A cell that is a figure and little else, with a unit or a mark of a footnote; or one that says there is none."""
_SERIAL = re.compile(r"(\d{1,4})[.)]?")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as the markup has it: its text, how many columns and rows it fills, and whether it heads others."""

    text: str
    columns: int = 1
    rows: int = 1
    heads: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the markup; `top` where it stands in the table's head."""

    cells: tuple[Cell, ...]
    top: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table read: what is told of each line of the markup, None for one that is part of the header or the caption.

    `heads` are the words above the columns and `shown` the cells of each line, as they stand on the page between bars.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[Row | None, ...]
    heads: str = ""
    shown: tuple[str, ...] = ()

    def table(self) -> Table:
        """The table without the lines that tell nothing."""
        return Table(self.caption, self.header, tuple(row for row in self.rows if row is not None))


def is_figure(text: str) -> bool:
    """Whether a cell's text is a figure, with a unit or a sign at most."""
    return len(text) <= 40 and _FIGURE.fullmatch(text) is not None


def says_words(text: str) -> bool:
    """Whether a text is words: a row's label is the first cell that is."""
    return len(_LETTER.findall(text)) > len(_DIGIT.findall(text))


def read_grid(lines: Sequence[Line], caption: str = "") -> Grid:
    """Tell header from rows, find the column of labels, and leave out the one that only counts the rows."""
    texts, origins = _spread(lines)
    width = max(map(len, texts), default=0)
    first = _end_of_header(lines, texts)
    if first and not caption:
        caption, texts = _caption_of(texts, origins, first)
    body = [n for n in range(first, len(texts)) if any(texts[n])]
    heads = [_joined([texts[n][column] for n in range(first)]) for column in range(width)]
    serial = _serial_column(texts, body, heads)
    label = _label_column(texts, origins, body, width, serial)
    told = [column for column in range(width) if column not in (serial, label)]
    told = [c for c in told if heads[c] or any(texts[n][c] and origins[n][c] for n in body)]
    rows: list[Row | None] = [None] * len(texts)
    for n in body:
        # A cell beside one that reaches down from the row above is no line of its own.
        alone = len({text for text in texts[n] if text}) == 1 and len(lines[n].cells) < min(width, 2)
        rows[n] = Row(_joined(texts[n])) if alone else _row(texts[n], origins[n], label, told)
    header = tuple(heads[column] for column in told)
    columns = [column for column in range(width) if column != serial]
    shown = tuple(barred(_own(texts[n], origins[n], label, columns)) for n in range(len(texts)))
    return Grid(caption, header if any(header) else (), tuple(rows), barred([heads[c] for c in columns]), shown)


def _spread(lines: Sequence[Line]) -> tuple[list[list[str]], list[list[bool]]]:
    """Each line with as many texts as the table has columns, and which of them begin there rather than reach over.

    A cell that fills several rows tells each of them; one that fills several columns tells its first.
    """
    filled: dict[tuple[int, int], tuple[str, bool]] = {}
    width = 0
    for at, line in enumerate(lines):
        column = 0
        for cell in line.cells:
            while (at, column) in filled:
                column += 1
            spans = len(filled) < MOST_FILLED  # hostile spans fill each other
            for down in range(min(cell.rows if spans else 1, len(lines) - at)):
                for along in range(min(cell.columns if spans else 1, MAX_COLUMNS)):
                    filled.setdefault((at + down, column + along), (cell.text, along == 0))
            column += 1
        width = max(width, column)
    width = max([width, *(column + 1 for _, column in filled)])
    texts = [[filled.get((at, column), ("", False))[0] for column in range(width)] for at in range(len(lines))]
    origins = [[filled.get((at, column), ("", False))[1] for column in range(width)] for at in range(len(lines))]
    return texts, origins


def _end_of_header(lines: Sequence[Line], texts: Sequence[Sequence[str]]) -> int:
    """How many lines at the top head the columns. Not all of them: a table of headings only has rows like any."""
    count = 0
    for line, row in zip(lines, texts, strict=True):
        said = [cell for cell in line.cells if cell.text]
        if said and not line.top and not (all(cell.heads for cell in said) and _heads_columns(row, count)):
            break
        count += 1
    if count == len(lines):
        return 0 if not any(line.top for line in lines) else min(count, 1)
    return count or _unmarked_header(texts)


def _heads_columns(row: Sequence[str], above: int) -> bool:
    """A line of one text heads the columns only at the very top, as a title; further down it heads a group of rows."""
    return len({text for text in row if text}) > 1 or above == 0


def _unmarked_header(texts: Sequence[Sequence[str]]) -> int:
    """Whether the first line heads the columns though nothing marks it: words, or years, above columns of figures."""
    if len(texts) < 3:
        return 0
    first = texts[0]
    said = [text for text in first if text]
    years = [int(text[:4]) for text in said if _YEAR.fullmatch(text)]
    worded = sum(says_words(text) for text in said)
    if len(said) < 2 or worded + len(years) < len(said) or (years and not _are_years(years, worded)):
        return 0
    below = [(text, n) for row in texts[1:] for n, text in enumerate(row) if text and n and first[n]]
    figures = sum(is_figure(text) for text, _ in below)
    return int(figures > 0 and 2 * figures >= len(below))


def _are_years(found: Sequence[int], worded: int) -> bool:
    """Whether numbers above columns are years: in order and near each other. One beside one word may count anything."""
    steps = {later > earlier for earlier, later in pairwise(found)}
    return len(steps) < 2 and max(found) - min(found) <= MOST_YEARS and (len(found) > 1 or worded > 1)


def _caption_of(texts: list[list[str]], origins: Sequence[Sequence[bool]], first: int) -> tuple[str, list[list[str]]]:
    """A line of one text above the header's words is the table's title."""
    said = {text for text in texts[0] if text}
    if first < 2 or len(said) != 1:
        return "", texts
    return said.pop(), [[""] * len(texts[0]), *texts[1:]]


def _joined(parts: Sequence[str]) -> str:
    return " ".join(dict.fromkeys(part for part in parts if part))


@cache
def _serial_names() -> frozenset[str]:
    return frozenset(plain(name).strip(" .") for name in vocabulary()["serials"])


def _serial_column(texts: Sequence[Sequence[str]], body: Sequence[int], heads: Sequence[str]) -> int | None:
    """The first column, where it only counts the rows: by its name, or by 1, 2, 3 from top to bottom."""
    if len(heads) < 2 or not body:
        return None
    found = [(match, n) for n in body if (match := _SERIAL.fullmatch(texts[n][0]))]
    numbers = [int(match[1]) for match, _ in found]
    if 4 * len(numbers) < 3 * len(body) or not numbers:
        return None
    if plain(heads[0]).strip(" .") in _serial_names():
        return 0
    counts = all(later - earlier == 1 for earlier, later in pairwise(numbers))
    return 0 if len(numbers) >= 3 and numbers[0] in (0, 1) and counts else None


def _label_column(
    texts: Sequence[Sequence[str]],
    origins: Sequence[Sequence[bool]],
    body: Sequence[int],
    width: int,
    serial: int | None,
) -> int | None:
    """The first column that is words and tells the rows apart; where none does, the first of words, or the first."""
    columns = [column for column in range(width) if column != serial]
    worded = []
    for column in columns:
        said = [texts[n][column] for n in body if texts[n][column] and origins[n][column]]
        words = [text for text in said if says_words(text) and not is_figure(text)]
        if said and 2 * len(words) >= len(said) and 2 * len(said) >= len(body):
            if 10 * len(set(words)) >= 7 * len(said):
                return column
            worded.append(column)
    return worded[0] if worded else next(iter(columns), None)


def barred(cells: Iterable[str]) -> str:
    """Cells as one text, between bars."""
    return " | ".join(filter(None, cells))


def _own(texts: Sequence[str], origins: Sequence[bool], label: int | None, columns: Sequence[int]) -> list[str]:
    cells: list[str] = []
    for column in columns:
        if origins[column] or (column == label and not any(cells)):  # a label may reach over from a serial's column
            cells.append(named(texts[column]) if column == label else texts[column])
    return cells


def _row(texts: Sequence[str], origins: Sequence[bool], label: int | None, told: Sequence[int]) -> Row:
    cells = tuple(texts[column] if origins[column] else "" for column in told)
    return Row(named(texts[label]) if label is not None else "", cells)


def named(label: str) -> str:
    """A label without the colon that only separates it from its cells."""
    return label.rstrip(" :\uff1a") or label
