"""Boxes that sell, call or link between the paragraphs, already there on the first look, and texts that only look so."""

from __future__ import annotations

import pytest

from spiders.reading import read_page
from spiders.reading.labels import is_adverts, is_label
from tests.unit.reading.pages import PARAGRAPHS, STANDFIRST, page

URL = "https://quay.example/2026/03/03/wall"
BOXES = [
    '<div class="css-7f3a1c"><p class="story-text">Get the app. Rated 4.{n} by 29{n},000 readers.</p><a href="/app">Download</a></div>',
    '<div class="css-7f3a1c"><span>Advertisement</span><p class="story-text">The Lomax 50{n} drives 610 kilometres on one charge.</p></div>',
    '<div class="css-7f3a1c"><span>Paid for by Lomax</span><p class="story-text">The Lomax 50{n} drives 610 kilometres on one charge.</p></div>',
    '<p class="story-text">Advertisement: The Lomax 50{n} drives 610 kilometres on one charge. <a href="/ad">Book a test drive.</a></p>',
    '<p class="story-text"><em>Follow our <a href="/c">channel</a> and never miss a story of the coast: 31{n},000 readers already do.</em></p>',
    '<p class="story-text">Abonnieren Sie unseren <a href="/b">Brief</a>, den schon 31{n}.000 Menschen an jedem Morgen lesen.</p>',
    '<div class="css-7f3a1c"><div class="player"></div><p class="story-text">Watch: The stand gave way, 2{n} hurt.</p><span>02:1{n}</span></div>',
    '<div class="css-7f3a1c"><span>58{n} shares</span><span>41{n} comments</span></div>',
]


def body_of(html: str) -> tuple[str, ...]:
    article = read_page(html, URL).article
    assert article is not None
    return article.paragraphs


@pytest.mark.parametrize("box", BOXES)
@pytest.mark.parametrize("index", [0, 3, 7])
def test_box_that_sells_is_no_body_on_the_first_look_nor_later(box: str, index: int):
    first = read_page(page(between={index: box.replace("{n}", "1")}), URL)
    assert first.article is not None
    assert first.article.paragraphs == PARAGRAPHS
    second = read_page(page(between={index: box.replace("{n}", "7")}), URL, memory=first.memory)
    assert second.article == first.article
    assert read_page(page(), URL, memory=second.memory).article == first.article


@pytest.mark.parametrize(
    "text",
    [
        "Follow our coast north for 12 kilometres and the old wall of 1911 comes into view behind the lighthouse.",
        "Advertisement spending in the town fell by 9 percent, the <a href='/r'>report</a> of the chamber said in January.",
        "Subscribers to the fund paid 1.2 million, of which <a href='/r'>a third</a> came from three families, it said.",
    ],
)
def test_sentence_that_only_begins_like_a_call_is_body(text: str):
    plain = text.replace("<a href='/r'>", "").replace("</a>", "")
    texts = (*PARAGRAPHS[:4], text, *PARAGRAPHS[4:])
    assert plain in body_of(page(texts))


def test_paragraphs_in_boxes_that_each_end_in_a_link_are_body():
    wrap = '<div class="line"><p class="story-text">{}</p><a href="/share">Share</a></div>'
    assert body_of(page(wrap=wrap)) == PARAGRAPHS


def test_label_of_an_advertisement_behind_a_paragraph_takes_nothing_away():
    wrap = '<div class="line"><p class="story-text">{}</p><span>Advertisement</span></div>'
    assert body_of(page(wrap=wrap)) == PARAGRAPHS


def test_note_on_an_author_in_a_box_of_its_own_is_no_standfirst():
    note = '<div class="css-5e1f00"><p>Ines Okafor has covered the coast for 11 years and keeps bees.</p><a href="/by">More by Ines</a></div>'
    html = page(standfirst="").replace('<div class="story-body">', note + '<div class="story-body">')
    article = read_page(html, URL).article
    assert article is not None
    assert article.standfirst == ""
    assert article.paragraphs == PARAGRAPHS


def test_standfirst_beside_the_authors_link_is_still_one():
    html = page().replace(
        '<div class="story-meta">By Ines Okafor', '<div><a href="/by/ines">Ines Okafor</a></div><div>'
    )
    article = read_page(html, URL).article
    assert article is not None
    assert article.standfirst == STANDFIRST


def test_name_of_a_related_film_is_no_caption():
    film = '<figure><video src="/v"></video><figcaption>Related video: {}</figcaption></figure>'
    first = read_page(page(between={2: film.format("Two held after raid on the mint")}), URL)
    second = read_page(page(between={2: film.format("27 injured as a stand gives way")}), URL, memory=first.memory)
    assert first.article is not None
    assert first.article.captions == ()
    assert second.article == first.article


@pytest.mark.parametrize(
    "text", ["589 shares 549 comments", "1,204 views", "12 shares · 3 comments", "02:14", "1:02:14"]
)
def test_several_counts_are_a_label(text: str):
    assert is_label(text)


@pytest.mark.parametrize("text", ["1,204 views of the sea were painted.", "12 shares were sold", "41,200 dead"])
def test_count_in_a_sentence_is_no_label(text: str):
    assert not is_label(text)


def test_line_that_says_who_paid_is_told_from_a_sentence():
    assert is_adverts("Sponsored by Lomax")
    assert is_adverts("إعلان")
    assert not is_adverts("Paid leave for 4,100 dockers")
    assert not is_adverts("Advertisements for the pier were torn down on 14 streets of the old town on Monday.")


def test_links_set_as_paragraphs_do_not_outvote_the_paragraphs():
    links = "".join(
        f'<p class="story-text"><a href="/s/{n}">What to know of basin number {n}</a></p>' for n in range(6)
    )
    few = PARAGRAPHS[:4]
    assert body_of(page(few, between={3: f'<p class="story-text">You may also like...</p>{links}'})) == few


ITEMS = (
    'Tonight: Follow <a href="/live">the count in the town hall {n}</a> as it goes on, from the first ward to the last.',
    "We want to hear from you: Is your house behind the wall of the inner basin, or do you moor a boat of your own in it? "
    '<a href="/f">Tell us {n} things about the winter of the flood</a> and how you keep the water out of your house.',
    'Tide desk: Sign up for <a href="/n">our letter number {n} on the coast</a> to get it in the mail on every Monday.',
    "Our role: The Quay has counted the votes at Ostrey since 1911, in each ward and by hand, and has told the outcome "
    'before the council did in all but two of the years. <a href="/r">See how we count the {n} wards</a> of the town.',
)
LINKS = f"<div class=box><div class=items><p><b>What to know</b></p><ul>{''.join(f'<li>{item}</li>' for item in ITEMS)}</ul></div></div>"


def test_boxed_list_with_a_link_in_every_item_is_no_body():
    first = read_page(page(between={4: LINKS.replace("{n}", "1")}), URL)
    assert first.article is not None
    assert first.article.paragraphs == PARAGRAPHS
    second = read_page(page(between={4: LINKS.replace("{n}", "7")}), URL, memory=first.memory)
    assert second.article == first.article


def test_list_of_the_story_with_links_is_body():
    items = [f"Pier {n}: see the plan of the {n * 10} metres that are to be raised." for n in range(1, 5)]
    shown = "".join(f"<li>{text.replace('the plan', '<a href=/p>the plan</a>')}</li>" for text in items)
    assert body_of(page(between={3: f"<ul>{shown}</ul>"})) == (*PARAGRAPHS[:4], *items, *PARAGRAPHS[4:])


LONE = (
    "Should the wall of the inner basin be raised by 1.{n} metres, or would you spend the money elsewhere?",
    "The Quay Plus is now {n}% off for the first year, and you can end it at any time you like.",
)


@pytest.mark.parametrize("text", LONE)
def test_paragraph_in_a_box_such_as_no_other_has_is_no_body(text: str):
    def box(n: int) -> str:
        return f'<div class="module"><p class="story-text">{text.replace("{n}", str(n))}</p></div>'

    first = read_page(page(between={4: box(21)}), URL)
    assert first.article is not None
    assert first.article.paragraphs == PARAGRAPHS
    second = read_page(page(between={4: box(47)}), URL, memory=first.memory)
    assert second.article == first.article


def test_first_paragraph_of_a_story_may_have_a_box_of_its_own():
    first = f'<div class="opening"><p class="story-text">{PARAGRAPHS[0]}</p></div>'
    html = page().replace(f'<p class="story-text">{PARAGRAPHS[0]}</p>', first)
    assert body_of(html) == PARAGRAPHS


NAMES = ("alpha", "bravo", "kilo", "delta", "lima", "oscar", "papa", "tango")


def test_paragraphs_that_each_have_a_box_of_their_own_name_are_body():
    html = page(wrap="{}")
    for text, name in zip(PARAGRAPHS, NAMES, strict=True):
        html = html.replace(text, f'<div class="{name}"><p class="story-text">{text}</p></div>', 1)
    assert body_of(html) == PARAGRAPHS
