"""The versions of an article as a strip: how much of fact each brought, and which say the same as an earlier one.

Rows of the store go in, views come out. Reads texts within a bound.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from monitor.checks.judging import story_of
from monitor.store import versions
from monitor.store.rows import VersionRow
from monitor.web.views import View
from spiders.article import Article

LOOKED_AT = 60
"""Newest versions whose texts are compared with each other."""
SHADES = (0, 1, 3, 6)
"""Changes of fact from which a version is one shade darker."""


def same_as(connection: Connection, article_id: int, newest: int) -> Mapping[int, int]:
    """For each version that says what an earlier one said, before which it said something else: that one's number."""
    first: dict[bytes | None, int] = {}
    found: dict[int, int] = {}
    before: bytes | None = None
    for number, text in versions.texts_from(connection, article_id, max(1, newest - LOOKED_AT + 1)):
        told = story_of(Article.from_json(text))
        # The same as the one right before is an edit beside the text: a headline, a caption.
        if told is not None and told in first and told != before:
            found[number] = first[told]
        first.setdefault(told, number)
        before = told
    return found


def strip(rows: Sequence[VersionRow], brought: Mapping[int, int | None], same: Mapping[int, int]) -> list[View]:
    """The versions, oldest first; `shade` 0 to 4 by how many changes of fact each brought."""
    found = []
    for row in sorted(rows, key=lambda row: row.number):
        changes = brought.get(row.number)
        shade = sum(changes > least for least in SHADES) if changes else 0
        found.append({"number": row.number, "shade": shade, "changes": changes, "same_as": same.get(row.number)})
    return found
