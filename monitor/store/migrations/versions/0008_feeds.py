"""Feeds: what is polled and how that went, and when an article that a feed brought ages out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the sources, and what an article of a feed remembers of it."""
    op.add_column("watched", sa.Column("until", BIG, nullable=True))
    op.add_column("watched", sa.Column("ended", sa.Integer(), server_default="0", nullable=False))
    op.add_column("watched", sa.Column("stated", BIG, nullable=True))
    op.create_index(
        "watched_until", "watched", ["until"], unique=False, sqlite_where=sa.text("until IS NOT NULL AND ended = 0")
    )
    op.create_table(
        "source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("url_key", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("parent", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="waiting", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("due_at", BIG, nullable=True),
        sa.Column("leased", sa.Integer(), server_default="0", nullable=False),
        sa.Column("token", sa.Integer(), server_default="0", nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("validators_url", sa.Text(), nullable=True),
        sa.Column("since_full", sa.Integer(), server_default="0", nullable=False),
        sa.Column("body_sha", sa.LargeBinary(), nullable=True),
        sa.Column("pace_ms", BIG, nullable=False),
        sa.Column("polls", sa.Integer(), server_default="0", nullable=False),
        sa.Column("fails", sa.Integer(), server_default="0", nullable=False),
        sa.Column("entries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("left_out", sa.Integer(), server_default="0", nullable=False),
        sa.Column("checked_at", BIG, nullable=True),
        sa.Column("brought_at", BIG, nullable=True),
        sa.ForeignKeyConstraint(["parent"], ["source.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("url_key", "parent"),
        sqlite_strict=True,
    )
    op.create_index("source_due", "source", ["due_at"], unique=False, sqlite_where=sa.text("due_at IS NOT NULL"))
