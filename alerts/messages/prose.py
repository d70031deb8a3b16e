"""Scraped words made fit for a sentence of ours: no stray punctuation, only what moved, set apart where they run from
right to left.

Words go in, words come out. Cuts nothing without an ellipsis and knows no kind of change.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from markupsafe import Markup, escape

# First strong isolate and its end (Unicode UAX 9).
FSI, PDI = "\u2068", "\u2069"
_NO_ISOLATES = {ord(FSI): None, ord(PDI): None}

LONGEST_WHOLE = 8
"""Words of a side up to which both are shown whole; of longer ones only what differs is."""
BEFORE, AFTER = 2, 1
"""Words that both sides have in common and that are shown around what differs."""

_PAIRS = {")": "(", "]": "[", "}": "{", "”": "“", "»": "«", "’": "‘"}
_OPENS = {opening: closing for closing, opening in _PAIRS.items()}
_STRAY = " \t,;:.–—-·•/|،؛。、،،,;:"
_STRAY_BEFORE = " \t,;:–—·•/|)]}،؛。、,;:"
# "U.S." and "p.m." end in a full stop that is theirs.
_SHORT_FORM = re.compile(r"(?:^|[\s(])(?:[^\W\d_]\.){2,}$")


def tidy(words: str) -> str:
    """The words without punctuation that stood around them: "landslides," and "14 December." are a list's and a
    sentence's. What is nothing but punctuation stays as it is.
    """
    kept = words.strip()
    while kept:
        before = kept
        if not _SHORT_FORM.search(kept):
            kept = kept.rstrip(_STRAY)
        kept = _unpaired(kept)
        if not re.match(r"[-–]\d|\.\d", kept):
            kept = kept.lstrip(_STRAY_BEFORE)
        if kept == before:
            break
    return kept or words.strip()


def _unpaired(words: str) -> str:
    """Without an opening bracket or mark at the end, or one at either end that has no partner."""
    if words and words[-1] in _OPENS:
        return words[:-1]
    if words and words[-1] in _PAIRS and words.count(words[-1]) > words.count(_PAIRS[words[-1]]) and words[-1] != "’":
        return words[:-1]
    if words and words[0] in _OPENS and words.count(words[0]) > words.count(_OPENS[words[0]]) and words[0] != "‘":
        return words[1:]
    return words[:-1] if words.count('"') == 1 and words.endswith('"') else words


def moved(was: str, now: str) -> tuple[str, str]:
    """Of two long sides only the words that differ, a few around them, and an ellipsis where something was cut."""
    first, second = was.split(), now.split()
    if max(len(first), len(second)) <= LONGEST_WHOLE or first == second:
        return was, now
    start = _common(first, second)
    end = _common(first[start:][::-1], second[start:][::-1])
    return _around(first, start, end), _around(second, start, end)


def _common(first: Sequence[str], second: Sequence[str]) -> int:
    return next(
        (n for n, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second))
    )


def _around(words: Sequence[str], start: int, end: int) -> str:
    begin, stop = max(0, start - BEFORE), min(len(words), len(words) - end + AFTER)
    # One word more is shorter than the ellipsis that says it was cut.
    begin, stop = (0 if begin == 1 else begin), (len(words) if stop == len(words) - 1 else stop)
    cut = tidy(" ".join(words[begin:stop]))
    return f"{'…' if begin else ''}{cut}{'…' if stop < len(words) else ''}"


def shortened(words: str, longest: int) -> str:
    """At most `longest` characters, cut between words where there is a blank near, and with an ellipsis."""
    if len(words) <= longest:
        return words
    cut = words[: longest - 1]
    blank = cut.rfind(" ", longest * 3 // 4)
    return f"{(cut[:blank] if blank > 0 else cut).rstrip(_STRAY)}…"


def named(identifier: str) -> str:
    """A concept's or a unit's own name as words for people: "share_price" is "Share price"."""
    words = identifier.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def plural(unit: str) -> str:
    """Several of a unit: "kilometres", "dollars per barrel", "barrels of oil"."""
    head, sep, rest = next(
        ((unit.partition(word)) for word in (" per ", " of ", "-per-") if word in unit), (unit, "", "")
    )
    return f"{head if head.endswith(('s', 'z', 'x')) else head + 's'}{sep}{rest}"


def isolated(words: str) -> str:
    """The words set apart if they run from right to left: two Arabic figures would change places around an arrow, and a
    rise be read as a fall.
    """
    if any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in words):
        return f"{FSI}{words}{PDI}"
    return words


def set_apart(line: str) -> Markup:
    """A line as HTML, with <bdi> where the text has isolates."""
    return escape(line).replace(FSI, Markup('<bdi dir="auto">')).replace(PDI, Markup("</bdi>"))


def bare(line: str) -> str:
    """A line without its isolates, for logs and feeds."""
    return line.translate(_NO_ISOLATES)
