"""Corrections that a page states in its markup are notices, once, whether it shows them or not."""

from __future__ import annotations

import json

import pytest

from monitor.changes import compare
from monitor.changes.kinds import Kind
from spiders.article import Article
from spiders.reading import read_page
from tests.unit.reading.pages import PARAGRAPHS, TITLE, page

SAID = "An earlier version gave the cost of the wall as 6.4 million; it is 6.2 million."
URL = "https://quay.example/wall"


def stating(correction: object, **more: object) -> str:
    about = {"@type": "NewsArticle", "headline": TITLE, "datePublished": "2026-03-03", "correction": correction, **more}
    return f'<script type="application/ld+json">{json.dumps(about)}</script>'


def read(html: str) -> Article:
    article = read_page(html, URL).article
    assert article is not None
    return article


@pytest.mark.parametrize(
    "correction",
    [
        SAID,
        {"@type": "CorrectionComment", "text": SAID, "datePublished": "2026-03-04"},
        [{"@type": "CorrectionComment", "text": f"<p>{SAID}</p>"}],
        [SAID, SAID],
    ],
)
def test_stated_correction_is_a_notice(correction: object):
    assert read(page(head=stating(correction), marked=False)).notices == (SAID,)


@pytest.mark.parametrize(
    "correction", ["https://quay.example/corrections#wall", "", True, {"@id": "#c"}, "corrected", [None, 3, {}]]
)
def test_what_says_nothing_is_no_notice(correction: object):
    assert read(page(head=stating(correction), marked=False)).notices == ()


def test_backstory_is_no_notice():
    html = page(head=stating("", backstory="Our reporter spent three days with the fishing fleet."), marked=False)
    assert read(html).notices == ()


@pytest.mark.parametrize("shown", [f"<p>Correction: {SAID}</p>", f'<p class="story-text">{SAID}</p>'])
def test_correction_that_is_shown_too_is_told_once_and_is_no_paragraph(shown: str):
    article = read(page(head=stating(SAID), marked=False, behind=shown))
    assert len(article.notices) == 1
    assert SAID in article.notices[0]
    assert article.paragraphs == PARAGRAPHS


def test_correction_marked_in_the_text_itself_is_a_notice():
    article = read(page(behind=f'<p class="story-text" itemprop="correction">{SAID}</p>'))
    assert (article.notices, article.paragraphs) == ((SAID,), PARAGRAPHS)


def test_correction_of_another_story_is_not_this_ones():
    other = {"@type": "NewsArticle", "headline": "Ferry stuck for a third day", "correction": SAID}
    assert read(page(head=f'<script type="application/ld+json">{json.dumps(other)}</script>')).notices == ()


def test_new_stated_correction_is_told():
    first = read_page(page(head=stating(""), marked=False), URL)
    second = read_page(page(head=stating(SAID), marked=False), URL, memory=first.memory)
    assert first.article is not None
    assert second.article is not None
    assert [change.kind for change in compare(first.article, second.article)] == [Kind.CORRECTION_NOTICE]
