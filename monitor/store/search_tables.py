"""The tables of the search: each paragraph with the versions in which it stands, and which of its words stand where.

As tables.py. What is in them follows from the versions, so that they can be made anew from these.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Table, text

from monitor.store.columns import STRICT, Big, metadata

TERMS = """CREATE VIRTUAL TABLE search USING fts5(terms, place, content='', columnsize=0, tokenize='ascii')"""
"""The index proper, of SQLite's FTS5: the terms of a paragraph and, as one more term, its article. It keeps no text.

The tokenizer parts at blanks only, as terms hold no sign of ASCII: what a term is, monitor/text/terms.py decides.
"""
INDEX = "search"

# A paragraph, headline, caption or notice of an article through all versions in which it stands unchanged: one row.
paragraph = Table(
    "paragraph",
    metadata,
    # When its first version was seen, in milliseconds, times 2 ** 20, and a number: newest first is the order of ids.
    Column("id", Integer, primary_key=True),
    Column("article_id", Integer, ForeignKey("article.id"), nullable=False),
    # A beginning of the hash of its part's name and its text; the text itself stands in its version.
    Column("sha", LargeBinary, nullable=False),
    # The first version in which it stands, and the first after that in which it does not; NULL while it stands.
    Column("first", Integer, nullable=False),
    Column("until", Integer),
    Column("until_at", Big),
    **STRICT,
)
Index("paragraph_article", paragraph.c.article_id)
Index("paragraph_standing", paragraph.c.article_id, sqlite_where=text("until IS NULL"))
