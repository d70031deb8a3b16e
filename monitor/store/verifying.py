"""Whether the chain and the kept pages hold: a database connection goes in, what is broken comes out, a sentence each.

Reckons every head anew, then holds each article's versions, facts, changes and pages against what the chain recorded
of them. Changes nothing.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from monitor.keeping import packing, record
from monitor.keeping.chain import START, Entry, EntryKind, digest, head_of, seal
from monitor.store import codec
from monitor.store.acts import ACT, REVIEW, hashed
from monitor.store.past_tables import SEALED

_ENTRY = ", ".join(Entry.__dataclass_fields__)

RAW_KEPT = 64_000_000
"""Bytes of unpacked pages at hand; a row of 64 pages of 1 MB fits."""
MOST_AT_ONCE = 100
"""Faults of one article that are named."""
LARGEST = 1_000_000_000
"""Bytes of one page: a damaged size must not ask for all memory; `[fetch] max_size` allows no more."""


def chained(connection: sqlite3.Connection) -> bool:
    """Whether this store has a chain: a copy made by an older release has none."""
    row = connection.execute("SELECT count(*) FROM sqlite_master WHERE name IN ('chain', 'page', 'blob')").fetchone()
    return bool(row[0] == 3)


def head(connection: sqlite3.Connection) -> tuple[int, str]:
    """The number and the head of the last entry, as they stand."""
    row = connection.execute("SELECT n, head FROM chain ORDER BY n DESC LIMIT 1").fetchone()
    return (0, START.hex()) if row is None else (row[0], bytes(row[1]).hex())


def holds_head(connection: sqlite3.Connection, known: str) -> bool:
    """Whether a head that was written down elsewhere is one of this chain."""
    try:
        raw = bytes.fromhex(known.strip())
    except ValueError:
        return False
    return connection.execute("SELECT 1 FROM chain WHERE head = ?", (raw,)).fetchone() is not None


def faults(connection: sqlite3.Connection, pause: Callable[[], None] = lambda: None) -> Iterator[str]:
    """What is broken, the first break of the chain before all."""
    newest = connection.execute("SELECT coalesce(max(id), 0) FROM blob").fetchone()[0]
    yield from links(connection)
    yield from _at_once(connection, changes(connection))
    yield from _at_once(connection, acts(connection))
    look = _Look(connection)
    for number, url in connection.execute("SELECT id, url FROM article ORDER BY id").fetchall():
        yield from _at_once(connection, look.article(number, url))
        pause()
    yield from look.left(newest)


def _at_once(connection: sqlite3.Connection, found: Iterator[str]) -> list[str]:
    """What is found in one snapshot: a daemon may record between two statements. Short, so that its log can shrink."""
    connection.execute("BEGIN")
    try:
        return list(islice(found, MOST_AT_ONCE))
    finally:
        connection.execute("ROLLBACK")


def links(connection: sqlite3.Connection) -> Iterator[str]:
    """Each head reckoned anew; the walk ends at the first that is another, since none after it can be believed."""
    before, expected = START, 1
    last = connection.execute("SELECT max(n), count(*) FROM chain").fetchone()
    for row in connection.execute(f"SELECT n, head, {_ENTRY} FROM chain ORDER BY n"):  # noqa: S608 - names of ours
        n, stored, entry = row[0], row[1], Entry(*row[2:])
        try:
            right = n == expected and head_of(n, before, entry) == stored
        except (AttributeError, UnicodeError):
            right = False
        if not right:
            gone = f"entries {expected} to {n - 1} are missing" if n != expected else "is not what was recorded"
            said = f"the chain breaks at entry {n} ({entry.kind} of {_named(connection, entry)}): {gone}"
            yield f"{said}; what entries {expected} to {last[0]} record is no longer vouched for"
            return
        before, expected = stored, n + 1
    if expected == 1:
        yield "the chain has no entry"


def changes(connection: sqlite3.Connection) -> Iterator[str]:
    """Each stored change must be in exactly one entry, unaltered. Both grow in one order, so both are read once."""
    stored = connection.execute("SELECT id, article_id, version, kind, seen_at, fields FROM change ORDER BY id")
    entries = connection.execute(
        "SELECT n, article_id, version, change_first, change_count, changes FROM chain "
        "WHERE changes IS NOT NULL ORDER BY change_first, n"
    )
    row = stored.fetchone()
    for n, article_id, version, first, count, sha in entries:
        while row is not None and row[0] < (first or 0):
            yield f"change {row[0]} is in no entry of the chain"
            row = stored.fetchone()
        some: list[tuple[Any, ...]] = []
        while row is not None and len(some) < (count or 0) and row[1] == article_id:
            some.append(row)
            row = stored.fetchone()
        if len(some) != count or digest((r[0], *r[2:]) for r in some) != sha:
            yield f"changes of version {version} of article {article_id} are not what entry {n} of the chain recorded"
    while row is not None:
        yield f"change {row[0]} is in no entry of the chain"
        row = stored.fetchone()


def acts(connection: sqlite3.Connection) -> Iterator[str]:
    """Each act must be in exactly one entry, unaltered, with its review; and each review belongs to an act."""
    query = "SELECT count(*) FROM sqlite_master WHERE name = 'act'"
    if not connection.execute(query).fetchone()[0]:
        return
    recorded: dict[str, tuple[int, bytes]] = {}
    for n, sha, detail in connection.execute("SELECT n, text, detail FROM chain WHERE kind = 'act' ORDER BY n"):
        if detail in recorded:
            yield f"entry {n} of the chain records act {detail} once more"
        recorded[detail] = (n, sha)
    wanted = f"SELECT {_joined('a', ACT)}, {_joined('r', REVIEW)} FROM act a LEFT JOIN review r ON r.id = a.review_id"  # noqa: S608 - names of ours
    for row in connection.execute(f"{wanted} ORDER BY a.id"):
        its, of_review = row[: len(ACT)], row[len(ACT) :]
        named = f"act {its[0]} ({its[4]} of {its[5]} by {its[2]})"
        n, sha = recorded.pop(str(its[0]), (0, b""))
        if not n:
            yield f"{named} is in no entry of the chain"
        elif hashed(its, None if of_review[0] is None else of_review) != sha:
            yield f"{named} is not what entry {n} of the chain recorded"
    yield from (f"entry {n} of the chain records act {one}, which is gone" for one, (n, _) in recorded.items())
    alone = "SELECT id FROM review WHERE NOT EXISTS (SELECT 1 FROM act WHERE act.review_id = review.id) ORDER BY id"
    for (number,) in connection.execute(alone):
        yield f"review {number} belongs to no act"


def _joined(table: str, names: tuple[str, ...]) -> str:
    return ", ".join(f"{table}.{name}" for name in names)


def _named(connection: sqlite3.Connection, entry: Entry) -> str:
    row = connection.execute("SELECT url FROM article WHERE id = ?", (entry.article_id,)).fetchone()
    if row is None:
        return "the store"
    return f"{row[0]}, version {entry.version}" if entry.version else str(row[0])


@dataclass(slots=True)
class _Look:
    """One walk over all articles; remembers which blobs were found whole."""

    connection: sqlite3.Connection
    whole: set[int] = field(default_factory=set)
    raw: OrderedDict[int, bytes] = field(default_factory=OrderedDict)
    held: int = 0

    def article(self, number: int, url: str) -> Iterator[str]:
        """What is wrong with what was recorded of one article."""
        rows = self.connection.execute(
            f"SELECT n, {_ENTRY} FROM chain WHERE article_id = ? ORDER BY n",  # noqa: S608 - names of ours
            (number,),
        )
        entries = [(row[0], Entry(*row[1:])) for row in rows]
        names = [entry.detail for _, entry in entries if entry.kind == EntryKind.ARTICLE]
        if names and names[-1] != url:
            yield f"article {number} has another address, {url}, than the chain recorded, {names[-1]}"
        yield from self._versions(number, url, entries)
        yield from self._doubts(number, url, entries)
        yield from self._pages(number, url, entries)
        yield from self._verdicts(number, url, entries)

    def left(self, newest: int) -> Iterator[str]:
        """Bytes up to this blob that belong to no page, and certificates that are not what they are known by."""
        for (number,) in self.connection.execute("SELECT id FROM blob WHERE id <= ?", (newest,)).fetchall():
            if number not in self.whole:
                yield f"blob {number} belongs to no kept page, or is damaged"
        for sha, der in self.connection.execute("SELECT sha256, der FROM certificate"):
            if hashlib.sha256(der).digest() != sha:
                yield f"the certificate {bytes(sha).hex()} does not have its hash"

    def _versions(self, number: int, url: str, entries: list[tuple[int, Entry]]) -> Iterator[str]:
        recorded = {entry.version: (n, entry) for n, entry in entries if entry.kind == EntryKind.VERSION}
        facts: dict[int, list[tuple[Any, ...]]] = {}
        wanted = "SELECT version, n, kind, fields FROM fact WHERE article_id = ? ORDER BY version, n"
        for version, *row in self.connection.execute(wanted, (number,)):
            facts.setdefault(version, []).append(tuple(row))
        wanted = "SELECT number, seen_at, sha256, base, body, relearned, seal FROM version WHERE article_id = ?"
        for version, seen_at, sha, base, body, relearned, sealed in self.connection.execute(wanted, (number,)):
            named = f"version {version} of {url}"
            n, entry = recorded.pop(version, (0, None))
            if seal(sha, base, body) != sealed:
                yield f"{named} is not stored as it was"
            if entry is None:
                yield f"{named} is in no entry of the chain"
            elif (entry.at, entry.text, entry.detail or "") != (seen_at, sha, relearned):
                yield f"{named} has another text, time or mark than entry {n} of the chain recorded"
            elif digest(facts.get(version, ())) != entry.facts:
                yield f"the facts of {named} are not what entry {n} of the chain recorded"
            facts.pop(version, None)
        yield from (
            f"entry {n} of the chain records version {v} of {url}, which is gone" for v, (n, _) in recorded.items()
        )
        yield from (f"facts of version {version} of {url} belong to no version" for version in facts)

    def _doubts(self, number: int, url: str, entries: list[tuple[int, Entry]]) -> Iterator[str]:
        """Doubts that ended long ago are forgotten; those that are there must be what was recorded."""
        recorded = {entry.detail: entry.text for _, entry in entries if entry.kind == EntryKind.DOUBT}
        for one, body in self.connection.execute("SELECT id, body FROM doubt WHERE article_id = ?", (number,)):
            try:
                sha = codec.sha256(codec.unpack(body, None))
            except Exception:  # whatever damage makes of it
                sha = b""
            if str(one) in recorded and recorded[str(one)] != sha:
                yield f"doubt {one} of {url} has another text than the chain recorded"

    def _verdicts(self, number: int, url: str, entries: list[tuple[int, Entry]]) -> Iterator[str]:
        """Later verdicts, which stand beside the changes; a copy made by an older release has no such table."""
        recorded = {entry.detail: n for n, entry in entries if entry.kind == EntryKind.REJUDGED}
        if not self.connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'rejudged'").fetchone():
            return
        wanted = f"SELECT {', '.join(SEALED)} FROM rejudged WHERE article_id = ?"  # noqa: S608 - names of ours
        for row in self.connection.execute(wanted, (number,)):
            if recorded.pop(digest([row]).hex(), None) is None:
                yield f"the later verdict on version {row[1]} of {url} is not what the chain recorded"
        for n in recorded.values():
            yield f"entry {n} of the chain records a later verdict on {url}, which is gone"

    def _pages(self, number: int, url: str, entries: list[tuple[int, Entry]]) -> Iterator[str]:
        recorded = {e.page_id: (n, e) for n, e in entries if e.page_id is not None and e.kind != EntryKind.DELETED}
        gone = {(e.page_id, e.page) for _, e in entries if e.kind == EntryKind.DELETED}
        wanted = "SELECT id, version, cause, at, record, body FROM page WHERE article_id = ? ORDER BY id"
        for one, version, cause, at, record_id, body_id in self.connection.execute(wanted, (number,)).fetchall():
            named = f"page {one} (version {version} of {url})"
            n, entry = recorded.pop(one, (0, None))
            raw, body = self._bytes(record_id), self._bytes(body_id)
            if entry is None:
                yield f"{named} is in no entry of the chain"
            elif (entry.kind, entry.version, entry.at) != (cause, version, at):
                yield f"{named} has another cause, version or time than entry {n} of the chain recorded"
            elif raw is None or entry.page is None or hashlib.sha256(raw).digest() != entry.page:
                yield f"the record of {named} is not what entry {n} of the chain recorded"
            elif body is None or not self._agrees(raw, body_id):
                yield f"the body or a certificate of {named} is not what its record says"
        for one, (n, entry) in recorded.items():
            if (one, entry.page) not in gone:
                yield f"entry {n} of the chain records page {one} of {url}, which is gone"

    def _agrees(self, raw: bytes, body_id: int) -> bool:
        """Whether the record is of this body, just found to have its hash, and of certificates that are there."""
        try:
            said = record.read(raw)
        except (ValueError, KeyError, TypeError):
            return False
        known = "SELECT 1 FROM certificate WHERE sha256 = ?"
        has = all(self.connection.execute(known, (bytes.fromhex(sha),)).fetchone() for sha in said.certificates)
        (sha,) = self.connection.execute("SELECT sha256 FROM blob WHERE id = ?", (body_id,)).fetchone()
        return has and bytes(sha).hex() == said.body[0]

    def _bytes(self, number: int) -> bytes | None:
        """The bytes of one blob if it and all that it is patched from are whole; each is unpacked about once."""
        if number in self.raw:
            self.raw.move_to_end(number)
            return self.raw[number]
        row = self.connection.execute(
            "SELECT sha256, size, base, place, packed, seal FROM blob WHERE id = ?", (number,)
        ).fetchone()
        # A base is always older, so this ends.
        if row is None or not 0 <= row[1] <= LARGEST or (row[2] is not None and row[2] >= number):
            return None
        sha, size, base, place, packed, sealed = row
        before = None if base is None else self._bytes(base)
        if base is not None and before is None:
            return None
        try:
            raw = packing.unpack(packed, before, size)
        except packing.Unpackable:
            return None
        if hashlib.sha256(raw).digest() != sha or seal(sha, size, base, place, packed) != sealed:
            return None
        self.whole.add(number)
        self._hold(number, raw)
        return raw

    def _hold(self, number: int, raw: bytes) -> None:
        self.raw[number] = raw
        self.held += len(raw)
        while self.held > RAW_KEPT and len(self.raw) > 1:
            self.held -= len(self.raw.popitem(last=False)[1])


def page_is_whole(connection: sqlite3.Connection, record_id: int, body_id: int) -> bool:
    """Whether a page's record and body can be read and belong together."""
    look = _Look(connection)
    raw, body = look._bytes(record_id), look._bytes(body_id)
    return raw is not None and body is not None and look._agrees(raw, body_id)


def counted(connection: sqlite3.Connection) -> dict[str, int]:
    """How many entries and pages there are."""
    return {
        name: int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - names of ours
        for table, name in (("chain", "entries"), ("page", "pages"))
    }
