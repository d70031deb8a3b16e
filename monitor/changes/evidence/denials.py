"""Which words of a linked pair deny, and which say the opposite of each other.

Edited pairs go in, tokens come out. The words are data (text/lexicons/cues).
"""

from __future__ import annotations

import re
from functools import lru_cache

from monitor.changes.evidence.edits import Edited, Token
from monitor.text.cues import alternation, cues


def denying(pair: Edited) -> tuple[list[Token], list[Token]]:
    """The negations of both sides."""
    negations = negations_of(pair.link.new.lang)
    idle = cues(pair.link.new.lang).words("negation", "idle_before")
    before, after = (
        [
            t
            for t, then in zip(side, [*side[1:], None], strict=False)
            if negations.fullmatch(t.low) and _denies(then, idle)
        ]
        for side in (pair.old, pair.new)
    )
    return before, after


def _denies(behind: Token | None, idle: frozenset[str]) -> bool:
    return behind is None or behind.low not in idle


def opposed(pair: Edited) -> tuple[Token, Token] | None:
    """The word of an outcome that left, and its opposite that came at its place."""
    against = opposites(pair.link.new.lang)
    for edit in pair.edits:
        for gone in edit.left:
            wanted = against.get(gone.low)
            there = [t for t in edit.came if wanted and t.low in wanted]
            if there and gone.low in pair.left and there[0].low in pair.came:
                return gone, there[0]
    return None


@lru_cache(maxsize=32)
def opposites(lang: str) -> dict[str, frozenset[str]]:
    """Each word of an outcome with the words that say the opposite."""
    against: dict[str, frozenset[str]] = {}
    for row in cues(lang).rows("outcomes", "opposites"):
        for one, other in (row, row[::-1]):
            for word in one:
                against[word] = against.get(word, frozenset()) | frozenset(other)
    for prefix in cues(lang).words("outcomes", "prefixes"):
        for word, others in list(against.items()):
            against[prefix + word] = others | {prefix + other for other in others}
    return against


@lru_cache(maxsize=32)
def negations_of(lang: str) -> re.Pattern[str]:
    return re.compile(alternation(cues(lang).words("negation", "words")))
