"""What machines that share a PostgreSQL store agree on: who leads, which hosts wait in line, whose work was left lying.

Moments are the server's, never a machine's. The line is Procrastinate's own table (3.10.0): a job is one host's due
articles, and its lock lets one machine at a time to that host. Never fetches, and never schedules a job for later: one
such under a lock would hold up every ready one behind it (procrastinate issue 1599).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, text, update

from monitor.store import claims
from monitor.store.claims import Claim
from monitor.store.tables import article, host

QUEUE = "hosts"
TASK = "look"

_LEAD = text("""
    INSERT INTO cluster_leader (one, holder, until)
    VALUES (1, :holder, clock_timestamp() + make_interval(secs => :seconds))
    ON CONFLICT (one) DO UPDATE SET holder = excluded.holder, until = excluded.until
    WHERE cluster_leader.holder = excluded.holder OR cluster_leader.until < clock_timestamp()
    RETURNING holder
""")
_WAITING = text("""
    SELECT host.host FROM host
    WHERE host.next_ok_at <= :now
    AND EXISTS (SELECT 1 FROM article WHERE article.host = host.host AND article.due_at <= :now)
    AND NOT EXISTS (
        SELECT 1 FROM procrastinate_jobs AS job
        WHERE job.lock = 'host:' || host.host AND job.status IN ('todo', 'doing')
    )
    LIMIT :most
""")
_LEFT = text("""
    SELECT job.id, job.args ->> 'host' AS host FROM procrastinate_jobs AS job
    LEFT JOIN procrastinate_workers AS worker ON worker.id = job.worker_id
    WHERE job.status = 'doing' AND job.queue_name = :queue AND (
        worker.id IS NULL OR worker.last_heartbeat < clock_timestamp() - make_interval(secs => :seconds)
    )
""")
_END = text("DELETE FROM procrastinate_jobs WHERE id = :id")
_HOLDS = text("SELECT 1 FROM procrastinate_jobs WHERE id = :id AND status = 'doing' AND worker_id = :worker")


@dataclass(frozen=True, slots=True)
class Turn:
    """One host's turn on one machine: the job that stands for it, and the machine's number."""

    job: int
    worker: int
    host: str


def begin(connection: Connection, schema: str) -> None:
    """Make what machines need, once; `schema` is Procrastinate's own."""
    if connection.execute(text("SELECT to_regclass('procrastinate_jobs')")).scalar() is None:
        raw: Any = connection.connection.dbapi_connection
        raw.execute(schema)
    connection.execute(
        text(
            "CREATE TABLE IF NOT EXISTS cluster_leader "
            "(one integer PRIMARY KEY, holder text NOT NULL, until timestamptz NOT NULL)"
        )
    )


def lead(connection: Connection, holder: str, seconds: float) -> bool:
    """Whether this machine leads for so many seconds from now: it did already, or nobody does any more."""
    return connection.execute(_LEAD, {"holder": holder, "seconds": seconds}).first() is not None


def is_led(connection: Connection) -> bool:
    """Whether some machine leads now, so that what is due will be looked at."""
    if connection.execute(text("SELECT to_regclass('cluster_leader')")).scalar() is None:
        return False
    leads = text("SELECT 1 FROM cluster_leader WHERE until > clock_timestamp()")
    return connection.execute(leads).first() is not None


def give_up_lead(connection: Connection, holder: str) -> None:
    """Let another machine lead at once; for an orderly stop."""
    connection.execute(text("DELETE FROM cluster_leader WHERE holder = :holder"), {"holder": holder})


def waiting(connection: Connection, now_ms: int, most: int) -> list[str]:
    """Hosts with due articles that may be looked at now and for which no job waits or runs."""
    return list(connection.scalars(_WAITING, {"now": now_ms, "most": most}))


def left_lying(connection: Connection, now_ms: int, seconds: float, pause_ms: int) -> int:
    """End the turns of machines that were not heard of for so long, and give back what they held; how many turns.

    Their tokens move on, so that what such a machine brings later changes nothing; their hosts rest for a pause.
    """
    rows = connection.execute(_LEFT, {"queue": QUEUE, "seconds": seconds}).all()
    for row in rows:
        connection.execute(_END, {"id": row.id})
        held = (article.c.host == row.host) & (article.c.leased == 1)
        connection.execute(update(article).where(held).values(due_at=now_ms, leased=0, token=article.c.token + 1))
        claims.hold_host(connection, row.host, now_ms + pause_ms)
    return len(rows)


def lease(connection: Connection, turn: Turn, now_ms: int, most: int, *, pause_ms: int) -> list[Claim] | None:
    """Lease due articles of the host whose turn it is; None where the turn was taken from this machine."""
    if connection.execute(_HOLDS, {"id": turn.job, "worker": turn.worker}).first() is None:
        return None
    paused = connection.execute(select(host.c.pause_ms).where(host.c.host == turn.host)).scalar()
    due = (
        select(article.c.id)
        .where(article.c.host == turn.host, article.c.due_at <= now_ms)
        .order_by(article.c.first.desc(), article.c.due_at)
        .limit(1 if pause_ms or paused else most)
    )
    return claims.lease(connection, list(connection.scalars(due)), now_ms, pause_ms=pause_ms)


def free_at(connection: Connection, name: str, now_ms: int) -> int | None:
    """When this host may be looked at next; None where nothing of it is due."""
    due = select(article.c.id).where(article.c.host == name, article.c.due_at <= now_ms).limit(1)
    if connection.execute(due).first() is None:
        return None
    return int(connection.execute(select(host.c.next_ok_at).where(host.c.host == name)).scalar() or 0)


def rest(connection: Connection, name: str, now_ms: int, pause_ms: int) -> None:
    """A look at this host ended: its pause counts from here, wherever the next look comes from."""
    its = connection.execute(select(host.c.pause_ms).where(host.c.host == name)).scalar()
    claims.hold_host(connection, name, now_ms + max(pause_ms, min(its or 0, claims.LONGEST_PAUSE_MS)))
