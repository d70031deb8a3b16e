"""Channels: how each fares, who unsubscribed, which mail came back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add what is remembered of channels and of the people behind them."""
    op.create_index(
        "delivery_next",
        "delivery",
        ["channel", "due_at"],
        unique=False,
        sqlite_where=sa.text("due_at IS NOT NULL AND state <> 'held'"),
    )
    op.create_table(
        "channel",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), server_default="", nullable=False),
        sa.Column("fails", sa.Integer(), server_default="0", nullable=False),
        sa.Column("since", BIG, nullable=True),
        sa.Column("rest_until", BIG, nullable=True),
        sa.Column("last_ok", BIG, nullable=True),
        sa.Column("changed_at", BIG, nullable=False),
        sa.Column("told", sa.Text(), server_default="healthy", nullable=False),
        sa.Column("tell_at", BIG, nullable=True),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("name"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "suppression",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("since", BIG, nullable=False),
        sa.Column("delivery_id", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("channel", "recipient"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "bounce",
        sa.Column("delivery_id", sa.Text(), nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.Column("status", sa.Text(), server_default="", nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"]),
        sa.PrimaryKeyConstraint("delivery_id"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
