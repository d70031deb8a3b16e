"""A story as it stands: a tag goes in; its articles, the ledger of their figures and their copies come out.

Reads the store and judges nothing anew. What is too much for one look is left out and counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from monitor.changes.copies import Copies, Printed, copies
from monitor.changes.ledger import Moved, StorySlot, Telling, ledger
from monitor.errors import RowbackError
from monitor.store import stories, versions
from monitor.store.rows import ArticleRow

MOST_ARTICLES = 40
"""Articles of one story that are laid together: those that changed last."""
MOST_MOVES = 1_000
"""Changes of their figures, the newest."""
MOST_SIGNED = 12
"""Articles of one figure whose texts are read for who signs them."""


@dataclass(frozen=True, slots=True)
class Story:
    """`left_out` is how many articles of the tag are not laid together here; `since` from when on moves are known."""

    articles: Mapping[int, ArticleRow]
    slots: Sequence[StorySlot]
    left_out: int
    whole: bool


def story_of(connection: Connection, tag: str) -> Story:
    """The story of a tag; without articles where nobody gave that tag."""
    found, many = stories.articles_of(connection, tag, MOST_ARTICLES)
    return laid_together(connection, found, many - len(found))


def laid_together(connection: Connection, found: Sequence[ArticleRow], left_out: int = 0) -> Story:
    """These articles as one story."""
    ids = [row.id for row in found]
    moved: dict[int, list[Moved]] = defaultdict(list)
    rows = stories.moves(connection, ids, MOST_MOVES)
    for row in rows:
        moved[row.article_id].append(Moved(row.id, row.version, row.seen_at, row.change))
    standing, first = stories.standing(connection, ids), stories.first_seen(connection, ids)
    tellings = [
        Telling(row.id, row.outlet or row.host, first[row.id], moved[row.id], standing.get(row.id, ()))
        for row in found
        if row.id in first
    ]
    return Story({row.id: row for row in found}, ledger(tellings), left_out, len(rows) < MOST_MOVES)


def copies_in(connection: Connection, story: Story, slot: StorySlot) -> list[Copies]:
    """Which articles of one figure are one source."""
    ids = [one.article_id for one in slot.series]
    texts = stories.texts(connection, ids)
    printed = []
    for n, one in enumerate(slot.series):
        row, mention = story.articles[one.article_id], one.now.mention
        byline, opening = _signed(connection, row) if n < MOST_SIGNED else ((), "")
        source = mention.source if mention else ""
        printed.append(Printed(row.id, one.outlet, texts.get(row.id), byline, opening, source))
    return copies(printed)


def _signed(connection: Connection, row: ArticleRow) -> tuple[tuple[str, ...], str]:
    """Who signs an article, and how it begins; nothing where its text cannot be read."""
    try:
        article = versions.article_of(connection, row.id, row.version)
    except RowbackError:
        return (), ""
    return tuple(article.authors), article.paragraphs[0] if article.paragraphs else ""
