"""What copies of a story have in common, whatever stands around it."""

from __future__ import annotations

from dataclasses import replace

from monitor.checks.judging import Page, look, story_of
from spiders.article import Article
from tests.unit.reading.pages import page

STORY = Article(title="Ferry sinks", paragraphs=("Forty people died.", "The owner is silent."), authors=("An agency",))


def test_copy_under_another_headline_by_line_and_captions_is_the_same_story() -> None:
    copy = replace(STORY, title="Forty dead in bay", standfirst="Ours.", authors=("Staff",), captions=("The bay.",))
    assert story_of(copy) == story_of(STORY)
    assert copy.fingerprint() != STORY.fingerprint()


def test_another_word_in_the_text_is_another_story() -> None:
    assert story_of(replace(STORY, paragraphs=("Forty people died.", "The owner was silent."))) != story_of(STORY)


def test_page_without_a_text_is_a_copy_of_nothing() -> None:
    assert story_of(Article(title="Forty dead in bay")) is None


def test_page_that_names_an_address_asked_in_vain_is_removed_at_the_second_look() -> None:
    url, named = "https://quay.example/town/harbour-wall-raised", "https://www.quay.example/town/harbour-wall-raised"
    gone = f'<title>Page not found</title><link rel="canonical" href="{named}"><h1>Page not found</h1>'.encode()
    first = look(Page(page().encode(), url, 200, {}, None, None, None))
    told = []
    for asked in ((), (named,)):
        memory = first.page_memory
        for _ in range(2):
            found = look(Page(gone, url, 404, {}, None, memory, None, asked=asked))
            memory = found.page_memory
        told.append((found.reason, found.removed))
    assert told == [("redirect", False), ("removed", True)]
