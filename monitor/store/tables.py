"""The tables, as data. Times are milliseconds since 1970 UTC; flags are 0 or 1; JSON is text. Holds no statement.

SQLite tables are STRICT, so that a wrong type fails when it is written and not when somebody reads it years later.
"""

from __future__ import annotations

from sqlalchemy import (
    REAL,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    text,
)

import monitor.store.desk_tables
import monitor.store.page_tables
import monitor.store.past_tables
import monitor.store.search_tables
import monitor.store.user_tables
import monitor.store.watch_tables  # noqa: F401 - so that the set of tables is whole
from monitor.store.columns import CLUSTERED, STRICT, Big
from monitor.store.columns import metadata as metadata

article = Table(
    "article",
    metadata,
    Column("id", Integer, primary_key=True),
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
    # 1 while a change of it waits for a second look; and since when its flips came without a sign of an edit.
    Column("awaiting", Integer, nullable=False, server_default="0"),
    Column("unstable_at", Big),
    # Beginnings of the hashes of contents that a person dismissed.
    Column("dismissed", LargeBinary),
    # The hash of the text alone.
    Column("story_sha", LargeBinary),
    # What its watches come to, kept here so that a claim joins nothing; see store/settling.py.
    Column("schedule", Text, nullable=False, server_default=""),
    Column("tags", Text, nullable=False, server_default="[]"),
    Column("followed", Text, nullable=False, server_default="followed"),
    Column("resume_at", Big),
    # Looks in a row without a reading, since when, and 1 once that was told; see checks/overseeing.py.
    Column("unread", Integer, nullable=False, server_default="0"),
    Column("unread_at", Big),
    Column("ailing", Integer, nullable=False, server_default="0"),
    # What the schedule knows of it (schedule/known.py): what kind of article it is, the last look that could compare,
    # the last edit as far as was seen; and what it asks for: looks a day at price 1.
    Column("published_at", Big),
    Column("learned", LargeBinary),
    Column("compared_at", Big),
    Column("edited_at", Big),
    Column("asked", REAL, nullable=False, server_default="0"),
    # Why it is due when it is, in words; 1 where others wait for it; 1 where a feed said that it changed.
    Column("why", Text, nullable=False, server_default=""),
    Column("first", Integer, nullable=False, server_default="0"),
    Column("hinted", Integer, nullable=False, server_default="0"),
    # The version up to which the search knows it; see store/searching.py.
    Column("indexed", Integer, nullable=False, server_default="0"),
    **STRICT,
)
Index("article_unindexed", article.c.id, sqlite_where=text("indexed < version"))
Index("article_due", article.c.due_at, sqlite_where=text("due_at IS NOT NULL"))
Index("article_first", article.c.due_at, sqlite_where=text("first = 1"))
Index("article_host_due", article.c.host, article.c.due_at, sqlite_where=text("due_at IS NOT NULL"))
Index("article_leased", article.c.leased, sqlite_where=text("leased = 1"))
Index("article_state", article.c.state)
Index("article_resting", article.c.followed, sqlite_where=text("followed <> 'followed'"))
Index("article_story", article.c.story_sha, sqlite_where=text("story_sha IS NOT NULL"))

host = Table(
    "host",
    metadata,
    Column("host", Text, primary_key=True),
    Column("next_ok_at", Big, nullable=False, server_default="0"),
    Column("pause_ms", Integer),
    Column("site_memory", LargeBinary),
    **CLUSTERED,
)

# What each site taught and what its looks cost; "" stands for all hosts together. See checks/pacing.py.
pacing = Table(
    "pacing",
    metadata,
    Column("name", Text, primary_key=True),
    Column("habits", Text, nullable=False, server_default=""),
    Column("meter", Text, nullable=False, server_default=""),
    **CLUSTERED,
)
Index("host_free", host.c.next_ok_at)

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
    # Why the page was learned anew for it (spiders/article.py Relearned); empty for an ordinary version.
    Column("relearned", Text, nullable=False, server_default=""),
    # A short hash of hash, base and body (monitor/keeping/chain.py), so that no byte of them changes unseen.
    Column("seal", LargeBinary),
    **CLUSTERED,
)

# Versions that a repair could not save (store/repairing.py); their numbers are given to no other.
lost = Table(
    "lost",
    metadata,
    Column("article_id", Integer, ForeignKey("article.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("lost_at", Big, nullable=False),
    **CLUSTERED,
)

# A reading that must not be compared until a second one agrees or a person decides; see store/doubts.py.
doubt = Table(
    "doubt",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", Integer, ForeignKey("article.id"), nullable=False),
    # What this very content is known by: the article's fingerprint, or the hash of reason and evidence.
    Column("sha256", LargeBinary, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("evidence", Text, nullable=False, server_default=""),
    Column("body", LargeBinary, nullable=False),
    # 1 where the body is an article that could become a version, 0 where it is what a refused page said.
    Column("readable", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("looks", Integer, nullable=False, server_default="1"),
    Column("seen_at", Big, nullable=False),
    Column("last_at", Big, nullable=False),
    Column("ended_at", Big),
    **STRICT,
)
Index("doubt_article", doubt.c.article_id, doubt.c.state)
Index("doubt_open", doubt.c.id, sqlite_where=text("state = 'open'"))

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
    # Why it was made (alerts/alert.py Cause), what stands behind its reason, and the group it is gathered in.
    Column("cause", Text, nullable=False, server_default="first"),
    Column("detail", Text, nullable=False, server_default=""),
    Column("group_key", Text, nullable=False, server_default=""),
    # The digest or summary that tells of it; it ends as that one ends.
    Column("carried_by", Text),
    **CLUSTERED,
)
Index("delivery_due", delivery.c.due_at, sqlite_where=text("due_at IS NOT NULL"))
Index(
    "delivery_next", delivery.c.channel, delivery.c.due_at, sqlite_where=text("due_at IS NOT NULL AND state <> 'held'")
)
Index("delivery_alert", delivery.c.alert_id)
Index("delivery_created", delivery.c.created_at, delivery.c.id)
Index(
    "delivery_held",
    delivery.c.channel,
    delivery.c.recipient,
    delivery.c.due_at,
    sqlite_where=text("state = 'held'"),
)
Index("delivery_carried", delivery.c.carried_by, sqlite_where=text("carried_by IS NOT NULL"))

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

silence = Table(
    "silence",
    metadata,
    Column("id", Integer, primary_key=True),
    # Settings of a rule as JSON: which changes it keeps quiet.
    Column("matchers", Text, nullable=False),
    Column("starts_at", Big, nullable=False),
    Column("ends_at", Big, nullable=False),
    Column("author", Text, nullable=False),
    Column("comment", Text, nullable=False),
    Column("created_at", Big, nullable=False),
    **STRICT,
)
Index("silence_ends", silence.c.ends_at)

# One fact of one article going to and fro under one rule; see alerts/flapping.py.
episode = Table(
    "episode",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", Integer, ForeignKey("article.id"), nullable=False),
    Column("rule", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("last_at", Big, nullable=False),
    **STRICT,
)
Index("episode_article", episode.c.article_id)

# How fast something may go on: "channel desk" has `amount` tokens at `at`; a group or an edit war was last told `at`.
pace = Table(
    "pace",
    metadata,
    Column("key", Text, primary_key=True),
    Column("amount", REAL, nullable=False, server_default="0"),
    Column("at", Big, nullable=False),
    **CLUSTERED,
)

# How each channel fares; see alerts/health.py. `told` is the condition that the operator last heard of.
channel = Table(
    "channel",
    metadata,
    Column("name", Text, primary_key=True),
    Column("condition", Text, nullable=False),
    Column("cause", Text, nullable=False),
    Column("said", Text, nullable=False, server_default=""),
    Column("fails", Integer, nullable=False, server_default="0"),
    Column("since", Big),
    Column("rest_until", Big),
    Column("last_ok", Big),
    Column("changed_at", Big, nullable=False),
    Column("told", Text, nullable=False, server_default="healthy"),
    Column("tell_at", Big),
    Column("tries", Integer, nullable=False, server_default="0"),
    **CLUSTERED,
)

# People who unsubscribed, each from one channel.
suppression = Table(
    "suppression",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("recipient", Text, primary_key=True),
    Column("since", Big, nullable=False),
    Column("delivery_id", Text, nullable=False, server_default=""),
    **CLUSTERED,
)

bounce = Table(
    "bounce",
    metadata,
    Column("delivery_id", Text, ForeignKey("delivery.id"), primary_key=True),
    Column("at", Big, nullable=False),
    Column("status", Text, nullable=False, server_default=""),
    Column("detail", Text, nullable=False, server_default=""),
    **CLUSTERED,
)
