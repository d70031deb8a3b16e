"""Whose certificates are believed: a file or none goes in, a TLS client context that checks the name comes out."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from functools import cache


def trusting(ca_file: str | None) -> Callable[[], ssl.SSLContext]:
    """A function that makes the context at its first call and keeps it: reading all authorities takes 40 CPU-ms.

    With a file only its authorities are believed, else the system's and those of certifi, since a bare container has
    none of its own. The call raises OSError if the file cannot be read.
    """

    @cache
    def context() -> ssl.SSLContext:
        made = ssl.create_default_context(cafile=ca_file)
        if ca_file is None:
            import certifi  # only where TLS is spoken at all

            made.load_verify_locations(certifi.where())
        return made

    return context
