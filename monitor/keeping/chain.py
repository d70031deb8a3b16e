"""The hash chain: what was recorded becomes one line of text, and its head is the SHA-256 of that line.

Each line begins with the head before it, so a head stands for all lines up to its own. Pure; docs/evidence.md tells
anyone how to reckon it again without this program.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

START = b"\0" * 32
"""What stands for the head before the first entry."""


class EntryKind(StrEnum):
    """What an entry of the chain records."""

    BEGAN = "began"
    ARTICLE = "article"
    VERSION = "version"
    CHANGES = "changes"
    DOUBT = "doubt"
    REMOVAL = "removal"
    LOOK = "look"
    DELETED = "deleted"
    REJUDGED = "rejudged"
    ACT = "act"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing recorded. Hashes are of: the version's text, its facts, the changes from `change_first` on, the page's
    record. `detail` is the address of an article, why a page went or a version was read anew, which doubt or act it
    was, the hash of a later verdict."""

    kind: str
    at: int
    article_id: int | None = None
    version: int | None = None
    text: bytes | None = None
    facts: bytes | None = None
    changes: bytes | None = None
    change_first: int | None = None
    change_count: int | None = None
    page: bytes | None = None
    page_id: int | None = None
    detail: str | None = None


def line_of(n: int, before: bytes, entry: Entry) -> str:
    """The text whose hash is the head: JSON with its names in order and no blanks; what is None is left out."""
    fields: dict[str, Any] = {
        "after": before.hex(),
        "article": entry.article_id,
        "at": entry.at,
        "change_count": entry.change_count,
        "change_first": entry.change_first,
        "changes": _hex(entry.changes),
        "detail": entry.detail,
        "facts": _hex(entry.facts),
        "kind": str(entry.kind),
        "n": n,
        "page": _hex(entry.page),
        "page_id": entry.page_id,
        "text": _hex(entry.text),
        "version": entry.version,
    }
    return json.dumps({name: value for name, value in fields.items() if value is not None}, separators=(",", ":"))


def head_of(n: int, before: bytes, entry: Entry) -> bytes:
    """The head after this entry."""
    return hashlib.sha256(line_of(n, before, entry).encode("ascii")).digest()


def digest(rows: Iterable[Iterable[Any]]) -> bytes:
    """One hash for rows of numbers and texts, in their order."""
    found = hashlib.sha256()
    for row in rows:
        found.update(json.dumps([*row], separators=(",", ":")).encode("ascii"))
        found.update(b"\n")
    return found.digest()


def seal(*parts: bytes | int | None) -> bytes:
    """A short hash of what a row holds, so that a byte that decides nothing is noticed too. No evidence: anyone can
    reckon it anew."""
    found = hashlib.sha256()
    for part in parts:
        raw = part if isinstance(part, bytes) else repr(part).encode()
        found.update(len(raw).to_bytes(8, "big") + raw)
    return found.digest()[:8]


def _hex(raw: bytes | None) -> str | None:
    return None if raw is None else raw.hex()
