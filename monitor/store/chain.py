"""The hash chain in its table: entries are added at its end and read, never changed and never removed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, insert, inspect, literal_column, select, update

from monitor.keeping.chain import START, Entry, EntryKind, digest, head_of, line_of, seal
from monitor.store.page_tables import blob, chain, page
from monitor.store.past_tables import SEALED, rejudged
from monitor.store.statements import Ready
from monitor.store.tables import article, change, fact, version

FIELDS = tuple(Entry.__dataclass_fields__)
"""Columns of an entry besides its number and its head."""

_LAST = Ready(select(chain.c.n, chain.c.head).order_by(chain.c.n.desc()).limit(1))
_URL = Ready(select(article.c.url).where(article.c.id == bindparam("one")))
_NEWEST_CHANGE = Ready(select(func.max(change.c.id)))
_NAMED = Ready(
    select(chain.c.detail)
    .where(chain.c.article_id == bindparam("one"), chain.c.kind == literal_column("'article'"))
    .order_by(chain.c.n.desc())
    .limit(1)
)
_ADD = Ready(insert(chain), "n", "head", *FIELDS)
_FACTS = (
    select(fact.c.n, fact.c.kind, fact.c.fields)
    .where(fact.c.article_id == bindparam("one"), fact.c.version == bindparam("number"))
    .order_by(fact.c.n)
)
_CHANGES = (
    select(change.c.id, change.c.version, change.c.kind, change.c.seen_at, change.c.fields)
    .where(change.c.article_id == bindparam("one"), change.c.id >= bindparam("first"))
    .order_by(change.c.id)
)
_CHANGES_SINCE = Ready(_CHANGES)


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry: its number and the hash that stands for all."""

    n: int
    sha256: bytes


def head(connection: Connection) -> Head:
    """Where the chain ends now; entry 0 where it has none."""
    row = _LAST.first(connection)
    return Head(0, START) if row is None else Head(row.n, row.head)


def append(connection: Connection, *entries: Entry) -> Head:
    """Add entries at the end. The caller is the one writer."""
    end = head(connection)
    rows = []
    for entry in entries:
        n = end.n + 1
        end = Head(n, head_of(n, end.sha256, entry))
        fields = {name: getattr(entry, name) for name in FIELDS}
        rows.append({"n": n, "head": end.sha256, **fields, "kind": str(entry.kind)})
    _ADD.many(connection, rows)
    return end


def named(connection: Connection, article_id: int, at_ms: int) -> list[Entry]:
    """The entry that names the article, where the last one that did is not of this address."""
    url = _URL.value(connection, one=article_id)
    if _NAMED.value(connection, one=article_id) == url:
        return []
    return [Entry(EntryKind.ARTICLE, at_ms, article_id, detail=url)]


def facts_digest(connection: Connection, article_id: int, number: int) -> bytes:
    """The hash of the facts of a version, as they are stored."""
    rows = connection.execute(_FACTS, {"one": article_id, "number": number})
    return digest(tuple(row) for row in rows)


def changes_since(connection: Connection, article_id: int, first: int) -> tuple[int, int, bytes] | None:
    """The first, the number and the hash of the changes stored for this article since that id; None for none."""
    rows = _CHANGES_SINCE.all(connection, one=article_id, first=first)
    if not rows:
        return None
    return rows[0].id, len(rows), digest(tuple(row) for row in rows)


def next_change(connection: Connection) -> int:
    """The id that the next change will have at least."""
    return int(_NEWEST_CHANGE.value(connection) or 0) + 1


def entries(connection: Connection, article_id: int) -> list[tuple[int, Entry]]:
    """What the chain records of one article, with the numbers of the entries, oldest first."""
    rows = connection.execute(select(chain).where(chain.c.article_id == article_id).order_by(chain.c.n))
    return [(row.n, _entry(row)) for row in rows]


def of_change(
    connection: Connection, article_id: int, numbers: Sequence[int], change_id: int
) -> list[tuple[int, bytes, Entry]]:
    """The entries of some versions of an article and the one that records a change, each with its number and head."""
    c = chain.c
    within = c.change_first <= change_id, c.change_first + c.change_count > change_id
    wanted = (c.kind == EntryKind.VERSION) & c.version.in_(numbers) | and_(*within)
    rows = connection.execute(select(chain).where(c.article_id == article_id, wanted).order_by(c.n))
    return [(row.n, row.head, _entry(row)) for row in rows]


def deleted(connection: Connection, article_id: int, page_id: int) -> tuple[int, Entry] | None:
    """The entry that says that a page went, with its number."""
    c = chain.c
    one = select(chain).where(c.article_id == article_id, c.kind == EntryKind.DELETED, c.page_id == page_id)
    row = connection.execute(one).first()
    return None if row is None else (row.n, _entry(row))


def entry_with(connection: Connection, head: str) -> int | None:
    """The number of the entry after which this was the head."""
    try:
        raw = bytes.fromhex(head.strip())
    except ValueError:
        return None
    number = connection.execute(select(chain.c.n).where(chain.c.head == raw)).scalar()
    return None if number is None else int(number)


def lines_from(connection: Connection, first: int, last: int | None = None) -> Iterator[tuple[int, str]]:
    """The lines of the chain from an entry on, to another or the newest, each with its number, as they are hashed."""
    before = connection.execute(select(chain.c.head).where(chain.c.n == first - 1)).scalar() or START
    wanted = chain.c.n >= first if last is None else chain.c.n.between(first, last)
    for row in connection.execute(select(chain).where(wanted).order_by(chain.c.n)):
        yield row.n, line_of(row.n, before, _entry(row))
        before = row.head


def chained_changes(connection: Connection, entry: Entry) -> list[list[Any]]:
    """The changes that an entry records, as they are hashed."""
    values = {"one": entry.article_id, "first": entry.change_first}
    rows = connection.execute(_CHANGES.limit(entry.change_count), values)
    return [list(row) for row in rows]


def chained_facts(connection: Connection, article_id: int, number: int) -> list[list[Any]]:
    """The facts of a version, as they are hashed."""
    return [list(row) for row in connection.execute(_FACTS, {"one": article_id, "number": number})]


def deletions(connection: Connection) -> list[tuple[int, Entry]]:
    """The deletion log: each page that went, its hash and why, oldest first."""
    rows = connection.execute(select(chain).where(chain.c.kind == EntryKind.DELETED).order_by(chain.c.n))
    return [(row.n, _entry(row)) for row in rows]


def rejudged_entry(values: Sequence[Any]) -> Entry:
    """The entry for a later verdict on a version: the hash of what `SEALED` names of its row is the detail."""
    return Entry(EntryKind.REJUDGED, values[2], values[0], values[1], detail=digest([values]).hex())


def begin(connection: Connection) -> None:
    """The first entries of a store: what was recorded before there was a chain, and the one that says it begins.

    Done once, with the step of the schema that brings the chain; after it nothing is ever taken up.
    """
    if head(connection).n:
        return
    for found in _taken_up(connection):
        append(connection, *found)
    append(connection, *_verdicts(connection))
    append(connection, Entry(EntryKind.BEGAN, 0))


def _taken_up(connection: Connection) -> Iterator[list[Entry]]:
    a = connection.execute(select(article.c.id, article.c.url, article.c.added_at).order_by(article.c.id)).all()
    for one in a:
        found = [Entry(EntryKind.ARTICLE, one.added_at, one.id, detail=one.url)]
        v = version.c
        wanted = (
            select(v.number, v.seen_at, v.sha256, v.base, v.body, v.relearned)
            .where(v.article_id == one.id)
            .order_by(v.number)
        )
        kept = _kept(connection, one.id)
        for row in connection.execute(wanted).all():
            facts = facts_digest(connection, one.id, row.number)
            its_page = kept.pop((EntryKind.VERSION, row.number, row.seen_at), None)
            found.append(
                Entry(
                    kind=EntryKind.VERSION,
                    at=row.seen_at,
                    article_id=one.id,
                    version=row.number,
                    text=row.sha256,
                    facts=facts,
                    page=its_page.sha256 if its_page else None,
                    page_id=its_page.id if its_page else None,
                    detail=row.relearned or None,
                )
            )
            its = (v.article_id == one.id) & (v.number == row.number)
            sealed = seal(row.sha256, row.base, row.body)
            connection.execute(update(version).where(its).values(seal=sealed))
        found += [
            Entry(kind, at, one.id, number, page=row.sha256, page_id=row.id) for (kind, number, at), row in kept.items()
        ]
        yield found
    c = change.c
    rows = connection.execute(select(c.id, c.article_id, c.version, c.kind, c.seen_at, c.fields).order_by(c.id)).all()
    for _, run in groupby(rows, key=lambda row: (row.article_id, row.version, row.seen_at)):
        some = list(run)
        yield [
            Entry(
                EntryKind.CHANGES,
                some[0].seen_at,
                some[0].article_id,
                some[0].version,
                changes=digest((row.id, row.version, row.kind, row.seen_at, row.fields) for row in some),
                change_first=some[0].id,
                change_count=len(some),
            )  # fmt: skip
        ]


def _verdicts(connection: Connection) -> Iterator[Entry]:
    """The entries of later verdicts; the step of the schema that brings the chain comes before that of their table."""
    if inspect(connection).has_table(rejudged.name):
        verdicts = select(*(rejudged.c[name] for name in SEALED)).order_by(rejudged.c.id)
        yield from (rejudged_entry(tuple(row)) for row in connection.execute(verdicts).all())


def _kept(connection: Connection, article_id: int) -> dict[tuple[str, int, int], Any]:
    """The kept pages of an article by cause, version and time; a store from before the chain has none."""
    p = page.c
    rows = connection.execute(
        select(p.id, p.cause, p.version, p.at, blob.c.sha256)
        .join(blob, blob.c.id == p.record)
        .where(p.article_id == article_id)
        .order_by(p.id)
    )
    return {(row.cause, row.version, row.at): row for row in rows}


def _entry(row: Any) -> Entry:
    return Entry(**{name: getattr(row, name) for name in FIELDS})
