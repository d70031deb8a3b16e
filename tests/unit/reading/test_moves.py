"""Pages that point elsewhere are never taken for withdrawn; pages that are gone still are."""

from __future__ import annotations

import pytest

from benchmarks.moves import KINDS, measure
from spiders.article import Reading, Reason
from spiders.reading import read_page
from tests.unit.reading.pages import page

URL = "https://ledger.example/town/harbour-wall-raised"


def looks(html: str, status: int = 200) -> Reading:
    """The third look at an answer, after the article was read."""
    reading = read_page(page(), URL)
    assert reading.article is not None
    for _ in range(3):
        reading = read_page(html, URL, status=status, memory=reading.memory)
    return reading


def shell(body: str, head: str = "") -> str:
    return f"<html><head><title>Gone</title>{head}</head><body><h1>Page not found</h1>{body}</body></html>"


@pytest.mark.parametrize("seed", ["one", "two"])
def test_no_move_and_no_odd_answer_ends_as_withdrawn_and_what_is_gone_does(seed: str):
    lines, wrong = measure(10 * len(KINDS), seed, gone=100)
    assert not wrong, lines


@pytest.mark.parametrize("status", [200, 404, 410])
@pytest.mark.parametrize(
    ("html", "target"),
    [
        (shell("", '<meta http-equiv="refresh" content="0;url=/new">'), "https://ledger.example/new"),
        (shell("<p>This story has moved to <a href='/new'>its new place</a>.</p>"), "https://ledger.example/new"),
        (shell("", '<link rel="canonical" href="/old/harbour-wall-raised.html">'), "/old/harbour-wall-raised.html"),
    ],
)
def test_page_that_points_elsewhere_says_where(html: str, target: str, status: int):
    reading = looks(html, status)
    assert reading.refusal is not None
    assert reading.refusal.reason is Reason.REDIRECT
    assert target in reading.refusal.evidence
    assert reading.cannot_tell
    assert not reading.removed


@pytest.mark.parametrize(
    "html",
    [
        shell("<p>The page may have moved to a new location. Try the <a href='/search'>search</a>.</p>"),  # a guess
        shell("<p>This story has moved to <a href='/'>our front page</a>.</p>"),  # nowhere in particular
        shell("", '<meta http-equiv="refresh" content="5;url=/">'),
        shell("", '<link rel="canonical" href="/404">'),
        shell("<p>The library has moved to a new address.</p><ul><li><a href='/s/9'>Dredger stuck</a></li></ul>"),
    ],
)
def test_page_that_points_nowhere_is_withdrawn_at_the_second_look(html: str):
    assert looks(html, 404).removed


def test_whole_text_under_a_wrong_status_is_not_withdrawn():
    assert not looks(page(), 404).removed


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("We are down for maintenance", Reason.MAINTENANCE),
        ("This content is not available in your country", Reason.GEO_BLOCK),
    ],
)
def test_missing_page_with_another_reason_in_its_own_words_may_be_back(said: str, reason: Reason):
    reading = looks(f"<html><head><title>The Ledger</title></head><body><h1>{said}</h1></body></html>", 404)
    assert reading.refusal is not None
    assert reading.refusal.reason is reason
    assert not reading.removed
