"""Correction notices and page furniture: is a paragraph a report, a note about an earlier report, or neither?

A paragraph goes in, a reason comes out; an inline note in brackets comes out with its span. Judges no figure.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from monitor.text.cues import cues
from monitor.text.normal import fold
from monitor.text.sentences import Span


class LineKind(StrEnum):
    """What a paragraph is."""

    REPORT = "report"
    NOTICE = "notice"
    FURNITURE = "furniture"


_LONGEST_NOTICE = 1_200
"""A paragraph longer than this in code points reports something, whatever words it opens with."""
_LONGEST_FURNITURE = 240
_BRACKET = re.compile(r"[(\[]([^()\[\]]{8,400})[)\]]")
_LETTER = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"\d")


def line_kind(paragraph: str, lang: str = "en") -> LineKind:
    """What a paragraph is. English rules hold beside the page's own language, as page furniture is often English."""
    plain = fold(paragraph).strip().strip("*_-•|>[]() ").strip()
    if len(plain) <= _LONGEST_NOTICE and "  " in plain:
        plain = " ".join(plain.split())
    if not _LETTER.search(plain):
        # A counter or a row of signs. A page of digits reports something, whatever it is.
        return LineKind.REPORT if len(plain) > _LONGEST_FURNITURE and _DIGIT.search(plain) else LineKind.FURNITURE
    if len(plain) <= _LONGEST_NOTICE and (_opens(lang).match(plain) or _says_so(plain, lang)):
        return LineKind.NOTICE
    if len(plain) <= _LONGEST_FURNITURE and _furniture(lang).fullmatch(plain):
        return LineKind.FURNITURE
    return LineKind.REPORT


def inline_notices(sentence: str, lang: str = "en") -> list[Span]:
    """Notes in brackets about an earlier version inside a reporting sentence: "(an earlier entry gave 148 km/h)"."""
    if "(" not in sentence and "[" not in sentence:
        return []
    plain = fold(sentence)
    says = _says(lang)
    if not _hinted(plain, lang):
        return []
    return [
        Span(m.start(), m.end(), sentence[m.start() : m.end()])
        for m in _BRACKET.finditer(plain)
        if says.search(m.group(1))
    ]


def _lines(lang: str, table: str, name: str) -> str:
    rows = [*cues(lang).rows(table, name), *(cues("en").rows(table, name) if lang[:2] != "en" else ())]
    return "|".join(f"(?:{row})" for row in rows) or "(?!)"


@lru_cache(maxsize=64)
def _opens(lang: str) -> re.Pattern[str]:
    return re.compile(_lines(lang, "notices", "opens"), re.IGNORECASE)


def _says_so(plain: str, lang: str) -> bool:
    return _hinted(plain, lang) and _says(lang).search(plain) is not None


def _hinted(plain: str, lang: str) -> bool:
    low = plain.lower()
    for hint in _hints(lang):  # noqa: SIM110 - asked of every paragraph; a generator would take twice as long
        if hint in low:
            return True
    return False


@lru_cache(maxsize=64)
def _hints(lang: str) -> tuple[str, ...]:
    return tuple(sorted(cues(lang).words("notices", "hints") | cues("en").words("notices", "hints")))


@lru_cache(maxsize=64)
def _says(lang: str) -> re.Pattern[str]:
    return re.compile(_lines(lang, "notices", "says"), re.IGNORECASE)


@lru_cache(maxsize=64)
def _furniture(lang: str) -> re.Pattern[str]:
    return re.compile(_lines(lang, "furniture", "lines"), re.IGNORECASE)
