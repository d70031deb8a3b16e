"""robots.txt answers kept over restarts, in the shape the fetching side asks for. Never fetches or reads them."""

from __future__ import annotations

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from monitor.store.tables import robots


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
