"""Whether two names can be two spellings of one. Names in, yes or no out; knows no list of names."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from monitor.changes.evidence.edits import Token
from monitor.facts.sources import Source

SPELLING = 0.6
"""Letters two names must share, in order, to be one name spelled in two ways."""


def alike(left: Sequence[Token | Source], came: Sequence[Token | Source]) -> bool:
    """Whether two names look like two spellings of one."""
    return Levenshtein.normalized_similarity(left[0].text.lower(), came[0].text.lower()) >= SPELLING
