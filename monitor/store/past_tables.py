"""The tables of what is done with the past: verdicts of later rules, pages read again, copies asked of an archive.

As tables.py. Holds no statement.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, text

from monitor.store.columns import CLUSTERED, STRICT, Big, metadata

# What later rules say of the changes of a version, where it differs; the changes themselves are never edited.
# `judged_by` is the release, `rules` the reading rules, `basis` what was judged, `body` the differences as JSON.
rejudged = Table(
    "rejudged",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", Integer, ForeignKey("article.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", Big, nullable=False),
    Column("judged_by", Text, nullable=False),
    Column("rules", Integer, nullable=False),
    Column("basis", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("body", Text, nullable=False),
    **STRICT,
)
SEALED = ("article_id", "version", "at", "judged_by", "rules", "basis", "verdict", "body")
"""The columns of a verdict whose hash stands in the chain."""
Index("rejudged_article", rejudged.c.article_id, rejudged.c.version)

# How far the last pages were read again by each set of reading rules.
reread = Table(
    "reread",
    metadata,
    Column("rules", Integer, primary_key=True),
    Column("after_id", Integer, nullable=False),
    Column("done_at", Big),
    **CLUSTERED,
)

# A version whose page an archive is asked to save: waiting until `due_at`, claimed to be at `copy_url`, found there, or
# given up.
archived = Table(
    "archived",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", Integer, ForeignKey("article.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("url", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("due_at", Big),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("reason", Text, nullable=False, server_default=""),
    Column("copy_url", Text, nullable=False, server_default=""),
    Column("queued_at", Big, nullable=False),
    Column("asked_at", Big),
    # What the archive says of when it was saved, and when we found that it shows it.
    Column("copy_at", Big),
    Column("ended_at", Big),
    **STRICT,
)
Index("archived_version", archived.c.article_id, archived.c.version, unique=True)
Index("archived_due", archived.c.due_at, sqlite_where=text("due_at IS NOT NULL"))
Index("archived_asked", archived.c.asked_at, sqlite_where=text("asked_at IS NOT NULL"))
