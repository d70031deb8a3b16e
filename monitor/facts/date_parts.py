"""What stands beside a date and makes it narrower: "early June", "the second Sunday", "Monday evening", "12 noon".

A text and the dates found in it go in, the same dates with these words and their parts come out. Finds no date itself.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from monitor.text.cues import alternation, cues

Found = tuple[int, int, set[str]]
_REACH = 24
"""The most code points that such words take on either side."""
_HOURS = {"noon": "time:1200", "midnight": "time:0000"}
_MAY_LEAD = frozenset({"month", "year"})


class _Words(NamedTuple):
    third: re.Pattern[str]
    thirds: dict[str, str]
    nth: re.Pattern[str]
    nths: dict[str, int]
    day: re.Pattern[str]
    days: dict[str, str]
    hours: dict[str, str]


def narrowed(plain: str, found: list[Found], lang: str) -> list[Found]:
    """The dates in their order, none longer than what stood free before and behind it."""
    words = _words(lang)
    narrow: list[Found] = []
    for n, (start, end, parts) in enumerate(found):
        low = narrow[-1][1] if narrow else 0
        high = found[n + 1][0] if n + 1 < len(found) else len(plain)
        narrow.append(_narrowed(plain, (start, end, parts), low, high, words))
    return narrow


def _narrowed(plain: str, date: Found, low: int, high: int, words: _Words) -> Found:
    start, end, parts = date
    sorts = {part.split(":", 1)[0] for part in parts}
    before = plain[max(low, start - _REACH) : start].lower()
    if sorts <= _MAY_LEAD and (m := words.third.search(before)):
        return start - (len(before) - m.start()), end, parts | {f"third:{words.thirds[_flat(m[1])]}"}
    if "weekday" in sorts:
        if "day" not in sorts and (m := words.nth.search(before)):
            start -= len(before) - m.start()
            parts = parts | {f"nth:{words.nths[_flat(m[1])]}"}
        if m := words.day.match(plain[end : min(high, end + _REACH)].lower()):
            return start, end + m.end(), parts | {f"part:{words.days[_flat(m[1])]}"}
    if "hour" in sorts and (hour := words.hours.get(_flat(plain[start:end]))):
        parts = parts | {hour}
        if before.endswith("12 "):
            start -= len("12 ")
    return start, end, parts


def day_forms(lang: str) -> dict[str, tuple[str, str]]:
    """Weekdays written in one word with a part of the day ("Montagabend"), each with its weekday and the part."""
    joined = [form for row in cues(lang).rows("dates", "day_parts_joined") for form in row]
    parts = {form: str(n) for n, row in enumerate(cues(lang).rows("dates", "day_parts_joined")) for form in row}
    days = {word: n for n, row in enumerate(cues(lang).rows("dates", "weekdays"), 1) for word in row}
    return {f"{day}{form}": (f"weekday:{n}", f"part:{parts[form]}") for day, n in days.items() for form in joined}


def leads(lang: str) -> list[str]:
    """Words that a hyphen ties to the month behind them: "mid-June"."""
    own = cues(lang)
    return [word for name in ("early", "mid", "late") for word in own.rows("dates", name) if " " not in word]


def _flat(text: str) -> str:
    return " ".join(text.lower().split())


@lru_cache(maxsize=32)
def _words(lang: str) -> _Words:
    own = cues(lang)
    thirds = {word: name for name in ("early", "mid", "late") for word in own.rows("dates", name)}
    nths = {word: n for n, word in enumerate(own.rows("ordinals", "words"), 1)}
    days = {word: str(n) for n, row in enumerate(own.rows("dates", "day_parts")) for word in row}
    hours = {word: hour for name, hour in _HOURS.items() for word in own.rows("dates", name)}
    return _Words(
        re.compile(rf"(?<![\w-])({alternation(thirds)})[\s-]?$"),
        thirds,
        re.compile(rf"(?<![\w-])({alternation(nths)})\s$"),
        nths,
        re.compile(rf"\s({alternation(days)})(?![\w'])"),
        days,
        hours,
    )
