"""Lost: versions that a repair could not save, so that their gap is known and not found anew every night."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "lost",
        sa.Column("article_id", sa.Integer(), sa.ForeignKey("article.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("lost_at", BIG, nullable=False),
        sa.PrimaryKeyConstraint("article_id", "number"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
