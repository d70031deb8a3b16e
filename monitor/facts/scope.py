"""A scope: a span of a sentence in which the same holds for every word, and the cue that opened it.

Words only; scopes.py finds them. Never changed once made.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class ScopeKind(StrEnum):
    """What holds for the words of a scope."""

    DENIED = "denied"
    HEDGED = "hedged"
    FEARED = "feared"
    QUOTED = "quoted"
    AHEAD = "ahead"
    BACKGROUND = "background"


class Phase(StrEnum):
    """What a denial says of another time."""

    PLAIN = "plain"
    NO_LONGER = "no_longer"
    """Denied now, true before: "is no longer closed"."""
    NOT_YET = "not_yet"
    """Denied now, to come: "is yet to be adopted", "will not open until Monday"."""


class Scope(NamedTuple):
    """`text[start:end]` is of this kind because of the cue `text[cue_start:cue_end]`, inside or beside it."""

    kind: ScopeKind
    start: int
    end: int
    cue_start: int
    cue_end: int
    phase: Phase = Phase.PLAIN
