"""Dates and times of day that a text gives, in a form in which "14 May" and "May 14th" are equal.

A text goes in, spans with their parts come out. Never resolves a date against a calendar or today: it has no clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from monitor.facts.date_parts import day_forms, leads, narrowed
from monitor.text.cues import alternation, cues
from monitor.text.normal import READ, fold
from monitor.text.spotting import openers, spots


class Date(NamedTuple):
    """One date or time: `text[start:end]` as written, and its parts, e.g. {"day:14", "month:5"}.

    `as_of` is true where the words in front make it the day of a figure ("as of Monday") instead of an event's.
    `of_saying` is true where it only dates a statement ("said on Tuesday").
    """

    text: str
    start: int
    end: int
    parts: frozenset[str]
    as_of: bool = False
    of_saying: bool = False

    def agrees(self, other: Date) -> bool:
        """Whether both can be the same day or hour: what both say is equal, or one says less than the other."""
        return self.parts <= other.parts or other.parts <= self.parts

    @property
    def sorts(self) -> frozenset[str]:
        """The names of its parts: two dates can only be compared where these meet."""
        return frozenset(part.split(":", 1)[0] for part in self.parts)


class DateIndex:
    """Dates asked whether one of them can be a given one; an answer takes no longer however many there are."""

    __slots__ = ("_given", "_within")

    def __init__(self, dates: Iterable[Date]) -> None:
        self._given = {date.parts for date in dates}
        self._within = {less for parts in self._given for less in _subsets(parts)}

    def agrees(self, date: Date) -> bool:
        """Whether `Date.agrees` holds for the date and any of these."""
        return date.parts in self._within or any(less in self._given for less in _subsets(date.parts))

    def holds(self, date: Date) -> bool:
        """Whether one of these says as much as the date, or less; a bare month or year does not give a day of it."""
        if date.parts in self._within:
            return True
        some = _subsets(date.parts)
        if "day" in date.sorts:
            some = [less for less in some if not {part.split(":", 1)[0] for part in less} <= {"month", "year"}]
        return any(less in self._given for less in some)


def _subsets(parts: frozenset[str]) -> list[frozenset[str]]:
    """All but the empty one: a date has at most seven parts."""
    return [frozenset(some) for size in range(1, len(parts) + 1) for some in combinations(parts, size)]


class _Words(NamedTuple):
    day: re.Pattern[str]
    month: re.Pattern[str]
    months: dict[str, int]
    full: frozenset[str]
    days: dict[str, tuple[str, ...]]
    month_first: frozenset[str]
    day_first: frozenset[str]
    first: frozenset[str]
    doubtful: frozenset[str]
    before: re.Pattern[str]
    as_of: re.Pattern[str]
    as_of_first: frozenset[str]
    saying: re.Pattern[str]
    saying_first: frozenset[str]
    passive: re.Pattern[str]


_MERIDIEM = r"[ap]\.?\s?m\b\.?"
_CLOCK = re.compile(
    rf"""(?<![\d.,:/$€£-])(?:
      (?P<h1>\d{{1,2}})[:.](?P<m1>[0-5]\d)\s*(?P<ap1>{_MERIDIEM})    # 8.30 p.m.
    | (?P<h2>\d{{1,2}})\s?(?P<ap2>{_MERIDIEM})                       # 8pm
    | (?P<h3>[01]?\d|2[0-3]):(?P<m3>[0-5]\d)(?![\d:-])               # 15:20
    | (?P<h4>[01]?\d|2[0-3])\s?h(?:eures?|oras?|rs)?\.?\s?(?P<m4>[0-5]\d)?\b   # 18h40
    | (?P<h5>[01]?\d|2[0-3])[.:](?P<m5>[0-5]\d)\s?Uhr\b               # 17.42 Uhr
    | (?P<h6>[01]?\d|2[0-3])\s?Uhr\b
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_NUMERIC = re.compile(
    r"(?<![\d/])(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})(?![\d/])"
    r"|(?<![\d.])(?P<d3>\d{1,2})\.\s?(?P<m3>\d{1,2})\.\s?(?P<y3>(?:19|20)\d\d)(?![\d.])"
    r"|(?<![\d-])(?P<y2>\d{4})-(?P<m2>\d\d)-(?P<d2>\d\d)(?![\d-])"
)
# Where a time, a date in digits or a year may stand: the patterns above and below are tried nowhere else.
_MAY_CLOCK = re.compile(r"\d{1,2}\s?(?:[:.][0-5]\d|[hH]|[aApP]\.?\s?[mM]|[uU][hH][rR])")
_MAY_NUMERIC = re.compile(r"\d{1,2}(?:/\d|\.\s?\d)|\d{4}-\d")
_MAY_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_DAY = re.compile(r"\d{1,2}")
_RUN = re.compile(r"[^\W\d_]+")
_MAY_DATE = re.compile(r"\d(?:\s?(?:[:.]\s?\d|[hH]|[aApP]\.?\s?[mM]|[uU][hH])|[/-]\d)|(?:1[5-9]|20)\d\d")
"""Digits without any of these beside them are no time, date or year: one look instead of three."""
_DAY_BEFORE = 16
"""The most code points that a day and what ties it to its month take in front of the month."""
_BESIDE = re.compile(r",?\s*(?:\(|the |den |dem |le |el |dia |día )?")
_YEAR = re.compile(r"(?:(?<![\d.,$€£-])|(?<=[a-z]-))(1[5-9]\d\d|20\d\d)(?![\d%万萬億亿만억]|[.,]\d|-\w)")
_ZONE = re.compile(
    r"\s?\(?\b(GMT|BST|EST|EDT|CST|PST|PDT|CET|CEST|UTC|MEZ|MESZ"
    r"|(?:eastern|pacific|central|mountain|local)(?: time)?)\b",
    re.IGNORECASE,
)


def find_dates(text: str, lang: str = "en") -> list[Date]:
    """Dates and times in the order of the text; none overlap. Years alone count only after a word such as "in".

    Spoken forms beyond these ("the day after the vote") are not dates here. Never raises; linear time.
    """
    plain = fold(text[:READ])
    words = _words(lang)
    digits = _MAY_DATE.search(plain) is not None
    found = _calendar(plain, words, digits)
    if digits:
        found += _clock(plain)
        found.sort(key=_order)
    found = narrowed(plain, found, lang) if found else found
    dates: list[Date] = []
    for start, end, parts in found:
        if dates and start < dates[-1].end:
            continue
        before = plain[max(0, start - 40) : start].lower()
        near = _RUN.findall(before)
        as_of = not words.as_of_first.isdisjoint(near) and words.as_of.search(before) is not None
        said = None if words.saying_first.isdisjoint(near) else words.saying.search(before)
        # "They announced it on Monday" is the day of a report; "it is expected on Monday" is the day of what happens.
        saying = said is not None and not words.passive.search(before, 0, said.start())
        dates.append(Date(text[start:end], start, end, frozenset(parts), as_of, saying))
    return dates


_Found = list[tuple[int, int, set[str]]]


def _order(item: tuple[int, int, set[str]]) -> tuple[int, int]:
    return item[0], -item[1]


def _calendar(plain: str, words: _Words, digits: bool) -> _Found:
    """Days, months and years; a weekday and the date right beside it are one."""
    named = spots(plain, words.first)
    found = [*_days(plain, named, words), *_months(plain, named, words)] if named else []
    if digits:
        for place in _MAY_NUMERIC.finditer(plain):
            if m := _NUMERIC.match(plain, place.start()):
                day, month, year = (p for n in ("", "2", "3") for p in m.group(f"d{n}", f"m{n}", f"y{n}") if p)
                found.append((m.start(), m.end(), {f"year:{year}", f"month:{int(month)}", f"day:{int(day)}"}))
        for place in _MAY_YEAR.finditer(plain):
            if m := _YEAR.match(plain, place.start()):
                found.append((m.start(), m.end(), {f"year:{m.group()}"}))
    found.sort(key=_order)
    joined: _Found = []
    for start, end, parts in found:
        if joined and start < joined[-1][1]:
            continue
        if joined and _BESIDE.fullmatch(plain, joined[-1][1], start) and not _sorts(parts) & _sorts(joined[-1][2]):
            joined[-1] = (joined[-1][0], end, joined[-1][2] | parts)
        else:
            joined.append((start, end, parts))
    return joined


def _days(plain: str, named: Sequence[tuple[int, str]], words: _Words) -> _Found:
    """Weekdays and "yesterday", at the places where such a word begins."""
    found: _Found = []
    for start, word in named:
        if word in words.day_first and (m := words.day.match(plain, start)):
            name = _flat(m.group())
            if not (name in words.doubtful and not words.before.search(plain[max(0, start - 14) : start])):
                found.append((start, m.end(), set(words.days[name])))
    return found


def _months(plain: str, named: Sequence[tuple[int, str]], words: _Words) -> _Found:
    """Months with the day and the year beside them, at the places where a month's name begins."""
    found: _Found = []
    done = 0
    for start, word in named:
        if word not in words.month_first or start < done:
            continue
        m = _month_at(plain, start, max(done, start - _DAY_BEFORE), words.month)
        if not m:
            continue
        done = m.end()
        name, day, year = _flat(m.group("month")), m.group("day") or m.group("after"), m.group("year")
        before = plain[max(0, m.start() - 14) : m.start()]
        if name in words.doubtful and not day and not (year or words.before.search(before)):
            continue
        parts = {f"month:{words.months[name]}"}
        parts |= {f"day:{int(day)}"} if day and 1 <= int(day) <= 31 else set()
        parts |= {f"year:{year}"} if year else set()
        # The stop behind a month that is written out ends the sentence.
        stop = plain[m.end() - 1] == "." and name in words.full
        found.append((m.start(), m.end() - stop, parts))
    return found


def _month_at(plain: str, start: int, low: int, pattern: re.Pattern[str]) -> re.Match[str] | None:
    """The month at a place, with a day in front of it from `low` on; the next one where that is none after all."""
    for day in _DAY.finditer(plain, low, start):
        if m := pattern.match(plain, day.start(), start + 60):
            return m
    return pattern.match(plain, start, start + 60) or pattern.search(plain, start, start + 60)


def _sorts(parts: set[str]) -> set[str]:
    return {part.split(":", 1)[0] for part in parts}


def _clock(plain: str) -> _Found:
    found: _Found = []
    for place in _MAY_CLOCK.finditer(plain):
        m = _CLOCK.match(plain, place.start())
        if m is None or (found and m.start() < found[-1][1]):
            continue
        hour = next(int(m.group(f"h{n}")) for n in range(1, 7) if m.group(f"h{n}"))
        minute = next((int(m.group(f"m{n}")) for n in (1, 3, 4, 5) if m.group(f"m{n}")), 0)
        half = m.group("ap1") or m.group("ap2")
        if half:
            hour = hour % 12 + (12 if half[0] in "pP" else 0)
        if hour > 24:
            continue
        parts = {f"time:{hour:02d}{minute:02d}"}
        zone = _ZONE.match(plain, m.end())
        end = m.end()
        if zone:
            parts.add(f"zone:{zone.group(1).lower().removesuffix(' time')}")
            end = zone.end()
        found.append((m.start(), end, parts))
    return found


def _flat(word: str) -> str:
    return " ".join(word.lower().rstrip(".").split())


@lru_cache(maxsize=32)
def _words(lang: str) -> _Words:
    own = cues(lang)
    months = {word: n for n, row in enumerate(own.rows("dates", "months"), 1) for word in row}
    days: dict[str, tuple[str, ...]] = dict(day_forms(lang))
    days |= {word: (f"weekday:{n}",) for n, row in enumerate(own.rows("dates", "weekdays"), 1) for word in row}
    days |= {word: (f"hour:{row[0]}",) for row in own.rows("dates", "relative") for word in row}
    # "July-September": behind a hyphen, a month is one only if another month stands in front of it.
    ranged = "|".join(f"(?<={re.escape(word)}-)" for word in (*months, *leads(lang)))
    return _Words(
        re.compile(rf"(?<![\w-]){alternation(days)}(?![\w'])", re.IGNORECASE),
        re.compile(
            rf"""(?:(?<![\w-])|(?<=\d-)|{ranged})(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º|°|\.)?[\s-]+(?:of\s+|de\s+|do\s+)?)?
            (?P<month>{alternation(months)})(?![\w'])\.?
            (?:\s+(?P<after>\d{{1,2}})(?:st|nd|rd|th)?(?![\d%]|[.,:]\d|\s?%))?
            (?:(?:,?\s+|-)(?:de\s+|do\s+)?(?P<year>(?:1[5-9]|20)\d\d)(?!\d|\s?%))?""",
            re.VERBOSE | re.IGNORECASE,
        ),
        months,
        frozenset(row[0] for row in own.rows("dates", "months")),
        days,
        openers(months),
        openers(days),
        openers((*months, *days)),
        own.words("dates", "doubtful"),
        re.compile(rf"\b{own.pattern('dates', 'before')}\s+$", re.IGNORECASE),
        # These two are asked of lower-case text: a pattern that minds case is tried four times as fast.
        re.compile(rf"\b{own.pattern('dates', 'asof')}\s+(?:[\w.:]+\s+){{0,3}}$"),
        openers(own.words("dates", "asof")),
        re.compile(rf"\b{own.pattern('speech', 'verbs')}\s+(?:[\w']+\s+){{0,2}}$"),
        openers(own.words("speech", "verbs")),
        re.compile(rf"\b{own.pattern('dates', 'happens')}\s+$"),
    )
