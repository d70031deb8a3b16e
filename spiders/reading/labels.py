"""The words and names by which a block tells what it is: an advertisement's label, a pointer elsewhere, a notice.

The vocabulary is lexicons/labels.toml. Text or names in, yes or no out; weighs no other evidence.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from spiders.reading.words import plain

_AGO = re.compile(
    r"^(?:\S+ ){0,2}\d+\s*(?:seconds?|minutes?|mins?|hours?|hrs?|days?|h|m|d)\s+ago$|"
    r"^vor \d+ \w+$|^il y a \d+ \w+$|^hace \d+ \w+$|"
    r"^há \d+ \w+$|^\d+ \w+ (?:fa|geleden|sedan|siden|sitten|temu|назад|önce|前)$|^قبل \d+ \w+$|^לפני \d+ \w+$",
)
_COUNT = re.compile(
    r"^[\d.,]+\s*[km]?$|^\d{1,2}(?::\d\d){1,2}$|"
    r"^(?:[\d.,]+\s*[km]?\s*(?:comments?|shares?|likes?|views?|reads?|votes?|retweets?|"
    r"kommentare?|commentaires?|comentarios?|comentários?|"
    r"commenti|reacties|minute read|min read|minutes? read)\W*)+$|"
    r"^(?:page\s?)?(?:views?|hits|reads?|shares?|likes?|comments?|kommentare?|commentaires?|comentarios?|comentários?|"
    r"aufrufe|vues|vistas|visualizações|visualizzazioni|weergaven|visningar|visninger)\s*:\s*[\d.,]+\s*[km]?$|"
    r"^\d+ ?min(?:\.|utes?)?(?: read| lesezeit| de lecture| de lectura)?$",
)


_WHEN = re.compile(
    r"\d{1,2}[:h.]\d{2}(?: ?uhr|h)?(?![\d.])|\d{1,2}[./-]\d{1,2}[./-](?:\d{2,4})?|(?<!\d)(?:19|20)\d\d(?![\d,.]\d)"
)
"""A time, a day, a year."""
_DAY_NUMBER = re.compile(r"(?<!\d)\d{1,2}(?:st|nd|rd|th|er|º)?(?![\d,.]\d)")


@cache
def vocabulary() -> dict[str, Any]:
    """labels.toml, read once."""
    return tomllib.loads(files("spiders.reading").joinpath("lexicons/labels.toml").read_text("utf-8"))


@cache
def _labels() -> frozenset[str]:
    # What opens a fold says nothing by itself, wherever it stands and whether or not it is a link.
    return frozenset(plain(label) for name in ("labels", "more") for label in vocabulary()[name])


@cache
def _openings(name: str) -> re.Pattern[str]:
    longest_first = sorted({plain(opening) for opening in vocabulary()[name]}, key=len, reverse=True)
    return re.compile(r"^[\W_]*(" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")


@cache
def _fronts(name: str) -> frozenset[str]:
    return frozenset(plain(opening)[:3] for opening in vocabulary()[name])


@cache
def _cjk_openings(name: str) -> tuple[str, ...]:
    return tuple(plain(opening) for opening in vocabulary()[name] if ord(opening[0]) > 0x0E00)


@cache
def _front(name: str) -> re.Pattern[str]:
    longest_first = sorted(vocabulary()[name], key=len, reverse=True)
    return re.compile(rf"^(?:{'|'.join(map(re.escape, longest_first))})(?!\w)(?P<colon> ?:)?")


def _is_dated(compared: str) -> bool:
    """A line that only dates the page ("Stand: 22.04., 06:00 Uhr"): no figure besides a day and a time, no sentence."""
    front = _front("dated").match(compared)
    if front is None:
        return False
    rest, times = _WHEN.subn(" ", compared[front.end() :])
    return (
        times > 0 and len(rest.split()) <= 6 and not any(char.isdigit() for char in _DAY_NUMBER.sub(" ", rest, count=1))
    )


def _is_credit(compared: str) -> bool:
    """Who took a picture ("Image: A. Roth"): a name and no figure."""
    front = _front("credits").match(compared)
    rest = compared[front.end() :] if front is not None and front["colon"] else ""
    return bool(rest) and len(rest.split()) <= 6 and not any(char.isdigit() for char in rest)


def is_label(text: str) -> bool:
    """Whether a short block only labels a box, counts something, or says how long ago."""
    return len(text) <= 60 and _is_label(text)


@lru_cache(maxsize=2048)  # a site has a few hundred of them, on each of its pages
def _is_label(text: str) -> bool:
    compared = plain(text).strip(" :.…|•·-[]()")
    return (
        compared in _labels()
        or not compared
        or bool(_AGO.search(compared))
        or bool(_COUNT.match(compared))
        or _is_dated(compared)
        or _is_credit(compared)
        or _is_numbered_advert(compared)
    )


def _is_numbered_advert(compared: str) -> bool:
    """An advertisement's label with its number ("Advertisement 35921"), another one at every fetch."""
    word = compared.rstrip("0123456789 #:/.-")
    return word != compared and word in _labels() and is_adverts(word)


@cache
def _first_words(name: str) -> frozenset[str]:
    return frozenset(plain(opening).split(" ")[0] for opening in vocabulary()[name])


def is_adverts(text: str) -> bool:
    """Whether a short line says that what follows it was paid for."""
    # The first word decides for nearly all lines, and costs a tenth of the search.
    return len(text) <= 60 and plain(text).split(" ", 1)[0] in _first_words("adverts") and opens_with("adverts", text)


def opens_with(name: str, text: str) -> bool:
    """Whether the text begins with one of the openings called `name` ("pointers", "calls", "adverts" or "notices")."""
    compared = plain(text if len(text) < 1000 else text[:80])[:80]  # as a whole it is at hand, a part is not
    fronts = _fronts(name)  # tell nearly all texts apart, and cost a tenth of the search
    if compared[:1].isalnum() and not (compared[:3] in fronts or compared[:2] in fronts or compared[:1] in fronts):
        return False
    return bool(_openings(name).match(compared)) or compared.startswith(_cjk_openings(name))


_SET_OFF = re.compile(r" ?(?:[:(.|!,،\])]|- |$)|[^.:,]{0,20}\d:")
"""What follows a word that is a label: a sign, the end, or a day and a colon."""


def opens_notice(text: str) -> bool:
    """Whether the text is a correction or a note of the editors by its first words.

    A single word has to be set off, as in "Correction: ..." or "Correction (May 4)". "Correction officers said ..." is
    a report.
    """
    if not opens_with("notices", text):
        return False
    compared = plain(text[:120])
    found = _openings("notices").match(compared)
    return found is None or " " in found[1] or _SET_OFF.match(compared, found.end()) is not None


@lru_cache(maxsize=4096)
def has_name(name: str, token: str, raw: str) -> bool:
    """Whether a box is named so by its class, id or data attributes. Whole parts of a name count."""
    return bool(_name_pattern(name).search(f"{token} {raw}"))


@cache
def _name_pattern(name: str) -> re.Pattern[str]:
    parts = "|".join(re.escape(part).replace(r"\-", "[-_]?") for part in vocabulary()["names"][name])
    return re.compile(rf"(?:^|[\s._#\[-])(?:{parts})(?=$|[\s._#\]-])|(?<=[a-z])(?:{parts.title()})(?=$|[A-Z\s._-])")
