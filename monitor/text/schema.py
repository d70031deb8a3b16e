"""What each list of the cues means, and why a language lacks it, read from schema.toml.

A list's name goes in, its meaning comes out; a name that stands in no row is an error, so that a slip of the pen is no
list that never matches. Reads the words themselves only to find what is not declared.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "de", "fr", "es", "pt", "ar")


@dataclass(frozen=True, slots=True)
class Listing:
    """One list: `lacks` goes from each language that has no such list to the reason."""

    table: str
    name: str
    says: str
    lacks: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Families:
    """A table with a list for each family; `unwritten` are those that a language could have and has not."""

    table: str
    says: str
    names: frozenset[str]
    unwritten: Mapping[str, frozenset[str]]


@lru_cache(maxsize=1)
def _read() -> dict[str, Any]:
    return tomllib.loads(files("monitor.text").joinpath("schema.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def listings() -> Mapping[tuple[str, str], Listing]:
    """All lists by table and name."""
    found = {}
    for table, lists in _read().items():
        for name, row in lists.items() if table != "families" else ():
            lacks = {lang: why for langs, why in row.get("lacks", {}).items() for lang in langs.split()}
            found[table, name] = Listing(table, name, row["says"], lacks)
    return found


@lru_cache(maxsize=1)
def families() -> Mapping[str, Families]:
    """The tables whose lists are families, by name."""
    return {
        table: Families(
            table,
            row["says"],
            frozenset(row["names"]),
            {lang: frozenset(names) for lang, names in row["unwritten"].items()},
        )
        for table, row in _read()["families"].items()
    }


def known(table: str, name: str) -> None:
    """KeyError if no list has this name: the asker mistyped it, or the schema lacks its row."""
    if (table, name) not in listings() and name not in getattr(families().get(table), "names", ()):
        raise KeyError(f"no list [{table}] {name} in monitor/text/schema.toml")


def lacking(lang: str) -> Mapping[tuple[str, str], str]:
    """The lists that a language lacks, each with the reason."""
    return {key: listing.lacks[lang] for key, listing in listings().items() if lang in listing.lacks}


def faults(lang: str, tables: Mapping[str, Any]) -> Iterator[str]:
    """What a language's cues and the schema do not agree on, a line each."""
    for (table, name), listing in listings().items():
        there = tables.get(table, {}).get(name)
        if there is not None and not there:
            yield f"{lang}: [{table}] {name} is empty; leave it out and say in schema.toml why"
        elif there is None and lang not in listing.lacks:
            yield f"{lang}: [{table}] {name} is missing, and schema.toml does not say why"
        elif there and lang in listing.lacks:
            yield f"{lang}: [{table}] {name} is there, and schema.toml says that it is not"
    for table, family in families().items():
        here = tables.get(table, {}).keys()
        unwritten = family.unwritten.get(lang, frozenset())
        for name in sorted(family.names - here - unwritten):
            yield f"{lang}: the family {name} of [{table}] is missing, and schema.toml does not say so"
        for name in sorted(unwritten & here):
            yield f"{lang}: the family {name} of [{table}] is there, and schema.toml says that it is not"
    for table, lists in tables.items():
        for name in lists:
            if (table, name) not in listings() and name not in getattr(families().get(table), "names", ()):
                yield f"{lang}: [{table}] {name} has no row in schema.toml"


def as_markdown() -> str:
    """The schema as the tables of docs/lexicons.md."""
    lines = ["| list | holds | not in |", "|---|---|---|"]
    for (table, name), listing in listings().items():
        by_reason: dict[str, list[str]] = {}
        for lang, why in listing.lacks.items():
            by_reason.setdefault(why, []).append(lang)
        lacks = "; ".join(f"{', '.join(langs)}: {why}" for why, langs in by_reason.items())
        lines.append(f"| `{table}.{name}` | {listing.says} | {lacks} |")
    lines += ["", "| table of families | holds | not written yet |", "|---|---|---|"]
    for table, family in families().items():
        lacks = "; ".join(f"{lang}: {', '.join(sorted(names))}" for lang, names in family.unwritten.items() if names)
        lines.append(f"| `{table}` | {family.says} | {lacks} |")
    return "\n".join(lines)
