"""What `compare` says of two small texts: kind and both sides of each change of one sort."""

from __future__ import annotations

from monitor.changes import compare
from spiders.article import Article

Told = tuple[str, str | None, str | None]


def told(old: str, new: str, lang: str = "en", sorts: tuple[str, ...] = ("figure", "datetime", "claim")) -> list[Told]:
    """The changes between two texts, paragraphs parted by "|", that are no wording, in the order in which they are told."""
    before, after = (Article.from_text(text.split("|"), lang=lang) for text in (old, new))
    return [
        (str(c.kind), c.old.text if c.old else None, c.new.text if c.new else None)
        for c in compare(before, after)
        if str(c.kind).startswith(sorts)
    ]
