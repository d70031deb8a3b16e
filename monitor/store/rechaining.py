"""The hash chain of a repaired store: begun anew over what was saved, where the old one can no longer vouch for it.

A database file goes in. Kept pages that are not whole go; one whose version is lost stays, as that of a look. Entries
of the old chain are not carried on: they would speak of what is gone. The damaged store keeps them.
"""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from itertools import islice
from pathlib import Path

from monitor.store import acts, chain, verifying
from monitor.store.database import open_engine
from monitor.store.soundness import opened


def vouched_for(path: Path) -> bool:
    """Whether the chain holds over all that the file has."""
    with closing(opened(path)) as connection:
        return not list(islice(verifying.faults(connection), 1))


def rechain(path: Path) -> int:
    """Drop pages that are not whole and begin the chain anew; returns how many pages went."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        gone = _keep_whole_pages(connection)
        connection.execute(
            """DELETE FROM fact WHERE NOT EXISTS
            (SELECT 1 FROM version v WHERE v.article_id = fact.article_id AND v.number = fact.version)"""
        )
        connection.execute("DELETE FROM chain")
        connection.execute("DELETE FROM stamp")
        connection.execute("COMMIT")
    engine = open_engine(path, writing=True)
    try:
        with engine.begin() as begun:
            chain.begin(begun)
            acts.take_up(begun)
    finally:
        engine.dispose()
    return gone


def _keep_whole_pages(connection: sqlite3.Connection) -> int:
    needed: set[int] = set()
    gone = 0
    for sha, der in connection.execute("SELECT sha256, der FROM certificate").fetchall():
        if hashlib.sha256(der).digest() != sha:
            connection.execute("DELETE FROM certificate WHERE sha256 = ?", (sha,))
    for number, record, body in connection.execute("SELECT id, record, body FROM page").fetchall():
        if verifying.page_is_whole(connection, record, body):
            needed |= {record, body}
        else:
            gone += connection.execute("DELETE FROM page WHERE id = ?", (number,)).rowcount
    bases = dict(connection.execute("SELECT id, base FROM blob WHERE base IS NOT NULL").fetchall())
    for number in list(needed):
        while (number := bases.get(number, 0)) and number not in needed:
            needed.add(number)
    every = {number for (number,) in connection.execute("SELECT id FROM blob")}
    connection.executemany(
        "DELETE FROM blob WHERE id = ?", [(number,) for number in sorted(every - needed, reverse=True)]
    )
    connection.execute(
        """UPDATE page SET cause = 'look' WHERE cause = 'version' AND NOT EXISTS
        (SELECT 1 FROM version v WHERE v.article_id = page.article_id AND v.number = page.version)"""
    )
    return gone
