"""The tables, as data. Times are milliseconds since 1970 UTC; flags are 0 or 1; JSON is text. Holds no statement.

SQLite tables are STRICT, so that a wrong type fails when it is written and not when somebody reads it years later.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    REAL,
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)

metadata = MetaData()
Big = BigInteger().with_variant(Integer(), "sqlite")
STRICT: dict[str, Any] = {"sqlite_strict": True}
CLUSTERED: dict[str, Any] = {"sqlite_strict": True, "sqlite_with_rowid": False}

watch = Table(
    "watch",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("url", Text, nullable=False),
    Column("url_key", Text, nullable=False, unique=True),
    Column("schedule", Text, nullable=False, server_default=""),
    Column("tags", Text, nullable=False, server_default="[]"),
    Column("origin", Text, nullable=False, server_default="command"),
    Column("added_at", Big, nullable=False),
    **STRICT,
)

article = Table(
    "article",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("watch_id", Integer, ForeignKey("watch.id"), nullable=False),
    Column("url", Text, nullable=False),
    Column("url_key", Text, nullable=False, unique=True),
    Column("host", Text, nullable=False),
    Column("title", Text, nullable=False, server_default=""),
    # The title of version 1: mail programs thread by a subject that must not change.
    Column("first_title", Text, nullable=False, server_default=""),
    Column("outlet", Text, nullable=False, server_default=""),
    Column("language", Text, nullable=False, server_default=""),
    Column("final_url", Text, nullable=False, server_default=""),
    # What the last check found, in one word: waiting, read, cannot_tell, refused, failing or removed.
    Column("state", Text, nullable=False, server_default="waiting"),
    Column("reason", Text, nullable=False, server_default=""),
    # Next look; while `leased`, the moment at which the lease ends and the check is due again.
    Column("due_at", Big),
    Column("leased", Integer, nullable=False, server_default="0"),
    Column("token", Integer, nullable=False, server_default="0"),
    # Validators exactly as the host sent them, stored with the result they belong to.
    Column("etag", Text),
    Column("last_modified", Text),
    # The address that sent them, after redirects: they are asked of no other.
    Column("validators_url", Text),
    Column("since_full", Integer, nullable=False, server_default="0"),
    Column("body_sha", LargeBinary),
    Column("content_sha", LargeBinary),
    Column("page_memory", LargeBinary),
    Column("version", Integer, nullable=False, server_default="0"),
    Column("checks", Integer, nullable=False, server_default="0"),
    Column("fails", Integer, nullable=False, server_default="0"),
    Column("added_at", Big, nullable=False),
    Column("checked_at", Big),
    Column("changed_at", Big),
    # Gamma state of the learned change rate; see schedule/cadence.py.
    Column("rate_a", REAL, nullable=False, server_default="0.45"),
    Column("rate_b", REAL, nullable=False, server_default="0.45"),
    **STRICT,
)
Index("article_due", article.c.due_at, sqlite_where=text("due_at IS NOT NULL"))
Index("article_watch", article.c.watch_id)

host = Table(
    "host",
    metadata,
    Column("host", Text, primary_key=True),
    Column("next_ok_at", Big, nullable=False, server_default="0"),
    Column("pause_ms", Integer),
    Column("site_memory", LargeBinary),
    **CLUSTERED,
)

robots = Table(
    "robots",
    metadata,
    Column("origin", Text, primary_key=True),
    Column("body", LargeBinary),
    Column("fetched_at", REAL, nullable=False),
    **CLUSTERED,
)

check = Table(
    "check_log",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", Integer, ForeignKey("article.id"), nullable=False),
    Column("at", Big, nullable=False),
    Column("end", Text, nullable=False),
    Column("result", Text, nullable=False),
    Column("status", Integer),
    Column("detail", Text, nullable=False, server_default=""),
    Column("version", Integer),
    **STRICT,
)
Index("check_article", check.c.article_id, check.c.id)

version = Table(
    "version",
    metadata,
    Column("article_id", Integer, ForeignKey("article.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("seen_at", Big, nullable=False),
    Column("sha256", LargeBinary, nullable=False),
    Column("base", Integer),
    Column("body", LargeBinary, nullable=False),
    **CLUSTERED,
)

fact = Table(
    "fact",
    metadata,
    Column("article_id", Integer, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("fields", Text, nullable=False),
    **CLUSTERED,
)

change = Table(
    "change",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", Integer, ForeignKey("article.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("seen_at", Big, nullable=False),
    Column("fields", Text, nullable=False),
    **STRICT,
)
Index("change_article", change.c.article_id, change.c.version)
Index("change_seen", change.c.seen_at)

alert = Table(
    "alert",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", Integer, ForeignKey("article.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("rule", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("raised_at", Big, nullable=False),
    Column("body", Text, nullable=False),
    **STRICT,
)
Index("alert_article", alert.c.article_id, alert.c.version)

delivery = Table(
    "delivery",
    metadata,
    Column("id", Text, primary_key=True),
    Column("alert_id", Integer, ForeignKey("alert.id"), nullable=False),
    Column("channel", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("due_at", Big),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("token", Integer, nullable=False, server_default="0"),
    Column("created_at", Big, nullable=False),
    Column("ended_at", Big),
    **CLUSTERED,
)
Index("delivery_due", delivery.c.due_at, sqlite_where=text("due_at IS NOT NULL"))
Index("delivery_alert", delivery.c.alert_id)

attempt = Table(
    "attempt",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("delivery_id", Text, ForeignKey("delivery.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("started_at", Big, nullable=False),
    Column("took_ms", Integer, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("code", Integer),
    Column("detail", Text, nullable=False, server_default=""),
    **STRICT,
)
Index("attempt_delivery", attempt.c.delivery_id)
