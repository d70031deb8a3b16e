"""What a host says of the age of a page: the validators to keep, and whether it gave a sign of an edit.

Takes what was fetched; makes no validator of its own and compares no facts.
"""

from __future__ import annotations

import json
from typing import Any

from monitor.store.claims import Claim
from spiders.fetched import Fetched

FULL_NEXT = 1_000_000
"""As `since_full`: a wall may answer 304 to the validators of what it hides, so the next look asks for it whole."""


def validators(fetched: Fetched, since_full: int) -> dict[str, Any]:
    """As the host sent them, never made here: a validator of our own clock would hide an edit behind a 304."""
    asked_in_full = fetched.check.etag is None and fetched.check.last_modified is None
    return {
        "etag": fetched.headers.get("etag"),
        "last_modified": fetched.headers.get("last-modified"),
        "validators_url": fetched.url,
        "since_full": 0 if asked_in_full else since_full + 1,
    }


def signed(claim: Claim, fetched: Fetched, old: str | None, new: str | None) -> bool | None:
    """Whether the page gave a sign of an edit, its own date or its ETag; None where it has neither to compare."""
    if old is None or new is None:
        return None
    dates = [json.loads(text).get("modified") for text in (old, new)]
    tags = [claim.etag if claim.validators_url == fetched.url else None, fetched.headers.get("etag")]
    pairs = [pair for pair in (dates, tags) if all(pair)]
    return any(before != after for before, after in pairs) if pairs else None
