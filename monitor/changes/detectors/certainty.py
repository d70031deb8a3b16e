"""What was possible is now certain, or the other way round: may have caused, caused.

Linked sentences go in, findings of `certainty.changed` come out. One hedge for another is wording.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from monitor.changes.detectors.pairs import worded
from monitor.changes.evidence.edits import Edited, Token, beside
from monitor.changes.evidence.rows import SMALL_WORD, Row, moved
from monitor.changes.evidence.versions import Versions
from monitor.changes.findings import Finding
from monitor.changes.kinds import Kind
from monitor.text.cues import alternation, cues
from monitor.text.words import stem

NAME = "certainty"
_AUXILIARY = frozenset({"have", "been", "will", "would", "were", "being"})
_SAME_CORE = 0.65
"""Share of telling words from which a sentence says the same with and without its hedge, however it is built."""


def find(versions: Versions) -> list[Finding]:
    """At most one finding a pair."""
    fits = (pair for pair in versions.pairs if pair.link.strong or _core(pair) >= _SAME_CORE)
    return [f for pair in fits for f in _certainty(pair, versions.rows)]


def _certainty(pair: Edited, rows: tuple[Row, Row]) -> Iterator[Finding]:
    """A hedge came or went: "may have caused" -> "caused". One hedge for another is wording."""
    hedges = _hedges(pair.link.new.lang)
    before = _hits(hedges, pair.old)
    after = _hits(hedges, pair.new)
    if bool(before) == bool(after):
        return
    changed = before or after
    inside = {t for e in pair.edits for t in (e.left if before else e.came)}
    changed = [t for t in changed if t in inside]
    if not changed or not _said_anyway(pair, changed, bool(before)):
        return
    if all(moved(rows[bool(before)], pair, t, not before) for t in changed):
        return
    gone = changed if before else beside(pair, changed, old=True)
    there = changed if after else beside(pair, changed, old=False)
    what = " ".join(t.low for t in changed)
    yield worded(NAME, Kind.CERTAINTY_CHANGED, pair, gone, there, f"hedge {'went' if before else 'came'}: {what}")


def _said_anyway(pair: Edited, hedge: Sequence[Token], went: bool) -> bool:
    """Whether the other version says what the hedge stood before: "may have caused", "caused"."""
    side, other = (pair.old, pair.new) if went else (pair.new, pair.old)
    at = side.index(hedge[-1])
    stems = {stem(token.low) for token in other}
    behind = [stem(token.low) for token in side[at + 1 :] if len(token.low) > SMALL_WORD][:2]
    return any(word in stems for word in behind) or _core(pair) >= _SAME_CORE


def _core(pair: Edited) -> float:
    """Share of telling words in common, small words and hedges aside."""
    hedges = cues(pair.link.new.lang).words("certainty", "hedges")
    one, other = (
        {stem(t.low) for t in side if len(t.low) > 3 and t.low not in hedges and t.low not in _AUXILIARY}
        for side in (pair.old, pair.new)
    )
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _hits(pattern: re.Pattern[str], words: Sequence[Token]) -> list[Token]:
    """The tokens a pattern of one or more words covers."""
    text, starts = "", []
    for token in words:
        starts.append(len(text))
        text += token.low + " "
    hits = []
    for m in pattern.finditer(text):
        hits += [t for t, at in zip(words, starts, strict=True) if m.start() <= at < m.end()]
    return [t for t in hits if not t.capital or t is words[0]]  # "planned for May"


@lru_cache(maxsize=32)
def _hedges(lang: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S){alternation(cues(lang).words('certainty', 'hedges'))}(?!\S)")
