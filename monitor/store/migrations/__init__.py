"""Schema revisions, applied in order by Alembic when an older database is opened."""
