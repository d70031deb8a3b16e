"""Desk: what people said of changes, how each change stands, and how far each person looked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0012"
down_revision = "0011"

APPEND_ONLY = """
CREATE TRIGGER review_no_{word} BEFORE {what} ON review
BEGIN SELECT RAISE(ABORT, 'reviews are never edited'); END
"""


# What screens choose by, out of the JSON of a change: in a column, so that an index holds it and no row is parsed.
CHOSEN_BY = {
    "chosen_counted": "coalesce(json_extract(fields, '$.new.counted'), json_extract(fields, '$.old.counted'), '')",
    "chosen_place": "lower(coalesce(json_extract(fields, '$.new.place'), json_extract(fields, '$.old.place'), ''))",
    "chosen_level": "coalesce(json_extract(fields, '$.level'), '')",
}


def upgrade() -> None:
    """Add the three tables, what keeps the first one append-only, and the columns that screens choose by."""
    for name, source in CHOSEN_BY.items():
        op.execute(f"ALTER TABLE change ADD COLUMN {name} TEXT GENERATED ALWAYS AS ({source}) VIRTUAL")
        op.execute(f"CREATE INDEX change_{name} ON change ({name})")
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("was", sa.Text(), nullable=False),
        sa.Column("became", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["change_id"], ["change.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_index("review_change", "review", ["change_id", "id"], unique=False)
    for word, what in (("edit", "UPDATE"), ("removal", "DELETE")):
        op.execute(APPEND_ONLY.format(word=word, what=what))
    op.create_table(
        "reviewed",
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("assignee", sa.Text(), server_default="", nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["change_id"], ["change.id"]),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"]),
        sa.PrimaryKeyConstraint("change_id"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("reviewed_assignee", "reviewed", ["assignee"], unique=False, sqlite_where=sa.text("assignee <> ''"))
    op.create_table(
        "looked",
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.PrimaryKeyConstraint("actor"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
