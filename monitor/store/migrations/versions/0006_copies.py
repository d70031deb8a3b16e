"""Copies: an article is known by its text alone too, so that a copy under another headline is found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the hash, which each article gets with its next version, and look for copies by it."""
    op.add_column("article", sa.Column("story_sha", sa.LargeBinary))
    op.create_index(
        "article_story", "article", ["story_sha"], unique=False, sqlite_where=sa.text("story_sha IS NOT NULL")
    )
    op.drop_index("article_content", table_name="article")
