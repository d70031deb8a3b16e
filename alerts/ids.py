"""The id of a delivery: random bytes go in, a short text comes out that is safe in a URL, a header and a Message-ID.

Holds no random source of its own, so that tests and replays get the ids they ask for.
"""

from __future__ import annotations

import base64

MIN_BYTES = 10
"""80 bits: a billion deliveries collide with a chance below one in a million."""


def delivery_id(random_bytes: bytes) -> str:
    """`dl_` and the bytes in lower-case base32 without padding (RFC 4648), so that no case folding on its way harms it.

    Raises ValueError for fewer than 10 bytes: an id that collides would make a receiver drop an alert as a repeat.
    """
    if len(random_bytes) < MIN_BYTES:
        raise ValueError(f"a delivery id needs at least {MIN_BYTES} random bytes, got {len(random_bytes)}")
    return "dl_" + base64.b32encode(random_bytes).decode("ascii").rstrip("=").lower()
