"""An answer of the search as the page and the command show it: who said it, where, since when, and the sentence.

A question as typed goes in, plain values come out. Reads only; judges nothing.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from monitor.clock import iso
from monitor.errors import UsageError
from monitor.facts.sources import find_sources
from monitor.store import indexing, searching, term_index
from monitor.store.searching import Said, Spell, Within
from monitor.text.sentences import sentences
from monitor.text.terms import Part, marked, places, question

LONGEST = 600
"""Code points shown of one saying; a "sentence" beyond is a list or a table."""


def sought(connection: Connection, asked: str, within: Within, limit: int, below: int | None = None) -> dict[str, Any]:
    """One page of answers; `older` is what `below` has to be for the next one, as text, None at the end.

    Raises UsageError for a question that asks for nothing.
    """
    parts = question(asked)
    if not term_index.possible(connection):
        raise UsageError("a store on PostgreSQL cannot be searched yet; `rowback copy` makes one that can")
    answer = searching.search(connection, parts, within, limit, below)
    return {
        "asked": asked,
        "found": [_view(one, parts) for one in answer.found],
        "older": None if answer.below is None else str(answer.below),
        "behind": indexing.count_behind(connection),
    }


def _view(one: Said, parts: list[Part]) -> dict[str, Any]:
    first, last = one.spells[0], one.spells[-1]
    sentence, source = _sentence(one.words, parts, one.article.language)
    return {
        "article": {
            "id": one.article.id,
            "url": one.article.url,
            "name": one.article.title or one.article.url,
            "outlet": one.article.outlet or one.article.host,
            "language": one.article.language,
            "tags": list(one.article.tags),
        },
        "part": one.part,
        "sentence": sentence,
        "pieces": marked(sentence, parts),
        "source": source,
        "version": one.version,
        "first_seen": {"version": first.first, "at": iso(first.since_ms)},
        "standing": last.until is None,
        "last_seen": {
            "version": one.article.version if last.until is None else last.until - 1,
            "at": None if last.until is not None or one.article.checked_at is None else iso(one.article.checked_at),
        },
        "gone": None
        if last.until is None or last.until_ms is None
        else {"version": last.until, "at": iso(last.until_ms)},
        "spells": [_spell(spell) for spell in one.spells],
    }


def _spell(one: Spell) -> dict[str, Any]:
    until = None if one.until_ms is None else iso(one.until_ms)
    return {"from": one.first, "since": iso(one.since_ms), "until": one.until, "gone_by": until}


def _sentence(words: str, parts: list[Part], language: str) -> tuple[str, str]:
    """The first sentence of a paragraph that holds what was asked for, and whom it names as its source."""
    lang = language or "en"
    spans = places(words, parts)
    chosen, start, end = words, 0, len(words)
    for one in sentences(words, lang):
        if spans and one.start <= spans[0][0] < one.end:
            chosen, start, end = one.text, one.start, max(one.end, spans[0][1])
            break
    named = [one.text for one in find_sources(chosen, lang) if not one.bare]
    if len(chosen) <= LONGEST:
        return chosen, named[0] if named else ""
    at = max(0, (spans[0][0] if spans else 0) - start - LONGEST // 3)
    cut = chosen[at : at + LONGEST].strip()
    return f"{'… ' if at else ''}{cut}{' …' if start + at + LONGEST < end else ''}", named[0] if named else ""
