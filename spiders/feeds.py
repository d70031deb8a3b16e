"""Reads what names articles: RSS and Atom feeds, sitemaps with their `news:` children, sitemap indexes, and the feeds
that a page offers. Bytes go in, a Listing or the reason why there is none comes out. Fetches nothing, follows nothing.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

MOST_BYTES = 5_000_000
"""A feed of ten thousand entries; reading one costs about a second for each megabyte."""
MOST_ENTRIES = 5_000
"""The newest of a feed; a news sitemap holds a thousand at most."""
MOST_TAGS = 150_000
"""feedparser takes 35 microseconds for each tag, whatever it means."""
MOST_CHILDREN = 200
LONGEST_URL = 2_000
LONGEST_TEXT = 300

_SNIFFED = 4_096
_ROOT = re.compile(rb"<(?!\?|!)\s*(?:[\w.-]+:)?([A-Za-z]+)")
_FEEDS = {b"rss", b"rdf", b"feed"}
_SITEMAPS = {b"urlset", b"sitemapindex"}
_NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
_OFFERED = re.compile(r"<link\b[^>]{0,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""\b(rel|type|href)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")


class Unread(StrEnum):
    """Why a body is no list of articles."""

    NO_LIST = "no_list"
    TOO_LARGE = "too_large"
    ENTITIES = "entities"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Entry:
    """One article that a feed or a sitemap names. Times are milliseconds since 1970 UTC, None where none is stated."""

    url: str
    title: str = ""
    published: int | None = None
    updated: int | None = None
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """What a body names: `kind` feed, sitemap or index. `children` are the sitemaps of an index, newest first."""

    kind: str
    title: str = ""
    entries: tuple[Entry, ...] = ()
    children: tuple[Entry, ...] = ()
    left_out: int = 0


def kind_of(body: bytes) -> str:
    """feed, sitemap or index, by the first element; "" for everything else."""
    head = body[:_SNIFFED]
    if b"\x00" in head[:64]:
        head = head.decode("utf-16", "ignore").encode()
    head = re.sub(rb"<!--.*?(?:-->|$)", b"", head, flags=re.DOTALL)
    found = _ROOT.search(head)
    word = found[1].lower() if found else b""
    if word in _FEEDS:
        return "feed"
    return {b"urlset": "sitemap", b"sitemapindex": "index"}.get(word, "")


def read_listing(body: bytes, url: str, headers: Mapping[str, str] | None = None) -> Listing | Unread:
    """The articles that the body at `url` names, each once, in the order in which they stand."""
    kind = kind_of(body)
    if not kind:
        return Unread.NO_LIST
    if len(body) > MOST_BYTES or (kind == "feed" and body.count(b"<") > MOST_TAGS):
        return Unread.TOO_LARGE
    if b"<!ENTITY" in body[:100_000].replace(b"\x00", b""):
        # An entity that grows may cost any amount of time and memory (CWE-776); lists of articles need none.
        return Unread.ENTITIES
    try:
        return _feed(body, url, headers or {}) if kind == "feed" else _sitemap(body, url, kind)
    except Exception:
        # Parsers of bodies from outside fail in ways that nobody can list; each means the same to us.
        return Unread.BROKEN


def offered(body: bytes, url: str) -> tuple[str, ...]:
    """The addresses of feeds that a page offers in its head (https://www.rssboard.org/rss-autodiscovery)."""
    found: list[str] = []
    for link in _OFFERED.findall(body[:100_000].decode("utf-8", "replace")):
        fields = {name.lower(): a or b or c for name, a, b, c in _ATTRIBUTE.findall(link)}
        if "alternate" in fields.get("rel", "").lower().split() and fields.get("type", "").lower() in _FEED_TYPES:
            address = _address(fields.get("href", "").replace("&amp;", "&"), url)
            if address and address not in found:
                found.append(address)
    return tuple(found[:10])


def _feed(body: bytes, url: str, headers: Mapping[str, str]) -> Listing | Unread:
    import feedparser  # 30 MB, which only a reader of feeds pays for

    about = {"content-location": url, "content-type": headers.get("content-type", "application/xml")}
    parsed = feedparser.parse(BytesIO(body), response_headers=about, sanitize_html=False, resolve_relative_uris=False)
    if not parsed.version and not parsed.entries:
        return Unread.BROKEN
    found = _once(_feed_entry(one, url) for one in parsed.entries)
    return Listing("feed", _text(parsed.feed.get("title")), found[:MOST_ENTRIES], left_out=len(found[MOST_ENTRIES:]))


def _feed_entry(one: Any, url: str) -> Entry:
    links = [link.get("href") for link in one.get("links", []) if link.get("rel", "alternate") == "alternate"]
    # An RSS guid is the address of the article unless it says that it is none; feedparser makes it `link` then.
    address = one.get("link") or next(filter(None, links), "")
    sections = tuple(_text(tag.get("term")) for tag in one.get("tags", [])[:20])
    return Entry(
        _address(address, url),
        _text(one.get("title")),
        # Past feedparser's own `get`, which gives one date for the other.
        _moment(dict.get(one, "published_parsed") or dict.get(one, "created_parsed")),
        _moment(dict.get(one, "updated_parsed")),
        tuple(filter(None, sections)),
    )


def _sitemap(body: bytes, url: str, kind: str) -> Listing | Unread:
    from lxml import etree

    wanted = "url" if kind == "sitemap" else "sitemap"
    entries: list[Entry] = []
    # A sitemap cut in the middle still names what stands before the cut.
    reading = etree.iterparse(
        BytesIO(body), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    for _, element in reading:
        if not isinstance(element.tag, str) or etree.QName(element).localname != wanted:
            continue
        entries.append(_sitemap_entry(element, url))
        element.clear()
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]
    found = _once(entries)
    if kind == "index":
        newest = sorted(found, key=lambda one: one.updated or 0, reverse=True)
        return Listing("index", children=tuple(newest[:MOST_CHILDREN]), left_out=len(newest[MOST_CHILDREN:]))
    newest = sorted(found, key=lambda one: one.published or one.updated or 0, reverse=True)
    return Listing("sitemap", "", tuple(newest[:MOST_ENTRIES]), left_out=len(newest[MOST_ENTRIES:]))


def _sitemap_entry(element: Any, url: str) -> Entry:
    texts: dict[str, str] = {}
    for child in element.iter():
        if isinstance(child.tag, str) and child.text and child.text.strip():
            # `image:loc` and `video:title` are not the article's: only the sitemap's own words and those of news.
            space, _, name = child.tag.rpartition("}")
            own = space + "}" == _NEWS or "sitemaps.org" in space or "sitemap/0.8" in space or not space
            if own:
                texts.setdefault(name, child.text.strip())
    words = texts.get("keywords", "") + "," + texts.get("genres", "")
    return Entry(
        _address(texts.get("loc", ""), url),
        _text(texts.get("title")),
        _stated(texts.get("publication_date", "")),
        _stated(texts.get("lastmod", "")),
        tuple(filter(None, (_text(word) for word in words.split(",")[:20]))),
    )


def _once(entries: Iterator[Entry] | list[Entry]) -> tuple[Entry, ...]:
    found: dict[str, Entry] = {}
    for one in entries:
        if one.url:
            found.setdefault(one.url, one)
    return tuple(found.values())


def _address(text: str, base: str) -> str:
    try:
        address = urljoin(base, text.strip()) if text.strip() else ""
    except ValueError:
        return ""
    return address if address.startswith(("http://", "https://")) and len(address) <= LONGEST_URL else ""


def _text(value: Any) -> str:
    return " ".join(str(value or "").split())[:LONGEST_TEXT]


def _moment(parts: Any) -> int | None:
    """Milliseconds of feedparser's time in UTC."""
    if parts is None:
        return None
    try:
        return calendar.timegm(parts) * 1000
    except (ValueError, OverflowError, TypeError):
        return None


def _stated(text: str) -> int | None:
    """Milliseconds of a W3C date (https://www.w3.org/TR/NOTE-datetime), which may be a day alone."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        return int(moment.timestamp() * 1000)
    except (OverflowError, ValueError):
        return None
