"""What is hidden until a script has run but is part of the story, and what is hidden for good."""

from __future__ import annotations

from spiders.reading import read_page
from tests.unit.reading.pages import PARAGRAPHS, page

URL = "https://quay.example/2026/03/03/wall"
PARTS = "".join(f'<p class="story-text">{text}</p>' for text in PARAGRAPHS)


def body_of(html: str) -> tuple[str, ...]:
    article = read_page(html, URL).article
    assert article is not None
    return article.paragraphs


def test_part_of_a_page_that_react_streams_is_read_where_it_is_sent():
    teasers = '<li><a href="/s/9">Dredger stuck for a third day at Ostrey</a> Its skipper says 14 tugs had tried.</li>'
    streamed = f'<div hidden id="S:1a"><article><h1>Harbour wall</h1><div>{PARTS}</div></article></div>'
    html = f"<html><body><div><ul>{teasers * 9}</ul><template id='B:1a'></template></div>{streamed}</body></html>"
    assert body_of(html) == PARAGRAPHS


def test_paragraphs_kept_from_screen_readers_are_read():
    markup = page().replace('<p class="story-text">The fishing', '<p class="story-text" aria-hidden="true">The fishing')
    assert body_of(markup) == PARAGRAPHS


def test_text_hidden_for_good_is_not_read():
    assert body_of(
        page(between={2: '<p class="story-text" hidden>Some 900 households were flooded, he said.</p>'})
    ) == (PARAGRAPHS)
