"""Promises of what trafilatura is handed: less markup, the same sentences, in time that grows with the page."""

from __future__ import annotations

import time

import pytest

from spiders.reading.seed import pruned


def test_scripts_drawings_and_menus_go_and_sentences_stay() -> None:
    page = (
        "<body><nav><a href=/>Home</a></nav><p>The dam <svg><path/></svg>held.</p><!-- <nav> -->"
        "<script>var a = '</nav><p>no';</script><p>Nobody was hurt.</p>"
    )
    assert pruned(page) == "<body><p>The dam held.</p><p>Nobody was hurt.</p>"


def test_menu_that_opens_and_ends_in_comments_takes_no_text_with_it() -> None:
    assert "stayed" in pruned("<!-- <footer> --><p>The mayor stayed.</p><!-- </footer> -->")


def test_stated_body_in_json_ld_stays() -> None:
    stated = '<script type="application/ld+json">{"articleBody": "The dam held."}</script>'
    assert pruned(f"<head>{stated}</head>") == f"<head>{stated}</head>"


def test_nested_menus_stay_rather_than_lose_what_is_between_them() -> None:
    page = "<nav>a<nav>b</nav><p>The dam held.</p></nav>"
    assert "The dam held." in pruned(page)


@pytest.mark.parametrize(
    "opening", ["<script>", "<style>", "<!--", "<nav>", "<svg ", "<footer><nav>", "<nav", "<script "]
)
def test_openings_without_an_end_cost_no_more_than_their_number(opening: str) -> None:
    begin = time.process_time()
    pruned(opening * 40_000)
    pruned(opening * 40_000 + "</script</style-->")
    assert time.process_time() - begin < 1


def test_footer_of_an_article_stays_since_it_may_hold_a_transcript() -> None:
    page = "<article><p>Watch it here.</p><footer><p>Transcript: The dam held, she said.</p></footer></article>"
    assert pruned(page) == page
