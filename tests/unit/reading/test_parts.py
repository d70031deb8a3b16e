"""What a reader sees of a story is read at the first look, whatever box it starts in; what sells or asks stays out."""

from __future__ import annotations

import pytest

from spiders.reading import read_page
from tests.unit.reading.pages import PARAGRAPHS, TITLE

URL = "https://ledger.example/2031/05/parts"
WALLS = "<p>Subscribe to continue reading this article and support our newsroom.</p>"


def page(body: str) -> str:
    return (
        f"<html><head><title>{TITLE} | The Ledger</title></head><body><header><nav><a href='/'>Home</a></nav></header>"
        f"<main><article><h1>{TITLE}</h1>{body}</article></main><footer><p>The Ledger, Ostrey.</p></footer></body></html>"
    )


def p(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def texts_of(html: str) -> tuple[str, ...]:
    reading = read_page(html, URL)
    assert reading.article is not None, reading.refusal
    return tuple(text for text in reading.article.paragraphs if text in PARAGRAPHS)


@pytest.mark.parametrize("tag", ["section", "div", "details", 'div class="css-1x2y3z"'])
@pytest.mark.parametrize("before", [0, 2])
def test_story_of_small_chapters_is_read_whole(tag: str, before: int):
    head = "summary" if tag == "details" else "h2"
    chapters = [
        f"<{tag}><{head}>Part {n}</{head}>{p(text)}</{tag.split()[0]}>" for n, text in enumerate(PARAGRAPHS[before:])
    ]
    assert texts_of(page(p(*PARAGRAPHS[:before]) + "".join(chapters))) == PARAGRAPHS


@pytest.mark.parametrize("box", ["<section>{}</section>", '<div class="closing">{}</div>', "<div><div>{}</div></div>"])
@pytest.mark.parametrize("at", [2, len(PARAGRAPHS) - 1])
def test_paragraph_in_a_box_of_its_own_is_read(box: str, at: int):
    body = p(*PARAGRAPHS[:at]) + box.format(p(PARAGRAPHS[at])) + p(*PARAGRAPHS[at + 1 :])
    assert texts_of(page(body)) == PARAGRAPHS


@pytest.mark.parametrize("hidden", [1, 3, len(PARAGRAPHS) - 1])
@pytest.mark.parametrize(
    "fold",
    [
        '<div style="display:none">{}</div><button>Read more</button>',
        '<div class="story-rest" hidden>{}</div><p><a href="#all">Show more</a></p>',
        '<button aria-controls="rest">+</button><div id="rest" hidden>{}</div>',
        '<div class="collapsible" style="display: none">{}</div>',
        '<section style="display:none">{}</section><span>Weiterlesen</span>',
        "<ax-expander><div hidden>{}</div><button>Read the rest</button></ax-expander>",
    ],
)
def test_rest_behind_read_more_is_read_however_much_it_is(hidden: int, fold: str):
    at = len(PARAGRAPHS) - hidden
    assert texts_of(page(p(*PARAGRAPHS[:at]) + fold.format(p(*PARAGRAPHS[at:])))) == PARAGRAPHS


@pytest.mark.parametrize(
    "hidden",
    [
        "<div style='display:none'>{}</div>",  # nothing opens it
        f"<div style='display:none'>{{}}</div>{WALLS}<button>Read more</button>",  # a wall hides it
        "<div role='dialog' style='display:none'>{}</div><button>Read more</button>",
        "<div style='display:none'>{}<form><input type='email'></form></div><button>Read more</button>",
    ],
)
def test_what_no_touch_opens_stays_hidden(hidden: str):
    reading = read_page(page(p(*PARAGRAPHS[:4]) + hidden.format(p(*PARAGRAPHS[4:]))), URL)
    shown = reading.article.paragraphs if reading.article is not None else ()
    assert not set(PARAGRAPHS[4:]) & set(shown)


def test_sentence_that_is_mostly_a_link_is_read():
    text = PARAGRAPHS[3]
    cut = int(0.68 * len(text))
    body = p(*PARAGRAPHS[:3], f'<a href="/x">{text[:cut]}</a>{text[cut:]}', *PARAGRAPHS[4:])
    assert texts_of(page(body)) == PARAGRAPHS


@pytest.mark.parametrize(
    "head", ["<h2>{}</h2>", '<div class="kicker"><h2>{}</h2></div>', '<div class="subhead"><b>{}</b></div>']
)
@pytest.mark.parametrize("intro", ["<p>{}</p>", '<div class="intro">{}</div>', '<p class="deck">{}</p>'])
def test_standfirst_of_each_part_is_read(head: str, intro: str):
    parts = (
        f'<div class="opener">{head.format(f"Part {n}")}{intro.format(PARAGRAPHS[n])}</div>{p(PARAGRAPHS[n + 1])}'
        for n in (2, 4, 6)
    )
    assert texts_of(page(p(*PARAGRAPHS[:2]) + "".join(parts))) == PARAGRAPHS


ITEMS = ("Keep 9 litres of water in the house", "The hall at Ostrey is open", "Line 12 runs from the quay")


def listed(tag: str, item: str) -> str:
    return f"<{tag}>{''.join(item.format(text) for text in ITEMS)}</{tag.split()[0]}>"


@pytest.mark.parametrize("tag", ["ul", "ol", 'ul class="css-1x2y3z"', 'ol type="1" class="steps"'])
@pytest.mark.parametrize(
    "item", ["<li>{}</li>", "<li><p>{}</p></li>", "<li>{}", '<li class="css-9z8y"><span>{}</span></li>']
)
@pytest.mark.parametrize("at", [1, 4, len(PARAGRAPHS)])
def test_list_of_short_items_behind_a_paragraph_is_read(tag: str, item: str, at: int):
    body = p(*PARAGRAPHS[:at]) + listed(tag, item) + p(*PARAGRAPHS[at:])
    reading = read_page(page(body), URL)
    assert reading.article is not None
    assert reading.article.paragraphs == (*PARAGRAPHS[:at], *ITEMS, *PARAGRAPHS[at:])
    before = read_page(page(p(*PARAGRAPHS)), URL)
    after = read_page(page(body), URL, memory=before.memory)
    assert after.article is not None
    assert after.article.paragraphs == reading.article.paragraphs


@pytest.mark.parametrize(
    "furniture",
    [
        '<ul class="share"><li>Facebook</li><li>Mastodon</li><li>E-mail</li></ul>',
        '<ul class="more"><li><a href="/1">Ferry 12 is late again today</a></li><li>Dredger 4 is back in port today</li></ul>',
        '<div class="offer"><h4>Quay Plus</h4><ul><li>Read 40 stories a month</li><li>Cancel on any day you like</li></ul><button>Buy</button></div>',
        '<ul class="meta"><li>12 comments</li><li>340 shares</li></ul>',
        '<form><ul><li>Yes, by 2 metres at least</li><li>No, 1 metre is enough</li></ul><input type="radio"><button>Vote</button></form>',
    ],
)
@pytest.mark.parametrize("at", [0, 4, len(PARAGRAPHS)])
def test_list_of_the_furniture_stays_out(furniture: str, at: int):
    reading = read_page(page(p(*PARAGRAPHS[:at]) + furniture + p(*PARAGRAPHS[at:])), URL)
    assert reading.article is not None
    assert reading.article.paragraphs == PARAGRAPHS


@pytest.mark.parametrize("classes", ["", ' class="css-1x2y3z"'])
@pytest.mark.parametrize("box", ["{}", "<ax-facts>{}</ax-facts>", "<div><div>{}</div></div>"])
def test_answers_in_a_list_of_terms_are_read(classes: str, box: str):
    asked = "".join(
        f"<div class='css-9d{n}'><dt>What of pier {n}?</dt><dd>{text}</dd></div>"
        for n, text in enumerate(PARAGRAPHS[2:6])
    )
    body = p(*PARAGRAPHS[:2]) + box.format(f"<dl{classes}>{asked}</dl>") + p(*PARAGRAPHS[6:])
    assert texts_of(page(body)) == PARAGRAPHS
    meta = "<dl class='meta'><dt>Desk</dt><dd>Harbour and coast</dd><dt>Photos</dt><dd>Ana Roth of the desk</dd></dl>"
    reading = read_page(page(p(*PARAGRAPHS) + meta), URL)
    assert reading.article is not None
    assert reading.article.paragraphs == PARAGRAPHS


def test_sentence_that_is_a_link_as_a_whole_is_read_among_paragraphs_and_not_in_a_list_of_others():
    linked = f'<p><a href="/report">{PARAGRAPHS[4]}</a></p>'
    others = "".join(
        f'<div class="card"><a href="/{n}"><p>Ferry {n} is late again, and nobody at the harbour could say why it was so on Monday, nor when it ends.</p></a></div>'
        for n in range(5)
    )
    reading = read_page(page(p(*PARAGRAPHS[:4]) + linked + p(*PARAGRAPHS[5:]) + others), URL)
    assert reading.article is not None
    assert reading.article.paragraphs == PARAGRAPHS


def test_quotation_of_several_paragraphs_is_read():
    quoted = f'<blockquote class="q">{p(*PARAGRAPHS[2:4])}</blockquote>'
    wrapped = "".join(f'<div class="par">{text}</div>' for text in PARAGRAPHS[:2])
    rest = "".join(f'<div class="par">{text}</div>' for text in PARAGRAPHS[4:])
    columns = f"<table><tr><td><a href='/'>Home</a></td><td>{wrapped + quoted + rest}</td><td>9 C</td></tr></table>"
    assert texts_of(page(columns)) == PARAGRAPHS


def test_story_told_below_its_pictures_is_read():
    pictures = "".join(f"<figure><img src='a.jpg'><figcaption>{text}</figcaption></figure>" for text in PARAGRAPHS[1:])
    reading = read_page(page(p(PARAGRAPHS[0]) + pictures), URL)
    assert reading.article is not None
    assert (*reading.article.paragraphs, *reading.article.captions) == PARAGRAPHS


@pytest.mark.parametrize("toggle", ["Continue reading", "Show more", "Weiterlesen", "Lire la suite"])
@pytest.mark.parametrize("box", ["<p>{}</p>", "<p><a href='#rest'>{}</a></p>", "<div role='button'>{}</div>"])
def test_what_opens_the_rest_is_no_paragraph(toggle: str, box: str):
    body = p(*PARAGRAPHS[:5]) + box.format(toggle) + f'<div class="collapse" hidden>{p(*PARAGRAPHS[5:])}</div>'
    reading = read_page(page(body), URL)
    assert reading.article is not None
    assert reading.article.paragraphs == PARAGRAPHS


@pytest.mark.parametrize(
    "appeal",
    [
        "<div class='box'><h4>How a village bought its shop</h4><details open><summary>Transcript</summary><p>The water comes in on this side at eleven degrees, and leaves on that one.</p></details></div>",
        "<div class='box'><h3>The evening letter</h3><p>Nine stories and a crossword, sent to you each evening at six.</p></div>",
        "<div class='box'><h3>What do you think?</h3><p>Should the wall be raised by more than one metre this year?</p></div>",
        "<div class='box'><h3>Advertisement</h3><p>The Quay Plus boat shed has oilskins in nine colours until Friday.</p></div>",
        "<div class='box'><h3>Sold out soon</h3><p>The boat shed has oilskins in nine colours until Friday.</p><button>Buy</button></div>",
    ],
)
def test_small_box_that_speaks_to_its_reader_is_no_part(appeal: str):
    reading = read_page(page(p(*PARAGRAPHS[:3]) + appeal + p(*PARAGRAPHS[3:])), URL)
    assert reading.article is not None
    assert reading.article.paragraphs == PARAGRAPHS


def test_advertisement_in_boxes_like_the_chapters_is_no_part():
    chapters = "".join(f"<div><div><h3>Part {n}</h3>{p(text)}</div></div>" for n, text in enumerate(PARAGRAPHS))
    advert = "<div><div><span>Advertisement</span><p>The Lomax 630 drives 610 kilometres on one charge. Book a drive before 1 March.</p></div></div>"
    reading = read_page(page(chapters + advert + chapters[: len(chapters) // 100]), URL)
    assert reading.article is not None
    assert not [text for text in reading.article.paragraphs if "Lomax" in text]


def test_folds_within_folds_are_read_in_time():
    nested = "".join(f"<div hidden class='fold'>{p(PARAGRAPHS[n % 6])}" for n in range(3000)) + "</div>" * 3000
    assert read_page(page(p(*PARAGRAPHS) + nested), URL).article is not None
