"""Standard Webhooks signatures (version 1.0.0): secrets and a body go in, the three headers come out.

Verifies nothing: that is the receiver's part. Takes no time and no random bytes of its own.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence

PREFIX = "whsec_"
SHORTEST, LONGEST = 24, 64
"""Bytes of a symmetric secret, as the specification bounds them."""


def parse_secret(text: str) -> bytes:
    """The key bytes of a secret as people store it: `whsec_` and base64, surrounding white space ignored.

    Raises ValueError that says what is wrong, and never quotes the secret.
    """
    text = text.strip()
    if not text.startswith(PREFIX):
        raise ValueError(f"a webhook secret starts with {PREFIX}")
    encoded = text.removeprefix(PREFIX)
    try:
        key = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except binascii.Error:
        raise ValueError(f"what follows {PREFIX} is not base64") from None
    if not SHORTEST <= len(key) <= LONGEST:
        raise ValueError(f"a webhook secret holds {SHORTEST} to {LONGEST} bytes, this one {len(key)}")
    return key


def new_secret(random_bytes: bytes) -> str:
    """The text form of 24 to 64 random bytes (32 are usual); `parse_secret` reads it back. Raises ValueError else."""
    text = PREFIX + base64.b64encode(random_bytes).decode("ascii")
    parse_secret(text)
    return text


def signed_headers(delivery_id: str, timestamp: int, body: bytes, secrets: Sequence[bytes]) -> dict[str, str]:
    """The headers that prove a body: `timestamp` is Unix seconds of this attempt.

    With several secrets there is one signature for each, apart by a blank, so that receivers can change over slowly.
    """
    content = f"{delivery_id}.{timestamp}.".encode() + body
    signatures = (base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode() for key in secrets)
    return {
        "webhook-id": delivery_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(f"v1,{signature}" for signature in signatures),
    }
