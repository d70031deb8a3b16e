"""What reading learned, as bytes for the store and for a worker process, and back. Understands none of it.

A memory comes in as JSON-able values and goes out compressed; one that cannot be read counts as none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import zstandard


def pack_memory(learned: Mapping[str, Any]) -> bytes:
    """A memory as the store keeps it."""
    return zstandard.ZstdCompressor(level=3).compress(json.dumps(learned, ensure_ascii=True).encode())


def unpack_memory(packed: bytes | None) -> Mapping[str, Any]:
    """The memory that `pack_memory` took; empty for None and for anything unreadable, since reading can learn anew."""
    if packed is None:
        return {}
    try:
        found = json.loads(zstandard.ZstdDecompressor().decompress(packed))
    except (zstandard.ZstdError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
