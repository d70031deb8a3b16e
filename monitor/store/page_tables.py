"""The tables of what was kept as it came: pages, their packed bytes, certificates, the hash chain, stamps. As data."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, text

from monitor.store.columns import CLUSTERED, STRICT, Big, metadata

# Bytes known by their hash, each once; a base is always an older row. `seal` is a short hash of what the row holds.
blob = Table(
    "blob",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", LargeBinary, nullable=False, unique=True),
    Column("size", Integer, nullable=False),
    Column("base", Integer, ForeignKey("blob.id")),
    Column("place", Integer, nullable=False),
    Column("packed", LargeBinary, nullable=False),
    Column("seal", LargeBinary, nullable=False),
    **STRICT,
)
Index("blob_base", blob.c.base, sqlite_where=text("base IS NOT NULL"))

# A page as it came: `record` says how (monitor/keeping/record.py), `body` is what came. `version` is the one that the
# page made, or that stood when it came.
page = Table(
    "page",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", Integer, ForeignKey("article.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("cause", Text, nullable=False),
    Column("at", Big, nullable=False),
    Column("record", Integer, ForeignKey("blob.id"), nullable=False),
    Column("body", Integer, ForeignKey("blob.id"), nullable=False),
    sqlite_autoincrement=True,  # the number of a page that went is never given again
    **STRICT,
)
Index("page_article", page.c.article_id, page.c.id)
Index("page_at", page.c.at)
Index("page_record", page.c.record)
Index("page_body", page.c.body)

certificate = Table(
    "certificate",
    metadata,
    Column("sha256", LargeBinary, primary_key=True),
    Column("der", LargeBinary, nullable=False),
    **CLUSTERED,
)

# One entry for each thing recorded, never changed and never removed; see monitor/keeping/chain.py.
chain = Table(
    "chain",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("at", Big, nullable=False),
    Column("article_id", Integer),
    Column("version", Integer),
    Column("text", LargeBinary),
    Column("facts", LargeBinary),
    Column("changes", LargeBinary),
    Column("change_first", Integer),
    Column("change_count", Integer),
    Column("page", LargeBinary),
    Column("page_id", Integer),
    Column("detail", Text),
    Column("head", LargeBinary, nullable=False),
    **STRICT,
)
Index("chain_article", chain.c.article_id, chain.c.n)

# What an authority said of a head of the chain, as it came; see monitor/keeping/stamps.py.
stamp = Table(
    "stamp",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("n", Integer, nullable=False),
    Column("head", LargeBinary, nullable=False),
    Column("authority", Text, nullable=False),
    Column("at", Big, nullable=False),
    Column("stamped_at", Big),
    Column("answer", LargeBinary, nullable=False),
    **STRICT,
)
