"""What a page hides until its reader asks for more: the rest of a story, an answer. Tags in, yes or no out.

A browser shows it at one touch, so it is on the page. Menus, dialogs and copies for other screens are hidden, too:
only prose behind prose, with something that opens it, is a fold. What a wall hides stays hidden.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from spiders.reading.boxes import OVERLAY
from spiders.reading.labels import has_name, vocabulary
from spiders.reading.tags import ASKING, BLOCK, BUTTON, END, LINK, Said
from spiders.reading.walls import says
from spiders.reading.words import collapse, ends_sentence, plain, weight

FOLDING = frozenset(["div", "section", "article", "p", "dd"])
_NEAR = 14
"""Tags before and behind a fold among which its toggle stands."""
_FURTHER = 30
"""And among which a wall says why the rest is hidden."""
_LONGEST = 4_000
"""Tags of a fold that are looked at; a hidden copy of a whole page has more."""


def is_fold(tags: Sequence[Said], texts: Sequence[str], start: int, end: int, source: str) -> bool:
    """Whether the hidden element whose own tag is at `start`, and ends before `end`, is the rest of a text.

    `texts` holds what stands behind each tag.
    """
    said = tags[start]
    if said.tag not in FOLDING or said.kind & OVERLAY or end - start > _LONGEST:
        return False
    if not _is_prose(tags, texts, start, end) or not _opens(tags, texts, start, end, source):
        return False
    return not any(says("paywall", text) for text in texts[end - 1 : end + _FURTHER] if 8 < len(text) < 400)


def _is_prose(tags: Sequence[Said], texts: Sequence[str], start: int, end: int) -> bool:
    """Whether sentences are nearly all that is hidden: no form, few links, no list of headlines."""
    size = prose = linked = 0
    depth = 0
    own: list[str] = []
    for at in range(start, end):
        said, text = tags[at], texts[at] if at < end - 1 else ""
        if said.role in (ASKING, BUTTON):
            return False
        if said.role == LINK:
            depth += 1
        elif said.role == END and said.tag == "a":
            depth = max(0, depth - 1)
        if said.role == BLOCK or (said.role == END and said.tag in ("p", "div", "li", "section", "dd")):
            paragraph = collapse(" ".join(own))
            size += len(paragraph)
            if weight(paragraph) >= 60 and ends_sentence(paragraph):
                prose += len(paragraph)
            own = []
        if text.strip():
            own.append(text)
            linked += len(text.strip()) * (depth > 0)
    return prose > 0 and prose >= 0.7 * size and linked <= 0.15 * size


def _opens(tags: Sequence[Said], texts: Sequence[str], start: int, end: int, source: str) -> bool:
    """Whether something opens it: a word for "more" beside it, a control that names it, or a name that says so."""
    said = tags[start]
    if said.name and (f'aria-controls="{said.name}"' in source or f'"#{said.name}"' in source):
        return True
    if has_name("folded", said.token, said.raw):
        return True
    around = [*texts[max(0, start - _NEAR) : start], *texts[end - 1 : end + _NEAR]]
    return any(_more().match(plain(text)) for text in around if 2 < len(text.strip()) <= 40)


@cache
def _more() -> re.Pattern[str]:
    longest_first = sorted({plain(word) for word in vocabulary()["more"]}, key=len, reverse=True)
    return re.compile(rf"[\W_]*(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
