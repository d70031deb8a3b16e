"""A line that counts something else at each look is furniture, whatever its words; one that settles is an edit."""

from __future__ import annotations

import pytest

from monitor.changes import compare
from monitor.checks.comparable import Relearning, comparable
from spiders.article import Reading, Relearned
from spiders.reading import read_page
from spiders.reading.page import explain_page
from tests.unit.reading.pages import PARAGRAPHS, page

URL = "https://quay.example/2026/03/03/wall"
LEAVES = [
    '<p class="story-text">{n} people are reading this now</p>',
    '<p class="story-text">Trending at {n}</p>',
    '<p class="story-text">Hits {n} of 9,000</p>',
    '<p class="story-text">Bereits {n} mal geteilt</p>',
    '<p class="small">Seen by {n} readers</p>',
    '<p class="hq-caption-m">Published 3 May 2031, seen {n} times</p>',
]


def look(leaf: str, number: int | str, before: Reading | None = None, **more: object) -> Reading:
    html = page(between={3: leaf.replace("{n}", str(number))}, **more)  # type: ignore[arg-type]
    return read_page(html, URL, memory=before.memory if before else None)


def told(before: Reading, after: Reading) -> list[str]:
    assert before.article is not None
    assert after.article is not None
    old, new = before.article, after.article
    if after.relearned:
        seen = Relearning(str(after.relearned), after.passed_over, after.newly_seen, after.added)
        old, new = comparable(old, new, seen)
    return [str(change.kind) for change in compare(old, new) if str(change.kind) != "wording"]


@pytest.mark.parametrize("leaf", LEAVES)
def test_counter_is_in_doubt_once_and_then_silent_for_good(leaf: str):
    first = look(leaf, 5360)
    second = look(leaf, 5391, first)
    assert second.doubt.startswith("restless: ")
    third = look(leaf, 5402, second)
    assert third.relearned is Relearned.RESTLESS
    assert told(first, third) == []
    assert third.article is not None
    assert third.article.paragraphs == PARAGRAPHS
    before = third
    for number in (5402, 5417, 12, 5440):
        after = look(leaf, number, before)
        assert (after.cannot_tell, after.relearned, after.article) == (False, None, third.article)
        before = after


@pytest.mark.parametrize("leaf", LEAVES[:-1])
def test_number_that_stays_is_an_edit_and_told_one_look_later(leaf: str):
    first = look(leaf, 5360)
    second = look(leaf, 7391, first)
    third = look(leaf, 7391, second)
    assert not third.cannot_tell
    assert third.relearned is None
    assert told(first, third)
    assert look(leaf, 7391, third).article == third.article


def test_edit_beside_a_counter_that_is_found_out_is_told():
    first = look(LEAVES[0], 5360)
    second = look(LEAVES[0], 5391, first)
    texts = (
        *PARAGRAPHS[:5],
        PARAGRAPHS[5].replace("nine ports", "eleven ports"),
        *PARAGRAPHS[6:],
        "A third vote is due in May.",
    )
    third = look(LEAVES[0], 5402, second, paragraphs=texts)
    assert {"figure.value"} <= set(told(first, third))
    assert third.article is not None
    assert third.article.paragraphs == texts


@pytest.mark.parametrize(
    "fact",
    [
        '<p class="story-text">Confirmed deaths: {n}</p>',
        '<p class="story-text">{n} boats were counted at noon.</p>',
        '<p class="story-text">{n} dead in Ostrey</p><p class="story-text">12 hurt in Orth</p>',
        "<ul><li>{n} boats on the quay</li><li>12 boats in the dock</li></ul>",
        "<h3>{n} boats are lost</h3><p class='story-text'>The wall gave way at noon, the harbour master told us.</p>",
        "<blockquote>{n} of us came</blockquote>",
        "<table><tr><td>Ostrey</td><td>{n}</td></tr><tr><td>Orth</td><td>4</td></tr></table>",
    ],
)
def test_figure_of_the_report_is_told_at_once_however_often_it_moves(fact: str):
    first = look(fact, 53)
    second = look(fact, 59, first)
    assert told(first, second)
    assert told(second, look(fact, 64, second))


def test_wall_between_two_looks_does_not_make_an_edit_restless():
    first = look(LEAVES[0], 5360)
    second = look(LEAVES[0], 7391, first)
    gone = read_page("<html><title>Not found</title><h1>Not found</h1></html>", URL, status=503, memory=second.memory)
    third = look(LEAVES[0], 7391, gone)
    assert third.relearned is None
    assert look(LEAVES[0], 7391, third).relearned is None
    assert not look(LEAVES[0], 7391, third).cannot_tell


@pytest.mark.parametrize("number", [2, 3])
def test_headline_with_a_number_that_stands_in_the_body_too_is_no_doubt(number: int):
    title = f"{number} questions about the wall"
    html = page(title=title).replace(
        '<div class="story-body">', f'<div class="story-body"><p class="story-text">{title}</p>'
    )
    first = read_page(html, URL)
    assert not read_page(html.replace("5 minutes", "6 minutes"), URL, memory=first.memory).cannot_tell


def test_explain_says_restless():
    reading = look(LEAVES[0], 3, look(LEAVES[0], 2, look(LEAVES[0], 1)))
    html = page(between={3: LEAVES[0].replace("{n}", "4")})
    (word,) = [one.why for one in explain_page(html, URL, memory=reading.memory) if "reading this" in one.text]
    assert word == "restless"
