"""Ten thousand random bodies against the verifier of the `standardwebhooks` package, with rotation and tampering."""

from __future__ import annotations

import random
import time

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from alerts.channels.signing import new_secret, signed_headers

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]

BODIES = 10_000


def verifies(secret: bytes, body: bytes, headers: dict[str, str]) -> bool:
    try:
        Webhook(new_secret(secret)).verify(body, headers, json_parse=False)
    # The verifier reads a body as UTF-8 before it looks at the signature; to a receiver that is a refusal too.
    except (WebhookVerificationError, UnicodeDecodeError):
        return False
    return True


def flipped(content: bytes, chance: random.Random) -> bytes:
    """The same bytes with one bit turned over."""
    at = chance.randrange(len(content))
    return content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :]


def random_text(chance: random.Random) -> bytes:
    size = chance.choice((1, 10, 300, 5_000, 19_000)) if chance.random() < 0.1 else chance.randrange(1, 400)
    return "".join(chr(chance.choice((chance.randrange(0xD7FF), chance.randrange(128)))) for _ in range(size)).encode()


def test_ten_thousand_bodies_verify_under_both_keys_and_none_that_was_tampered_with() -> None:
    """F26."""
    chance, now = random.Random(26), int(time.time())
    by_one = by_new = by_old = tampered = 0
    for n in range(BODIES):
        body, old, new = random_text(chance), chance.randbytes(32), chance.randbytes(chance.randrange(24, 65))
        identity = f"dl_{n:06}"
        by_one += verifies(new, body, signed_headers(identity, now, body, [new]))
        both = signed_headers(identity, now, body, [new, old])
        by_new += verifies(new, body, both)
        by_old += verifies(old, body, both)
        headers, content, key = (
            (both, flipped(body, chance), new),
            (both | {"webhook-id": identity + "x"}, body, new),
            (both | {"webhook-timestamp": str(now + 1)}, body, new),
            (both, body, flipped(new, chance)),
            (signed_headers(identity, now, body, [old]), body, new),
        )[n % 5]
        tampered += verifies(key, content, headers)
    assert (by_one, by_new, by_old, tampered) == (BODIES, BODIES, BODIES, 0)
    print(
        f"F26: {by_one} of {BODIES} verified, {by_new} and {by_old} in a rotation, {tampered} of {BODIES} tampered with"
    )
