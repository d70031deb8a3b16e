"""Promises on markup no tool would write: the text is the tree's own, the cost grows with the page, memory may lie."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from spiders.article import Memory
from spiders.reading import read_page
from spiders.reading.blocks import find_blocks, parse
from tests.unit.reading.pages import page

URL = "https://quay.example/2026/03/03/dredger"
TAGS = st.sampled_from(["p", "div", "b", "a", "span", "li", "table", "td", "br", "svg", "script", "nav", "em", "input"])
VALUES = st.text("ab <>&\"'=/#\xa0é", max_size=6)
ATTRIBUTES = st.lists(st.tuples(st.sampled_from(["class", "id", "href", "data-x", 'a"b', "x<y"]), VALUES), max_size=3)
JUNK: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


@st.composite
def markup(draw: st.DrawFn) -> str:
    parts = []
    for _ in range(draw(st.integers(0, 12))):
        tag = draw(TAGS)
        said = "".join(f" {name}='{value}'" for name, value in draw(ATTRIBUTES))
        text = draw(st.text("xyz &;<-!\xa0\n", max_size=8))
        parts.append(draw(st.sampled_from([f"<{tag}{said}>{text}", f"</{tag}>{text}", f"<!--{text}-->", text])))
    return "".join(parts)


def shown(html: str) -> str:
    """What the tree's own text is, without the elements that show none."""
    tree = LexborHTMLParser(html)
    tree.strip_tags(["script", "svg", "nav"])
    body = tree.body
    return "".join((body.text() if body is not None else "").split())


@settings(deadline=None, max_examples=120)
@given(markup())
@example("<p class=''=>'>")  # an attribute named "="
@example("<svg><!--</svg>")  # an end tag in a comment
@example("<svg class=''\xa0' x<y=''>;")  # and one with a no-break space in its name
def test_no_character_that_the_tree_shows_is_lost_or_invented(html: str) -> None:
    blocks = find_blocks(parse(html))
    assert "".join("".join(block.text.split()) for block in blocks).replace("|", "") == shown(html).replace("|", "")


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_memory_of_any_shape_never_stops_a_reading(data: st.DataObject) -> None:
    good = read_page(page(), URL).memory
    parts = [
        {name: data.draw(st.just(value) | JUNK) for name, value in part.items()} for part in (good.site, good.page)
    ]
    reading = read_page(page(), URL, memory=Memory(*parts))
    evidence = reading.refusal.evidence if reading.refusal is not None else ""
    assert (reading.article is None) != (reading.refusal is None)
    assert "reading failed" not in evidence


@pytest.mark.parametrize(
    "opening",
    [
        '<p class="',  # the attribute goes on to the end of the page
        "<p " + " ".join(f'data-{n}="{n}"' for n in range(6000)) + ">",
        "<title>Sign in",  # all that follows is the title
        "<svg>" * 3000,
        "<nav>" * 3000,
        '<script type="application/ld+json">' * 3000,
    ],
    ids=[
        "open attribute",
        "6,000 attributes",
        "open title",
        "nested drawings",
        "nested menus",
        "JSON-LD without an end",
    ],
)
def test_broken_opening_of_a_long_page_takes_less_than_a_second_of_work(opening: str) -> None:
    html = f"<body>{opening}{page() * 40}"
    read_page(page(), URL)  # what is imported for a first reading is no part of it
    begin = time.process_time()
    reading = read_page(html, URL)
    assert time.process_time() - begin < 1
    assert (reading.article is None) != (reading.refusal is None)
