"""The way to what was read, so that a later look walks nowhere else. Blocks and verdicts in, paths out."""

from __future__ import annotations

from collections.abc import Sequence

from spiders.reading.boxes import Block
from spiders.reading.fields import region_of
from spiders.reading.ground import KEPT, Why
from spiders.reading.look import Look
from spiders.reading.memory import MAX_PATHS

SHOWN = frozenset([Why.TITLE, Why.STANDFIRST, Why.CAPTION, Why.NOTICE])
"""Verdicts on what an article shows besides its body."""


def paths_to(blocks: Sequence[Block], look: Look) -> list[list[str]]:
    """The way to the article element, and to what was kept outside it; none where that is the whole page."""
    region = region_of(look)
    if region is None or region.parent is None:
        return []
    paths = {region.spot.path()}
    for block, why in zip(blocks, look.why, strict=True):
        box = block.box if block.part is None else block.part.unit.box
        if (why in KEPT or why in SHOWN) and not box.is_in(region):
            paths.add(box.spot.path())
    if len(paths) > MAX_PATHS or any(len(path) < 2 for path in paths):
        return []
    return [list(path[1:]) for path in sorted(paths)]
