"""Users, sessions, tokens, and acts: what people did, each with an entry in the chain. Earlier reviews become acts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0018"
down_revision = "0017"

APPEND_ONLY = """
CREATE TRIGGER act_no_{word} BEFORE {what} ON act
BEGIN SELECT RAISE(ABORT, 'acts are never edited'); END
"""
EARLIER = """
INSERT INTO act (at, who, via, what, subject, was, became, review_id)
SELECT at, actor, 'earlier', 'review.' || act, 'change ' || change_id, was, became, id FROM review ORDER BY id
"""


def upgrade() -> None:
    """Make the tables, and an act of each review; store/acts.py enters them into the chain."""
    _acts()
    _people()
    _programs()


def _acts() -> None:
    op.create_table(
        "act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("via", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("was", sa.Text(), nullable=False),
        sa.Column("became", sa.Text(), nullable=False),
        sa.Column("review_id", sa.Integer(), sa.ForeignKey("review.id"), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_index("act_review", "act", ["review_id"], unique=False)
    op.execute(EARLIER)
    for word, what in (("edit", "UPDATE"), ("removal", "DELETE")):
        op.execute(APPEND_ONLY.format(word=word, what=what))


def _people() -> None:
    op.create_table(
        "user",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("added_at", BIG, nullable=False),
        sa.Column("seen_at", BIG, nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
        sqlite_strict=True,
    )
    op.create_table(
        "session",
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("user.id"), nullable=False),
        sa.Column("made_at", BIG, nullable=False),
        sa.Column("seen_at", BIG, nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("session_user", "session", ["user_id"], unique=False)


def _programs() -> None:
    op.create_table(
        "token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("made_at", BIG, nullable=False),
        sa.Column("until", BIG, nullable=True),
        sa.Column("used_at", BIG, nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
        sa.UniqueConstraint("sha256"),
        sqlite_strict=True,
    )
    op.create_table(
        "answered",
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("asked", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.PrimaryKeyConstraint("who", "key"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("answered_at", "answered", ["at"], unique=False)
