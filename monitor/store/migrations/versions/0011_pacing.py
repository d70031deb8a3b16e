"""Pacing: what the schedule knows of an article, why it is due when it is, and what sites and budgets are like."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add what the schedule knows, in place of the two numbers that it knew before."""
    op.add_column("article", sa.Column("published_at", BIG, nullable=True))
    op.add_column("article", sa.Column("learned", sa.LargeBinary(), nullable=True))
    op.add_column("article", sa.Column("compared_at", BIG, nullable=True))
    op.add_column("article", sa.Column("edited_at", BIG, nullable=True))
    op.add_column("article", sa.Column("asked", sa.REAL(), server_default="0", nullable=False))
    op.add_column("article", sa.Column("why", sa.Text(), server_default="", nullable=False))
    op.add_column("article", sa.Column("first", sa.Integer(), server_default="0", nullable=False))
    op.add_column("article", sa.Column("hinted", sa.Integer(), server_default="0", nullable=False))
    op.create_index("article_first", "article", ["due_at"], unique=False, sqlite_where=sa.text("first = 1"))
    op.drop_column("article", "rate_a")
    op.drop_column("article", "rate_b")
    op.add_column("source", sa.Column("news", sa.REAL(), server_default="0.16", nullable=False))
    op.add_column("source", sa.Column("fresh", sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "pacing",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("habits", sa.Text(), server_default="", nullable=False),
        sa.Column("meter", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("name"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
