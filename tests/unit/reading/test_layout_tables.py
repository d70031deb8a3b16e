"""Old pages laid out by tables: bare text and line breaks in cells, furniture in the cells around the story."""

from __future__ import annotations

import pytest

from spiders.article import Reading
from spiders.reading import read_page
from spiders.reading.blocks import find_blocks, parse
from tests.unit.reading.pages import PARAGRAPHS, TITLE

URL = "https://ledger.example/old/wall"
SENT = {3: "Send us 12 lines.", 4: "A prize for 90 readers is drawn on Friday, the editor says."}


def table_page(paragraphs: tuple[str, ...] = PARAGRAPHS, n: int = 3, story: str = "<td>") -> str:
    """`n` moves every figure outside the story, as the next fetch does."""
    body = "<br><br>".join(paragraphs)
    headlines = "".join(f'<a href="/{k}">Ferry number {k} is late again</a> ({k} min)<br>' for k in range(n, n + 5))
    return f"""<html><head><title>The Ledger: {TITLE}</title></head><body>
<table><tr><td colspan="3"><a href="/"><b>The Ledger</b></a> <i>as printed</i>
<br><a href="/town">Town</a> | <a href="/port">Port</a> | Quay index: 1,{n}07.25 | {n} C</td></tr>
<tr><td width="18%"><b>Latest</b><br>{headlines}</td>
{story}<h1>{TITLE}</h1>{body}
<div align="center"><font size="1">ADVERTISEMENT</font><br><a href="/out/{n}">Oilskins, {n} percent off</a></div></td>
<td width="20%"><b>The morning letter</b><br>{SENT.get(n, f"Read by {n}00 people.")}</td></tr>
<tr><td colspan="3">{n}451 readers online. The Ledger is printed at Ostrey. Page {n}c41a</td></tr></table></body></html>"""


def paragraphs_of(reading: Reading) -> tuple[str, ...]:
    assert reading.article is not None
    return reading.article.paragraphs


@pytest.mark.parametrize("count", [2, 3, 8])  # a short report fills its cell no better than the furniture around it
def test_other_cells_are_furniture_at_the_first_look(count: int):
    assert paragraphs_of(read_page(table_page(PARAGRAPHS[:count]), URL)) == PARAGRAPHS[:count]


@pytest.mark.parametrize("count", [2, 3, 8])
def test_other_cells_that_change_at_every_fetch_are_no_difference(count: int):
    reading = read_page(table_page(PARAGRAPHS[:count]), URL)
    for n in range(4, 9):
        reading = read_page(table_page(PARAGRAPHS[:count], n), URL, memory=reading.memory)
        assert paragraphs_of(reading) == PARAGRAPHS[:count]
        assert not reading.cannot_tell


def test_edited_and_added_paragraphs_of_the_story_cell_are_seen():
    first = read_page(table_page(), URL)
    edited = (*PARAGRAPHS[:2], PARAGRAPHS[2].replace("340", "430"), *PARAGRAPHS[3:], "The mayor resigned at 9 p.m.")
    assert paragraphs_of(read_page(table_page(edited, 5), URL, memory=first.memory)) == edited


def test_last_paragraph_is_not_joined_to_the_next_cell():
    last = "The damage was put at 27 million."
    assert paragraphs_of(read_page(table_page((*PARAGRAPHS[:3], last)), URL))[-1] == last


def texts_of(html: str) -> list[str]:
    return [block.text for block in find_blocks(parse(html))]


def test_row_of_a_real_table_stays_one_row():
    rows = "<table><tr><th>Port</th><th>Boats</th></tr>\n<tr><td>Ostrey</td> <td>26 <br> (2019: 31)</td></tr></table>"
    assert texts_of(f"<p>Before.</p>{rows}<p>After.</p>") == [
        "Before.",
        "Boats",
        "Ostrey, Boats: 26 (2019: 31)",
        "After.",
    ]


def test_table_inside_a_column_keeps_its_rows_and_the_column_its_text():
    rows = "<table><tr><td>Ostrey</td><td>26</td></tr></table>"
    html = f"<table><tr><td>Menu</td><td>Above it.{rows}Below it.</td><td>Weather: 9 C</td></tr></table>"
    assert texts_of(html) == ["Menu", "Above it.", "Ostrey: 26", "Below it.", "Weather: 9 C"]


def test_cells_beside_a_long_one_are_texts_of_their_own():
    html = f"<table><tr><td>Menu</td><td>Town</td><td>{'A line. ' * 60}</td><td>9 C</td></tr></table>"
    assert texts_of(html) == ["Menu", "Town", ("A line. " * 60).strip(), "9 C"]
