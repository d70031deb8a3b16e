"""What authorities said of heads of the chain, in their table: raw answers, as they came. Reads no answer itself."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select

from monitor.store.page_tables import stamp


@dataclass(frozen=True, slots=True)
class StampRow:
    """One answer: of which entry's head, from whom, when it came by our clock and what time it says."""

    id: int
    n: int
    head: bytes
    authority: str
    at: int
    stamped_at: int
    answer: bytes


def add(
    connection: Connection, n: int, head: bytes, authority: str, at_ms: int, stamped_ms: int, answer: bytes
) -> None:
    """Keep an answer."""
    values = {"n": n, "head": head, "authority": authority, "at": at_ms, "stamped_at": stamped_ms, "answer": answer}
    connection.execute(insert(stamp).values(**values))


def last(connection: Connection, authority: str) -> tuple[int, int]:
    """The newest entry that this authority stamped and when; (0, 0) where there is none."""
    s = stamp.c
    row = connection.execute(select(func.max(s.n), func.max(s.at)).where(s.authority == authority)).one()
    return (row[0] or 0, row[1] or 0)


def listing(connection: Connection) -> list[StampRow]:
    """All of them, oldest first."""
    s = stamp.c
    rows = connection.execute(select(s.id, s.n, s.head, s.authority, s.at, s.stamped_at, s.answer).order_by(s.id))
    return [StampRow(*row) for row in rows]


def since(connection: Connection, n: int) -> list[StampRow]:
    """Those of heads that stand for entry `n`: of it and of later ones, the earliest of each authority."""
    s = stamp.c
    first = select(func.min(s.id)).where(s.n >= n).group_by(s.authority)
    columns = (s.id, s.n, s.head, s.authority, s.at, s.stamped_at, s.answer)
    rows = connection.execute(select(*columns).where(s.id.in_(first)).order_by(s.id))
    return [StampRow(*row) for row in rows]
