"""Feeds, sitemaps and front pages are listings; a page kept out of search engines may be an article; bytes tell the charset."""

from __future__ import annotations

import json

import pytest

from spiders.article import Reason
from spiders.reading import read_page
from tests.unit.reading.pages import PARAGRAPHS, TITLE

ITEMS = range(12)
RSS = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>The Ledger</title>'
    + "".join(
        f"<item><title>Story {n} of the wall</title><description>{PARAGRAPHS[n % 6]}</description></item>"
        for n in ITEMS
    )
    + "</channel></rss>"
)
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom">'
    + "".join(f"<entry><title>Story {n}</title><summary>{PARAGRAPHS[n % 6]}</summary></entry>" for n in ITEMS)
    + "</feed>"
)
SITEMAP = (
    '<?xml version="1.0" encoding="UTF-8"?><!-- made today --><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    + "".join(f"<url><loc>https://ledger.example/{n}</loc></url>" for n in ITEMS)
    + "</urlset>"
)
FRONT = (
    "<html><head><title>The Ledger</title></head><body><h1>The Ledger</h1>"
    + "".join(
        f"<div><h2><a href='/{n}'>Harbour story number {n} of this day</a></h2><p>{PARAGRAPHS[n % 6]}</p></div>"
        for n in ITEMS
    )
    + "</body></html>"
)


@pytest.mark.parametrize(
    ("source", "url", "said"),
    [
        (RSS, "https://ledger.example/feed", "feed of 12 entries; the first: 'Story 0 of the wall', 'Story 1 of the wall', 'S"),
        (ATOM, "https://ledger.example/atom.xml", "feed of 12 entries; the first: 'Story 0', 'Story 1', 'Story 2'"),
        (SITEMAP, "https://ledger.example/sitemap.xml", "sitemap of 12 entries; the first: 'https://ledger.example/0', "),
        (FRONT, "https://ledger.example/", "front page: 12 linked headlines; the first: 'Harbour story number 0 of this"),
    ],
)  # fmt: skip
def test_what_lists_articles_is_said_to_with_what_it_holds(source: str, url: str, said: str):
    refusal = read_page(source, url).refusal
    assert refusal is not None
    assert refusal.reason is Reason.LISTING
    assert said in refusal.evidence


def test_statement_that_is_kept_out_of_search_engines_is_read():
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    html = f'<html><head><title>{TITLE}</title><meta name="robots" content="noindex"></head><body><main><h1>{TITLE}</h1>{body}</main></body></html>'
    article = read_page(html, "https://council.example/statement").article
    assert article is not None
    assert article.paragraphs == PARAGRAPHS


@pytest.mark.parametrize("count", [2, 5, 40])
@pytest.mark.parametrize("lang", ["", ' lang="fr"'])
def test_text_that_is_not_in_the_charset_its_header_says_is_read_by_its_bytes(count: int, lang: str):
    body = "".join(
        f"<p>{text} Le café n° {n} a rouvert.</p>" for n, text in zip(range(count), PARAGRAPHS * 8, strict=False)
    )
    html = f"<html{lang}><head><title>Le café</title></head><body><article><h1>Le café a rouvert</h1>{body}</article></body></html>"
    reading = read_page(
        html.encode("cp1252"), "https://ledger.example/c", headers={"content-type": "text/html; charset=utf-8"}
    )
    assert reading.article is not None
    assert reading.article.title == "Le café a rouvert"
    assert "\ufffd" not in "".join(reading.article.paragraphs)


def test_story_marked_up_beside_this_one_gives_neither_date_nor_author():
    other = {
        "@type": "NewsArticle",
        "headline": "Ferry stuck for a third day",
        "datePublished": "2030-01-02",
        "author": {"name": "Lena Haj"},
        "articleBody": "x " * 300,
        "mainEntityOfPage": "y",
    }
    own = {"@type": "NewsArticle", "headline": TITLE, "datePublished": "2031-05-03"}
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    html = f'<html><head><title>{TITLE} | The Ledger</title><script type="application/ld+json">{json.dumps([other, own])}</script></head><body><article><h1>{TITLE}</h1>{body}</article></body></html>'
    article = read_page(html, "https://ledger.example/c").article
    assert article is not None
    assert (article.published, article.authors) == ("2031-05-03", ())


def test_slip_of_one_byte_in_a_utf8_page_changes_no_other_letter():
    body = "".join(f"<p>{text} Le café a rouvert.</p>" for text in PARAGRAPHS)
    html = f"<html><head><title>x</title></head><body><article><h1>Le café</h1>{body}</article></body></html>".encode()
    reading = read_page(
        html.replace(b"rouvert", b"rouv\xe9rt", 1),
        "https://ledger.example/c",
        headers={"content-type": "text/html; charset=utf-8"},
    )
    assert reading.article is not None
    assert "Le café a rouvert." in reading.article.paragraphs[3]


def test_names_of_entries_are_read_out_of_their_markup_and_told_once():
    items = "<item><title><![CDATA[ Tide &amp; time ]]></title></item>" * 3 + "<item><title></title></item>"
    refusal = read_page(
        f"<rss><channel><title>The Ledger</title>{items}</channel></rss>", "https://l.example/f"
    ).refusal
    assert refusal is not None
    assert refusal.evidence == "a feed of 4 entries; the first: 'Tide & time'"
