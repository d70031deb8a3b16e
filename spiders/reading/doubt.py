"""When a page that was read must not be compared with what was read before. A new body and memory in, a doubt out.

A doubt holds the reading back until a second fetch shows the same; it never says that the article was wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from spiders.reading.boxes import Block
from spiders.reading.memory import PageMemory, resembles
from spiders.reading.states import Evidence, wall_after, was_cut
from spiders.reading.walls import says
from spiders.reading.words import ends_sentence, key


class Doubt(StrEnum):
    """Why a reading is held back. `Reading.doubt` is this word, a colon and the evidence."""

    MOST_GONE = "most_gone"
    WALL = "wall"
    BROKEN_OFF = "broken_off"
    END_GONE = "end_gone"
    RESTLESS = "restless"
    LEFT_OUT = "left_out"


AGREE = 0.8
"""Share of texts that two fetches must have in common to confirm each other; boxes and tickers may still differ."""

MUCH = 0.25
"""Share of a story's text from which it must not be missing unsaid; a box beside a story has a fifth of it at most."""


def find_loss(page: PageMemory, keys: Sequence[str], body: Sequence[Block], left: Sequence[Sequence[Block]]) -> str:
    """Why the first body that was read of a page may be half of it, or an empty string. `left` are the runs left out.

    A second fetch that agrees ends this doubt as it ends others: half a story that is followed is more than none.
    """
    if page.body or not left or confirms(page.pending, keys):
        return ""
    lost = sum(len(block.text) for run in left for block in run)
    share = lost / (lost + sum(len(block.text) for block in body))
    if share < MUCH:
        return ""
    count, first = sum(map(len, left)), left[0][0].text[:80]
    return f"{Doubt.LEFT_OUT}: {count} paragraphs, {share:.0%} of the text, were not read; the first: {first!r}"


def find_doubt(
    page: PageMemory, keys: Sequence[str], body: Sequence[Block], evidence: Evidence, entries: Sequence[str] = ()
) -> str:
    """Why this body cannot be compared with the remembered one, or an empty string. `keys` belong to `body`.

    A second fetch that agrees ends the doubt, but not where a wall came up behind the body: a wall agrees with itself.
    What a person accepted ends it in any case. `entries` are the keys of a live blog's, which agree or not as texts do.
    """
    if not page.body:
        return ""
    agreed = confirms(page.pending, [*keys, *entries])
    if agreed and page.accepted:
        return ""
    now = set(keys)
    old = list(dict.fromkeys(page.body))
    kept = [own in now for own in old]
    before = set(old)
    new = [block for own, block in zip(keys, body, strict=True) if own not in before]
    lost = _lost_tail(kept)
    if lost >= 1 and not new and (phrase := _new_wall(page, evidence)):
        return f"{Doubt.WALL}: the last {lost} of {len(old)} paragraphs are gone and a new box says {phrase!r}"
    if agreed:
        return ""
    edited = _edited(page, now, new)
    met = sum(kept) + edited
    if met < 0.5 * len(old):
        return f"{Doubt.MOST_GONE}: only {met} of {len(old)} paragraphs are left"
    if lost >= 1 and not new:
        if phrase := wall_after(evidence):
            return f"{Doubt.WALL}: the last {lost} of {len(old)} paragraphs are gone and a box says {phrase!r}"
        breaks = body[-1].part is None and not ends_sentence(body[-1].text)
        if evidence.about.open_to_all is False or breaks or was_cut(evidence.html):
            return f"{Doubt.BROKEN_OFF}: the text breaks off before the last {lost} of {len(old)} paragraphs"
    if lost >= 2 and lost >= 0.25 * len(old) and len(new) <= 1:
        return f"{Doubt.END_GONE}: the last {lost} of {len(old)} paragraphs are gone"
    return ""


def _new_wall(page: PageMemory, evidence: Evidence) -> str:
    """The words of a wall in a text right behind the body that did not stand there before."""
    known = frozenset(page.furniture)
    new = (block.text for block in evidence.after[:8] if len(block.text) < 400 and key(block.text) not in known)
    return next((said for text in new if (said := says("paywall", text))), "")


def confirms(pending: Sequence[str], keys: Sequence[str]) -> bool:
    """Whether this body is the one that the previous, doubted reading already showed."""
    if not pending or not keys:
        return False
    first, second = set(pending), set(keys)
    return len(first & second) >= AGREE * len(first | second)


def _edited(page: PageMemory, now: set[str], new: Sequence[Block]) -> int:
    """How many lost paragraphs live on in an edited form; each new block stands for one."""
    lost = [old for own, old in zip(page.body, page.sketches, strict=True) if own not in now and old]
    count = 0
    for block in new[:200]:
        match = max(lost, key=lambda old: resembles(old, block.text), default="")
        if match and resembles(match, block.text) >= 0.5:
            lost.remove(match)
            count += 1
    return count


def _lost_tail(kept: Sequence[bool]) -> int:
    """How many paragraphs are missing at the end, when nothing is missing before it."""
    if not any(kept):
        return 0
    last = max(index for index, is_kept in enumerate(kept) if is_kept)
    return len(kept) - last - 1 if all(kept[: last + 1]) else 0
