"""The tables of what users follow: watches, the articles that come from them, and the feeds among them. As tables.py.

Holds no statement.
"""

from __future__ import annotations

from sqlalchemy import REAL, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, UniqueConstraint, text

from monitor.store.columns import CLUSTERED, STRICT, Big, metadata

# What a user follows; one address may have a watch of the file and one of the command line.
watch = Table(
    "watch",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("url", Text, nullable=False),
    Column("url_key", Text, nullable=False),
    Column("kind", Text, nullable=False, server_default="article"),
    Column("origin", Text, nullable=False, server_default="command"),
    Column("schedule", Text, nullable=False, server_default=""),
    Column("tags", Text, nullable=False, server_default="[]"),
    # Of a feed: which of its articles are followed, as JSON (sources/filters.py).
    Column("filters", Text, nullable=False, server_default="{}"),
    Column("added_at", Big, nullable=False),
    Column("paused_at", Big),
    Column("resume_at", Big),
    UniqueConstraint("url_key", "origin"),
    **STRICT,
)
Index("watch_origin", watch.c.origin)
Index("watch_resume", watch.c.resume_at, sqlite_where=text("resume_at IS NOT NULL"))

# Which watches an article comes from; one article may come from several.
watched = Table(
    "watched",
    metadata,
    Column("watch_id", Integer, ForeignKey("watch.id"), primary_key=True),
    Column("article_id", Integer, ForeignKey("article.id"), primary_key=True),
    Column("since", Big, nullable=False),
    # Of a feed: when it ages out, whether it has (the row stays, so that it never comes back), the last edit stated.
    Column("until", Big),
    Column("ended", Integer, nullable=False, server_default="0"),
    Column("stated", Big),
    **CLUSTERED,
)
Index("watched_article", watched.c.article_id)
Index("watched_until", watched.c.until, sqlite_where=text("until IS NOT NULL AND ended = 0"))

# A feed or a sitemap that watches name, and how polling goes. Sitemaps of an index have it as `parent`.
source = Table(
    "source",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("url", Text, nullable=False),
    Column("url_key", Text, nullable=False),
    Column("host", Text, nullable=False),
    Column("parent", Integer, ForeignKey("source.id")),
    # feed, sitemap or index; empty before it was read. State: waiting, read, refused (it is no list) or failing.
    Column("kind", Text, nullable=False, server_default=""),
    Column("title", Text, nullable=False, server_default=""),
    Column("state", Text, nullable=False, server_default="waiting"),
    Column("reason", Text, nullable=False, server_default=""),
    Column("due_at", Big),
    Column("leased", Integer, nullable=False, server_default="0"),
    Column("token", Integer, nullable=False, server_default="0"),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("validators_url", Text),
    Column("since_full", Integer, nullable=False, server_default="0"),
    Column("body_sha", LargeBinary),
    Column("pace_ms", Big, nullable=False),
    Column("polls", Integer, nullable=False, server_default="0"),
    Column("fails", Integer, nullable=False, server_default="0"),
    Column("entries", Integer, nullable=False, server_default="0"),
    Column("left_out", Integer, nullable=False, server_default="0"),
    Column("checked_at", Big),
    Column("brought_at", Big),
    # News an hour that it brings (schedule/cadence.py), and how much of it the last poll found.
    Column("news", REAL, nullable=False, server_default="0.16"),
    Column("fresh", Integer, nullable=False, server_default="0"),
    UniqueConstraint("url_key", "parent"),
    **STRICT,
)
Index("source_due", source.c.due_at, sqlite_where=text("due_at IS NOT NULL"))
