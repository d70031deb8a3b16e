"""Texts that a whole site shares, at the edges of a body: author notes, disclaimers, calls to subscribe. Blocks and the
site's memory in, verdicts out.

Never drops a text that holds a figure, one that this page is known to report, or one in the midst of the story.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from spiders.reading.boxes import Block
from spiders.reading.ground import KEPT, Why
from spiders.reading.look import Look

FIRST = 2
LAST = 6
"""Texts looked at from the start and from the end of a body; together what the site's memory keeps of an address."""
MOST = 1 / 3
"""A body of which more than this share would go is the same story under another address, not a template's text."""


def drop_shared(blocks: Sequence[Block], look: Look, own: Collection[str], known: Collection[str]) -> None:
    """Take the site's own texts off both ends of the body. `known` are keys of texts that this page is known to report.

    Background repeated in the midst of a running story is that story's; a template puts its text before or after it.
    """
    kept = [index for index, why in enumerate(look.why) if why in KEPT]
    edge = [*_run(blocks, look, kept[:FIRST], own, known), *_run(blocks, look, kept[: -LAST - 1 : -1], own, known)]
    size = sum(len(blocks[index].text) for index in kept)
    if sum(len(blocks[index].text) for index in set(edge)) > MOST * size:
        return
    for index in edge:
        look.why[index] = Why.SHARED


def _run(
    blocks: Sequence[Block], look: Look, order: Sequence[int], own: Collection[str], known: Collection[str]
) -> list[int]:
    found: list[int] = []
    for index in order:
        key = look.keys[index]
        if (
            blocks[index].part is not None
            or key not in own
            or key in known
            or any(map(str.isnumeric, blocks[index].text))
        ):
            break
        found.append(index)
    return found


def edges(look: Look) -> list[str]:
    """The keys at both ends of the body, what was taken off as shared included, so that it stays known as shared."""
    body = [key for key, why in zip(look.keys, look.why, strict=True) if why in KEPT or why is Why.SHARED]
    return list(dict.fromkeys([*body[:FIRST], *body[max(FIRST, len(body) - LAST) :]]))
