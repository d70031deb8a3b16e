"""What a file or a command asks to follow: one address as written, and what was said of it. Judges nothing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wish:
    """One address as written, with the line of its file (0 for none), its tags and its schedule's stored form.

    `fault` says why the line cannot be used, if that is known before the address is read. `note` says what else stands
    there and is not taken over. `filters` are JSON (filters.py), of a feed only.
    """

    url: str
    tags: tuple[str, ...] = ()
    schedule: str = ""
    line: int = 0
    fault: str = ""
    kind: str = "article"
    filters: str = "{}"
    paused: bool = False
    note: str = ""
