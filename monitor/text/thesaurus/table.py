"""One language's thesaurus as it ships: words, their senses, and where those point, in flat arrays.

A word in, its place, senses and relations out as numbers. Holds no object for a single word, so that 120,000 of them
cost a few megabytes and are there in milliseconds. Never writes; packaging/thesaurus/build.py does.
"""

from __future__ import annotations

import json
import sys
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import zstandard

NOUN, VERB, ADJECTIVE, ADVERB = range(4)


class Sense(NamedTuple):
    """One meaning of a word."""

    synset: int
    """The words of one synset mean the same."""
    part: int
    rank: int
    """Its place among the meanings of the word as this part of speech, the commonest first; 7 stands for more."""
    share: int
    """How often of 15 the word means this as this part of speech."""
    capital: bool
    """Meant only where the word is written with a capital ("Turkey")."""


class Table:
    """A thesaurus: a line of JSON, the words in the order of their bytes, then arrays of 32 bits, little end first."""

    __slots__ = ("_ends", "_keys", "_rows", "source", "words")

    def __init__(self, content: bytes) -> None:
        start = content.index(b"\n") + 1
        head = json.loads(content[:start])
        body = memoryview(content)[start:]
        self.source: str = head["source"]
        self.words: int = head["words"]
        sections: dict[str, list[int]] = head["sections"]
        size, ends = sections.pop("keys")
        self._keys = bytes(body[:size])
        at = size

        def taken(length: int) -> array[int]:
            nonlocal at
            part = array("I")
            part.frombytes(body[at : at + 4 * length])
            if sys.byteorder == "big":
                part.byteswap()
            at += 4 * length
            return part

        self._ends = taken(ends)
        self._rows = {name: (taken(sections[name][0]), taken(sections[name][1])) for name in _SECTIONS}

    def place(self, word: str) -> int | None:
        """Where a word stands in the table, in lower case and with spaces for hyphens; None if it does not."""
        key, keys, ends = word.encode("utf-8", "replace"), self._keys, self._ends
        at = bisect_left(range(len(ends) - 1), key, key=lambda i: keys[ends[i] : ends[i + 1]])
        return at if at < len(ends) - 1 and keys[ends[at] : ends[at + 1]] == key else None

    def word(self, place: int) -> str:
        """The word at a place."""
        return self._keys[self._ends[place] : self._ends[place + 1]].decode()

    def _row(self, name: str, at: int) -> Sequence[int]:
        starts, flat = self._rows[name]
        return flat[starts[at] : starts[at + 1]]

    def senses(self, place: int) -> list[Sense]:
        """The meanings of the word at a place, by part of speech, the commonest first."""
        return [
            Sense(code & 0x1FFFF, code >> 17 & 3, code >> 19 & 7, code >> 22 & 15, bool(code >> 26))
            for code in self._row("senses", place)
        ]

    def derived(self, place: int) -> Sequence[int]:
        """The places of words that are derived from this one, or this one from them."""
        return self._row("derived", place)

    def lemmas(self, place: int) -> list[tuple[int, int]]:
        """The places and parts of speech of the words of which this is an irregular form ("sold", "children")."""
        return [(code >> 2, code & 3) for code in self._row("lemmas", place)]

    def broader(self, synset: int) -> Sequence[int]:
        """What this meaning is a kind of, or for an adjective, what it is near to."""
        return self._row("broader", synset)

    def antonyms(self, synset: int) -> Sequence[int]:
        """The meanings of which this is the opposite."""
        return self._row("antonyms", synset)


_SECTIONS = ("senses", "derived", "lemmas", "broader", "antonyms")


@lru_cache(maxsize=16)
def table(code: str) -> Table | None:
    """The thesaurus of a language by its code; None where none ships."""
    path = files("monitor.text").joinpath("thesaurus", f"{code}.table.zst")
    return Table(zstandard.decompress(path.read_bytes())) if path.is_file() else None
