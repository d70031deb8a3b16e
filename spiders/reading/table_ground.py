"""Whether a table belongs to the article: one verdict for all its rows. Blocks, the story's ground and memory in.

A row comes and goes with its table, so none is judged by its own words or place. Judges no other text.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from spiders.reading.boxes import ASIDE, FOOTER, OVERLAY, Block, Box, PartKind, Unit
from spiders.reading.ground import KEPT, LINKED, Ground, Why
from spiders.reading.memory import PageMemory

FEW_WORDS = 400
"""Characters of prose; a page with less of it and more in its tables is a register or a dashboard."""
_BARRED = OVERLAY | ASIDE | FOOTER


def units_of(blocks: Sequence[Block]) -> dict[Unit, list[int]]:
    """The tables of a page, each with the indexes of its blocks, in the order of the page."""
    found: dict[Unit, list[int]] = {}
    for index, block in enumerate(blocks):
        if block.part is not None:
            found.setdefault(block.part.unit, []).append(index)
    return found


def tables_that_are_the_page(blocks: Sequence[Block], prose: int) -> set[int]:
    """The indexes of all tables' blocks where these, and not `prose` characters of text, are what the page reports."""
    if prose >= FEW_WORDS:
        return set()
    found = {
        index
        for unit, indexes in units_of(blocks).items()
        if not unit.box.kind & _BARRED and unit.links < LINKED
        for index in indexes
    }
    return found if sum(len(blocks[index].text) for index in found) > prose else set()


def judge_tables(
    blocks: Sequence[Block],
    keys: Sequence[str],
    why: list[Why],
    ground: Ground,
    page: PageMemory,
    whole: Collection[int],
) -> None:
    """Set the verdict on each table's blocks. `whole` are those of tables that are the page."""
    units = units_of(blocks)
    if not units:
        return
    body, furniture = frozenset(page.body), frozenset(page.furniture)
    for unit, indexes in units.items():
        rows = [keys[i] for i in indexes if (part := blocks[i].part) is not None and part.kind is PartKind.ROW]
        if unit.box.kind & OVERLAY:
            reason = Why.OVERLAY
        elif 2 * sum(own in body for own in rows) >= len(rows):
            reason = Why.TABLE
        elif 2 * sum(own in furniture for own in rows) >= len(rows):
            reason = Why.FURNITURE
        elif indexes[0] in whole:
            reason = Why.TABLE
        else:
            reason = _judge(unit, indexes[0], blocks, why, ground)
        for index in indexes:
            why[index] = reason


def _judge(unit: Unit, first: int, blocks: Sequence[Block], why: Sequence[Why], ground: Ground) -> Why:
    """A table nobody knows: it stands inside the story, or in the story's element before its text ends."""
    if unit.links >= LINKED:
        return Why.LINKS
    if ground.main is None:
        return Why.OUTSIDE
    if unit.box.kind & (ASIDE | FOOTER) & ~ground.main.kind:
        return Why.ASIDE
    if unit.box.is_in(ground.main):
        return Why.TABLE
    kept = [index for index, reason in enumerate(why) if reason in KEPT and blocks[index].part is None]
    head = max((i for i, block in enumerate(blocks[: kept[0] if kept else 0]) if block.box.tag == "h1"), default=-1)
    if not kept or not head <= first <= kept[-1]:
        article = _element(ground.main, ("article",))
        return Why.TABLE if article is not None and unit.box.is_in(article) and not unit.loose else Why.OUTSIDE
    # A headline's counters and the boxes between its parts may stand in boxes of their own beside the story's.
    around = _element(ground.main, ("main", "body"))
    return Why.TABLE if around is None or unit.box.is_in(around) else Why.OUTSIDE


def _element(box: Box, tags: Sequence[str]) -> Box | None:
    return next((around for around in box.above() if around.tag in tags), None)
