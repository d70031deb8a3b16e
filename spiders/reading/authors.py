"""Who wrote it: the names a page states or shows go in, each name alone comes out, without "By", role or agency line.

Never guesses a name from running text; a byline counts only where the markup says that it is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from selectolax.lexbor import LexborHTMLParser

from spiders.reading.labels import vocabulary
from spiders.reading.words import collapse, plain

_WHO = re.compile(r"^(?:by|von|par|por|di|da|af|av|door|text|texte?|texto|testo)\s*:?\s+(?=[A-ZÀ-Þ])", re.I)
_LISTED = re.compile(r"\s*[,;|/]\s*")
_JOINED = re.compile(r"\s+(?:and|und|et|y|e|en|och|og|ja|i|và|и|та|ve)\s+|\s+&\s+")
_NAME = re.compile(r"^[^\W\d_][\w.'’\-]*(?:\s+[\w.'’\-]+){1,4}$")
_SHOWN = '[rel="author"],[itemprop="author"] [itemprop="name"],.author.vcard .fn,.byline .author,.byline__name'
MAX_NAME = 120
"""Characters. A longer text is a note about the author."""


def clean_names(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once, in the order given. Two names in one string are parted where both look like names."""
    found: dict[str, None] = {}
    for name in names:
        text = _WHO.sub("", name.strip(" ,;|"))
        if not text or len(text) > MAX_NAME or text.startswith(("http", "(", "@")) or "@" in text:
            continue
        for part in _parted(text):
            found[part] = None
    return tuple(found)


def _parted(text: str) -> list[str]:
    """ "A and B", "A, B and C", "A, our correspondent"; but "Centre for Wind and Water" is one name."""
    listed = [part for part in _LISTED.split(text) if part]
    parts: list[str] = []
    for piece in listed:
        joined = _JOINED.split(piece)
        parts += joined if all(map(_is_name, joined)) else [piece]
    if len(parts) < 2 or not _is_name(parts[0]):
        return [text]
    return [part for part in parts if _is_name(part)]


def _is_name(part: str) -> bool:
    words = part.split()
    capital = sum(word[0].isupper() or not word[0].islower() for word in words)
    return (
        bool(_NAME.match(part))
        and capital >= 2
        and not frozenset(plain(part).split()) & frozenset(vocabulary()["roles"])
    )


def shown_authors(tree: LexborHTMLParser) -> tuple[str, ...]:
    """The names marked as the author's in the page itself, as far as they stand in one place with the first."""
    nodes = tree.css(_SHOWN)[:12]
    if not nodes:
        return ()
    homes = [node.parent.parent if node.parent is not None else None for node in nodes]
    first = homes[0].mem_id if homes[0] is not None else None
    names = [
        collapse(node.text())
        for node, home in zip(nodes, homes, strict=True)
        if home is not None and home.mem_id == first
    ]
    return clean_names(names)
