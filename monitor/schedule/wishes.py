"""Whose schedule an article follows: its own watch's, else that of one of its tags, else its site's, else the default.

Stored forms go in, a stored form comes out; with it the weight that its tags give it. Pure.
"""

from __future__ import annotations

import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TagWish:
    """What the file says of a tag; an empty schedule says nothing of it."""

    tag: str
    schedule: str = ""
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the file says of tags, and of sites (a host with its subdomains, and a schedule)."""

    tags: tuple[TagWish, ...] = ()
    sites: tuple[tuple[str, str], ...] = ()

    def schedule(self, own: str, tags: str, host: str, default: str) -> str:
        """The schedule that counts; `tags` are JSON. Of several tags the first that the file names."""
        if own:
            return own
        its = json.loads(tags) if self.tags else []
        for one in self.tags:
            if one.schedule and one.tag in its:
                return one.schedule
        found = [(len(name), plan) for name, plan in self.sites if plan and (host == name or host.endswith(f".{name}"))]
        return max(found)[1] if found else default

    def weight(self, tags: str) -> float:
        """How much an edit counts beside those of other articles: the greatest weight among its tags."""
        its = json.loads(tags) if self.tags else []
        return max((one.weight for one in self.tags if one.tag in its), default=1.0)
