"""Documents that list articles for machines: feeds and sitemaps. The source of a document in, what it lists out."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

_HEAD = re.compile(r"\A\ufeff?\s*(?:<\?[^>]*\?>\s*|<!--.*?-->\s*|<!doctype[^>]*>\s*)*<([\w:.-]{1,40})", re.S | re.I)
_KINDS = {
    "rss": ("feed", "<item"),
    "feed": ("feed", "<entry"),
    "rdf:rdf": ("feed", "<item"),
    "urlset": ("sitemap", "<url>"),
    "sitemapindex": ("sitemap", "<sitemap>"),
    "opml": ("list of feeds", "<outline"),
}


LOOKED_AT = 20_000
"""Characters of the entries; the first ones stand there."""
_NAMED = 3
"""Entries that are told by name: enough to know the list again."""
_NAME = re.compile(r"<(title|loc)\b[^<>]*>\s*(?:<!\[CDATA\[)?\s*([^<]{1,300})", re.I)
_OUTLINE = re.compile(r"<outline\b[^<>]*\s(?:text|title)\s*=\s*[\"']([^\"'<>]{1,300})", re.I)


def first_of(names: Iterable[str]) -> str:
    """The first names of a list as an end of a sentence: "; the first: 'A', 'B', 'C'"; empty where it has none."""
    told = dict.fromkeys(name for one in names if (name := " ".join(html.unescape(one).replace("]]>", "").split())))
    return "; the first: " + ", ".join(repr(name[:80]) for name in list(told)[:_NAMED]) if told else ""


def kind_of(source: str) -> str:
    """What a document lists, as words ("a feed of 12 entries; the first: ..."); an empty string for a page."""
    found = _HEAD.match(source[:5000])
    if found is None or (kind := _KINDS.get(found[1].lower())) is None:
        return ""
    start = max(0, source.find(kind[1]))
    listed = source[start : start + LOOKED_AT]
    names = _OUTLINE.findall(listed) if kind[1] == "<outline" else [name for _, name in _NAME.findall(listed)]
    return f"a {kind[0]} of {source.count(kind[1])} entries{first_of(names)}"
