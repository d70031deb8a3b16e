"""Marks inside a line: what is struck out is not said now, a footnote's mark is no digit, what is unseen cuts no word."""

from __future__ import annotations

import pytest

from spiders.reading import read_page
from spiders.reading.blocks import find_blocks, parse
from tests.unit.reading.pages import PARAGRAPHS, TITLE


def line(markup: str) -> str:
    """The line that stands between two paragraphs."""
    blocks = find_blocks(parse(f"<p>{PARAGRAPHS[0]}</p><p>{markup}</p><p>{PARAGRAPHS[1]}</p>"))
    assert len(blocks) == 3
    return blocks[1].text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("At least <del>14</del><ins>19</ins> people died.", "At least 19 people died."),
        ("At least <s>14</s> 19 people died.", "At least 19 people died."),
        ("At least <strike>14 people</strike> 19 people died.", "At least 19 people died."),
        ('<span style="text-decoration: line-through">14</span> <b>19</b> died.', "19 died."),
        ("<del>About <b>14</b> of</del> 19 died.", "19 died."),
        ("Some 14<sup>1</sup> died.", "Some 14 died."),
        ('Some 14<sup><a href="#n2">[2]</a></sup> died.', "Some 14 died."),
        ('Some 14<sup class="ref"><a href="#a">a</a></sup> died.', "Some 14 died."),
        ("Some 14<sup>*</sup> died.<sup>3, 4</sup>", "Some 14 died."),
        ("It covers 30 m<sup>2</sup> of quay.", "It covers 30 m² of quay."),
        ("There are 5 × 10<sup>6</sup> cells.", "There are 5 × 10^6 cells."),
        ("The 21<sup>st</sup> boat, le 1<sup>er</sup> mai.", "The 21st boat, le 1er mai."),
        ("M<sup>me&nbsp;</sup>Binet", "Mme Binet"),
        ("CO<sub>2</sub> and H<sub>2</sub>O", "CO2 and H2O"),
        ("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>字", "漢字"),
        ("a hundred<wbr>weight of soft&shy;wood", "a hundredweight of softwood"),
        ('<data value="41">forty-one</data> by <time datetime="2031-05-03">3 May</time>', "forty-one by 3 May"),
    ],
)
def test_line_is_read_as_it_stands_there_now(markup: str, text: str):
    assert line(markup) == text


def test_strike_that_nothing_ends_strikes_nothing():
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    html = f"<html><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1><s>{body}</article></body></html>"
    article = read_page(html, "https://ledger.example/s").article
    assert article is not None
    assert article.paragraphs == PARAGRAPHS
