"""Listing: deliveries newest first, page by page, without a look at all of them."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the index in the order of the list."""
    op.create_index("delivery_created", "delivery", ["created_at", "id"], unique=False)
