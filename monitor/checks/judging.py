"""What a worker process does for a check: read a page, then compare it with the version before and list its facts.

Bytes and texts go in, small picklable values come out. Never touches the store, the clock or the network.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from monitor.changes.change import Change
from monitor.checks.comparable import Relearning, comparable
from monitor.checks.memories import pack_memory, unpack_memory
from monitor.checks.passages import numbered
from monitor.checks.work import Ask
from spiders.article import Article, Memory, Reading, Relearned
from spiders.override import Override

if TYPE_CHECKING:
    from monitor.facts.parsed import Parsed


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
    overrides: tuple[Override, ...] = ()
    asked: tuple[str, ...] = ()
    """Other addresses that the page names as its own and that hold no page either."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What reading found. `text` is the article as JSON, None if it equals the newest version or there is no article.

    `fingerprint` is None without a comparable article; memories are None where nothing new was learned. `held` is what
    was read and cannot be compared, with the hash it is known by; it is an article where `readable`, else what the
    page said. `relearned` is set where this reading is a new baseline. `story` is what copies of it have in common.
    """

    reason: str = ""
    evidence: str = ""
    cannot_tell: bool = False
    removed: bool = False
    fingerprint: bytes | None = None
    story: bytes | None = None
    text: str | None = None
    title: str = ""
    outlet: str = ""
    language: str = ""
    published: str | None = None
    site_memory: bytes | None = None
    page_memory: bytes | None = None
    held: str = ""
    held_sha: bytes = b""
    readable: bool = False
    relearned: Relearning | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What judging found: the changes against the version before, and the facts of the new one.

    `passages` has for each change the number of its passage, 0 for none.
    """

    changes: tuple[Change, ...]
    facts: tuple[dict[str, Any], ...]
    passages: tuple[int, ...] = ()


def warm() -> None:
    """Load what the first page would: modules, lexicons and patterns take longer than most pages."""
    from spiders.reading import read_page

    words = "A bridge over the Orlo was closed on 3 May after 12 people were hurt, the port said on Monday. " * 4
    page = f"<html lang=en><title>Bridge closed</title><article><h1>Bridge closed</h1><p>{words}</p></article></html>"
    read_page(page.encode(), "http://paper.example/bridge", status=200, headers={})
    text = Article.from_text([words], "Bridge closed")
    judge(text.to_json(), Article.from_text([words.replace("12", "14")], "Bridge closed").to_json())


def look(page: Page) -> Looked:
    """Read one page."""
    from spiders.reading import read_page

    memory = Memory(site=unpack_memory(page.site_memory), page=unpack_memory(page.page_memory))
    reading = read_page(
        page.body,
        page.url,
        status=page.status,
        headers=page.headers,
        memory=memory,
        overrides=page.overrides,
        asked=page.asked,
    )
    learned: dict[str, Any] = {}
    if reading.memory.site is not memory.site and reading.memory.site != memory.site:
        learned["site_memory"] = pack_memory(reading.memory.site)
    if reading.memory.page is not memory.page and reading.memory.page != memory.page:
        learned["page_memory"] = pack_memory(reading.memory.page)
    if reading.refusal is not None or reading.article is None or reading.cannot_tell:
        return _held(page, reading, learned)
    article, text = reading.article, None
    fingerprint = article.fingerprint()
    if fingerprint != page.known:
        # Most looks end above: no JSON is made of what equals the newest version.
        article = _storable(article)
        fingerprint = article.fingerprint()
        text = None if fingerprint == page.known else article.to_json()
    return Looked(
        fingerprint=fingerprint,
        story=None if text is None else story_of(article),
        text=text,
        title=article.title,
        outlet=article.outlet,
        language=article.language,
        published=article.published,
        relearned=_relearning(page, reading),
        **learned,
    )


def look_and_judge(page: Page, has_version: bool, ask: Ask[str | None]) -> tuple[Looked, Judged | None]:
    """Read one page and, where its text differs, judge it against the text of the newest version, which is asked for.

    One trip, of which an unchanged page pays for nothing but its reading.
    """
    looked = look(page)
    if looked.text is None:
        return looked, None
    return looked, judge(ask() if has_version else None, looked.text, looked.relearned)


def story_of(article: Article) -> bytes | None:
    """The hash of the text alone; None without one.

    Who prints an agency's story gives it a headline, a by-line and captions of their own, and leaves the text.
    """
    told = (article.prose(), tuple(entry.text for entry in article.live), *filter(None, [article.table_lines()]))
    return hashlib.sha256(json.dumps(told).encode()).digest() if any(told) else None


def _held(page: Page, reading: Reading, learned: Mapping[str, Any]) -> Looked:
    refusal = reading.refusal
    reason, _, evidence = (str(refusal.reason), "", refusal.evidence) if refusal else reading.doubt.partition(": ")
    article = _storable(reading.article or Article(url=page.url, paragraphs=reading.passed_over))
    told = f"{reason}\n{evidence}".encode("utf-8", "replace")
    return Looked(
        reason=reason,
        evidence=evidence,
        cannot_tell=reading.cannot_tell,
        removed=reading.removed,
        held=article.to_json(),
        held_sha=article.fingerprint() if reading.article else hashlib.sha256(told).digest(),
        readable=reading.article is not None,
        **learned,
    )


def _relearning(page: Page, reading: Reading) -> Relearning | None:
    """Why this reading is a new baseline; also where there is a version but nothing is remembered of its page."""
    if page.known is None:
        return None
    word = reading.relearned or (None if page.page_memory is not None else Relearned.FORGOTTEN)
    return None if word is None else Relearning(str(word), reading.passed_over, reading.newly_seen, reading.added)


def _storable(article: Article) -> Article:
    """The article without lone surrogates, which JSON in a page can bring and no database column takes."""
    text = article.to_json()
    try:
        text.encode()
    except UnicodeEncodeError:
        return Article.from_json(text.encode("utf-8", "replace").decode())
    return article


def judge(old: str | None, new: str, seen: Relearning | None = None) -> Judged:
    """Compare two stored texts; `old` is None for a first version, which has facts but no changes.

    With `seen` the newer one is a new baseline: only what both readings could see is compared.
    """
    from monitor.changes import account_of
    from monitor.changes.internal import internal_notes
    from monitor.facts.parsed import parse

    article = Article.from_json(new)
    parsed = parse(article)
    changes: tuple[Change, ...] = ()
    passages: tuple[int, ...] = ()
    if old is not None:
        before, after = Article.from_json(old), article
        if seen is not None:
            before, after = comparable(before, after, seen)
        changes = account_of(parse(before), parsed if after is article else parse(after)).changes
        passages = numbered(changes, before, after)
    notes = [{"kind": "internal", "fields": note.to_dict()} for note in internal_notes(parsed)]
    return Judged(changes, (*facts_of(parsed), *notes), passages)


def facts_of(parsed: Parsed) -> list[dict[str, Any]]:
    """Every figure of an article in the order of its text: {"kind": "figure", "fields": {...}}, numbers as text."""
    return [
        {"kind": "figure", "fields": {k: v for k, v in {**figure.to_dict(), "where": part.where}.items() if v != ""}}
        for part in parsed.parts
        for figure in part.figures
    ]
