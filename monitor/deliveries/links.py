"""Links that let their reader do one thing without logging in: the id of a delivery goes in, a signed link comes out.

The key is a file of its own in the data folder, so that a copy of the database opens no link. Stores and sends nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from collections.abc import Callable
from pathlib import Path

FILE = "links.key"
KEY_BYTES = 32
SIGNED_BYTES = 15
"""Of the signature: 120 bits, which are 24 letters and keep the link on one line of a mail."""


class Links:
    """Makes the links and reads them back."""

    def __init__(self, public_url: str, key: bytes) -> None:
        self._public_url = public_url.rstrip("/")
        self._key = key

    @classmethod
    def of(cls, folder: Path, public_url: str, random_bytes: Callable[[int], bytes] = os.urandom) -> Links:
        """With the key in `folder`, made at the first call. Raises OSError."""
        path = folder / FILE
        try:
            key = path.read_bytes()
        except FileNotFoundError:
            folder.mkdir(parents=True, exist_ok=True)
            fresh = path.with_name(f"{FILE}.{os.getpid()}")
            with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(random_bytes(KEY_BYTES))
                file.flush()
                os.fsync(file.fileno())
            try:
                # Unlike a rename this never replaces the key of somebody who was a moment faster.
                os.link(fresh, path)
            except FileExistsError:
                pass
            finally:
                fresh.unlink()
            key = path.read_bytes()
        return cls(public_url, key)

    def unsubscribe(self, delivery_id: str) -> str:
        """The link in a mail under which its reader gets no more of these."""
        return f"{self._public_url}/unsubscribe/{delivery_id}.{self._signature(delivery_id)}"

    def delivery(self, token: str) -> str | None:
        """The delivery that the last part of such a link is about, None where we did not sign it."""
        delivery_id, _, signature = token.partition(".")
        right = hmac.compare_digest(signature.encode(), self._signature(delivery_id).encode())
        return delivery_id if right else None

    def _signature(self, delivery_id: str) -> str:
        signed = hmac.new(self._key, f"unsubscribe:{delivery_id}".encode(), hashlib.sha256).digest()
        return base64.b32encode(signed[:SIGNED_BYTES]).decode("ascii").lower()
