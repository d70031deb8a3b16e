"""Whether a page shows what it showed at the last look: what was read and the page's memory go in, yes or no comes out.

Where it does there is nothing to learn, however much changed around the story: the memory stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from spiders.article import Article
from spiders.reading.leaves import Leaves
from spiders.reading.memory import RULES, PageMemory
from spiders.reading.words import key


def is_as_before(
    known: PageMemory, body: Sequence[str], shared: Sequence[str], article: Article, leaves: Leaves
) -> bool:
    """`body` and `shared` are keys of what was kept and of what was left out as the site's own.

    What was tried on the way (a page that was gone, a reading in doubt, a counter seen once) is settled by a look that
    finds all as it was, and so is to be learned.
    """
    if known.rules != RULES or not known.at or known.missing or known.pending or known.accepted or known.unsettled:
        return False
    if [*body] != known.body or [*shared] != known.shared:
        return False
    if (article.published or "") != known.published or _key(article.title) != known.title:
        return False
    if _key(article.standfirst) != known.standfirst or [key(entry.key) for entry in article.live] != known.live:
        return False
    if [key(one) for one in article.captions] != known.captions or [
        key(one) for one in article.notices
    ] != known.notices:
        return False
    return [*leaves.lone] == known.leaves and [*leaves.restless] == known.restless


def _key(text: str) -> str:
    return key(text) if text else ""
