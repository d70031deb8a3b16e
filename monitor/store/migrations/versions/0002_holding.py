"""Holding: why a delivery waits and what carries it, silences, episodes of edit wars, pace of channels and groups."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0002"
down_revision = "0001"


# As long as the schema it adds: a list of columns and tables reads best in one piece.
def upgrade() -> None:
    """Add what the stages between a change and a delivery remember."""
    op.add_column("article", sa.Column("awaiting", sa.Integer(), server_default="0", nullable=False))
    op.add_column("article", sa.Column("unstable_at", BIG, nullable=True))
    op.create_index(
        "article_content", "article", ["content_sha"], sqlite_where=sa.text("content_sha IS NOT NULL"), unique=False
    )
    op.add_column("delivery", sa.Column("cause", sa.Text(), server_default="first", nullable=False))
    op.add_column("delivery", sa.Column("detail", sa.Text(), server_default="", nullable=False))
    op.add_column("delivery", sa.Column("group_key", sa.Text(), server_default="", nullable=False))
    op.add_column("delivery", sa.Column("carried_by", sa.Text(), nullable=True))
    op.create_index(
        "delivery_held",
        "delivery",
        ["channel", "recipient", "due_at"],
        unique=False,
        sqlite_where=sa.text("state = 'held'"),
    )
    op.create_index(
        "delivery_carried", "delivery", ["carried_by"], unique=False, sqlite_where=sa.text("carried_by IS NOT NULL")
    )
    op.create_table(
        "silence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matchers", sa.Text(), nullable=False),
        sa.Column("starts_at", BIG, nullable=False),
        sa.Column("ends_at", BIG, nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("created_at", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_index("silence_ends", "silence", ["ends_at"], unique=False)
    op.create_table(
        "episode",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("last_at", BIG, nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_index("episode_article", "episode", ["article_id"], unique=False)
    op.create_table(
        "pace",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("amount", sa.REAL(), server_default="0", nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.PrimaryKeyConstraint("key"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
