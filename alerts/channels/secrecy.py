"""Keeps secrets out of what a receiver said: a text and the secrets go in, the text without them comes out.

A receiver may quote our own request in its error page, and that answer is stored, logged and shown.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from urllib.parse import quote, unquote, urlsplit

REDACTED = "<redacted>"

SHORTEST = 6
"""Parts of a secret below this many characters stay: they would eat ordinary words, and tell nobody anything."""


def without(text: str, secrets: Iterable[str]) -> str:
    """`text` with each secret replaced: whole, percent-encoded, in base64, and for a URL also each part of it."""
    forms = {form for secret in secrets for form in _forms(secret) if len(form) >= SHORTEST}
    # The longest first, or a part would leave the rest of the whole standing.
    for form in sorted(forms, key=len, reverse=True):
        text = text.replace(form, REDACTED)
    return text


def _forms(secret: str) -> Iterator[str]:
    for part in _parts(secret):
        yield part
        yield quote(part, safe="")
        yield unquote(part)
        yield base64.b64encode(part.encode()).decode().rstrip("=")


def _parts(secret: str) -> Iterator[str]:
    yield secret
    if "://" not in secret:
        return
    # Not the host: it is shown as the recipient, and a person needs it to see what failed.
    try:
        parts = urlsplit(secret)
    except ValueError:
        return
    yield parts.path
    if parts.query:
        yield f"{parts.path}?{parts.query}"
        yield parts.query
    yield parts.username or ""
    yield parts.password or ""
    yield from parts.path.split("/")
    yield from (value for pair in parts.query.split("&") for value in pair.split("="))
