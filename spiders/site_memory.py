"""What the articles of one site have in common: the texts at the edges of their bodies. Values in, values out.

Two readings of one site may learn at the same moment, so memories merge: no order of merging loses what either learned.
Holds keys, never texts, and asks no clock.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

VERSION = 2
MAX_ADDRESSES = 64
"""Addresses remembered of a site; beyond it the one that learned longest ago is forgotten. About 4 kB of JSON."""
MAX_EDGES = 8
"""Texts of one address: the first and last of its body, where a template puts its own."""
FEWEST = 4
SHARE = 0.8
"""A text is the site's own when it ends or opens the bodies of this share of its addresses, and at least of `FEWEST`.

News agencies repeat a paragraph of background in many articles of one running story, and a user may follow nothing else
of a site: so two or three addresses prove nothing, and a majority does not either. What stands under four of five
articles comes with the page.
"""
_SIZE = 8
_KEYS = re.compile(rf"(?:[A-Za-z0-9_-]{{{_SIZE}}}){{0,{MAX_EDGES}}}")
_ADDRESS = re.compile(r"[A-Za-z0-9_-]{6}")
_TAKEN = frozenset("AIQYgow4")
"""Last characters of the keys of addresses, one of eight."""
_LATEST = 2**53


@dataclass(frozen=True, slots=True)
class SiteMemory:
    """`edges` maps the key of an address to (when it was learned, the keys of its edge texts).

    "When" counts what this site's memory learned (a Lamport clock): of two entries for one address the later stands.
    """

    edges: Mapping[str, tuple[int, str]] = field(default_factory=dict)

    @classmethod
    def load(cls, value: Mapping[str, Any]) -> SiteMemory:
        """From `Memory.site`; an empty one where that is of another version or shape."""
        if not isinstance(value, Mapping) or value.get("v") != VERSION or not isinstance(value.get("edges"), Mapping):
            return cls()
        found: dict[str, tuple[int, str]] = {}
        for address, entry in value["edges"].items():
            if not isinstance(address, str) or not _ADDRESS.fullmatch(address):
                continue
            if isinstance(entry, list | tuple) and len(entry) == 2:
                when, keys = entry
                if type(when) is int and 0 < when < _LATEST and isinstance(keys, str) and _KEYS.fullmatch(keys):
                    found[address] = (when, keys)
        return cls(_newest(found))

    def dump(self) -> dict[str, Any]:
        """For `Memory.site`."""
        return {"v": VERSION, "edges": {address: list(entry) for address, entry in sorted(self.edges.items())}}

    def merge(self, other: SiteMemory) -> SiteMemory:
        """What either learned; commutative, associative and idempotent, so the order of writing does not matter."""
        union = dict(self.edges)
        for address, entry in other.edges.items():
            union[address] = max(entry, union.get(address, entry))
        return SiteMemory(_newest(union))

    def has_heard_of(self, address: str) -> bool:
        """Whether this address taught what it can: it is remembered, or the memory is full without it."""
        return address in self.edges or len(self.edges) >= MAX_ADDRESSES

    def learn(self, address: str, keys: Sequence[str]) -> SiteMemory:
        """With the edge texts that this address shows now; this very memory where it knew them.

        A full memory takes one new address of eight: else each look at a large site would put out what another look
        learned. One that lacks a text of the site's is always taken, since it may be the first of another template.
        """
        joined = "".join(keys[:MAX_EDGES])
        if address in self.edges:
            if self.edges[address][1] == joined:
                return self
        elif len(self.edges) >= MAX_ADDRESSES and address[-1:] not in _TAKEN and self.own_texts() <= {*keys}:
            return self
        when = 1 + max((entry[0] for entry in self.edges.values()), default=0)
        return SiteMemory(_newest({**self.edges, address: (when, joined)}))

    def own_texts(self, but: str = "") -> frozenset[str]:
        """The keys of the texts that belong to the site and not to an article. `but` is an address not to count."""
        others = [keys for address, (_, keys) in self.edges.items() if address != but]
        least = max(FEWEST, SHARE * len(others))
        if len(others) < FEWEST:
            return frozenset()
        counts: Counter[str] = Counter()
        for keys in others:
            counts.update({keys[at : at + _SIZE] for at in range(0, len(keys), _SIZE)})
        return frozenset(key for key, count in counts.items() if count >= least)


def _newest(entries: Mapping[str, tuple[int, str]]) -> dict[str, tuple[int, str]]:
    if len(entries) <= MAX_ADDRESSES:
        return dict(entries)
    kept = sorted(entries, key=lambda address: (entries[address], address), reverse=True)[:MAX_ADDRESSES]
    return {address: entries[address] for address in kept}
