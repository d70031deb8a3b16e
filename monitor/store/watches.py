"""What users ask to follow: watches in, changed, paused, gone, and the articles that come from them.

Never decides when an article is looked at next, and never forgets one: without a watch it keeps its history.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import (
    Connection,
    Integer,
    Text,
    bindparam,
    delete,
    func,
    insert,
    select,
    true,
    union_all,
    update,
)

from monitor.store import claims, sources
from monitor.store.settling import Settled, articles_of, in_pieces, settle
from monitor.store.statements import Ready
from monitor.store.tables import article, host
from monitor.store.watch_tables import watch, watched


class Origin(StrEnum):
    """Who asks for a watch: a table of rowback.toml, or a command."""

    FILE = "file"
    COMMAND = "command"


class Entry(StrEnum):
    """What became of a wish to follow an address."""

    ADDED = "added"
    ALREADY = "already"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class NewWatch:
    """One URL to follow, already normalised.

    `schedule` is "" (the default), "every 900", "cron 0 8 * * *" or "adaptive", of its articles where it is a feed.
    `filters` are JSON (sources/filters.py).
    """

    url: str
    key: str
    host: str
    schedule: str = ""
    tags: tuple[str, ...] = ()
    origin: str = "command"
    kind: str = "article"
    filters: str = "{}"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the watches of an article come to; stored forms."""

    schedule: str
    tags: tuple[str, ...]
    followed: str
    version: int


class Entered(NamedTuple):
    """An article that is followed, and how it stood before where it was known."""

    article: int
    result: Entry
    before: Standing | None
    after: Standing


_keys = func.json_each(bindparam("keys", type_=Text)).table_valued("value", name="one_key")
_ARTICLES_OF = Ready(select(article.c.id, article.c.url_key).where(article.c.url_key.in_(select(_keys.c.value))))
_KNOWN = union_all(
    select(article.c.url_key).where(article.c.url_key.in_(select(_keys.c.value))),
    select(watch.c.url_key).where(watch.c.url_key.in_(select(_keys.c.value))),
)
_hosts = func.json_each(bindparam("hosts", type_=Text)).table_valued("value", name="one_host")
_HOSTS = insert(host).from_select(
    ["host"],
    select(_hosts.c.value).where(_hosts.c.value.not_in(select(host.c.host))),
    include_defaults=False,
)
_ADD_ARTICLE = Ready(insert(article), "url", "url_key", "host", "schedule", "tags", "added_at", "due_at")
_ADD_WATCH = Ready(insert(watch), "url", "url_key", "origin", "schedule", "tags", "kind", "filters", "added_at")
_JOIN = Ready(
    insert(watched).from_select(
        ["watch_id", "article_id", "since"],
        select(watch.c.id, article.c.id, bindparam("since", type_=Integer).label("since"))
        .join(article, article.c.url_key == watch.c.url_key)
        .where(watch.c.url_key.in_(select(_keys.c.value))),
        include_defaults=False,
    )
)


def add(connection: Connection, wanted: NewWatch, now_ms: int) -> tuple[int, str]:
    """Follow one URL; returns (article id, "added", "already" or "changed")."""
    entered = enter(connection, wanted, now_ms)
    return entered.article, str(entered.result)


def enter(connection: Connection, wanted: NewWatch, now_ms: int) -> Entered:
    """Follow one URL. What is followed already gets the schedule, if one is named, and the tags besides its own.

    A new article, or one whose last watch had gone, is due at once; so is one with another schedule.
    """
    if wanted.kind == "feed" or _of_feed(connection, wanted) is not None:
        return _enter_feed(connection, wanted, now_ms)
    number = connection.execute(select(article.c.id).where(article.c.url_key == wanted.key)).scalar()
    if number is None:
        number = _new_article(connection, wanted, now_ms)
        _new_watch(connection, wanted, number, now_ms)
        return Entered(number, Entry.ADDED, None, _standing(connection, number))
    before = _standing(connection, number)
    own = {row.origin: row for row in _own(connection, number)}
    if wanted.origin in own:
        _change(connection, own[wanted.origin], wanted.schedule or None, wanted.tags, ())
    elif not own or wanted.schedule or set(wanted.tags) - set(before.tags):
        # Beside the watch of the file, where there is one: what it says stays.
        _new_watch(connection, wanted, number, now_ms)
    settle(connection, [number], now_ms)
    after = _standing(connection, number)
    if not own:
        return Entered(number, Entry.ADDED, before, after)
    return Entered(number, Entry.ALREADY if before == after else Entry.CHANGED, before, after)


def enter_all(connection: Connection, wanted: Sequence[NewWatch], now_ms: int) -> list[Entered]:
    """Follow each of these, no two of one key. Those that nobody knows yet take a few statements for all of them."""
    keys = json.dumps([one.key for one in wanted])
    known = {row.url_key for row in connection.execute(_KNOWN, {"keys": keys})}
    new = [one for one in wanted if one.kind == "article" and one.key not in known]
    connection.execute(_HOSTS, {"hosts": json.dumps(sorted({one.host for one in new}))})
    _ADD_ARTICLE.many(connection, [{**_article_row(one), "added_at": now_ms, "due_at": now_ms} for one in new])
    _ADD_WATCH.many(connection, [{**_row(one), "added_at": now_ms} for one in new])
    made = {row.url_key: row.id for row in _ARTICLES_OF.all(connection, keys=keys)} if new else {}
    _JOIN.run(connection, {"keys": json.dumps([one.key for one in new]), "since": now_ms})
    found = []
    for one in wanted:
        if one.kind != "article" or one.key in known:
            found.append(enter(connection, one, now_ms))
        else:
            after = Standing(one.schedule, one.tags, "followed", 0)
            found.append(Entered(made[one.key], Entry.ADDED, None, after))
    return found


def _enter_feed(connection: Connection, wanted: NewWatch, now_ms: int) -> Entered:
    """Follow a feed; its articles come with its polls. Asked for as an article, it stays the feed that it is."""
    known = _of_feed(connection, wanted)
    if known is None:
        # Once followed as an article, which it is not.
        its = select(watch.c.id).where(watch.c.url_key == wanted.key, watch.c.origin == wanted.origin)
        remove(connection, [row.id for row in connection.execute(its)], now_ms)
        connection.execute(insert(watch).values(**_row(wanted), added_at=now_ms))
        sources.keep_up(connection, now_ms)
        return Entered(0, Entry.ADDED, None, Standing(wanted.schedule, wanted.tags, "followed", 0))
    before = Standing(known.schedule, tuple(json.loads(known.tags)), "followed", 0)
    changed = _change(connection, known, wanted.schedule or None, wanted.tags, ())
    if wanted.filters not in ("{}", known.filters):
        connection.execute(update(watch).where(watch.c.id == known.id).values(filters=wanted.filters))
        changed = True
    settle(connection, articles_of(connection, [known.id]), now_ms)
    row = connection.execute(select(watch).where(watch.c.id == known.id)).one()
    after = Standing(row.schedule, tuple(json.loads(row.tags)), "followed", 0)
    return Entered(0, Entry.CHANGED if changed else Entry.ALREADY, before, after)


def _of_feed(connection: Connection, wanted: NewWatch) -> Any:
    its = (watch.c.url_key == wanted.key) & (watch.c.origin == wanted.origin) & (watch.c.kind == "feed")
    return connection.execute(select(watch).where(its)).first()


def edit(
    connection: Connection,
    watch_ids: Sequence[int],
    now_ms: int,
    *,
    schedule: str | None = None,
    tags: Sequence[str] = (),
    without: Collection[str] = (),
) -> int:
    """Give these watches another schedule, more tags or fewer; returns how many of them are otherwise than before."""
    changed = []
    for number in watch_ids:
        row = connection.execute(select(watch).where(watch.c.id == number)).one()
        if _change(connection, row, schedule, tags, without):
            changed.append(number)
    settle(connection, articles_of(connection, changed), now_ms)
    return len(changed)


def stand_beside(
    connection: Connection, watch_ids: Sequence[int], now_ms: int, schedule: str, tags: Sequence[str]
) -> int:
    """Say by command what is to hold besides these watches of the file; returns how many articles it concerns."""
    rows: list[Any] = []
    for ids in in_pieces(watch_ids):
        rows += connection.execute(select(watch).where(watch.c.id.in_(ids), watch.c.kind == "article")).all()
    for row in rows:
        enter(connection, NewWatch(row.url, row.url_key, "", schedule, tuple(tags)), now_ms)
    return len(rows)


def pause(connection: Connection, watch_ids: Sequence[int], now_ms: int, until_ms: int | None) -> list[Settled]:
    """Let these watches rest, until a moment or for good; returns the articles that no other watch follows."""
    for ids in in_pieces(watch_ids):
        connection.execute(update(watch).where(watch.c.id.in_(ids)).values(paused_at=now_ms, resume_at=until_ms))
    return settle(connection, articles_of(connection, watch_ids), now_ms)


def ids_of(connection: Connection, wanted: NewWatch) -> list[int]:
    """The watch that a wish made."""
    its = (watch.c.url_key == wanted.key) & (watch.c.origin == wanted.origin)
    return [row.id for row in connection.execute(select(watch.c.id).where(its))]


def wake(connection: Connection, now_ms: int) -> list[Settled]:
    """Go on with the watches whose pause is over, and let go of articles whose time with their feed is."""
    over = [row.id for row in connection.execute(select(watch.c.id).where(watch.c.resume_at <= now_ms))]
    sources.age_out(connection, now_ms)
    return resume(connection, over, now_ms)


def resume(connection: Connection, watch_ids: Sequence[int], now_ms: int) -> list[Settled]:
    """Go on with these watches; returns the articles that are followed again, due at once."""
    for ids in in_pieces(watch_ids):
        connection.execute(update(watch).where(watch.c.id.in_(ids)).values(paused_at=None, resume_at=None))
    return settle(connection, articles_of(connection, watch_ids), now_ms)


def remove(connection: Connection, watch_ids: Sequence[int], now_ms: int) -> list[Settled]:
    """Take these watches away; returns the articles that have none left, which keep their history and rest."""
    left = articles_of(connection, watch_ids)
    for ids in in_pieces(watch_ids):
        connection.execute(delete(watched).where(watched.c.watch_id.in_(ids)))
        connection.execute(delete(watch).where(watch.c.id.in_(ids)))
    sources.keep_up(connection, now_ms)
    return settle(connection, left, now_ms)


def bring_forward(connection: Connection, latest_ms: int, at_most: int = claims.AT_ONCE) -> int:
    """No article that follows the default schedule rests beyond `latest_ms`; a step of it, and how many it was."""
    late = (article.c.due_at > latest_ms) & (article.c.leased == 0) & (article.c.schedule == "")
    some = select(article.c.id).where(late).order_by(article.c.due_at).limit(at_most)
    return int(connection.execute(update(article).where(article.c.id.in_(some)).values(due_at=latest_ms)).rowcount)


def tags(connection: Connection) -> list[str]:
    """Every tag that an article has, in the order of the alphabet."""
    each = func.json_each(article.c.tags).table_valued("value", name="one_tag")
    wanted = select(each.c.value).select_from(article.join(each, true())).distinct()
    return sorted(str(row.value) for row in connection.execute(wanted))


def tag_counts(connection: Connection) -> dict[str, int]:
    """Every tag with how many articles have it, in the order of the alphabet."""
    each = func.json_each(article.c.tags).table_valued("value", name="one_tag")
    wanted = select(each.c.value, func.count()).select_from(article.join(each, true())).group_by(each.c.value)
    return {str(tag): count for tag, count in sorted(connection.execute(wanted).all())}


def make_due(connection: Connection, now_ms: int, article_ids: Sequence[int] | None = None) -> int:
    """Bring these articles' next look forward to now (all that are followed, if None); returns how many.

    Asked for by name, one that rests is looked at once, and rests again.
    """
    idle = article.c.leased == 0
    if article_ids is None:
        waiting = [idle & article.c.due_at.is_not(None)]
    else:
        waiting = [idle & article.c.id.in_(ids) for ids in in_pieces(article_ids)]
    return sum(connection.execute(update(article).where(one).values(due_at=now_ms)).rowcount for one in waiting)


def follow_config(connection: Connection, wanted: Sequence[NewWatch], now_ms: int) -> list[Settled]:
    """Bring the watches of the configuration file into the store; changed schedules and tags take effect.

    Watches of commands stand beside them untouched. Returns the articles that are followed no longer since their watch
    left the file, or again.
    """
    file = connection.execute(select(watch).where(watch.c.origin == Origin.FILE))
    known = {(row.url_key, row.kind): row for row in file}
    keys = {(one.key, one.kind) for one in wanted}
    gone = [row.id for key, row in known.items() if key not in keys]
    moved = remove(connection, gone, now_ms) if gone else []
    new = {one.key: one for one in wanted if (one.key, one.kind) not in known}
    touched = _add_all(connection, [one for one in new.values() if one.kind == "article"], now_ms)
    for one in new.values():
        if one.kind == "feed":
            connection.execute(insert(watch).values(**_row(one), added_at=now_ms))
    changed = [one for one in wanted if (one.key, one.kind) in known]
    changed = [one for one in changed if _as_stored(one) != _as_stored(known[one.key, one.kind])]
    ids = [known[one.key, one.kind].id for one in changed]
    for number, one in zip(ids, changed, strict=True):
        connection.execute(update(watch).where(watch.c.id == number).values(**_as_stored(one)))
    sources.keep_up(connection, now_ms)
    return moved + settle(connection, [*touched, *articles_of(connection, ids)], now_ms)


def _add_all(connection: Connection, new: Collection[NewWatch], now_ms: int) -> list[int]:
    """Many new watches in a few statements: one by one, ten thousand would hold the writer for 14 s."""
    if not new:
        return []
    connection.execute(insert(watch).values(added_at=now_ms), [_row(one) for one in new])
    origin = next(iter(new)).origin
    made = {row.url_key: row.id for row in connection.execute(select(watch).where(watch.c.origin == origin))}
    there = {row.url_key: row.id for row in connection.execute(select(article.c.url_key, article.c.id))}
    if fresh := [_article_row(one) for one in new if one.key not in there]:
        connection.execute(insert(article).values(added_at=now_ms, due_at=now_ms), fresh)
        there |= {row.url_key: row.id for row in connection.execute(select(article.c.url_key, article.c.id))}
    _join(connection, [(made[one.key], there[one.key]) for one in new], now_ms)
    known = {row.host for row in connection.execute(select(host.c.host))}
    if hosts := [{"host": name} for name in sorted({one.host for one in new} - known)]:
        connection.execute(insert(host), hosts)
    return [there[one.key] for one in new]


def _own(connection: Connection, article_id: int) -> list[Any]:
    """The watches that name this article itself."""
    own = (watched.c.article_id == article_id) & (watch.c.kind == "article")
    return list(connection.execute(select(watch).join(watched, watched.c.watch_id == watch.c.id).where(own)))


def _change(
    connection: Connection, row: Any, schedule: str | None, tags: Sequence[str], without: Collection[str]
) -> bool:
    had = json.loads(row.tags)
    kept = [tag for tag in dict.fromkeys([*had, *tags]) if tag not in without]
    plan = row.schedule if schedule is None else schedule
    if (plan, kept) == (row.schedule, had):
        return False
    connection.execute(update(watch).where(watch.c.id == row.id).values(schedule=plan, tags=_tags(kept)))
    return True


def _standing(connection: Connection, article_id: int) -> Standing:
    a = article.c
    row = connection.execute(select(a.schedule, a.tags, a.followed, a.version).where(a.id == article_id)).one()
    return Standing(row.schedule, tuple(json.loads(row.tags)), row.followed, row.version)


def _new_watch(connection: Connection, wanted: NewWatch, article_id: int, now_ms: int) -> None:
    made = connection.execute(insert(watch).values(**_row(wanted), added_at=now_ms).returning(watch.c.id))
    _join(connection, [(made.scalar_one(), article_id)], now_ms)


def _new_article(connection: Connection, wanted: NewWatch, now_ms: int) -> int:
    made = insert(article).values(**_article_row(wanted), added_at=now_ms, due_at=now_ms).returning(article.c.id)
    number = int(connection.execute(made).scalar_one())
    if connection.execute(select(host.c.host).where(host.c.host == wanted.host)).first() is None:
        connection.execute(insert(host).values(host=wanted.host))
    return number


def _join(connection: Connection, pairs: Sequence[tuple[int, int]], now_ms: int) -> None:
    connection.execute(insert(watched), [{"watch_id": w, "article_id": a, "since": now_ms} for w, a in pairs])


def _article_row(one: NewWatch) -> dict[str, str]:
    return {
        "url": one.url,
        "url_key": one.key,
        "host": one.host,
        "schedule": one.schedule,
        "tags": _tags(one.tags),
    }


def _row(one: NewWatch) -> dict[str, str]:
    return {"url": one.url, "url_key": one.key, "origin": one.origin, **_as_stored(one)}


def _as_stored(one: Any) -> dict[str, str]:
    """What may differ between a watch as it is wanted and as it is stored."""
    tags = one.tags if isinstance(one.tags, str) else _tags(one.tags)
    return {"schedule": one.schedule, "tags": tags, "kind": one.kind, "filters": one.filters}


def _tags(tags: Sequence[str]) -> str:
    return json.dumps(list(tags), ensure_ascii=False)
