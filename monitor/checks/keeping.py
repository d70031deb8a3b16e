"""Which pages are kept: a setting and what was fetched go in, the page to keep or None comes out. Stores nothing."""

from __future__ import annotations

from enum import StrEnum

from monitor.keeping.record import Came
from spiders.fetched import Fetched


class KeptPages(StrEnum):
    """`[keep] pages`: those of versions, doubts and removals; those of every look; none."""

    VERSIONS = "versions"
    ALL = "all"
    NONE = "none"


def came(keep: KeptPages, url: str, fetched: Fetched) -> Came | None:
    """The page as it came, where it may be kept: a reading without an answer of a host has none."""
    if keep is KeptPages.NONE or fetched.exchange is None:
        return None
    return Came(url, fetched, every_look=keep is KeptPages.ALL)
