"""What `channels test` prints: the steps of one attempt, in order. Steps go in as they happen; nothing is decided."""

from __future__ import annotations

from collections.abc import Callable

Trace = Callable[[str, str], None]
"""A step in one word ("resolve", "connect", "tls", "login", "recipient", "message", "answer") and what was seen."""


def untold(step: str, seen: str) -> None:
    """The trace of an attempt that nobody watches."""
