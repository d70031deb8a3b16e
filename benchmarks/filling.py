"""A store of many articles, made by bulk statements: a folder and a number go in, a data folder is filled.

The rows are those that the real code makes for our own articles, read from invented pages; only addresses differ. Real
claims, screens and commands then run on it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.shapes import ours
from monitor.checks.judging import Page, judge, look
from monitor.store import Store, codec
from monitor.store.file import FILE

ARTICLES_A_HOST = 50
MOST_HOSTS = 20_000
POOL = 60
MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Sample:
    """What one article leaves in the store: columns of its row, its packed text and the rows of its facts."""

    columns: dict[str, Any]
    sha256: bytes
    body: bytes
    facts: Sequence[tuple[int, str, str]]


def samples(count: int = POOL) -> list[Sample]:
    """Our own articles as checks of them would store them."""
    found = []
    for page in ours("growth"):
        looked = look(Page(page.html.encode(), page.url, 200, {}, None, None, None))
        if looked.text is None or looked.fingerprint is None:
            continue
        columns = {
            "title": looked.title,
            "first_title": looked.title,
            "language": looked.language,
            "etag": '"5f1c-62a9c0de"',
            "last_modified": "Mon, 30 Nov 2026 10:00:00 GMT",
            "body_sha": looked.fingerprint,
            "content_sha": looked.fingerprint,
            "story_sha": looked.story,
            "page_memory": looked.page_memory,
        }
        facts = [
            (n, one["kind"], json.dumps(one["fields"], ensure_ascii=False))
            for n, one in enumerate(judge(None, looked.text).facts)
        ]
        found.append(Sample(columns, codec.sha256(looked.text), codec.pack(looked.text, None), facts))
        if len(found) == count:
            break
    return found


def hosts_of(count: int) -> int:
    """How many hosts `count` articles stand at."""
    return max(1, min(MOST_HOSTS, count // ARTICLES_A_HOST))


def url_of(number: int, hosts: int) -> str:
    """The address of an article, about as long as those of newspapers."""
    return f"https://www.paper{number % hosts}.example/world/2026/11/30/the-story-of-the-day-{number:07d}"


def fill(folder: Path, count: int, now_ms: int) -> Path:
    """Make a store of `count` articles that were all read once and are due at different minutes of the next day."""
    Store(folder).close()
    path = folder / FILE
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-200000", "foreign_keys=OFF"):
            connection.execute(f"PRAGMA {pragma}").close()
        connection.execute("BEGIN")
        _put(connection, "host", ({"host": f"www.paper{n}.example"} for n in range(hosts_of(count))))
        pool = samples()
        _put(connection, "article", _articles(pool, count, now_ms))
        _put(connection, "watch", _watches(count, now_ms))
        _put(connection, "watched", ({"watch_id": n, "article_id": n, "since": now_ms} for n in range(1, count + 1)))
        _put(connection, "version", _versions(pool, count, now_ms))
        _put(connection, "fact", _facts(pool, count))
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode=WAL").close()
    finally:
        connection.close()
    return path


def _articles(pool: Sequence[Sample], count: int, now_ms: int) -> Iterator[dict[str, Any]]:
    hosts = hosts_of(count)
    for number in range(1, count + 1):
        url = url_of(number, hosts)
        yield {
            "id": number,
            "url": url,
            "url_key": url,
            "host": f"www.paper{number % hosts}.example",
            "final_url": "",
            "validators_url": url,
            "state": "read",
            "due_at": now_ms + MINUTE_MS + (number * 7919) % 86_400_000,
            "added_at": now_ms - 86_400_000,
            "checked_at": now_ms - MINUTE_MS,
            "changed_at": now_ms - 86_400_000,
            "version": 1,
            "checks": 9,
            "outlet": "The Paper",
            **pool[number % len(pool)].columns,
        }


def _watches(count: int, now_ms: int) -> Iterator[dict[str, Any]]:
    hosts = hosts_of(count)
    for number in range(1, count + 1):
        url = url_of(number, hosts)
        yield {"id": number, "url": url, "url_key": url, "added_at": now_ms}


def _versions(pool: Sequence[Sample], count: int, now_ms: int) -> Iterator[dict[str, Any]]:
    for number in range(1, count + 1):
        one = pool[number % len(pool)]
        yield {"article_id": number, "number": 1, "seen_at": now_ms, "sha256": one.sha256, "body": one.body}


def _facts(pool: Sequence[Sample], count: int) -> Iterator[dict[str, Any]]:
    for number in range(1, count + 1):
        for n, kind, fields in pool[number % len(pool)].facts:
            yield {"article_id": number, "version": 1, "n": n, "kind": kind, "fields": fields}


def _put(connection: sqlite3.Connection, table: str, rows: Iterator[dict[str, Any]]) -> None:
    first = next(rows)
    names = ", ".join(first)
    marks = ", ".join("?" * len(first))
    statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"
    connection.execute(statement, tuple(first.values()))
    connection.executemany(statement, (tuple(row.values()) for row in rows))
