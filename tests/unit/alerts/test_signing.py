"""Signatures against an independent verifier, the `standardwebhooks` package; it wants recent timestamps."""

from __future__ import annotations

import base64
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from alerts.channels.signing import new_secret, parse_secret, signed_headers

SECRETS = st.binary(min_size=24, max_size=64)


def now() -> int:
    """The verifier compares with the clock when it is called: a time taken at import is too old after five minutes."""
    return int(time.time())


@given(secret=SECRETS, text=st.text())
def test_every_signed_body_verifies(secret: bytes, text: str) -> None:
    body = text.encode("utf-8", "replace")
    headers = signed_headers("dl_one", now(), body, [secret])
    Webhook(new_secret(secret)).verify(body, headers, json_parse=False)


@given(
    secret=SECRETS, body=st.text(min_size=1), flip=st.integers(0), part=st.sampled_from(["body", "id", "time", "key"])
)
def test_nothing_that_was_tampered_with_verifies(secret: bytes, body: str, flip: int, part: str) -> None:
    content = body.encode("utf-8", "replace")
    at = now()
    headers = signed_headers("dl_one", at, content, [secret])
    key = secret
    if part == "body":
        n = flip % len(content)
        content = content[:n] + bytes([content[n] ^ 1]) + content[n + 1 :]
    elif part == "id":
        headers["webhook-id"] = "dl_two"
    elif part == "time":
        headers["webhook-timestamp"] = str(at - 1)
    else:
        n = flip % len(secret)
        key = secret[:n] + bytes([secret[n] ^ 1]) + secret[n + 1 :]
    with pytest.raises((WebhookVerificationError, UnicodeDecodeError)):
        Webhook(new_secret(key)).verify(content, headers, json_parse=False)


@given(old=SECRETS, new=SECRETS)
def test_during_a_rotation_both_keys_verify(old: bytes, new: bytes) -> None:
    headers = signed_headers("dl_one", now(), b"{}", [new, old])
    for key in (old, new):
        Webhook(new_secret(key)).verify(b"{}", headers)


@given(secret=SECRETS)
def test_secret_reads_back_with_and_without_padding(secret: bytes) -> None:
    text = new_secret(secret)
    assert parse_secret(f"  {text}\n") == secret
    assert parse_secret(text.rstrip("=")) == secret


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hunter2hunter2hunter2hunter2hunter2",
        "whsec_",
        "whsec_not base64 at all!",
        "whsec_" + base64.b64encode(b"k" * 23).decode(),
        "whsec_" + base64.b64encode(b"k" * 65).decode(),
    ],
)
def test_bad_secret_is_refused_without_being_quoted(text: str) -> None:
    with pytest.raises(ValueError, match="secret|base64") as refused:
        parse_secret(text)
    assert not text.removeprefix("whsec_") or text.removeprefix("whsec_") not in str(refused.value)
