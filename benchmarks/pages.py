"""Loads a folder of saved pages: manifest.jsonl beside html/*.html.gz comes in, pages with their body text go out.

Each manifest line needs `id`, `url`, `paragraphs` (the body's true text) and may say `is_news` and `lang`.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SHORTEST = 40
"""Characters of a paragraph that is looked for in the page; shorter ones are found by chance."""


@dataclass(frozen=True, slots=True)
class SavedPage:
    """One page as it was saved, and the paragraphs a person or a reviewed parser said are its body."""

    id: str
    url: str
    html: str
    paragraphs: tuple[str, ...]


def load(folder: Path) -> Iterator[SavedPage]:
    """The news pages of a folder and of its sub-folders, in the order of their manifests."""
    for manifest in sorted(folder.rglob("manifest.jsonl")):
        for line in manifest.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            paragraphs = [p for p in row.get("paragraphs") or () if len(p) >= SHORTEST]
            path = manifest.parent / "html" / f"{row['id']}.html.gz"
            if row.get("is_news", True) and len(paragraphs) >= 3 and path.exists():
                with gzip.open(path, "rt", encoding="utf-8", errors="replace") as file:
                    yield SavedPage(row["id"], row["url"], file.read(), tuple(paragraphs))
