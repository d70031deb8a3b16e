"""Which paragraphs hold which terms: every statement of SQLite's FTS5, and no other. Ids go in and come out.

Another database puts its own index beside this one with the same three functions; what a term is, it need not know.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from monitor.store.search_tables import TERMS
from monitor.text.terms import Part

NEWEST = (1 << 63) - 1


def possible(connection: Connection) -> bool:
    """Whether this database has such an index; PostgreSQL's own (tsvector) is not built yet."""
    return connection.dialect.name == "sqlite"


def make(connection: Connection) -> None:
    """An empty index."""
    connection.exec_driver_sql(TERMS)


def put(connection: Connection, rows: Sequence[tuple[int, str, int]]) -> None:
    """Take in paragraphs: the id of each, its terms parted by blanks, and its article."""
    if rows:
        sql = "INSERT INTO search (rowid, terms, place) VALUES (?, ?, ?)"
        connection.exec_driver_sql(sql, [(number, forms, f"a{article}") for number, forms, article in rows])


def holding(
    connection: Connection, parts: Sequence[Part], *, articles: Sequence[int] = (), below: int = NEWEST, most: int
) -> Iterator[int]:
    """The ids under `below` of the paragraphs that hold what is asked for, highest first, at most so many.

    With `articles` only theirs: SQLite then meets no row of any other.
    """
    wanted = [_part(part) for part in parts if not part.without]
    unwanted = [_part(part) for part in parts if part.without]
    asked = f"{{terms}} : ({' AND '.join(wanted)})"
    if articles:
        places = " OR ".join(f'"a{number}"' for number in articles)
        asked = f"({asked}) AND ({{place}} : ({places}))"
    if unwanted:
        asked = f"({asked}) NOT ({{terms}} : ({' OR '.join(unwanted)}))"
    sql = "SELECT rowid FROM search WHERE search MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?"
    for (number,) in connection.exec_driver_sql(sql, (asked, below, most)):
        yield int(number)


def _part(part: Part) -> str:
    # Terms hold letters and digits only, so that nothing in the marks is a sign of the query's own.
    return f'"{" ".join(part.forms)}"{" *" if part.begins else ""}'
