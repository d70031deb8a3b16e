"""What reading remembers of one page: the keys of its texts and the way to them. JSON in, typed values out.

Tolerates memory of any shape: what cannot be understood counts as not remembered. Holds keys, never texts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from zlib import crc32

from spiders.article import Row
from spiders.reading.boxes import Block, PartKind
from spiders.reading.words import LONGEST, key, words

VERSION = 1
RULES = 4
"""Raised when a release reads known pages otherwise than the one before: what it then sees anew is no edit."""
MAX_PARAGRAPHS = 600
MAX_FURNITURE = 500
MAX_PATHS = 16
MAX_LEAVES = 40
_KEY = re.compile(r"[A-Za-z0-9_-]{8}")
_KEYS = re.compile(r"[A-Za-z0-9_-]*")
_SKETCH = re.compile(r"(?:[0-9a-f]{4})*")


def known_by(block: Block) -> str:
    """The key by which a block is met again: of its text, or of a row's label, so that its cells may move."""
    return key(block.text) if block.part is None else key(_named(block.part.kind, block.part.row, block.text))


def row_key(row: Row, header: Sequence[str]) -> str:
    """The key of a row that an article holds."""
    return key(_named(PartKind.ROW, row, row.line(header)))


def _named(kind: PartKind, row: Row | None, text: str) -> str:
    return f"|{kind}| {row.label if row is not None and row.label else text}"


def sketch(text: str) -> str:
    """Up to eight sampled words of a text as hex hashes: enough to recognise it after an edit (bottom-k sampling)."""
    return "".join(f"{value:04x}" for value in sorted(_hashes(text))[:8])


@lru_cache(maxsize=4)  # one text is held against each of the lost ones
def _hashes(text: str) -> frozenset[int]:
    return frozenset(
        crc32(word.encode("utf-8", "replace")) & 0xFFFF
        for word in words(text[:LONGEST])
        if len(word) > 3 or not word.isascii()
    )


@lru_cache(maxsize=MAX_PARAGRAPHS)  # and each of the lost ones against many texts
def _sampled(old: str) -> frozenset[int]:
    return frozenset(int(old[i : i + 4], 16) for i in range(0, len(old) - 3, 4))


def resembles(old: str, text: str) -> float:
    """The share of a sketch's sampled words that a text has, 0 to 1."""
    sampled = _sampled(old)
    return len(sampled & _hashes(text)) / len(sampled) if sampled else 0.0


@dataclass(slots=True)
class PageMemory:
    """What one address showed when it was last read well. `paths` lead to the boxes that held it.

    `shared` are texts of the site at its edges, `at` is where most of its body stood, `override` stands for the
    selectors it was read by, `rules` for the reading rules. `pending` are the texts of a reading in doubt, which a
    person has `accepted`. `leaves` are lone lines without their numbers, some of them
    `unsettled` or `restless` (leaves.py). `unreadable` says that there was a memory which could not be understood.
    """

    body: list[str] = field(default_factory=list)
    sketches: list[str] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    live: list[str] = field(default_factory=list)
    title: str = ""
    standfirst: str = ""
    standfirst_at: str = ""
    paths: list[list[str]] = field(default_factory=list)
    published: str = ""
    embedded: bool = False
    readings: int = 0
    missing: int = 0
    pending: list[str] = field(default_factory=list)
    accepted: bool = False
    shared: list[str] = field(default_factory=list)
    at: str = ""
    override: str = ""
    rules: int = RULES
    unreadable: bool = False
    leaves: list[str] = field(default_factory=list)
    unsettled: list[str] = field(default_factory=list)
    restless: list[str] = field(default_factory=list)

    @classmethod
    def load(cls, value: Mapping[str, Any]) -> PageMemory:
        """From `Memory.page`; an empty one where that is of another version or shape."""
        memory = cls()
        if not isinstance(value, Mapping) or value.get("v") != VERSION:
            memory.unreadable = bool(value)
            return memory
        for name in (
            "body",
            "furniture",
            "captions",
            "notices",
            "live",
            "pending",
            "shared",
            "leaves",
            "unsettled",
            "restless",
        ):
            setattr(memory, name, _keys(value.get(name)))
        memory.sketches = [s for s in _strings(value.get("sketches")) if _SKETCH.fullmatch(s)]
        if len(memory.sketches) != len(memory.body):
            memory.sketches = [""] * len(memory.body)
        paths = value.get("paths")
        if isinstance(paths, list):
            memory.paths = [steps for path in paths[:MAX_PATHS] if (steps := _strings(path))]
        for name in ("title", "standfirst", "standfirst_at", "published", "at", "override"):
            setattr(memory, name, value.get(name) if isinstance(value.get(name), str) else "")
        memory.embedded = value.get("embedded") is True
        memory.accepted = value.get("accepted") is True
        for name in ("readings", "missing", "rules"):
            count = value.get(name)
            setattr(memory, name, count if isinstance(count, int) and not isinstance(count, bool) and count >= 0 else 0)
        return memory

    def dump(self) -> dict[str, Any]:
        """For `Memory.page`: strings and numbers only, lists of keys joined."""
        return {
            "v": VERSION,
            "body": "".join(self.body[:MAX_PARAGRAPHS]),
            "sketches": self.sketches[:MAX_PARAGRAPHS],
            "furniture": "".join(self.furniture[-MAX_FURNITURE:]),
            "captions": "".join(self.captions[:100]),
            "notices": "".join(self.notices[:50]),
            "live": "".join(self.live[:MAX_PARAGRAPHS]),
            "pending": "".join(self.pending[:MAX_PARAGRAPHS]),
            "shared": "".join(self.shared[:20]),
            "leaves": "".join(self.leaves[:MAX_LEAVES]),
            "unsettled": "".join(self.unsettled[:MAX_LEAVES]),
            "restless": "".join(self.restless[-MAX_LEAVES:]),
            "title": self.title,
            "standfirst": self.standfirst,
            "standfirst_at": self.standfirst_at,
            "paths": self.paths[:MAX_PATHS],
            "published": self.published,
            "embedded": self.embedded,
            **({"accepted": True} if self.accepted else {}),
            "readings": self.readings,
            "missing": self.missing,
            "at": self.at,
            "override": self.override,
            "rules": self.rules,
        }

    def guide(self) -> dict[str, Any] | None:
        """The remembered paths as one tree; None where there are none."""
        guide: dict[str, Any] = {}
        for path in sorted(self.paths, key=len):
            step = guide
            for token in path[:-1]:
                below = step.setdefault(token, {})
                if below is None:
                    break
                step = below
            else:
                step[path[-1]] = None
        return guide or None


def _keys(value: Any) -> list[str]:
    if not isinstance(value, str):
        return []
    if len(value) % 8 or not _KEYS.fullmatch(value):
        return _KEY.findall(value)
    return [value[at : at + 8] for at in range(0, len(value), 8)]


def _strings(value: Any) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def accepted(value: Mapping[str, Any]) -> dict[str, Any]:
    """The memory of a page whose doubted reading a person accepts: the next look at the same texts is no doubt."""
    return {**value, "accepted": True}


def rules_of(value: Mapping[str, Any]) -> int | None:
    """By which reading rules (`RULES`) a page was last read; None where that is not remembered."""
    memory = PageMemory.load(value)
    return memory.rules if value and not memory.unreadable else None
