"""The words around facts that are no numbers, compiled from `lexicons/cues/<language>.toml`.

A language tag goes in, patterns and word lists come out; a language without a file gets empty ones, which match
nothing. Decides nothing itself.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

from monitor.text.lexicon import code_of
from monitor.text.schema import known

NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Cues:
    """One language's cues. Word lists are lower case and folded; a pattern of an unknown language matches nothing."""

    lang: str
    tables: dict[str, Any]
    _sets: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict, compare=False, repr=False)

    def words(self, table: str, name: str) -> frozenset[str]:
        """The words of a list, empty where the language has none. KeyError if no language has a list of this name."""
        found = self._sets.get((table, name))
        if found is None:
            known(table, name)
            found = self._sets[table, name] = frozenset(self.tables.get(table, {}).get(name, ()))
        return found

    def rows(self, table: str, name: str) -> list[Any]:
        """A list of the file as it stands, in its order. KeyError as `words`."""
        known(table, name)
        return list(self.tables.get(table, {}).get(name, ()))

    def pattern(self, table: str, name: str) -> str:
        """The words of a list as one alternation, longest first; `(?!)` where there are none. KeyError as `words`."""
        known(table, name)
        return alternation(self.tables.get(table, {}).get(name, ()))


def alternation(words: Iterable[str]) -> str:
    """Words as one group of a regular expression, longest first; "*" stands for any ending or beginning."""
    parts = sorted(set(words), key=lambda word: (-len(word), word))
    if not parts:
        return "(?!)"
    return "(?:" + "|".join(re.escape(word).replace(r"\*", r"[\w']*").replace(r"\ ", r"\s+") for word in parts) + ")"


class Forms:
    """Words of a list, asked of one word at a time; "*" stands for any ending or beginning, as in `alternation`."""

    __slots__ = ("_exact", "_fronts", "_lengths", "_others")

    def __init__(self, words: Iterable[str]) -> None:
        self._exact = frozenset(word for word in words if "*" not in word and " " not in word)
        rest = [word for word in words if word not in self._exact]
        fronts = [word[:-1] for word in rest if word.find("*") == len(word) - 1 > 0 and " " not in word]
        self._fronts = frozenset(fronts)
        self._lengths = sorted(set(map(len, fronts)))
        others = [word for word in rest if word[:-1] not in self._fronts]
        self._others = re.compile(alternation(others)) if others else None

    def __contains__(self, word: str) -> bool:
        """Whether the whole word is one of the list."""
        if word in self._exact:
            return True
        for length in self._lengths:
            if word[:length] in self._fronts and _ENDING.fullmatch(word, length):
                return True
        return self._others is not None and self._others.fullmatch(word) is not None


_ENDING = re.compile(r"[\w']*")


def cues(lang: str) -> Cues:
    """The cues for a BCP 47 tag; only its first part counts."""
    return _load(code_of(lang))


@lru_cache(maxsize=32)
def ordinals(lang: str) -> frozenset[str]:
    """The words that name a place in a row, "first" to "twentieth"."""
    return cues(lang).words("ordinals", "words")


@lru_cache(maxsize=16)
def _load(code: str) -> Cues:
    path = files("monitor.text").joinpath("lexicons", "cues", f"{code}.toml")
    return Cues(code, tomllib.loads(path.read_text("utf-8")) if path.is_file() else {})
