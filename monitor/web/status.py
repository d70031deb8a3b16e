"""How the service is: what waits and since when, hosts, channels, the store and its backups, and how often it is right.

Users, tokens and acts are shown to whoever may change them. Looks only.
"""

from __future__ import annotations

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.responses import Response

from monitor.clock import iso
from monitor.store import acts, channels, history, outbox, overview, reviews, tokens, users, verdicts
from monitor.web.desk import READ, Desk
from monitor.web.liveness import readiness
from monitor.web.rights import Right, now_visiting
from monitor.web.views import View

ACTS_SHOWN = 20
BACKUPS_SHOWN = 5


def routes(desk: Desk) -> APIRouter:
    """`/status` and `/status.json`."""
    router = APIRouter()

    @router.api_route("/status.json", methods=READ)
    def as_json() -> Response:
        return desk.json(seen(desk))

    @router.api_route("/status", methods=READ)
    def as_page() -> Response:
        return desk.page("status.html", seen(desk))

    return router


def seen(desk: Desk) -> View:
    """All of it, as whoever asks may see it."""
    alive = desk.alive()
    size = desk.store.size()
    word = readiness(alive, True, bool(desk.store.damage))
    own = desk.store.read(people) if Right.ADMIN in now_visiting.get().rights else {}
    return {
        "readiness": str(word),
        "queue": alive.queue,
        "tick_age": None if alive.tick_age is None else round(alive.tick_age, 1),
        **desk.store.read(look, desk.clock.now_ms()),
        "store": {"bytes": size, "damage": "damaged; see rowback verify" if desk.store.damage else ""},
        "backups": [{"name": name, "bytes": size} for name, size in list(desk.backups())[:BACKUPS_SHOWN]],
        "users": None,
        "tokens": None,
        "acts": None,
    } | own


def look(connection: Connection, now_ms: int) -> View:
    """What the store knows of itself."""
    waiting = overview.late(connection, now_ms)
    return {
        "articles": history.states(connection),
        "due": waiting.articles,
        "due_since": None if waiting.since is None else iso(waiting.since),
        "hosts": [
            {
                "host": one.host,
                "due": one.due,
                "since": iso(one.since),
                "next_at": iso(one.next_ok_at) if one.next_ok_at > now_ms else None,
            }
            for one in overview.hosts(connection, now_ms)
        ],
        "deliveries": outbox.by_state(connection),
        "delivery_waits_seconds": (outbox.oldest_due(connection, now_ms) or 0) // 1000,
        "channels": {name: str(row.health.condition) for name, row in channels.known(connection).items()},
        "reviews": reviews.newest(connection),
        "kinds": [
            {
                "kind": one.kind,
                "decided": one.decided,
                "right": one.right,
                "share": round(one.right / one.decided, 3),
                "least": round(one.least, 3),
                "most": round(one.most, 3),
            }
            for one in verdicts.by_kind(connection)
        ],
    }


def people(connection: Connection) -> View:
    """Users, tokens and the latest acts."""
    return {
        "users": [
            {"name": one.name, "role": one.role, "seen_at": _time(one.seen_at)} for one in users.listing(connection)
        ],
        "tokens": [
            {
                "name": one.name,
                "scopes": list(map(str, one.scopes)),
                "until": _time(one.until),
                "used_at": _time(one.used_at),
            }
            for one in tokens.listing(connection)
        ],
        "acts": [
            {
                "id": one.id,
                "at": iso(one.at),
                "who": one.who,
                "via": one.via,
                "what": one.what,
                "subject": one.subject,
            }
            for one in acts.listing(connection, ACTS_SHOWN)
        ],
    }


def _time(at: int | None) -> str | None:
    return None if at is None else iso(at)
