"""Past: verdicts of later rules beside the changes, how far pages were read again, copies asked of an archive."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0016"
down_revision = "0014"


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "rejudged",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.Column("judged_by", sa.Text(), nullable=False),
        sa.Column("rules", sa.Integer(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_index("rejudged_article", "rejudged", ["article_id", "version"], unique=False)
    op.create_table(
        "reread",
        sa.Column("rules", sa.Integer(), nullable=False),
        sa.Column("after_id", sa.Integer(), nullable=False),
        sa.Column("done_at", BIG),
        sa.PrimaryKeyConstraint("rules"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "archived",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_at", BIG),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("copy_url", sa.Text(), server_default="", nullable=False),
        sa.Column("queued_at", BIG, nullable=False),
        sa.Column("asked_at", BIG),
        sa.Column("copy_at", BIG),
        sa.Column("ended_at", BIG),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_index("archived_version", "archived", ["article_id", "version"], unique=True)
    for column in ("due_at", "asked_at"):
        where = sa.text(f"{column} IS NOT NULL")
        op.create_index(f"archived_{column[:-3]}", "archived", [column], unique=False, sqlite_where=where)
