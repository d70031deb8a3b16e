"""Search: each paragraph with the versions in which it stands, and an index of its words; filled later, in steps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Make the two tables, and remember of each article up to which version they know it: none."""
    op.create_table(
        "paragraph",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), sa.ForeignKey("article.id"), nullable=False),
        sa.Column("sha", sa.LargeBinary(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("until_at", BIG, nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_index("paragraph_article", "paragraph", ["article_id"], unique=False)
    op.create_index(
        "paragraph_standing", "paragraph", ["article_id"], unique=False, sqlite_where=sa.text("until IS NULL")
    )
    op.execute("CREATE VIRTUAL TABLE search USING fts5(terms, place, content='', columnsize=0, tokenize='ascii')")
    op.add_column("article", sa.Column("indexed", sa.Integer(), server_default="0", nullable=False))
    op.create_index("article_unindexed", "article", ["id"], unique=False, sqlite_where=sa.text("indexed < version"))
