"""Watches: an article may come from several, the file and the command line are two origins, and a watch may be paused.

An article that had left the file, and so was never checked again, has no watch from now on; its history stays.
"""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Part watches from articles; foreign keys are not enforced meanwhile (store/database.py)."""
    op.add_column("article", sa.Column("schedule", sa.Text(), server_default="", nullable=False))
    op.add_column("article", sa.Column("tags", sa.Text(), server_default="[]", nullable=False))
    op.add_column("article", sa.Column("followed", sa.Text(), server_default="followed", nullable=False))
    op.add_column("article", sa.Column("resume_at", BIG, nullable=True))
    op.create_table(
        "watched",
        sa.Column("watch_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("since", BIG, nullable=False),
        sa.ForeignKeyConstraint(["watch_id"], ["watch.id"]),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"]),
        sa.PrimaryKeyConstraint("watch_id", "article_id"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.execute(
        "UPDATE article SET schedule = watch.schedule, tags = watch.tags, "
        "followed = CASE watch.origin WHEN 'paused' THEN 'unwatched' ELSE 'followed' END "
        "FROM watch WHERE watch.id = article.watch_id"
    )
    op.execute("UPDATE article SET due_at = NULL, leased = 0 WHERE followed = 'unwatched'")
    op.execute(
        "INSERT INTO watched (watch_id, article_id, since) SELECT watch_id, article.id, article.added_at "
        "FROM article WHERE followed = 'followed'"
    )
    _new_watch()
    _part_article()
    op.create_index("watched_article", "watched", ["article_id"], unique=False)


def _new_watch() -> None:
    # Made under another name and renamed at the end: SQLite rewrites what refers to a table that is renamed away.
    op.create_table(
        "watch_new",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("url_key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), server_default="article", nullable=False),
        sa.Column("origin", sa.Text(), server_default="command", nullable=False),
        sa.Column("schedule", sa.Text(), server_default="", nullable=False),
        sa.Column("tags", sa.Text(), server_default="[]", nullable=False),
        sa.Column("filters", sa.Text(), server_default="{}", nullable=False),
        sa.Column("added_at", BIG, nullable=False),
        sa.Column("paused_at", BIG, nullable=True),
        sa.Column("resume_at", BIG, nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("url_key", "origin"),
        sqlite_strict=True,
    )
    op.execute(
        "INSERT INTO watch_new (id, url, url_key, origin, schedule, tags, added_at) "
        "SELECT id, url, url_key, CASE origin WHEN 'config' THEN 'file' ELSE origin END, schedule, tags, added_at "
        "FROM watch WHERE origin <> 'paused'"
    )
    op.drop_table("watch")
    op.rename_table("watch_new", "watch")
    op.create_index("watch_resume", "watch", ["resume_at"], unique=False, sqlite_where=sa.text("resume_at IS NOT NULL"))


def _part_article() -> None:
    """The article table anew without `watch_id`, from its own text: SQLite drops no column that refers elsewhere.

    So that a column which another revision added before this one is kept.
    """
    connection = op.get_bind()
    known = (
        "SELECT type, sql FROM sqlite_master WHERE tbl_name = 'article' AND sql IS NOT NULL AND name <> 'article_watch'"
    )
    made = connection.execute(sa.text(known)).all()
    (table,) = (sql for kind, sql in made if kind == "table")
    table = re.sub(r"\s*watch_id INTEGER NOT NULL,", "", table)
    table = re.sub(r",\s*FOREIGN KEY\s*\(watch_id\) REFERENCES watch \(id\)", "", table)
    table = re.sub(r"^CREATE TABLE \"?article\"?", "CREATE TABLE article_new", table)
    connection.exec_driver_sql(table)
    columns = ", ".join(row[1] for row in connection.exec_driver_sql("PRAGMA table_info(article_new)"))
    connection.exec_driver_sql(f"INSERT INTO article_new ({columns}) SELECT {columns} FROM article")  # noqa: S608
    connection.exec_driver_sql("DROP TABLE article")
    connection.exec_driver_sql("ALTER TABLE article_new RENAME TO article")
    for kind, sql in made:
        if kind == "index":
            connection.exec_driver_sql(sql)
