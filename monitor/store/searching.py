"""Who said it, where, since when and until when: a question goes in, articles come out, each with when it said so.

Reads only. Which words a paragraph holds, term_index.py knows; this joins it with versions and articles.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from monitor.errors import StoreError
from monitor.store import indexing, term_index, versions
from monitor.store.history import article_by_id
from monitor.store.rows import ArticleRow
from monitor.store.search_tables import paragraph
from monitor.store.tables import article
from monitor.text.terms import Part

LOOKED_AT = 20_000
"""Paragraphs looked at for one page of answers; behind them the next page goes on, so that no question takes long."""
FEW = 200
"""Articles that are named to the index; more are no narrowing worth its while."""
OF_ONE = 2_000
"""Paragraphs of one article that are put together to say when it said so."""


@dataclass(frozen=True, slots=True)
class Within:
    """Where to look; "" and None for everywhere. It stood there after `since_ms`, and was there before `until_ms`."""

    outlet: str = ""
    tag: str = ""
    article: int | None = None
    since_ms: int | None = None
    until_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Spell:
    """Versions through which an article said it without a break. `until` is the first that no longer does, or None."""

    first: int
    since_ms: int
    until: int | None
    until_ms: int | None


@dataclass(frozen=True, slots=True)
class Said:
    """One article that says or said it: in which spells, oldest first, and the newest paragraph that does."""

    article: ArticleRow
    spells: tuple[Spell, ...]
    part: str
    words: str
    version: int
    id: int


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of answers, the newest saying first; `below` is where the next one goes on, None at the end."""

    found: tuple[Said, ...]
    below: int | None


def search(
    connection: Connection, parts: Sequence[Part], within: Within, limit: int, below: int | None = None
) -> Answer:
    """The articles that say or said what is asked for, the one where it appeared last first."""
    among = _articles(connection, within)
    if among is not None and not among:
        return Answer((), None)
    few = sorted(among) if among is not None and len(among) <= FEW else ()
    top = below if below is not None else term_index.NEWEST
    if within.until_ms is not None:
        top = min(top, indexing.id_of(within.until_ms))
    found: list[Said] = []
    seen: set[int] = set()
    looked = 0
    last = top
    for number, article_id in _joined(connection, parts, few, top, within, among):
        looked, last = looked + 1, number
        if article_id not in seen:
            seen.add(article_id)
            if (said := _said(connection, parts, article_id, number, within)) is not None:
                if len(found) == limit:
                    return Answer(tuple(found), found[-1].id)
                found.append(said)
        if looked == LOOKED_AT:
            return Answer(tuple(found), last)
    return Answer(tuple(found), None)


def _articles(connection: Connection, within: Within) -> set[int] | None:
    wanted = select(article.c.id)
    if within.article is not None:
        wanted = wanted.where(article.c.id == within.article)
    if within.outlet:
        named = or_(article.c.outlet == within.outlet, and_(article.c.outlet == "", article.c.host == within.outlet))
        wanted = wanted.where(named)
    if within.tag:
        tags = func.json_each(article.c.tags).table_valued("value", name="one_tag")
        wanted = wanted.where(select(1).select_from(tags).where(tags.c.value == within.tag).exists())
    if not (within.article is not None or within.outlet or within.tag):
        return None
    return {row.id for row in connection.execute(wanted)}


def _joined(
    connection: Connection, parts: Sequence[Part], few: Sequence[int], top: int, within: Within, among: set[int] | None
) -> Iterator[tuple[int, int]]:
    """The id of each paragraph and its article, highest first."""
    ids = term_index.holding(connection, parts, articles=few, below=top, most=LOOKED_AT)
    for some in _batches(ids, 64):
        rows = {row.id: row for row in _paragraphs(connection, some)}
        for number in some:
            row = rows.get(number)
            if row is None or (among is not None and row.article_id not in among):
                continue
            if within.since_ms is not None and row.until_at is not None and row.until_at <= within.since_ms:
                continue
            yield number, row.article_id


def _batches(ids: Iterable[int], size: int) -> Iterator[list[int]]:
    batch: list[int] = []
    for one in ids:
        batch.append(one)
        if len(batch) == size:
            yield batch
            batch, size = [], min(1_000, size * 2)
    if batch:
        yield batch


def _paragraphs(connection: Connection, ids: Sequence[int]) -> Sequence[Any]:
    several = func.json_each(json.dumps(list(ids))).table_valued("value", name="one_id")
    return connection.execute(select(paragraph).where(paragraph.c.id.in_(select(several.c.value)))).all()


def _said(connection: Connection, parts: Sequence[Part], article_id: int, number: int, within: Within) -> Said | None:
    """What one article said; None where a higher paragraph of it was on a page before this one."""
    ids = list(term_index.holding(connection, parts, articles=[article_id], most=OF_ONE))
    rows = sorted(_paragraphs(connection, ids), key=lambda row: row.first)
    fitting = [
        row.id
        for row in rows
        if (within.until_ms is None or row.id < indexing.id_of(within.until_ms))
        and (within.since_ms is None or row.until_at is None or row.until_at > within.since_ms)
    ]
    if not fitting or max(fitting) > number:
        return None
    newest = next(row for row in rows if row.id == number)
    part, words = _words(connection, article_id, newest.first, newest.sha)
    return Said(article_by_id(connection, article_id), _spells(rows), part, words, newest.first, number)


def _spells(rows: Sequence[Any]) -> tuple[Spell, ...]:
    """The versions of several paragraphs put together; they come in the order of their first versions."""
    spells: list[Spell] = []
    for row in rows:
        last = spells[-1] if spells else None
        if last is not None and (last.until is None or row.first <= last.until):
            if last.until is not None and (row.until is None or row.until > last.until):
                spells[-1] = Spell(last.first, last.since_ms, row.until, row.until_at)
        else:
            spells.append(Spell(row.first, indexing.moment_of(row.id), row.until, row.until_at))
    return tuple(spells)


def _words(connection: Connection, article_id: int, number: int, sha: bytes) -> tuple[str, str]:
    """The part and the words of a paragraph, out of its first version; empty where that is damaged or lost."""
    try:
        return indexing.pieces(versions.text_of(connection, article_id, number)).get(sha, ("", ""))
    except StoreError:
        return "", ""
