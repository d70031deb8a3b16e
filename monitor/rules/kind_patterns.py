"""Patterns over kinds of change: "figure.*" goes in, the kinds it means come out. Knows only the taxonomy.

`wording` is meant only where it is written out: a star is a wish for facts, and wording is what is none.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import lru_cache

from monitor.changes.kinds import Kind
from monitor.suggestions import suggestion


@lru_cache(maxsize=256)
def kinds_of(patterns: tuple[str, ...]) -> frozenset[Kind]:
    """The kinds that these patterns mean; no pattern at all means every kind but wording."""
    wanted = patterns or ("*",)
    found = {kind for kind in Kind if kind is not Kind.WORDING and any(fnmatchcase(kind, p) for p in wanted)}
    return frozenset(found | ({Kind.WORDING} if Kind.WORDING in wanted else set()))


def check_pattern(pattern: str) -> str:
    """The pattern, if it means at least one kind; ValueError with a suggestion if it can never match."""
    if not kinds_of((pattern,)):
        families = {f"{kind.split('.')[0]}.*" for kind in Kind if "." in kind}
        raise ValueError(f"'{pattern}' matches no kind of change{suggestion(pattern, [*Kind, *sorted(families)])}")
    return pattern
