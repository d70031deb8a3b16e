"""Growth: what a tick and a screen ask for is found by an index, however many articles there are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add the indexes, and a row for every host, since a tick goes by hosts."""
    op.create_index(
        "article_host_due", "article", ["host", "due_at"], unique=False, sqlite_where=sa.text("due_at IS NOT NULL")
    )
    op.create_index("article_leased", "article", ["leased"], unique=False, sqlite_where=sa.text("leased = 1"))
    op.create_index("article_state", "article", ["state"], unique=False)
    op.create_index(
        "article_resting", "article", ["followed"], unique=False, sqlite_where=sa.text("followed <> 'followed'")
    )
    op.create_index("host_free", "host", ["next_ok_at"], unique=False)
    op.create_index("watch_origin", "watch", ["origin"], unique=False)
    op.execute("INSERT INTO host (host) SELECT DISTINCT host FROM article WHERE host NOT IN (SELECT host FROM host)")
