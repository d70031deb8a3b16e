"""Outlets: whether an edit was announced is counted from an index, without a look into the changes themselves."""

from __future__ import annotations

from alembic import op

revision = "0019"
down_revision = "0018"

CHOSEN_BY = {
    "chosen_announced": "coalesce(json_extract(fields, '$.announced'), 0)",
    "chosen_relation": "coalesce(json_extract(fields, '$.relation'), '')",
}


def upgrade() -> None:
    """Add two columns out of the JSON of a change, and the index that holds what is counted."""
    for name, source in CHOSEN_BY.items():
        kind = "INTEGER" if name == "chosen_announced" else "TEXT"
        op.execute(f"ALTER TABLE change ADD COLUMN {name} {kind} GENERATED ALWAYS AS ({source}) VIRTUAL")
    op.execute(
        "CREATE INDEX change_edits ON change "
        "(article_id, version, kind, chosen_level, chosen_announced, chosen_relation)"
    )
