"""What a page says about itself: JSON-LD first, then OpenGraph and other meta elements, then its time elements.

A tree and its source go in, one Metadata comes out. Takes no text from the body and never guesses a missing value.
"""

from __future__ import annotations

import html as entities
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from spiders.reading.authors import clean_names, shown_authors
from spiders.reading.words import collapse, plain

MAX_VALUE = 5000
"""Characters read of a headline, a description, a name. The longest descriptions have a third of it."""
MAX_HEADLINE = 500
"""Characters. What is longer is a text that stands in the wrong place."""
MAX_NAMES = 100
"""Authors read of one page; what a team or a whole collaboration signs has fewer."""
MAX_CORRECTIONS = 20
SHORTEST_CORRECTION = 15
"""Characters; a shorter text is a flag or a day."""
MAX_BODY = 500_000
"""Characters read of a stated body: a book's worth."""
_SCRIPT = re.compile(r"<script[^>]+\Z", re.I)
_SCRIPT_END = re.compile(r"</script", re.I)
_ARTICLE_TYPE = re.compile(r"(?:Article|BlogPosting|Reportage|Report|NewsItem)$")
_TAG = re.compile(r"<[^<>]+>")
_BREAK = re.compile(r"<(?:/p|br|/h\d|/li|/div|/blockquote)\b[^<>]*>", re.I)
_LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$")
_ISO_DATE = re.compile(r"^(?!0001|1900-?01-?01|1970-?01-?01)\d{4}-?\d{2}-?\d{2}")
"""A stated day. Systems without one write the first day of their calendar: year 1, 1900 or 1970."""
_HOLDING = (dict, list)
_ABSOLUTE = re.compile(r"https?://[a-z0-9.-]+/[\w/.,~%-]*", re.A)
"""An address that joins to itself, as nearly all canonical ones do. Joining costs as much as reading ten elements."""
_DAY_BEHIND = re.compile(r"[|–—-] ?(?:(\d{4})-(\d\d)-(\d\d)|(\d{1,2})\.(\d{1,2})\.(\d{4}))$")
"""A day that ends the title of a window. With dots the day comes first, wherever dots are written."""


@dataclass(slots=True)
class Metadata:
    """The page's own statements; empty means not stated. `headlines` is by source: ld, og, twitter, meta, title."""

    headlines: dict[str, str] = field(default_factory=dict)
    description: str = ""
    authors: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    language: str = ""
    outlet: str = ""
    canonical: str = ""
    section: str = ""
    open_to_all: bool | None = None
    page_type: str = ""
    types: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()
    updates: tuple[dict[str, Any], ...] = ()


def find_metadata(tree: LexborHTMLParser, html: str, url: str) -> Metadata:
    """All that the head and the structured markup state. Broken markup is passed over."""
    found = Metadata()
    metas = _metas(tree)
    objects = list(_objects(html))
    article = _best_article(objects, plain(" | ".join(_titles(tree, metas))))
    found.types = tuple(dict.fromkeys(kind for one in objects for kind in _types(one)))
    if article is not None:
        _from_article(found, article, objects)
    _from_metas(found, metas, url)
    _from_tree(found, tree, url)
    if found.open_to_all is None:
        found.open_to_all = next((flag for one in objects if (flag := _free(one)) is not None and _part_of(one)), None)
    return found


def _objects(html: str) -> Iterator[dict[str, Any]]:
    for text in _scripts(html):
        for opening, ending in (("<!--", "-->"), ("//<![CDATA[", "//]]>"), ("<![CDATA[", "]]>")):
            text = text.removeprefix(opening).removesuffix(ending)
        try:
            value = json.loads(text.strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _dicts(value)


def _scripts(html: str) -> Iterator[str]:
    """The texts of the JSON-LD scripts. Found by their type, since few of a page's many elements have it."""
    end = 0
    while (at := html.find("application/ld+json", end)) >= 0:
        start, end = html.rfind("<", end, at), html.find(">", at)
        if end < 0:
            return
        if start >= 0 and _SCRIPT.match(html, start, at):
            closing = _SCRIPT_END.search(html, end)
            if closing is None:
                return
            yield html[end + 1 : closing.start()].strip()
            end = closing.start()


def _dicts(value: Any) -> Iterator[dict[str, Any]]:
    waiting, seen = [value], 0
    while waiting and seen < 20_000:
        seen += 1
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
            waiting += [part for key, part in one.items() if isinstance(part, _HOLDING) and key != "liveBlogUpdate"]
        elif isinstance(one, list):
            waiting.extend(reversed(one))


def _types(one: dict[str, Any]) -> list[str]:
    kind = one.get("@type")
    return [k for k in (kind if isinstance(kind, list) else [kind]) if isinstance(k, str)]


def _titles(tree: LexborHTMLParser, metas: dict[str, list[str]]) -> list[str]:
    title = tree.css_first("head title") or tree.css_first("title")
    shown = [node.text() for node in tree.css("h1")[:3]]
    return [_first(metas, "og:title"), *([title.text()[:MAX_VALUE]] if title is not None else []), *shown]


def _best_article(objects: list[dict[str, Any]], titles: str) -> dict[str, Any] | None:
    """The article object of this page's headline; else the richest one: teasers have no body, date and author.

    Lists of stories are marked up beside the story, and some publishers put another one first.
    """
    best, best_score = None, 0
    for one in objects:
        if any(_ARTICLE_TYPE.search(kind) for kind in _types(one)):
            score = 1 + sum(bool(one.get(key)) for key in ("headline", "datePublished", "author", "mainEntityOfPage"))
            score += 3 * bool(one.get("liveBlogUpdate")) + 2 * bool(one.get("articleBody"))
            headline = plain(_line(one.get("headline")))
            score += 10 * (len(headline) > 8 and headline in titles)
            if score > best_score:
                best, best_score = one, score
    return best


def strip_tags(text: Any) -> str:
    """A string of markup as one line of text; anything but a string gives none (some publishers put objects there)."""
    if not isinstance(text, str):
        return ""
    text = entities.unescape(text) if "&" in text else text
    return collapse(entities.unescape(_TAG.sub("", text)) if "<" in text or "&" in text else text)


def split_markup(text: Any) -> tuple[str, ...]:
    """A string of markup as lines of text, cut where its block elements end and at its line breaks."""
    if not isinstance(text, str):
        return ()
    if "&lt;" in text:
        text = entities.unescape(text)
    return tuple(line for part in _BREAK.sub("\n", text).split("\n") if (line := strip_tags(part)))


def stated_body(value: Any) -> tuple[str, ...]:
    """The lines of a string of markup, or of a flat list of such strings."""
    parts, left = value if isinstance(value, list) else [value], MAX_BODY
    lines: list[str] = []
    for part in parts:
        if isinstance(part, str) and left > 0:
            lines += split_markup(part[:left])
            left -= len(part)
    return tuple(lines)


def _from_article(found: Metadata, article: dict[str, Any], objects: list[dict[str, Any]]) -> None:
    headline = _line(article.get("headline")) or _line(article.get("name"))
    if 0 < len(headline) <= MAX_HEADLINE:
        found.headlines["ld"] = headline
    found.description = _line(article.get("description"))
    found.authors = clean_names(_names(article.get("author") or article.get("creator"), objects))
    found.published = _date(article.get("datePublished"))
    found.modified = _date(article.get("dateModified"))
    found.language = _language(article.get("inLanguage"))
    found.outlet = next(iter(_names(article.get("publisher"), objects)), "")
    section = article.get("articleSection")
    found.section = _line(section[0] if isinstance(section, list) and section else section)
    found.open_to_all = _free(article)
    found.body = stated_body(article.get("articleBody"))
    found.corrections = tuple(dict.fromkeys(_corrections(article.get("correction"))))
    updates = article.get("liveBlogUpdate")
    found.updates = tuple(u for u in (updates if isinstance(updates, list) else [updates]) if isinstance(u, dict))


def _corrections(value: Any) -> Iterator[str]:
    """The texts of a `correction`: a text or a CorrectionComment; its third form, an address, says nothing."""
    for one in value[:MAX_CORRECTIONS] if isinstance(value, list) else [value]:
        text = _line((one.get("text") or one.get("description")) if isinstance(one, dict) else one)
        if len(text) >= SHORTEST_CORRECTION and not text.startswith(("http://", "https://")):
            yield text


def _line(value: Any) -> str:
    return strip_tags(value[:MAX_VALUE]) if isinstance(value, str) else ""


def _names(value: Any, objects: list[dict[str, Any]]) -> tuple[str, ...]:
    names: list[str] = []
    for one in value[:MAX_NAMES] if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            name = one.get("name")
            if not name and "@id" in one:
                name = next((o.get("name") for o in objects if o.get("@id") == one["@id"] and o.get("name")), None)
            names += map(_line, name[:MAX_NAMES] if isinstance(name, list) else [name])
        else:
            names.append(_line(one))
    return tuple(name for name in names if name)


def _date(value: Any) -> str | None:
    value = value[0] if isinstance(value, list) and value else value
    return value.strip() if isinstance(value, str) and _ISO_DATE.match(value.strip()) else None


def _joined(url: str, target: str) -> str:
    """The whole address of a target as it is written on the page at `url`; empty where it is none."""
    if _ABSOLUTE.fullmatch(target):
        return target
    try:
        whole = urljoin(url, target) if target else ""
        return whole if urlsplit(whole).netloc else ""
    except ValueError:
        return ""


def _language(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("alternateName") or value.get("name")
    return value.strip().replace("_", "-") if isinstance(value, str) and _LANGUAGE.match(value.strip()) else ""


def _free(one: dict[str, Any]) -> bool | None:
    value = one.get("isAccessibleForFree")
    if isinstance(value, str):
        return {"true": True, "false": False, "yes": True, "no": False}.get(value.strip().lower().rsplit("/", 1)[-1])
    return value if isinstance(value, bool) else None


def _part_of(one: dict[str, Any]) -> bool:
    return any(kind in ("WebPage", "WebPageElement", "CreativeWork", "NewsArticle") for kind in _types(one))


def _metas(tree: LexborHTMLParser) -> dict[str, list[str]]:
    metas: dict[str, list[str]] = {}
    for node in tree.css("meta[content]")[:400]:
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
        value = collapse((attributes.get("content") or "")[:MAX_VALUE])
        if name and value:
            metas.setdefault(name.lower(), []).append(value)
    return metas


def _first(metas: dict[str, list[str]], *names: str) -> str:
    return next((metas[name][0] for name in names if name in metas), "")


def _from_metas(found: Metadata, metas: dict[str, list[str]], url: str) -> None:
    for source, names in (
        ("og", ("og:title",)),
        ("twitter", ("twitter:title",)),
        ("meta", ("headline", "dc.title", "title")),
    ):
        if 0 < len(value := strip_tags(_first(metas, *names))) <= MAX_HEADLINE:
            found.headlines[source] = value
    found.description = found.description or _first(metas, "og:description", "description", "twitter:description")
    if not found.authors or plain(found.authors[0]) in (plain(found.outlet), plain(_first(metas, "og:site_name"))):
        # A page that names its outlet as the author in one place names the person in another.
        listed = metas.get("author") or metas.get("article:author") or metas.get("dc.creator") or []
        found.authors = clean_names(listed) or found.authors
    published = _first(
        metas, "article:published_time", "og:published_time", "datepublished", "date", "dc.date", "pubdate",
        "parsely-pub-date", "sailthru.date", "publish-date", "dc.date.issued", "publication_date",
    )  # fmt: skip
    found.published = found.published or _date(published)
    modified = _first(
        metas,
        "article:modified_time",
        "og:updated_time",
        "datemodified",
        "lastmod",
        "last-modified",
        "dc.date.modified",
    )
    found.modified = found.modified or _date(modified)
    found.outlet = _first(metas, "og:site_name", "application-name") or found.outlet
    found.section = found.section or _first(metas, "article:section")
    found.page_type = _first(metas, "og:type").lower()
    found.language = found.language or _language(_first(metas, "og:locale", "language", "content-language"))
    tier = _first(metas, "article:content_tier").lower()
    if found.open_to_all is None and tier:
        found.open_to_all = tier == "free"
    found.canonical = _joined(url, _first(metas, "og:url"))


def _from_tree(found: Metadata, tree: LexborHTMLParser, url: str) -> None:
    title = tree.css_first("head title") or tree.css_first("title")
    if title is not None and 0 < len(text := collapse(title.text())) <= MAX_HEADLINE:
        found.headlines["title"] = text
    root = tree.root
    if root is not None and (said := _language(root.attributes.get("lang"))):
        found.language = said
    link = tree.css_first('link[rel="canonical"]')
    target = (link.attributes.get("href") or "").strip() if link is not None else ""
    found.canonical = _joined(url, target) or found.canonical
    if not found.corrections:
        marked = tree.css('[itemprop="correction"]')[:MAX_CORRECTIONS]
        texts = [node.attributes.get("content") or node.text() for node in marked]
        found.corrections = tuple(dict.fromkeys(_corrections([collapse(text[:MAX_VALUE]) for text in texts])))
    if not found.authors or plain(found.authors[0]) == plain(found.outlet):
        found.authors = shown_authors(tree) or found.authors
    if found.published is None:
        found.published = _marked_day(tree) or _day_behind(found.headlines.get("title", ""))


def _marked_day(tree: LexborHTMLParser) -> str | None:
    """The first time element with a day; one that calls itself the day of publication comes before the others."""
    for marked in ('[itemprop="datePublished"],time[pubdate]', "time[datetime]"):
        for node in tree.css(marked)[:3]:
            attributes = node.attributes
            if date := _date(attributes.get("datetime")) or _date(attributes.get("content")):
                return date
    return None


def _day_behind(title: str) -> str | None:
    said = _DAY_BEHIND.search(title)
    if said is None:
        return None
    year, month, day = said.group(1, 2, 3) if said.group(1) else said.group(6, 5, 4)
    return f"{year}-{int(month):02}-{int(day):02}" if 0 < int(month) <= 12 and 0 < int(day) <= 31 else None
