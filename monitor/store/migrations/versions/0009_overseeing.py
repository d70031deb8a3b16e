"""Overseeing: how many looks in a row brought no reading of an article, since when, and whether that was told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the count, the time and the flag."""
    op.add_column("article", sa.Column("unread", sa.Integer(), server_default="0", nullable=False))
    op.add_column("article", sa.Column("unread_at", BIG, nullable=True))
    op.add_column("article", sa.Column("ailing", sa.Integer(), server_default="0", nullable=False))
