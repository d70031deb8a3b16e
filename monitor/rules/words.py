"""The words that a rule may wait for in `counted` and `units`. A word goes in; it comes out, or why it never comes.

Units are a closed list. What is counted is not: a noun that is no concept is kept as written, so only what can be
proved wrong is refused, which is another form of a concept, or a slip of one letter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

from monitor.suggestions import suggestion
from monitor.text.lexicon import as_words, shipped

_OTHER_UNITS = ("person", "percent", "score", "share", "ordinal", "fraction")
"""Units that no lexicon names, because the form of the number gives them."""


def check_counted(word: str, own: Mapping[str, Sequence[str]] | None = None) -> str:
    """The word, if figures can be kept under it; ValueError with the concept that was meant.

    `own` are further concepts: their names with the forms that mean them.
    """
    own = own or {}
    low = word.strip().lower()
    if low in own:
        return word
    meant = next((name for name, others in own.items() if low in others), "")
    for lang in _languages():
        concepts, forms = _concepts(lang)
        if low in concepts:
            return word
        meant = meant or forms.get(low, "")
        if meant:
            raise ValueError(f"figures of '{word}' are kept as '{meant}'; write '{meant}'")
    if slip := [name for name in (*own, *_concepts("en")[0]) if _is_slip(low, name)]:
        raise ValueError(f"'{word}' is no concept; did you mean '{slip[0]}'?")
    if not re.search(r"\w", low):
        raise ValueError("name what is counted, as in 'death'; the concepts are listed in docs/rules.md")
    return word


def is_shipped(name: str) -> bool:
    """Whether a concept of that name ships with Rowback, in any language."""
    return any(name in _concepts(lang)[0] for lang in _languages())


def check_unit(word: str) -> str:
    """The word, if a figure can have it as its unit ("dollar", "dollar per barrel"); ValueError with a suggestion."""
    known = _units()
    low = word.strip().lower()
    first, _, second = low.partition(" per ")
    if first in known and (not second or second in known) or re.fullmatch(r"(?:of|per) [0-9]+", low):
        return word
    raise ValueError(f"there is no unit '{word}'{suggestion(first, known) or '; units are singular, as in dollar'}")


@lru_cache(maxsize=32)
def _concepts(lang: str) -> tuple[frozenset[str], Mapping[str, str]]:
    """The names of a language's concepts, and the forms that mean one of them."""
    names: set[str] = set()
    forms: dict[str, str] = {}
    for name, table in shipped(lang).get("concepts", {}).items():
        names.add(name)
        for form in (*as_words(table.get("words", "")), *table.get("phrases", ())):
            forms.setdefault(form.lower(), name)
    return frozenset(names), forms


@lru_cache(maxsize=1)
def _units() -> frozenset[str]:
    tables = ("units", "units_upper", "money", "money_before")
    found = set(_OTHER_UNITS)
    for lang in _languages():
        own = shipped(lang)
        found |= {name for table in tables for name in own.get(table, ())}
    return frozenset(found)


@lru_cache(maxsize=1)
def _languages() -> tuple[str, ...]:
    """English first, so that its forms name a concept where another language has the same word for another one."""
    there = (path.name for path in files("monitor.text").joinpath("lexicons").iterdir())
    return tuple(sorted((name[:-5] for name in there if name.endswith(".toml")), key=lambda name: (name != "en", name)))


def _is_slip(word: str, name: str) -> bool:
    """One letter too many, too few, wrong or swapped. Short words are too near to each other for a guess."""
    if max(len(word), len(name)) < 5 or word[:1] != name[:1] or abs(len(word) - len(name)) > 1:
        return False
    from rapidfuzz.distance import OSA

    return OSA.distance(word, name) == 1
