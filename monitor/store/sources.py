"""Feeds and sitemaps that watches name: which are due, and what a poll of one brought, all or nothing.

What passes the filters of a watch becomes an article of it. Never fetches, reads or decides what passes: that is
handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

from sqlalchemy import Connection, case, delete, func, insert, select, update

from monitor.store import claims
from monitor.store.settling import in_pieces, is_paused, settle
from monitor.store.tables import article, host
from monitor.store.watch_tables import source, watch, watched

HINTED = "its feed says that it changed: at once"
"""Why an article is due that a feed gives a new date."""
FIRST_PACE_MS = 15 * 60_000
LEASE_MS = claims.LEASE_MS


@dataclass(frozen=True, slots=True)
class SourceClaim:
    """One source to poll now."""

    id: int
    token: int
    url: str
    host: str
    parent: int | None
    kind: str
    state: str
    reason: str
    etag: str | None
    last_modified: str | None
    validators_url: str | None
    since_full: int
    body_sha: bytes | None
    pace_ms: int
    fails: int
    news: float
    fresh: int


@dataclass(frozen=True, slots=True)
class Named:
    """One article, or one sitemap of an index, that a source names; its address normalised. Times are ms."""

    url: str
    key: str
    host: str
    title: str = ""
    published: int | None = None
    updated: int | None = None
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Polled:
    """What one poll found. `named` is None where nothing was read; `fields` are further columns of the source."""

    id: int
    token: int
    host: str
    at_ms: int
    state: str
    reason: str
    next_due_ms: int
    fails: int = 0
    kind: str = ""
    title: str = ""
    named: Sequence[Named] | None = None
    children: Sequence[Named] | None = None
    left_out: int = 0
    fields: dict[str, Any] = field(default_factory=dict)
    host_hold_ms: int = 0
    host_pause_ms: int | None = None


class Sieve(Protocol):
    """The filters of one watch (sources/filters.py)."""

    @property
    def most(self) -> int:
        """So many articles are followed at once."""

    def sift(self, url: str, title: str, sections: Sequence[str], published_ms: int | None, now_ms: int) -> str:
        """ "followed", or the word of the filter that keeps it out."""

    def until_ms(self, published_ms: int | None, now_ms: int) -> int:
        """When the article ages out."""


class Sieves(Protocol):
    """Makes the sieve of a watch from its stored filters."""

    def __call__(self, text: str) -> Sieve:
        """The sieve."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What a poll did: articles followed anew, articles made due by a hint, and entries kept out by word."""

    new: int = 0
    hinted: int = 0
    kept_out: dict[str, int] = field(default_factory=dict)


def keep_up(connection: Connection, now_ms: int) -> None:
    """A source for each address that a watch names, and none that no watch names any more."""
    wanted = {
        row.url_key: row.url
        for row in connection.execute(select(watch.c.url_key, watch.c.url).where(watch.c.kind == "feed"))
    }
    roots = {
        row.url_key: row.id
        for row in connection.execute(select(source.c.url_key, source.c.id).where(source.c.parent.is_(None)))
    }
    for key, url in wanted.items():
        if key not in roots:
            _add(connection, Named(url, key, _host_of(url)), None, now_ms)
    gone = [number for key, number in roots.items() if key not in wanted]
    for number in gone:
        connection.execute(delete(source).where(source.c.parent == number))
        connection.execute(delete(source).where(source.c.id == number))


def claim(connection: Connection, now_ms: int, at_most: int, pause_ms: int) -> list[SourceClaim]:
    """Lease sources that are due, one a host at most, none of a host that pauses or of watches that all rest."""
    due = (
        select(source, host.c.pause_ms.label("own_pause"))
        .outerjoin(host, host.c.host == source.c.host)
        .where(source.c.due_at <= now_ms, func.coalesce(host.c.next_ok_at, 0) <= now_ms)
        .order_by(source.c.due_at)
        .limit(200)
    )
    found: dict[str, Any] = {}
    for row in connection.execute(due).all():
        if len(found) < at_most and row.host not in found and _watches(connection, row, now_ms):
            found[row.host] = row
    for row in found.values():
        leased = {"due_at": now_ms + LEASE_MS, "leased": 1, "token": row.token + 1}
        connection.execute(update(source).where(source.c.id == row.id).values(**leased))
        if pause := max(pause_ms, min(row.own_pause or 0, claims.LONGEST_PAUSE_MS)):
            claims.hold_host(connection, row.host, now_ms + pause)
    names = set(SourceClaim.__dataclass_fields__) - {"token"}
    return [SourceClaim(**{n: getattr(row, n) for n in names}, token=row.token + 1) for row in found.values()]


def release_all(connection: Connection, now_ms: int) -> int:
    """Give back every lease, due again at once."""
    freed = {"due_at": now_ms, "leased": 0, "token": source.c.token + 1}
    return int(connection.execute(update(source).where(source.c.leased == 1).values(**freed)).rowcount)


def rebase(connection: Connection, now_ms: int, step_ms: int, spread: Callable[[str], float]) -> None:
    """After a step of the wall clock by `step_ms`, 0 where it is unknown: leases and due times in reach again.

    `spread` gives the share of its wait after which an address is due that a wrong clock had put off further.
    """
    # What fails may have been sent away for as long as a host may ask for.
    wait = case((source.c.leased == 1, LEASE_MS), (source.c.fails > 0, claims.LONGEST_PAUSE_MS), else_=source.c.pace_ms)
    wanted = select(source.c.id, source.c.url, source.c.due_at, source.c.leased, wait.label("wait"))
    for row in connection.execute(wanted.where(source.c.due_at.is_not(None))).all():
        due = row.due_at + step_ms
        if due > now_ms + row.wait:
            # Else all that were put off would be due together.
            due = now_ms + int(row.wait * (1 if row.leased else spread(row.url)))
        if due != row.due_at:
            connection.execute(update(source).where(source.c.id == row.id).values(due_at=due))


def make_due(connection: Connection, now_ms: int, watch_ids: Sequence[int]) -> int:
    """Bring the next poll of what these watches name forward to now."""
    count = 0
    for ids in in_pieces(watch_ids):
        keys = select(watch.c.url_key).where(watch.c.id.in_(ids), watch.c.kind == "feed")
        its = source.c.url_key.in_(keys) & (source.c.leased == 0)
        count += connection.execute(update(source).where(its).values(due_at=now_ms)).rowcount
    return count


def record(connection: Connection, found: Polled, sieves: Sieves) -> Brought | None:
    """Store one poll and follow what it brought; None where its lease was lost and nothing was changed."""
    values: dict[str, Any] = {
        "due_at": found.next_due_ms,
        "leased": 0,
        "token": found.token + 1,
        "checked_at": found.at_ms,
        "state": found.state,
        "reason": found.reason,
        "fails": found.fails,
        "polls": source.c.polls + 1,
        **found.fields,
    }
    if found.named is not None or found.children is not None:
        entries = len(found.named or ()) + len(found.children or ())
        values |= {"kind": found.kind, "title": found.title, "entries": entries}
    held = (source.c.id == found.id) & (source.c.token == found.token)
    if connection.execute(update(source).where(held).values(**values)).rowcount == 0:
        return None
    if found.host_hold_ms or found.host_pause_ms is not None:
        claims.hold_host(connection, found.host, found.at_ms + found.host_hold_ms, found.host_pause_ms)
    row = connection.execute(select(source).where(source.c.id == found.id)).one()
    if found.children is not None:
        _take_children(connection, row.id, found.children, found.at_ms)
    brought = Brought()
    for one in _watches(connection, row, found.at_ms) if found.named else ():
        more = _follow(connection, one, found.named or (), found.at_ms, sieves(one.filters))
        brought = Brought(brought.new + more.new, brought.hinted + more.hinted, more.kept_out)
    if brought.new:
        connection.execute(update(source).where(source.c.id == found.id).values(brought_at=found.at_ms))
    # At its first poll everything is new.
    fresh = brought.new + brought.hinted if row.polls > 1 else 0
    connection.execute(update(source).where(source.c.id == found.id).values(fresh=fresh))
    kept_out = sum(brought.kept_out.values()) + found.left_out
    if found.named is not None:
        connection.execute(update(source).where(source.c.id == found.id).values(left_out=kept_out))
    return brought


def age_out(connection: Connection, now_ms: int) -> int:
    """Let go of articles whose time with their feed is over; returns how many nobody follows any more."""
    over = (watched.c.until <= now_ms) & (watched.c.ended == 0)
    ids = [row.article_id for row in connection.execute(select(watched.c.article_id).where(over).limit(5_000))]
    if not ids:
        return 0
    connection.execute(update(watched).where(over, watched.c.article_id.in_(ids)).values(ended=1))
    return len(settle(connection, ids, now_ms))


def _follow(connection: Connection, one: Any, named: Sequence[Named], now_ms: int, sieve: Sieve) -> Brought:
    """What one watch takes of the articles that its source names."""
    links = select(watched, article.c.url_key).join(article, article.c.id == watched.c.article_id)
    known = {row.url_key: row for row in connection.execute(links.where(watched.c.watch_id == one.id))}
    room = sieve.most - sum(not row.ended for row in known.values())
    kept_out: dict[str, int] = {}
    fresh: list[Named] = []
    hinted: list[int] = []
    for entry in named:
        stated = entry.updated
        if (row := known.get(entry.key)) is not None:
            if stated is not None and stated > (row.stated or 0):
                hinted += [row.article_id] if not row.ended and row.stated is not None else []
                its = (watched.c.watch_id == one.id) & (watched.c.article_id == row.article_id)
                connection.execute(update(watched).where(its).values(stated=stated))
            continue
        word = str(sieve.sift(entry.url, entry.title, entry.sections, entry.published or stated, now_ms))
        if word == "followed" and room <= 0:
            word = "most"
        if word == "followed":
            fresh.append(entry)
            room -= 1
        else:
            kept_out[word] = kept_out.get(word, 0) + 1
    numbers = [_article(connection, entry, now_ms) for entry in fresh]
    if fresh:
        rows = [
            {
                "watch_id": one.id,
                "article_id": number,
                "since": now_ms,
                "until": sieve.until_ms(entry.published or entry.updated, now_ms),
                "stated": entry.updated or entry.published or 0,
            }
            for number, entry in zip(numbers, fresh, strict=True)
        ]
        connection.execute(insert(watched), rows)
        settle(connection, numbers, now_ms)
    return Brought(len(fresh), _make_due(connection, hinted, now_ms), kept_out)


def _make_due(connection: Connection, ids: Sequence[int], now_ms: int) -> int:
    """A hint that they changed: due at once, unless they are looked at now or rest."""
    if not ids:
        return 0
    a = article.c
    waiting = (a.id.in_(ids)) & (a.leased == 0) & (a.due_at > now_ms)
    return int(connection.execute(update(article).where(waiting).values(due_at=now_ms, why=HINTED, hinted=1)).rowcount)


def _article(connection: Connection, entry: Named, now_ms: int) -> int:
    known = connection.execute(select(article.c.id).where(article.c.url_key == entry.key)).scalar()
    if known is not None:
        return int(known)
    row: dict[str, Any] = {"url": entry.url, "url_key": entry.key, "host": entry.host, "title": entry.title}
    # Without a watch until the feed's is joined to it, which then makes it due.
    row["followed"] = "unwatched"
    row["published_at"] = entry.published
    made = connection.execute(insert(article).values(**row, added_at=now_ms).returning(article.c.id)).scalar_one()
    if connection.execute(select(host.c.host).where(host.c.host == entry.host)).first() is None:
        connection.execute(insert(host).values(host=entry.host))
    return int(made)


def _take_children(connection: Connection, parent: int, children: Sequence[Named], now_ms: int) -> None:
    """The sitemaps of an index that are polled: those chosen now, and no others."""
    known = {r.url_key: r.id for r in connection.execute(select(source).where(source.c.parent == parent))}
    wanted = {one.key: one for one in children}
    for key, number in known.items():
        if key not in wanted:
            connection.execute(delete(source).where(source.c.id == number))
    for key, one in wanted.items():
        if key not in known:
            _add(connection, one, parent, now_ms)


def _add(connection: Connection, one: Named, parent: int | None, now_ms: int) -> None:
    row = {"url": one.url, "url_key": one.key, "host": one.host, "parent": parent}
    connection.execute(insert(source).values(**row, due_at=now_ms, pace_ms=FIRST_PACE_MS))


def _watches(connection: Connection, row: Any, now_ms: int) -> list[Any]:
    """The watches that want this source, or the index it belongs to, and do not rest."""
    key = row.url_key
    if row.parent is not None:
        key = connection.execute(select(source.c.url_key).where(source.c.id == row.parent)).scalar()
    wanted = select(watch).where(watch.c.url_key == key, watch.c.kind == "feed").order_by(watch.c.id)
    return [one for one in connection.execute(wanted) if not is_paused(one, now_ms)]


def _host_of(url: str) -> str:
    return urlsplit(url).hostname or ""


def standing(connection: Connection) -> dict[str, dict[str, Any]]:
    """How each source stands, by the key of its address; sitemaps of an index are summed up in it."""
    found: dict[str, dict[str, Any]] = {}
    rows = connection.execute(select(source).order_by(source.c.id)).all()
    keys = {row.id: row.url_key for row in rows}
    for row in rows:
        if row.parent is None:
            names = (
                "host",
                "kind",
                "title",
                "state",
                "reason",
                "entries",
                "left_out",
                "checked_at",
                "due_at",
                "brought_at",
            )
            found[row.url_key] = {**{name: getattr(row, name) for name in names}, "sitemaps": 0}
        elif (whole := found.get(keys.get(row.parent, ""))) is not None:
            whole["sitemaps"] += 1
            for name in ("entries", "left_out"):
                whole[name] += getattr(row, name)
    return found
