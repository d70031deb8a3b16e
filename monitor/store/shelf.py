"""What is kept of hosts over restarts: robots.txt answers, what reading learned of a site. Never fetches or reads."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.dialects.sqlite import insert

from monitor.checks.memories import pack_memory, unpack_memory
from monitor.store.statements import Ready
from monitor.store.tables import host, robots
from spiders.site_memory import SiteMemory

_SITE = Ready(select(host.c.site_memory).where(host.c.host == bindparam("one")))
_PUT_SITE = Ready(update(host).where(host.c.host == bindparam("one")).values(site_memory=bindparam("site_memory")))


def get(connection: Connection, origin: str) -> tuple[bytes | None, float] | None:
    """(body or None, when it was fetched in seconds since 1970), None where the origin was never asked."""
    row = connection.execute(select(robots.c.body, robots.c.fetched_at).where(robots.c.origin == origin)).first()
    return None if row is None else (row.body, row.fetched_at)


def put(connection: Connection, origin: str, body: bytes | None, fetched_at: float) -> None:
    """Keep the newest answer of an origin."""
    wanted = insert(robots).values(origin=origin, body=body, fetched_at=fetched_at)
    connection.execute(
        wanted.on_conflict_do_update(
            index_elements=[robots.c.origin],
            set_={"body": wanted.excluded.body, "fetched_at": wanted.excluded.fetched_at},
        )
    )


def site_memory(connection: Connection, name: str) -> bytes | None:
    """What was learned of a host, None where nothing was."""
    found: bytes | None = connection.execute(select(host.c.site_memory).where(host.c.host == name)).scalar()
    return found


def add_site_memory(connection: Connection, name: str, learned: bytes) -> None:
    """Add what one check learned of a host to what others stored since that check began; neither is lost."""
    stored = _SITE.value(connection, one=name)
    if stored is not None and stored != learned:
        merged = SiteMemory.load(unpack_memory(stored)).merge(SiteMemory.load(unpack_memory(learned)))
        learned = pack_memory(merged.dump())
    _PUT_SITE.run(connection, {"one": name, "site_memory": learned})
