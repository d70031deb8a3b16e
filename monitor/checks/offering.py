"""What to say of a page that is no article but is a feed, or offers one. What was fetched comes in, words go out."""

from __future__ import annotations

from spiders.feeds import offered
from spiders.fetched import Fetched


def listing_instead(kind: str, url: str) -> str:
    """That the page is a list of articles, and how to follow those."""
    return f"this is a {kind}, no article; `rowback add --feed {url}` follows the articles it names"


def with_offer(evidence: str, fetched: Fetched) -> str:
    """Why a page is no article, and the feed that it offers where it has one: that may be what was meant."""
    feeds = offered(fetched.body, fetched.url)
    if not feeds:
        return evidence
    return f"{evidence[:200]}{'; ' * bool(evidence)}it offers a feed: rowback add --feed {feeds[0]}"
