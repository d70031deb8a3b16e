"""What words do in a sentence, from `lexicons/words/<language>.toml`: grammar, connectives, fillers, converse verbs.

A language, a table and a name in, the entries out as they stand, in lower case; a language without a file
gets empty lists. Decides nothing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from monitor.text.lexicon import as_words, code_of


@lru_cache(maxsize=16)
def _load(code: str) -> Mapping[str, Any]:
    path = files("monitor.text").joinpath("lexicons", "words", f"{code}.toml")
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}


def wordlist(lang: str, table: str, name: str) -> tuple[str, ...]:
    """The entries of a list in the order of the file; none where the language has none."""
    return tuple(as_words(_load(code_of(lang)).get(table, {}).get(name, ())))


def listed(lang: str) -> bool:
    """Whether the language has a file of its own."""
    return bool(_load(code_of(lang)))


def rows(lang: str, table: str, name: str) -> tuple[Any, ...]:
    """The rows of a list of rows in the order of the file; none where the language has none."""
    return tuple(_load(code_of(lang)).get(table, {}).get(name, ()))


def switched(lang: str, table: str, name: str) -> bool:
    """Whether the language says yes to something."""
    return bool(_load(code_of(lang)).get(table, {}).get(name, False))
