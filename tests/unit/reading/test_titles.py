"""Which headline is the article's when the places of a page that state one disagree."""

from __future__ import annotations

import json

import pytest

from spiders.reading import read_page
from tests.unit.reading.pages import PARAGRAPHS, TITLE

URL = "https://quay.example/2026/03/03/wall"
OTHER = "The wall that split a fishing town in two"


def story(
    *, shown: str = "", stated: str = "", card: str = "", window: str = "", above: str = "", outlet: str = "The Quay"
) -> str:
    about = {"@type": "NewsArticle", "headline": stated, "datePublished": "2026-03-03T21:15:00Z"}
    return (
        f'<html lang="en"><head><title>{window or TITLE}</title><meta property="og:site_name" content="{outlet}">'
        + (f'<meta property="og:title" content="{card}"><meta name="twitter:title" content="{card}">' if card else "")
        + (f'<script type="application/ld+json">{json.dumps(about)}</script>' if stated else "")
        + f"</head><body>{above}<article>{shown}"
        + "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
        + "</article></body></html>"
    )


def title_of(html: str, before: str = "") -> str:
    memory = read_page(before, URL).memory if before else None
    article = read_page(html, URL, memory=memory).article
    assert article is not None
    return article.title


HEAD = f"<h1>{TITLE}</h1>"

# page, its headline; a comment a row says what disagrees
CASES = [
    # the cards for social networks, all of them alike, against what a reader sees
    (story(shown=HEAD, stated=TITLE, card=OTHER, window=OTHER), TITLE),
    # a headline set as h2, with the cards and the window's title saying another
    (story(shown=f"<h2>{TITLE}</h2>", stated=TITLE, card=OTHER, window=OTHER), TITLE),
    # the outlet's name set as the page's h1
    (story(above="<h1>The Quay</h1>", shown=f"<h2>{TITLE}</h2>", stated=TITLE, card=TITLE), TITLE),
    # the last crumb of the way to the page set as an h1
    (story(above="<ol><li>Home</li><li><h1>Harbour wall</h1></li></ol>", card=TITLE, stated=TITLE), TITLE),
    # the outlet's name behind the headline, by marks of all sorts
    *((story(shown=HEAD, card=f"{TITLE}{mark}The Quay"), TITLE) for mark in (" | ", " - ", " – ", " -- ", " » ", " · ")),
    # section and outlet behind it, in the only place that states it
    (story(window=f"{TITLE} | News | The Quay"), TITLE),
    # another heading of the story is not its headline
    (story(shown=HEAD + "<h2>What happens next</h2>", card=TITLE), TITLE),
    # a dash that belongs to the headline
    (story(shown="<h1>Ostrey - a town behind a wall</h1>", card="Ostrey - a town behind a wall", window="Ostrey - a town behind a wall - The Quay"), "Ostrey - a town behind a wall"),
    # entities escaped twice by the card's template
    (story(shown="<h1>Fisher &amp; Sons say “no”</h1>", card="Fisher &amp;amp; Sons say &amp;#8220;no&amp;#8221;", window="Fisher &amp; Sons say “no”"), "Fisher & Sons say “no”"),
    # white space, soft hyphens and a break that only the layout needs
    (story(shown="<h1>\n  Harbour&nbsp;wall at\n Ost&shy;rey <br> to be raised by 1.4 metres\n</h1>", card=TITLE), TITLE),
]  # fmt: skip


@pytest.mark.parametrize(("html", "title"), CASES)
def test_headline_is_what_most_places_say_and_a_reader_sees(html: str, title: str):
    assert title_of(html) == title


def test_headline_tried_in_the_cards_only_is_no_difference():
    before = story(shown=HEAD, stated=TITLE, card=TITLE)
    assert title_of(story(shown=HEAD, stated=TITLE, card=OTHER, window=OTHER), before) == TITLE


def test_headline_tried_in_the_page_only_is_no_difference():
    before = story(shown=HEAD, stated=TITLE, card=TITLE)
    assert title_of(story(shown=f"<h1>{OTHER}</h1>", stated=TITLE, card=TITLE), before) == TITLE


def test_new_headline_is_seen_though_the_cards_keep_the_old_one():
    before = story(shown=HEAD, stated=TITLE, card=TITLE)
    after = story(shown=f"<h1>{OTHER}</h1>", stated=OTHER, card=TITLE, window=TITLE)
    assert title_of(after, before) == OTHER


def test_day_behind_the_title_of_a_window_is_the_day_of_a_page_that_states_none():
    article = read_page(story(shown=HEAD, window=f"{TITLE} | The Quay | 28.04.2023"), URL).article
    assert article is not None
    assert article.published == "2023-04-28"


@pytest.mark.parametrize("day", ["0001-01-01T00:00:00", "1970-01-01T00:00:00Z", "1900-01-01"])
def test_first_day_of_a_calendar_is_no_day_of_publication(day: str):
    html = story(shown=HEAD, stated=TITLE).replace("2026-03-03T21:15:00Z", day)
    article = read_page(html, URL).article
    assert article is not None
    assert article.published != day


def test_time_marked_as_the_day_of_publication_comes_before_other_times():
    times = '<time datetime="2026-02-01">a month ago</time><time itemprop="datePublished" datetime="2026-03-03">Tuesday</time>'
    article = read_page(story(shown=HEAD + times), URL).article
    assert article is not None
    assert article.published == "2026-03-03"
