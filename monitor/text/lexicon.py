"""The words of a language, read from `lexicons/<language>.toml` over `lexicons/common.toml`.

A language tag goes in ("pt-BR"), a frozen Lexicon comes out; a language without a file gets the common part. Holds
words and numbers only: what they do is decided where they are used. docs/lexicons.md says how to add a language.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language's words. All keys are lower case; every mapping goes from a written form to what it means."""

    lang: str = "und"
    known: bool = False
    tables: Mapping[str, Any] = field(default_factory=dict)
    never_end: frozenset[str] = frozenset()
    may_end: frozenset[str] = frozenset()
    starters: frozenset[str] = frozenset()
    saying: tuple[str, ...] = ()

    def table(self, *path: str) -> dict[str, Any]:
        """A table of the file by its path, empty where the language has none."""
        here: Any = self.tables
        for name in path:
            here = here.get(name, {})
        return dict(here)

    def words(self, *path: str) -> frozenset[str]:
        """A list of the file by its path, empty where the language has none. A long string is split at its spaces."""
        *tables, last = path
        return frozenset(as_words(self.table(*tables).get(last, ())))


def as_words(entry: str | Iterable[str]) -> list[str]:
    """A list of forms: an array as it is, a string split at its spaces."""
    return entry.split() if isinstance(entry, str) else list(entry)


def as_decimal(entry: int | float | str) -> Decimal:
    """A number of a lexicon; fractions are written "1/3"."""
    top, _, bottom = str(entry).partition("/")
    return Decimal(top) / Decimal(bottom) if bottom else Decimal(top)


def _read(name: str) -> dict[str, Any]:
    path = files("monitor.text").joinpath("lexicons", f"{name}.toml")
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}


def _over(base: Mapping[str, Any], top: Mapping[str, Any]) -> dict[str, Any]:
    """`top` laid over `base`: tables merge, everything else is replaced."""
    out = dict(base)
    for key, value in top.items():
        below = out.get(key)
        out[key] = _over(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return out


_added: dict[str, Mapping[str, Any]] = {}


def add_concepts(own: Mapping[str, Mapping[str, Any]]) -> None:
    """Let this process know further concepts: language -> name -> a table as in `[concepts]` of a lexicon.

    A name that ships gets more forms; a form that ships under another name means the new one. What was read stays as
    it was read, so this is done before anything is: RuntimeError if a lexicon was used already with other concepts.
    """
    if _added == own:
        return
    if _load.cache_info().currsize:
        raise RuntimeError("concepts are added before the first text is read, and are the same from then on")
    _added.clear()
    _added.update(own)


def shipped(lang: str) -> Mapping[str, Any]:
    """The tables of a language as they ship, whatever concepts this process was given. Read anew at each call."""
    return _over(_read("common"), _read(lang))


def _with_added(concepts: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """A language's concepts and the added ones; each form means one of them."""
    taken = {form for table in own.values() for form in table["phrases"]}
    found = {}
    for name, table in concepts.items():
        forms = [*as_words(table.get("words", "")), *table.get("phrases", ())]
        found[name] = {**table, "words": "", "phrases": [form for form in forms if form not in taken]}
    for name, table in own.items():
        there = found.get(name)
        found[name] = {**there, "phrases": [*there["phrases"], *table["phrases"]]} if there else dict(table)
    return found


def lexicon(lang: str) -> Lexicon:
    """The lexicon for a BCP 47 tag; only its first part counts. An unknown tag gets the words common to all."""
    return _load(code_of(lang))


@lru_cache(maxsize=256)
def code_of(lang: str) -> str:
    """The language of a BCP 47 tag: its first part in lower case ("pt" of "pt-BR"); "und" of what is none."""
    code = lang[:8].split("-", 1)[0].split("_", 1)[0].lower()
    return code if code.isascii() and code.isalpha() else "und"


@lru_cache(maxsize=16)
def _load(code: str) -> Lexicon:
    own = {} if code == "common" else _read(code)
    tables = _over(_read("common"), own)
    if code in _added:
        tables["concepts"] = _with_added(tables.get("concepts", {}), _added[code])
    cut = tables.get("sentences", {})
    return Lexicon(
        lang=code,
        known=bool(own),
        tables=tables,
        never_end=frozenset(as_words(cut.get("never_end", ()))),
        may_end=frozenset(as_words(cut.get("may_end", ()))),
        starters=frozenset(as_words(cut.get("starters", ()))),
        saying=tuple(as_words(cut.get("saying", ()))),
    )
