"""How far each set of reading rules has read the last pages again, and which articles come next. Statements only."""

from __future__ import annotations

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from monitor.store.past_tables import reread
from monitor.store.tables import article


def after(connection: Connection, rules: int) -> int | None:
    """The id of the article up to which these rules came; 0 at the beginning, None where they are done."""
    row = connection.execute(select(reread.c.after_id, reread.c.done_at).where(reread.c.rules == rules)).first()
    if row is None:
        return 0
    return None if row.done_at is not None else int(row.after_id)


def reached(connection: Connection, rules: int, after_id: int, done_at: int | None = None) -> None:
    """Note how far these rules came, and when they were done."""
    wanted = insert(reread).values(rules=rules, after_id=after_id, done_at=done_at)
    connection.execute(
        wanted.on_conflict_do_update(
            index_elements=[reread.c.rules],
            set_={"after_id": wanted.excluded.after_id, "done_at": wanted.excluded.done_at},
        )
    )


def following(connection: Connection, after_id: int, most: int) -> list[tuple[int, bytes | None]]:
    """The next articles with what is remembered of their pages."""
    wanted = select(article.c.id, article.c.page_memory).where(article.c.id > after_id, article.c.version > 0)
    return [(row.id, row.page_memory) for row in connection.execute(wanted.order_by(article.c.id).limit(most))]
