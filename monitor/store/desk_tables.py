"""The tables of the desk: what people said of changes, how each change stands, and how far each person looked.

As tables.py. Holds no statement.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, text

from monitor.store.columns import CLUSTERED, STRICT, Big, metadata

# What one person did to one change. Triggers refuse every edit and every removal: this is the audit.
review = Table(
    "review",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("change_id", Integer, ForeignKey("change.id"), nullable=False),
    Column("act", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("at", Big, nullable=False),
    # Why it was dismissed, a word of store/reviews.py.
    Column("reason", Text, nullable=False, server_default=""),
    Column("note", Text, nullable=False, server_default=""),
    # How it stood before and after, as JSON.
    Column("was", Text, nullable=False),
    Column("became", Text, nullable=False),
    **STRICT,
)
Index("review_change", review.c.change_id, review.c.id)

# How a change stands now; a change without a row is open and nobody's.
reviewed = Table(
    "reviewed",
    metadata,
    Column("change_id", Integer, ForeignKey("change.id"), primary_key=True),
    Column("state", Text, nullable=False),
    Column("assignee", Text, nullable=False, server_default=""),
    # The review that made it so.
    Column("review_id", Integer, ForeignKey("review.id"), nullable=False),
    **CLUSTERED,
)
Index("reviewed_assignee", reviewed.c.assignee, sqlite_where=text("assignee <> ''"))

# How far somebody looked: the newest change on the screen when they said so.
looked = Table(
    "looked",
    metadata,
    Column("actor", Text, primary_key=True),
    Column("change_id", Integer, nullable=False),
    Column("at", Big, nullable=False),
    **CLUSTERED,
)
