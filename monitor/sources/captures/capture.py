"""Capture: one page that somebody kept, with its address, its time and its status. Frozen values; read nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

MOST_BYTES = 16_000_000
"""Of a page that is read; no article is larger."""
MOST_CAPTURES = 1_000_000
"""Of one file."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it was received: header names are lower case, `body` is decoded of its transfer and content codings."""

    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Capture:
    """One page at a time. `read` gives it, and raises ValueError with a sentence where it cannot be had.

    `where` says where it stands: "crawl.warc.gz at 48212". `note` is what had to be guessed of it.
    """

    url: str
    at_ms: int
    status: int
    where: str
    read: Callable[[], Kept] = field(compare=False)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """A piece of a file of which no capture came, and why."""

    where: str
    reason: str


Captures = Iterator[Capture | Fault]


def moment(stamp: str) -> int:
    """Milliseconds since 1970 of 14 digits (20230503140000) or of ISO 8601; UTC where no zone is named.

    Raises ValueError.
    """
    if stamp.isascii() and stamp.isdigit() and len(stamp) == 14:
        when = datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    else:
        when = datetime.fromisoformat(stamp.strip())
        when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return round(when.timestamp() * 1000)
