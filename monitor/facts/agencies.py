"""Which news agency a text is copy of, as its by-line, its first line or the source of a figure says; "" for none.

Texts go in, the name of an agency comes out. The names are data (agencies.toml); who prints another outlet's copy is
known by that outlet's name, which is handed in.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib import resources

OPENING = 160
"""Characters of the text in which an agency signs: "ORLA, May 3 (AFP) -"."""
_SIGNED = r"(?:[(/\[]\s*{name}\s*[)/\]]|^[^.!?]{{0,60}}?\b{name}\s*[-–—:])"


@cache
def agencies() -> Mapping[str, str]:
    """Every way in which an agency is written, with its name."""
    text = resources.files("monitor.facts").joinpath("agencies.toml").read_text(encoding="utf-8")
    found = tomllib.loads(text)["agencies"]
    return {word: one["name"] for one in found for word in (one["name"], *one["also"])}


def agency_of(byline: Iterable[str], opening: str, source: str = "", outlets: Iterable[str] = ()) -> str:
    """The agency that a text is copy of. `outlets` are those of the story, which may print each other."""
    known = {**{name: name for name in outlets if len(name) > 2}, **agencies()}
    pattern = _pattern(tuple(sorted(known, key=len, reverse=True)))
    for line in (*byline, source):
        if met := pattern.search(line):
            return known[met.group(1)]
    for word in pattern.findall(opening[:OPENING]):
        if re.search(_SIGNED.format(name=re.escape(word)), opening[:OPENING]):
            return known[word]
    return ""


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, words))})(?!\w)")
