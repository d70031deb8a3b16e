"""Articles whose text is only in the page's JSON state (Next, Arc Fusion, Apollo and the like). Source in, markup out.

Finds the one list or string of body text that belongs to the page's headline, and writes it as plain markup, which is
then read like any page. Runs no script and follows no reference outside the page.
"""

from __future__ import annotations

import html as entities
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from spiders.reading.bounds import raw_elements
from spiders.reading.metadata import split_markup, strip_tags
from spiders.reading.payloads import find_payloads
from spiders.reading.words import ends_sentence, plain

_INLINE = frozenset(["", "text", "span", "link", "a", "strong", "em", "b", "i", "leaf", "hyperlink", "fragment"])
_WRAPS = frozenset(["value", "processed", "rendered", "html", "raw", "basic", "content", "text"])
_TEXT_KEYS = (
    "html", "text", "content", "value", "body", "data", "paragraph", "copy", "children", "items", "model", "blocks",
    "props",
)  # fmt: skip
_TITLE_KEYS = ("headline", "title", "headlines", "name", "heading")
_STANDFIRST_KEYS = (
    "standfirst",
    "dek",
    "deck",
    "lead",
    "subheadline",
    "subheadlines",
    "subtitle",
    "summary",
    "intro",
    "excerpt",
)
_BODY_KEYS = frozenset(
    ["body", "content", "content_elements", "articlebody", "bodyhtml", "body_html", "html", "text", "blocks",
     "elements",      "json", "rendered", "paragraphs", "components", "story", "fulltext", "maincontent", "richtext"]
)  # fmt: skip
_HEADING_KIND = re.compile(r"head|title|^h[2-6]$", re.I)
_SKIP_KIND = re.compile(
    r"image|video|ad\b|advert|related|promo|newsletter|embed|gallery|interstitial|social|link_list|raw_html", re.I
)


MAX_LINES = 20_000
"""Lines weighed of one state, where a line of a list within lists is weighed with each of them."""
LONGEST_LIST = 2000
"""Lines read of one list and all lists in it."""


@dataclass(slots=True)
class _Found:
    lines: list[tuple[str, str]]
    score: float
    title: str
    standfirst: str


def embedded_markup(html: str, headlines: tuple[str, ...], stated: tuple[str, ...] = ()) -> str:
    """Markup of the article kept in the page's state, or an empty string.

    `headlines` are the page's own, to tell its article by; `stated` the lines of the body that its JSON-LD gives.
    """
    known = {plain(headline) for headline in headlines if headline}
    best: _Found | None = None
    if stated:
        best = next(_weigh([("p", line) for line in stated], "", next(iter(headlines), ""), "", known), None)
    for state in find_payloads(html):
        for found in _bodies(state, known):
            if best is None or found.score > best.score:
                best = found
    if best is None:
        # For readers whose browser runs no scripts, a few sites still write the text out.
        shown = [("p", line) for _, part in raw_elements(html, "noscript") for line in split_markup(part)]
        best = next(_weigh([line for line in shown if plain(line[1]) not in known], "", "", "", known), None)
    if best is None:
        return ""
    parts = [f"<h1>{entities.escape(best.title)}</h1>"] if best.title else []
    if best.standfirst:
        parts.append(f'<p class="standfirst">{entities.escape(best.standfirst)}</p>')
    parts += [f"<{tag}>{entities.escape(line)}</{tag}>" for tag, line in best.lines]
    return "<html><body><article>" + "".join(parts) + "</article></body></html>"


def _bodies(state: Any, known: set[str]) -> Iterator[_Found]:
    """Every place in a state that holds body text, with the headline nearest above it."""
    waiting: list[tuple[Any, str, str, str, int]] = [(state, "", "", "", 0)]
    seen: set[int] = set()
    lines_left = MAX_LINES
    while waiting and len(seen) < 100_000 and lines_left > 0:
        value, name, title, standfirst, depth = waiting.pop()
        # Resolved references make a state a net: each object is read once.
        if depth > 40 or (isinstance(value, dict | list) and id(value) in seen):
            continue
        seen.add(id(value))
        if isinstance(value, dict):
            own = _named(value, _TITLE_KEYS)
            if own:
                title, standfirst = own, _named(value, _STANDFIRST_KEYS)
            for key, part in value.items():
                if isinstance(part, dict | list | str):
                    inner = name if key in _WRAPS and name.lower() in _BODY_KEYS else str(key)
                    waiting.append((part, inner, title, standfirst, depth + 1))
        elif isinstance(value, list):
            lines = _list_lines(value)
            lines_left -= len(lines)
            yield from _weigh(lines, name, title, standfirst, known)
            waiting.extend(
                (part, name, title, standfirst, depth + 1) for part in value if isinstance(part, dict | list)
            )
        elif isinstance(value, str) and len(value) > 400 and value[0] in "{[" and value.rstrip()[-1] in "}]":
            with suppress(ValueError, RecursionError):  # a state within a state, written as a string
                waiting.append((json.loads(value, strict=False), name, title, standfirst, depth + 1))
        elif isinstance(value, str) and len(value) > 400 and name.lower() in _BODY_KEYS:
            yield from _weigh([("p", line) for line in split_markup(value)], name, title, standfirst, known)


def _named(value: dict[str, Any], keys: tuple[str, ...]) -> str:
    for key in keys:
        found = value.get(key)
        if isinstance(found, dict):
            found = next(
                (found[k] for k in ("basic", "web", "rendered", "text", "default") if isinstance(found.get(k), str)), ""
            )
        if isinstance(found, str) and found.strip():
            return strip_tags(found)
    return ""


def _weigh(lines: list[tuple[str, str]], name: str, title: str, standfirst: str, known: set[str]) -> Iterator[_Found]:
    size = sum(len(line) for _, line in lines)
    sentences = sum(len(line) for _, line in lines if ends_sentence(line))
    if size < 200 or sentences < 0.6 * size:
        return
    ours = bool(title) and plain(title) in known
    if not ours and known and title:
        return
    yield _Found(lines, size * (3 if ours else 1) * (1.5 if name.lower() in _BODY_KEYS else 1), title, standfirst)


def _list_lines(value: list[Any]) -> list[tuple[str, str]]:
    """The lines of a list of content elements; nothing from lists of teasers, which have headlines of their own."""
    lines: list[tuple[str, str]] = []
    for part in value[:LONGEST_LIST]:
        if len(lines) > LONGEST_LIST:
            break
        if isinstance(part, str):
            lines += [("p", line) for line in split_markup(part)]
        elif isinstance(part, dict):
            if any(part.get(key) for key in ("headline", "headlines", "title", "url", "href", "canonical_url")):
                if not any(
                    isinstance(part.get(key), str) and len(part[key]) > 40 for key in ("html", "text", "content")
                ):
                    continue
                if part.get("headline") or part.get("headlines"):
                    continue
            lines += _element_lines(part, 0)
    return lines


def _kind(part: dict[str, Any]) -> str:
    names = ("type", "_type", "nodeType", "kind", "__typename", "name", "component", "tag")
    return next((str(part[name]) for name in names if isinstance(part.get(name), str)), "")


def _element_lines(part: dict[str, Any], depth: int) -> list[tuple[str, str]]:
    kind = _kind(part)
    if _SKIP_KIND.search(kind):
        return []
    tag = "h2" if _HEADING_KIND.search(kind) else "li" if "list" in kind.lower() else "p"
    for key in _TEXT_KEYS:
        value = part.get(key)
        if isinstance(value, str) and value.strip():
            return [(tag, line) for line in split_markup(value)]
        if isinstance(value, dict) and depth < 6:
            found = _element_lines(value, depth + 1)
            if found:
                return [(tag, line) for _, line in found]
        if isinstance(value, list) and depth < 6:
            return _children_lines(value, tag, depth)
    return []


def _children_lines(value: list[Any], tag: str, depth: int) -> list[tuple[str, str]]:
    """Children of a paragraph are its runs of text and are joined; children of a list are its lines."""
    if tag == "p" and (run := _run(value[:500], depth)) is not None:
        return [("p", line) for line in split_markup(run)]
    parts: list[list[tuple[str, str]]] = []
    for child in value[:500]:
        if sum(map(len, parts)) > LONGEST_LIST:
            break
        if isinstance(child, str):
            parts.append([(tag, line) for line in split_markup(child)] or [(tag, "")])
        elif isinstance(child, dict):
            parts.append(_element_lines(child, depth + 1))
    lines = [line for part in parts for _, line in part if line]
    if tag == "p" and lines and not all(ends_sentence(line) for line in lines):
        return [(tag, " ".join(lines))]
    return [(tag, line) for line in lines]


def _run(children: list[Any], depth: int) -> str | None:
    """The children as one text without a gap, if all are runs of text: bold words, links and what stands between."""
    pieces: list[str] = []
    for child in children:
        if isinstance(child, str):
            pieces.append(entities.escape(child, quote=False) if "<" not in child else child)
            continue
        if not isinstance(child, dict) or _kind(child).lower() not in _INLINE or depth > 6:
            return None
        text = next((child[key] for key in ("text", "value", "content", "children") if key in child), None)
        piece = text if isinstance(text, str) else _run(text, depth + 1) if isinstance(text, list) else None
        if piece is None:
            return None
        pieces.append(piece)
    return "".join(pieces) if any(isinstance(child, dict) for child in children) else None
