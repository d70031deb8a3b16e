"""What walls say: the phrases of paywalls, consent tools, bot checks and error pages. A text in, the phrase out.

The vocabulary is lexicons/walls.toml. Decides nothing: that a text says so may be a quotation.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from spiders.reading.phrases import needed
from spiders.reading.words import plain

_LONGEST = 10_000  # characters searched for a phrase: a title that nothing ends is as long as its page
_PATTERN = re.compile(r"\\|\.\{|\(\?|\[")
"""Tells a phrase of the lexicon that is a pattern from one to be found as it stands."""
_PREFIX = r"(?:[وفبكل]?ال|[وفبكل])?"
"""What Arabic writes in one word with the next: the article and short conjunctions."""


@cache
def _walls() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("spiders.reading").joinpath("lexicons/walls.toml").read_text("utf-8"))


@cache
def _said(wall: str) -> re.Pattern[str]:
    """Phrases of one wall. Letters of scripts that write spaces must start a word; others may stand anywhere."""
    phrases = sorted({p if _PATTERN.search(p) else re.escape(plain(p)) for p in _walls()[wall]["said"]}, key=len)[::-1]
    return re.compile("|".join(_begin(p) + p for p in phrases))


def _begin(phrase: str) -> str:
    first = phrase.lstrip("\\")[0]
    if ord(first) >= 0x0E00:
        return ""
    return r"(?<![^\W_])" + (_PREFIX if "\u0600" <= first <= "\u06ff" else "")


@cache
def _needed(wall: str) -> tuple[tuple[str, ...], re.Pattern[str] | None]:
    """Literals of which a text holds one where it says a phrase of the wall, and the phrases that need none of them."""
    patterns = [p for p in _walls()[wall]["said"] if _PATTERN.search(p)]
    whole = {plain(p) for p in _walls()[wall]["said"] if not _PATTERN.search(p)}
    free = [_begin(p) + p for p in patterns if not needed(p)]
    return (*whole, *{literal for p in patterns for literal in needed(p)}), re.compile("|".join(free)) if free else None


def says(wall: str, text: str) -> str:
    """The phrase of this wall that the text contains, or an empty string."""
    compared = plain(text[:_LONGEST])
    literals, free = _needed(wall)
    if not any(map(compared.__contains__, literals)) and not (free and free.search(compared)):
        return ""
    found = _said(wall).search(compared)
    return found.group(0) if found else ""


def contains(wall: str, html: str) -> str:
    """The string in the source that this wall's product leaves, or an empty string."""
    return next((mark for mark in _walls()[wall].get("markup", []) if mark in html), "")
