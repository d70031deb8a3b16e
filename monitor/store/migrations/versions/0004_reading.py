"""Reading: why a version is a new baseline, and the readings that wait for a second look or a person."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the word on a version, and the doubts."""
    op.add_column("article", sa.Column("dismissed", sa.LargeBinary(), nullable=True))
    op.add_column("version", sa.Column("relearned", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "doubt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), server_default="", nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("readable", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("looks", sa.Integer(), server_default="1", nullable=False),
        sa.Column("seen_at", BIG, nullable=False),
        sa.Column("last_at", BIG, nullable=False),
        sa.Column("ended_at", BIG, nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_index("doubt_article", "doubt", ["article_id", "state"], unique=False)
    op.create_index("doubt_open", "doubt", ["id"], unique=False, sqlite_where=sa.text("state = 'open'"))
