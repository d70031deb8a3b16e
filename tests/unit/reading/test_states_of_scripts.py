"""Articles whose text is only in the state that a page's scripts carry, in the shapes that frameworks write it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from spiders.reading import read_page
from tests.unit.reading.sites import STORIES, stated

URL = "https://news.example/2026/04/16/reservoir"
TITLE, _, PARAGRAPHS = STORIES["en"]
MARKUP = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)


def shell(script: str, inner: str = '<div id="app"></div>') -> str:
    head = f'<meta property="og:type" content="article"><meta property="og:title" content="{TITLE}">'
    return (
        f'<!doctype html><html lang="en"><head><title>{TITLE}</title>{head}</head><body>{inner}{script}</body></html>'
    )


def runs(text: str) -> list[dict[str, str]]:
    """A paragraph in two pieces, cut in the middle of a word, as where a letter is set bold."""
    return [{"_type": "span", "text": text[:30]}, {"_type": "span", "text": text[30:]}]


STATES: dict[str, Any] = {
    "blocks": {"article": {"headline": TITLE, "body": [{"type": "paragraph", "text": text} for text in PARAGRAPHS]}},
    "markup": {"post": {"title": {"rendered": TITLE}, "content": {"rendered": MARKUP}}},
    "wrapped markup": {"node": {"title": TITLE, "body": {"value": MARKUP, "format": "full"}}},
    "runs": {"article": {"title": TITLE, "body": [{"_type": "block", "children": runs(text)} for text in PARAGRAPHS]}},
    "document": {"story": {"title": TITLE, "content": {"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": text[:41]}, {"type": "text", "text": text[41:]}]} for text in PARAGRAPHS]}}},
    "deep models": {"article": {"headline": TITLE, "content": {"model": {"blocks": [{"type": "text", "model": {"blocks": [{"type": "paragraph", "model": {"text": text}}]}} for text in PARAGRAPHS]}}}},
    "strings": {"article": {"title": TITLE, "paragraphs": list(PARAGRAPHS)}},
    "state in a string": {"data": json.dumps({"article": {"title": TITLE, "body": MARKUP}})},
    "references": {"Article:1": {"__typename": "Article", "headline": TITLE, "body": [{"__ref": f"Part:{n}"} for n in range(len(PARAGRAPHS))]}, **{f"Part:{n}": {"__typename": "Paragraph", "text": text} for n, text in enumerate(PARAGRAPHS)}},
}  # fmt: skip
WRITTEN = {
    "json script": '<script id="__NEXT_DATA__" type="application/json">{}</script>',
    "assignment": "<script>window.__PRELOADED_STATE__ = {};</script>",
}


def read(html: str) -> tuple[str, ...]:
    article = read_page(html, URL).article
    assert article is not None
    assert article.title == TITLE
    return article.paragraphs


# Only Apollo writes references, and it assigns them.
SHAPES = [(name, how) for name in STATES for how in WRITTEN if (name, how) != ("references", "json script")]


@pytest.mark.parametrize(("name", "how"), SHAPES)
def test_text_in_a_state_is_read_whatever_its_shape(name: str, how: str):
    assert read(shell(WRITTEN[how].replace("{}", json.dumps(STATES[name])))) == PARAGRAPHS


def test_text_in_a_state_parsed_from_a_string_is_read():
    state = json.dumps(json.dumps(STATES["blocks"]))
    assert read(shell(f"<script>window.__DATA__=JSON.parse({state});</script>")) == PARAGRAPHS


def test_text_in_a_flat_array_of_places_is_read():
    flat: list[Any] = [["Reactive", 1], {"data": 2}, {"article": 3}, {"title": 4, "body": 5}, TITLE, []]
    for text in PARAGRAPHS:
        flat[5].append(len(flat))
        flat += [{"type": len(flat) + 1, "text": len(flat) + 2}, "paragraph", text]
    script = f'<script type="application/json" id="__NUXT_DATA__">{json.dumps(flat)}</script>'
    assert read(shell(script)) == PARAGRAPHS


def test_flat_array_that_points_at_itself_ends():
    script = (
        f'<script type="application/json" id="__NUXT_DATA__">{json.dumps([[1, 0, 1], {"a": 0}] + ["x" * 400])}</script>'
    )
    assert read_page(shell(script), URL).refusal is not None


def test_text_handed_to_a_function_is_read():
    call = f"window.__NUXT__=(function(a,b){{return {{data:[{{title:a,body:b}}]}}}}({json.dumps(TITLE)},{json.dumps(MARKUP)}));"
    assert read(shell(f"<script>{call}</script>")) == PARAGRAPHS


def test_text_in_streamed_rows_is_read():
    row = [
        "$",
        "main",
        None,
        {"article": {"title": TITLE, "body": [{"type": "p", "text": text} for text in PARAGRAPHS]}},
    ]
    chunks = ['1:"$Sreact.fragment"\n', f"5:{json.dumps(row)}\n"]
    pushed = "".join(f"<script>self.__next_f.push([1,{json.dumps(chunk)}])</script>" for chunk in chunks)
    assert read(shell(pushed)) == PARAGRAPHS


def test_streamed_text_row_is_read_by_its_length_in_bytes():
    length = f"{len(MARKUP.encode()):x}"
    stream = f'2:{{"title":"{TITLE}"}}\n3:T{length},{MARKUP}4:["$","p",null,{{}}]\n'
    pushed = f"<script>self.__next_f.push([1,{json.dumps(stream)}])</script>"
    assert read(shell(pushed)) == PARAGRAPHS


@pytest.mark.parametrize("body", ["\n\n".join(PARAGRAPHS), MARKUP])
def test_text_that_only_the_structured_markup_holds_is_read(body: str):
    script = f'<script type="application/ld+json">{json.dumps(stated("en", articleBody=body))}</script>'
    assert read(shell(script)) == PARAGRAPHS


def test_text_for_browsers_without_scripts_is_read():
    assert read(shell("", f"<div id=app></div><noscript><h1>{TITLE}</h1>{MARKUP}</noscript>")) == PARAGRAPHS


def test_teasers_in_a_state_are_no_article():
    teasers = [{"title": f"Story {n}", "url": f"/{n}", "text": f"{PARAGRAPHS[0]} {n}"} for n in range(30)]
    html = shell(f"<script>window.S={json.dumps({'latest': teasers})}</script>")
    assert read_page(html, URL).article is None
