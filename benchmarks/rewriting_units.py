"""Ways to write an amount, a share or an hour in another unit or form that is exactly equal, language by language.

Paragraphs and a random generator go in, other paragraphs that mean the same come out. A rule converts only what has no
rest, so nothing is rounded; where its pattern is not met it changes nothing.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from benchmarks.unquoted import Paragraphs, Rule

_MONTHS = {  # months, and what they are called as years
    "en": ("months", "years"),
    "fr": ("mois", "ans"),
    "es": ("meses", "años"),
    "de": ("Monate", "Jahre"),
    "pt": ("meses", "anos"),
}
_SCALES = {  # the decimal sign, the sign of groups, a thousand millions, millions
    "en": (".", ",", "billion", "million"),
    "fr": (",", "\u202f", "milliards?", "millions"),
    "es": (",", ".", "mil millones", "millones"),
    "de": (",", ".", "Milliarden|Mrd\\.", "Millionen"),
    "pt": (",", ".", "mil milhões|bilhões|bilhão", "milhões"),
    "ar": (".", "", "مليار", "مليون"),
}
_PERCENT = {
    "en": "per cent",
    "fr": "pour cent",
    "es": "por ciento",
    "de": "Prozent",
    "pt": "por cento",
    "ar": "في المئة",
}
_CLOCK = {  # a full hour, and the same with its minutes
    "fr": (r"(?<=à )(\d{1,2}) heures\b", r"\1h00"),
    "de": (r"(?<![\d.:,])(\d{1,2}) Uhr\b", r"\1:00 Uhr"),
    "es": (r"(?<=a las )(\d{1,2}) horas\b", r"\1:00 horas"),
    "pt": (r"(?<=às )(\d{1,2}) horas\b", r"\1h00"),
}
_KILOMETRES = re.compile(r"\b(\d)\.(\d) (?:km|kilomet(?:re|er)s)\b")
_RANGE = re.compile(r"\d[\d.,]* ?(?:-|–|to|and|à|et|a|y|bis|und|e|إلى) ?$")
_YEAR = 12


def _rule(name: str, pattern: str, put: str | Callable[[re.Match[str]], str]) -> Rule:
    """A rule that writes all places of a pattern anew."""
    wanted = re.compile(pattern)

    def rule(paragraphs: Paragraphs, rng: random.Random) -> Paragraphs:
        return [wanted.sub(put, paragraph) for paragraph in paragraphs]

    rule.__name__ = name
    return rule


def _years(word: str) -> Callable[[re.Match[str]], str]:
    """Whole years for that many months."""

    def put(found: re.Match[str]) -> str:
        months = int(found.group(1))
        return f"{months // _YEAR} {word}" if months % _YEAR == 0 and months > _YEAR else found.group()

    return put


def _millions(decimal: str, group: str, word: str) -> Callable[[re.Match[str]], str]:
    """That many millions, in groups of three, for a number of thousand millions."""

    def put(found: re.Match[str]) -> str:
        if _RANGE.search(found.string[: found.start()]):
            return found.group()  # "3.8 to 4 billion": the first number shares the word
        millions = Decimal(found.group(1).replace(decimal, ".")) * 1000
        return f"{int(millions):,}".replace(",", group) + f" {word}"

    return put


def _metres(found: re.Match[str]) -> str:
    return f"{int(found.group(1)) * 1000 + int(found.group(2)) * 100:,} metres"


def _rules(lang: str) -> Sequence[Rule]:
    rules: list[Rule] = []
    if lang in _MONTHS:
        months, years = _MONTHS[lang]
        rules.append(_rule("months_as_years", rf"(?<![\w.,])(\d\d) {months}\b", _years(years)))
    decimal, group, thousand, million = _SCALES[lang]
    scaled = rf"(?<![\w.,])(\d{{1,2}}{re.escape(decimal)}\d{{1,2}}) (?:{thousand})(?!\w)"
    rules.append(_rule("billions_as_millions", scaled, _millions(decimal, group, million)))
    rules.append(_rule("percent_word", r"(?<=\d)[ \u00a0\u202f]?%", f" {_PERCENT[lang]}"))
    if lang in _CLOCK:
        rules.append(_rule("full_hours", *_CLOCK[lang]))
    if lang == "en":
        rules.append(_rule("kilometres_as_metres", _KILOMETRES.pattern, _metres))
    return rules


UNITS: Mapping[str, Sequence[Rule]] = {lang: _rules(lang) for lang in _SCALES}
"""The rules by the first part of a language tag."""
