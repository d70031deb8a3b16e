"""Which of the due articles are looked at now: ids, within what each host allows. Reads only.

Second looks that are waited for come first, then the most overdue.

The cost does not grow with what is overdue: the first of it are looked at, and where their hosts pause, each free host
is asked for its own by an index. Never leases; what is picked may be held by somebody else a moment later.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, Text, bindparam, cast, func, literal_column, select

from monitor.store.columns import Big
from monitor.store.statements import Ready
from monitor.store.tables import article, host

SEEN = 500
"""Overdue articles looked at before their hosts are: far more than one tick claims."""

_a, _h = article.c, host.c


def _each(name: str, column: str) -> Any:
    """The values of one JSON list: SQLite takes 32,766 variables, and one text makes one statement of any number."""
    return func.json_each(bindparam(name, type_=Text)).table_valued("value", name=column)


_only, _names, _busy = _each("only", "one_id"), _each("names", "one_name"), _each("busy", "one_busy")

_overdue = select(_a.id, _a.host, _a.due_at).where(_a.due_at <= bindparam("now")).order_by(_a.due_at)
_WAITED_FOR = Ready(_overdue.where(_a.first == literal_column("1")).limit(bindparam("most")))
_FIRST = Ready(_overdue.limit(bindparam("most")))
_CHOSEN = Ready(
    select(_a.id, _a.host, _a.due_at)
    .where(_a.due_at <= bindparam("now"), _a.id.in_(select(cast(_only.c.value, Big))))
    .order_by(_a.first.desc(), _a.due_at)
)
_HOSTS = Ready(select(_h.host, _h.next_ok_at, _h.pause_ms).where(_h.host.in_(select(_names.c.value))))

_earliest = (
    select(_a.due_at)
    .where(_a.host == _h.host, _a.due_at <= bindparam("now"))
    .order_by(_a.due_at)
    .limit(1)
    .correlate(host)
    .scalar_subquery()
    .label("earliest")
)
_free = (
    select(_h.host, _earliest)
    .where(_h.next_ok_at <= bindparam("now"), _h.host.not_in(select(_busy.c.value)))
    .subquery()
)
_FREE_HOSTS = Ready(
    select(_free.c.host).where(_free.c.earliest.is_not(None)).order_by(_free.c.earliest).limit(bindparam("most"))
)

_of_host = article.alias("of_host")
_theirs = (
    select(_of_host.c.id)
    .where(_of_host.c.host == literal_column("one_name.value"), _of_host.c.due_at <= bindparam("now"))
    .order_by(_of_host.c.due_at)
    .limit(bindparam("most"))
)
_THEIRS = Ready(
    select(_a.id, _a.host, _a.due_at).select_from(_names.join(article, _a.id.in_(_theirs))).order_by(_a.due_at)
)


def due(
    connection: Connection,
    now_ms: int,
    at_most: int,
    *,
    pause_ms: int,
    per_host: int,
    only: Collection[int] | None = None,
    busy: Collection[str] = (),
) -> list[int]:
    """Up to `at_most` due articles, as `claims.claim` is to lease them."""
    of_one = 1 if pause_ms > 0 else per_host
    if only is not None:
        rows = _CHOSEN.all(connection, now=now_ms, only=json.dumps(list(only)))
    else:
        rows = _FIRST.all(connection, now=now_ms, most=SEEN)
    if not rows:
        return []
    # Apart, so that behind a long queue they are still seen.
    waited_for = () if only is not None else _WAITED_FOR.all(connection, now=now_ms, most=SEEN)
    front = {row.id for row in waited_for}
    every = [*waited_for, *(row for row in rows if row.id not in front)]
    found = _within(every, _room(connection, {row.host for row in every}, now_ms, of_one, busy), at_most)
    if len(found) == at_most or only is not None or len(rows) < SEEN:
        return found
    free = _FREE_HOSTS.all(connection, now=now_ms, busy=json.dumps(list(busy)), most=at_most)
    names = [row.host for row in free]
    rows = [*waited_for, *_THEIRS.all(connection, now=now_ms, names=json.dumps(names), most=of_one)]
    rows = list({row.id: row for row in rows}.values())
    return _within(rows, _room(connection, {row.host for row in rows}, now_ms, of_one, busy), at_most)


def _room(
    connection: Connection, names: Collection[str], now_ms: int, of_one: int, busy: Collection[str]
) -> dict[str, int]:
    """How many articles of each of these hosts may be looked at now."""
    known = {row.host: row for row in _HOSTS.all(connection, names=json.dumps(list(names)))}
    room = {}
    for name in names:
        row = known.get(name)
        free = name not in busy and (row is None or row.next_ok_at <= now_ms)
        room[name] = 0 if not free else 1 if row is not None and row.pause_ms else of_one
    return room


def _within(rows: Iterable[Any], room: dict[str, int], at_most: int) -> list[int]:
    taken: Counter[str] = Counter()
    found: list[int] = []
    for row in rows:
        if len(found) < at_most and taken[row.host] < room[row.host]:
            taken[row.host] += 1
            found.append(row.id)
    return found
