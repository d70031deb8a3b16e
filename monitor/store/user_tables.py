"""The tables of who may come in, and of what was done: users, sessions, tokens, acts, answered requests. As tables.py.

Secrets stand here as hashes only. Holds no statement.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Table, Text

from monitor.store.columns import CLUSTERED, STRICT, Big, metadata

# What somebody did, for good. Triggers refuse every edit and every removal, and the chain has an entry for each row.
act = Table(
    "act",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Big, nullable=False),
    # Who, and by which way: "web", "cli: karen", "api: token desk".
    Column("who", Text, nullable=False),
    Column("via", Text, nullable=False),
    # What was done, as "watch.pause", and to what, as "watch 7"; how that stood before and after, as JSON.
    Column("what", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("was", Text, nullable=False),
    Column("became", Text, nullable=False),
    Column("review_id", Integer, ForeignKey("review.id")),
    **STRICT,
)
Index("act_review", act.c.review_id)

user = Table(
    "user",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    # As Argon2 writes it, its settings and its salt included.
    Column("password", Text, nullable=False),
    Column("added_at", Big, nullable=False),
    Column("seen_at", Big),
    **STRICT,
)

# A browser that logged in. `kind` is session, or device: one that did so before and need not wait behind strangers.
session = Table(
    "session",
    metadata,
    Column("sha256", LargeBinary, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("user_id", Integer, ForeignKey("user.id"), nullable=False),
    Column("made_at", Big, nullable=False),
    Column("seen_at", Big, nullable=False),
    **CLUSTERED,
)
Index("session_user", session.c.user_id)

token = Table(
    "token",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("sha256", LargeBinary, nullable=False, unique=True),
    # Words of store/tokens.py, with blanks between.
    Column("scopes", Text, nullable=False),
    Column("made_at", Big, nullable=False),
    Column("until", Big),
    Column("used_at", Big),
    **STRICT,
)

# What a write with an Idempotency-Key was answered, so that a repeat is answered the same and done once.
answered = Table(
    "answered",
    metadata,
    Column("who", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("asked", LargeBinary, nullable=False),
    Column("status", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("at", Big, nullable=False),
    **CLUSTERED,
)
Index("answered_at", answered.c.at)
