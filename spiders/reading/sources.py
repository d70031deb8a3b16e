"""Documents that list articles for machines: feeds and sitemaps. The source of a document in, what it is out."""

from __future__ import annotations

import re

_HEAD = re.compile(r"\A\ufeff?\s*(?:<\?[^>]*\?>\s*|<!--.*?-->\s*|<!doctype[^>]*>\s*)*<([\w:.-]{1,40})", re.S | re.I)
_KINDS = {
    "rss": ("feed", "<item"),
    "feed": ("feed", "<entry"),
    "rdf:rdf": ("feed", "<item"),
    "urlset": ("sitemap", "<url>"),
    "sitemapindex": ("sitemap", "<sitemap>"),
    "opml": ("list of feeds", "<outline"),
}


def kind_of(source: str) -> str:
    """What a document lists, as words ("a feed of 12 entries"); an empty string for a page."""
    found = _HEAD.match(source[:5000])
    if found is None or (kind := _KINDS.get(found[1].lower())) is None:
        return ""
    return f"a {kind[0]} of {source.count(kind[1])} entries"
