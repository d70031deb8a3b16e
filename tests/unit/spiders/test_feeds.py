"""Feeds and sitemaps: each article they name once, with the right dates; nothing from outside costs more than its bound."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.feeds import Entry, Listing, Unread, kind_of, offered, read_listing

BASE = "https://news.example/feed.xml"
NOON = 1_922_529_600_000  # 2030-12-03T12:00:00Z

RSS = b"""<?xml version="1.0"?>
<!-- a comment with a <feed> in it -->
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"><channel>
<title>Velm Daily</title><link>https://news.example/</link>
<item><title>Bridge &amp; ferry closed</title><link>/world/bridge?utm_source=rss</link><category>World</category>
 <pubDate>Tue, 03 Dec 2030 13:00:00 +0100</pubDate><media:content url="https://img.example/a.jpg"/></item>
<item><title>By its guid</title><guid>https://news.example/guid</guid><dc:date>2030-12-03T12:00:00Z</dc:date></item>
<item><title>No address</title><guid isPermaLink="false">tag:1</guid></item>
<item><title>Twice</title><link>/world/bridge?utm_source=rss</link></item>
<item><title>Not of the web</title><link>javascript:alert(1)</link></item>
</channel></rss>"""

ATOM = b"""<?xml version="1.0" encoding="iso-8859-1"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://news.example/deep/"><title>Caf\xe9</title>
<entry><title>One</title><link rel="edit" href="https://cms.example/1"/><link href="one"/>
<published>2030-12-03T12:00:00Z</published><updated>2030-12-03T13:00:00+01:00</updated><category term="Sea"/></entry>
</feed>"""

RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="https://news.example/"><title>Old</title></channel>
<item rdf:about="https://news.example/r"><title>R</title><link>https://news.example/r</link></item></rdf:RDF>"""

NEWS = b"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://news.example/older</loc><lastmod>2030-12-02</lastmod></url>
<url><image:image><image:loc>https://img.example/x.jpg</image:loc><image:title>Not this</image:title></image:image>
 <loc> https://news.example/toll </loc><lastmod>2030-12-03T14:00:00+02:00</lastmod>
 <news:news><news:publication><news:name>Velm Daily</news:name><news:language>en</news:language></news:publication>
 <news:publication_date>2030-12-03T12:00:00Z</news:publication_date><news:title>Toll rises</news:title>
 <news:keywords>Flood, Velm</news:keywords></news:news></url>
</urlset>"""

INDEX = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://news.example/2029.xml</loc><lastmod>2029-12-31</lastmod></sitemap>
<sitemap><loc>https://news.example/news.xml</loc><lastmod>2030-12-03T12:00:00Z</lastmod></sitemap></sitemapindex>"""


def listing(body: bytes, url: str = BASE) -> Listing:
    found = read_listing(body, url)
    assert isinstance(found, Listing), found
    return found


def test_an_rss_feed_names_each_article_once_with_its_moment_and_section() -> None:
    found = listing(RSS)
    assert (found.kind, found.title) == ("feed", "Velm Daily")
    first, second = found.entries
    address = "https://news.example/world/bridge?utm_source=rss"
    assert first == Entry(address, "Bridge & ferry closed", NOON, None, ("World",))
    assert second.url == "https://news.example/guid"
    assert NOON in (second.published, second.updated)


def test_an_atom_feed_is_read_in_its_own_charset_and_by_its_base() -> None:
    found = listing(ATOM)
    assert found.title == "Café"
    assert found.entries == (Entry("https://news.example/deep/one", "One", NOON, NOON, ("Sea",)),)


def test_rss_1_is_read_too() -> None:
    assert [one.url for one in listing(RDF).entries] == ["https://news.example/r"]


def test_a_news_sitemap_gives_title_date_and_keywords_newest_first_and_no_picture() -> None:
    found = listing(NEWS)
    assert found.kind == "sitemap"
    toll, older = found.entries
    assert toll == Entry("https://news.example/toll", "Toll rises", NOON, NOON, ("Flood", "Velm"))
    assert (older.url, older.published, older.updated) == (
        "https://news.example/older",
        None,
        NOON - 36 * 3_600_000,
    )


def test_an_index_names_its_sitemaps_newest_first() -> None:
    found = listing(INDEX)
    assert (found.kind, found.entries) == ("index", ())
    assert [one.url[-8:] for one in found.children] == ["news.xml", "2029.xml"]


def test_a_sitemap_cut_in_the_middle_names_what_stands_before_the_cut() -> None:
    cut = NEWS[: NEWS.index(b"<url><image")] + b"<url><loc>https://news.exa"
    assert "https://news.example/older" in [one.url for one in listing(cut).entries]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (RSS, "feed"),
        (b"\xef\xbb\xbf\n" + ATOM, "feed"),
        ('<?xml version="1.0" encoding="utf-16"?><feed/>'.encode("utf-16"), "feed"),
        (NEWS, "sitemap"),
        (INDEX, "index"),
        (b'<x:urlset xmlns:x="http://www.sitemaps.org/schemas/sitemap/0.9"/>', "sitemap"),
        (b"<!doctype html><html><head><title>rss</title>", ""),
        (b"<html><body><feed>", ""),
        (b"https://news.example/a\n", ""),
        (b"", ""),
        (b'{"rss": 1}', ""),
    ],
)
def test_what_a_body_is_shows_in_its_first_element(body: bytes, kind: str) -> None:
    assert kind_of(body) == kind


def test_a_page_offers_its_feeds() -> None:
    page = b"""<html><head><link rel="stylesheet" href="/a.css"><LINK REL='alternate' TYPE="application/rss+xml"
     HREF="/rss?a=1&amp;b=2"><link rel="alternate" hreflang="fr" href="/fr">
     <link href=//other.example/atom rel="Alternate home" type=application/atom+xml>
     <link rel=alternate type=application/rss+xml href="javascript:x"></head>"""
    assert offered(page, "https://news.example/") == ("https://news.example/rss?a=1&b=2", "https://other.example/atom")


def test_entities_that_grow_are_refused_before_they_are_read() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
    )
    assert read_listing(bomb + b"]><rss><channel><title>&j;</title></channel></rss>", BASE) is Unread.ENTITIES


def test_a_large_feed_is_refused_and_a_long_one_is_cut_and_counted() -> None:
    items = b"".join(b"<url><loc>https://news.example/%d</loc></url>" % n for n in range(6_000))
    found = listing(b"<urlset>" + items + b"</urlset>")
    assert (len(found.entries), found.left_out) == (5_000, 1_000)
    assert read_listing(b"<rss>" + b" " * 5_000_001, BASE) is Unread.TOO_LARGE


@pytest.mark.parametrize(
    "body",
    [
        b"<rss>" + b"<a>" * 149_000,
        b"<rss>" + b"<a>" * 1_600_000,
        b"<feed>" + b"<entry>" * 30_000,
        b"<urlset>" + b"<url><loc>" * 50_000,
        b"<urlset>" + b"<url a='" + b"x" * 1_000_000,
        b"<rss><channel>" + b"<![CDATA[" * 100_000,
        b"<link rel=alternate " * 50_000,
    ],
    ids=["deep rss", "deepest rss", "deep feed", "deep sitemap", "long attribute", "open cdata", "open links"],
)
def test_a_hostile_body_costs_seconds_at_most(body: bytes) -> None:
    began = time.process_time()
    read_listing(body, BASE)
    offered(body, BASE)
    assert time.process_time() - began < 20


@given(
    st.binary(max_size=300), st.sampled_from([b"", b"<rss>", b"<feed>", b"<urlset>", b"<sitemapindex>", b"\xff\xfe"])
)
def test_any_bytes_are_read_or_refused(body: bytes, start: bytes) -> None:
    found = read_listing(start + body, BASE)
    assert isinstance(found, Listing | Unread)
    offered(body, BASE)
