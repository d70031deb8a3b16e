"""What a worker process does for a check: read a page, then compare it with the version before and list its facts.

Bytes and texts go in, small picklable values come out. Never touches the store, the clock or the network.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import zstandard

from monitor.changes.change import Change
from spiders.article import Article, Memory


@dataclass(frozen=True, slots=True)
class Page:
    """One fetched page, and what earlier readings of its site and address learned (packed by `pack_memory`)."""

    body: bytes
    url: str
    status: int
    headers: Mapping[str, str]
    site_memory: bytes | None
    page_memory: bytes | None
    known: bytes | None
    """Fingerprint of the newest version, None if there is none."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What reading found. `text` is the article as JSON, None if it equals the newest version or there is no article.

    `fingerprint` is None without a comparable article; memories are None where nothing new was learned.
    """

    reason: str = ""
    evidence: str = ""
    cannot_tell: bool = False
    removed: bool = False
    fingerprint: bytes | None = None
    text: str | None = None
    title: str = ""
    outlet: str = ""
    language: str = ""
    site_memory: bytes | None = None
    page_memory: bytes | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What judging found: the changes against the version before, and the facts of the new one."""

    changes: tuple[Change, ...]
    facts: tuple[dict[str, Any], ...]


def look(page: Page) -> Looked:
    """Read one page."""
    from spiders.reading import read_page

    memory = Memory(site=unpack_memory(page.site_memory), page=unpack_memory(page.page_memory))
    reading = read_page(page.body, page.url, status=page.status, headers=page.headers, memory=memory)
    learned: dict[str, Any] = {}
    if reading.memory.site != memory.site:
        learned["site_memory"] = pack_memory(reading.memory.site)
    if reading.memory.page != memory.page:
        learned["page_memory"] = pack_memory(reading.memory.page)
    if reading.refusal is not None or reading.article is None or reading.cannot_tell:
        refusal = reading.refusal
        return Looked(
            reason=str(refusal.reason) if refusal else (reading.doubt.split(":")[0] or "cannot_tell"),
            evidence=refusal.evidence if refusal else reading.doubt,
            cannot_tell=reading.cannot_tell,
            removed=reading.removed,
            **learned,
        )
    article = _storable(reading.article)
    fingerprint = article.fingerprint()
    return Looked(
        fingerprint=fingerprint,
        text=None if fingerprint == page.known else article.to_json(),
        title=article.title,
        outlet=article.outlet,
        language=article.language,
        **learned,
    )


def _storable(article: Article) -> Article:
    """The article without lone surrogates, which JSON in a page can bring and no database column takes."""
    text = article.to_json()
    try:
        text.encode()
    except UnicodeEncodeError:
        return Article.from_json(text.encode("utf-8", "replace").decode())
    return article


def judge(old: str | None, new: str) -> Judged:
    """Compare two stored texts; `old` is None for a first version, which has facts but no changes."""
    from monitor.changes import compare
    from monitor.changes.internal import internal_notes

    article = Article.from_json(new)
    changes = () if old is None else tuple(compare(Article.from_json(old), article))
    notes = [{"kind": "internal", "fields": note.to_dict()} for note in internal_notes(article)]
    return Judged(changes, (*facts_of(article), *notes))


def facts_of(article: Article) -> list[dict[str, Any]]:
    """Every figure of an article in the order of its text: {"kind": "figure", "fields": {...}}, numbers as text."""
    from monitor.facts import find_figures

    found = []
    parts = [("headline", article.title), ("standfirst", article.standfirst)]
    parts += [("body", paragraph) for paragraph in article.paragraphs]
    parts += [("caption", caption) for caption in article.captions]
    parts += [("live", entry.text) for entry in article.live]
    for where, text in parts:
        for figure in find_figures(text, article.language):
            fields = {
                "text": figure.surface,
                "where": where,
                "lo": None if figure.lo is None else f"{figure.lo:f}",
                "hi": None if figure.hi is None else f"{figure.hi:f}",
                "bound": figure.bound,
                "unit": figure.unit,
                "counted": figure.counted,
                "noun": figure.noun,
                "place": figure.place,
                "as_of": figure.as_of,
                "source": figure.source,
            }
            found.append({"kind": "figure", "fields": {k: v for k, v in fields.items() if v != ""}})
    return found


def pack_memory(learned: Mapping[str, Any]) -> bytes:
    """A memory as the store keeps it."""
    return zstandard.ZstdCompressor(level=3).compress(json.dumps(learned, ensure_ascii=True).encode())


def unpack_memory(packed: bytes | None) -> Mapping[str, Any]:
    """The memory that `pack_memory` took; empty for None and for anything unreadable, since reading can learn anew."""
    if packed is None:
        return {}
    try:
        found = json.loads(zstandard.ZstdDecompressor().decompress(packed))
    except (zstandard.ZstdError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
