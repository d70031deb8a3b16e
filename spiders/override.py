"""What a person says about the layout of a site, and for which addresses it holds. Values in, values out.

Reads no page: reading does that, with the override it is handed.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from hashlib import blake2b
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Override:
    """CSS selectors for one host and its subdomains. They win over what is learned.

    `body` is needed, the others are empty where they say nothing. Everything inside `body` is the body, and nothing
    else, except what `drop` selects and what goes to another field (captions, notices, the headline).
    """

    host: str
    body: str
    drop: tuple[str, ...] = ()
    title: str = ""
    standfirst: str = ""
    published: str = ""


def override_for(overrides: Sequence[Override], url: str) -> Override | None:
    """The override of the address's host or of the nearest domain above it; None where there is none."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".").lower()
    except ValueError:
        return None
    found = [one for one in overrides if host == one.host or host.endswith("." + one.host)]
    return max(found, key=lambda one: len(one.host), default=None)


def mark_of(override: Override | None) -> str:
    """Eight characters that change with every selector, for memory; empty without an override."""
    if override is None:
        return ""
    said = repr(astuple(override)).encode("utf-8", "replace")
    return urlsafe_b64encode(blake2b(said, digest_size=6).digest()).decode("ascii")
