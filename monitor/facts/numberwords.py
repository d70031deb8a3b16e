"""A language's number words, ready for look-up. A language tag goes in, a frozen NumberWords out; reads no text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from monitor.text.lexicon import Lexicon, as_decimal, as_words, lexicon
from monitor.text.tokens import Phrases


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The number words of one language, ready for look-up."""

    values: Phrases[Decimal]
    hundreds: Phrases[Decimal]
    scales: Phrases[Decimal]
    short: Phrases[Decimal]
    fractions: Phrases[Decimal]
    singles: Phrases[Decimal]
    parts: Phrases[Decimal]
    short_money: Phrases[Decimal]
    counted_in_short: frozenset[str]
    people_endings: tuple[str, ...]
    share_of: frozenset[str]
    share_ending: frozenset[str]
    ones_are_articles: bool
    before_scale: frozenset[str]
    no_share: frozenset[str]
    article: str
    joiners: frozenset[str]
    apart: frozenset[str]
    points: frozenset[str]
    articles: frozenset[str]
    ones: frozenset[str]
    minus: frozenset[str]
    between: frozenset[str]
    bare: frozenset[str]
    comma_decimal: bool
    guess_groups: bool
    join_tens: bool
    attached: str
    duals: frozenset[str]
    compound: re.Pattern[str] | None
    pieces: re.Pattern[str] | None
    piece_values: Mapping[str, Decimal]
    share_of_scale: frozenset[str]
    """What may stand between a share and the scale it is of: "a quarter of a million"."""
    share_before: frozenset[str]
    half_after_article: bool
    months: frozenset[str]
    stop: frozenset[str]
    goes_on: frozenset[str]
    """What may follow the digits of a number inside it: a scale, a fraction, "and", a slash."""


MONTHS = frozenset(
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november"]
    + ["december"]
)


def _numbers(table: Mapping[str, object]) -> list[tuple[str, Decimal]]:
    """Entries of a table whose keys are numbers and whose values are forms, turned round."""
    return [(form, as_decimal(number)) for number, forms in table.items() for form in as_words(forms)]  # type: ignore[arg-type]


@lru_cache(maxsize=16)
def number_words(lang: str) -> NumberWords:
    """The number words of a language's lexicon; built once a language."""
    words: Lexicon = lexicon(lang)
    table = words.table("numerals")
    pieces = {form: number for form, number in _numbers(words.table("numerals", "pieces"))}
    alternatives = "|".join(sorted(map(re.escape, pieces), key=len, reverse=True))
    joint = "|".join(map(re.escape, as_words(table.get("piece_joiner", ()))))
    unit = f"(?:{alternatives})"
    return NumberWords(
        values=Phrases(_numbers(words.table("numerals", "values"))),
        hundreds=Phrases(_numbers(words.table("numerals", "hundreds"))),
        scales=Phrases(_numbers(words.table("numerals", "scales"))),
        short=Phrases(_numbers(words.table("numerals", "short"))),
        fractions=Phrases(_numbers(words.table("numerals", "fractions"))),
        singles=Phrases(_numbers(words.table("numerals", "singles"))),
        parts=Phrases(_numbers(words.table("numerals", "parts"))),
        short_money=Phrases(_numbers(words.table("numerals", "short_money"))),
        counted_in_short=words.words("nouns", "people") | words.words("numerals", "short_of"),
        people_endings=tuple(as_words(words.table("nouns").get("people_endings", ()))),
        share_of=words.words("numerals", "share_of"),
        before_scale=words.words("numerals", "before_scale"),
        no_share=words.words("numerals", "no_share"),
        article=str(words.table("nouns").get("article", "")),
        joiners=words.words("numerals", "joiners"),
        share_ending=words.words("numerals", "share_ending"),
        ones_are_articles=bool(table.get("ones_are_articles")),
        apart=words.words("numerals", "apart"),
        points=words.words("numerals", "points"),
        articles=words.words("numerals", "articles"),
        ones=words.words("numerals", "ones"),
        minus=words.words("numerals", "minus"),
        between=words.words("numerals", "between"),
        bare=words.words("numerals", "bare"),
        comma_decimal=table.get("decimal") == ",",
        guess_groups=not words.known,
        join_tens=bool(table.get("join_tens")),
        duals=words.words("numerals", "duals"),
        attached=str(table.get("attached_joiner", "")),
        compound=re.compile(f"{unit}(?:(?:{joint})?{unit})*") if pieces else None,
        pieces=re.compile(unit) if pieces else None,
        piece_values=pieces,
        share_of_scale=words.words("numerals", "share_of_scale"),
        half_after_article=bool(table.get("half_after_article")),
        share_before=words.words("numerals", "share_before"),
        months=frozenset(
            form for name, forms in words.table("dates").items() if name in MONTHS for form in as_words(forms)
        ),
        stop=words.words("nouns", "stop"),
        goes_on=_goes_on(words),
    )


def _goes_on(words: Lexicon) -> frozenset[str]:
    tables = ("values", "hundreds", "scales", "short", "short_money", "fractions", "singles", "parts")
    found = {word for name in tables for word in Phrases(_numbers(words.table("numerals", name))).firsts()}
    for name in ("joiners", "articles", "points", "bare", "share_ending"):
        found |= words.words("numerals", name)
    pieces = {form for form, _ in _numbers(words.table("numerals", "pieces"))}
    return frozenset(found | pieces | {"/", "^", "e"})
