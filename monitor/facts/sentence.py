"""One sentence in columns: its words with their places, and the figures, dates and sources it gives.

A text and its language go in; the text decides what comes out, and of its paragraph nothing but the place that this
names, so that versions which share sentences share this work. Compares nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from monitor.facts.dates import Date, find_dates
from monitor.facts.events import Event, find_events
from monitor.facts.figure import Figure
from monitor.facts.paragraphs import alone, home_of
from monitor.facts.parts import Where
from monitor.facts.scope import Scope
from monitor.facts.scopes import find_scopes
from monitor.facts.sources import Source, find_sources
from monitor.text.forms import expanded
from monitor.text.normal import fold
from monitor.text.tokens import SIGN, Token, tokens
from monitor.text.words import plain_words, stem

FIGURE, DATE = "§", "†"
"""What stands for a figure and for a date among the words of a masked sentence."""
_TELLING_SIGNS = frozenset("%$€£¥₹₽₩₺₪฿°+±≥≤<>=-")
"""Signs that can be all that differs between two facts. A minus counts where a digit follows it."""


_HIRAGANA, _KATAKANA, _HANGUL = "\u3041-\u309f", "\u30a0-\u30ff", "\uac00-\ud7a3"
_SCRIPT = re.compile(rf"[{_HIRAGANA}]+|[{_KATAKANA}]+|[{_HANGUL}]+|[^{_HIRAGANA}{_KATAKANA}{_HANGUL}]+")
_MIXED = re.compile(rf"[{_HIRAGANA}{_KATAKANA}{_HANGUL}]")


class Column(NamedTuple):
    """The words of a sentence, numbers and telling signs among them: `low[i]` stands at `text[start[i]:end[i]]`."""

    low: tuple[str, ...]
    start: tuple[int, ...]
    end: tuple[int, ...]
    upper: tuple[bool, ...]
    """Whether the word has a capital."""


@dataclass(frozen=True, eq=False)
class Sentence:
    """One sentence and where it stands. `key` are its words without case and punctuation: equal keys say the same.

    What is read of it is kept with it: two dozen rules ask for it.
    """

    text: str
    where: Where
    order: int
    paragraph: int
    key: tuple[str, ...]
    lang: str
    within: Paragraph | None = None
    """Its paragraph, which may name the place of its figures."""

    @cached_property
    def headline(self) -> bool:
        """Whether it is the title."""
        return self.where == "headline"

    @cached_property
    def column(self) -> Column:
        """Its words with their places."""
        return column(self.text, self.lang)

    @cached_property
    def home(self) -> str:
        """The place that its paragraph lends to those of its figures that name none; "" where there is none."""
        return self.within.home if self.within is not None and alone(self.text, self.lang).homeless else ""

    @cached_property
    def read(self) -> Reported:
        """Everything it reports."""
        return reported(self.text, self.lang, self.home)

    @cached_property
    def scopes(self) -> tuple[Scope, ...]:
        """What of it is denied, hedged, feared, quoted, ahead or background."""
        return find_scopes(self.text, self.lang)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """What it says happened or holds, each with its polarity."""
        return find_events(self.text, self.lang)


class Paragraph:
    """What a paragraph, a headline or an entry reports, and its sentences, each with where it begins."""

    def __init__(self, text: str, lang: str) -> None:
        self.text = text
        self.lang = lang
        self.sentences: list[tuple[int, Sentence]] = []

    @cached_property
    def home(self) -> str:
        """The only place that its sentences name; "" where there is none, or are several."""
        return home_of([(s.text, alone(s.text, s.lang)) for _, s in self.sentences], self.lang)


class Words(NamedTuple):
    """A sentence's words: `masked` with § for figures and † for dates, `stems` the ones that carry meaning."""

    masked: tuple[str, ...]
    stemmed: tuple[str, ...]
    """The stem of each masked word."""
    stems: frozenset[str]
    at: tuple[int, ...]
    """For each figure, its place among the masked words."""


class Reported(NamedTuple):
    """What one sentence reports, read once for each text."""

    figures: tuple[Figure, ...]
    dates: tuple[Date, ...]
    """The dates that are no part of a figure."""
    all_dates: tuple[Date, ...]
    sources: tuple[Source, ...]
    words: Words


@lru_cache(maxsize=4096)
def column(text: str, lang: str) -> Column:
    """The words of a sentence with their places; possessives are left off the compared form."""
    plain = fold(text)
    row = tokens(plain)
    kept = [part for t in row for part in _parted(t, lang)] if "'" in plain else row
    kept = [part for t in kept for part in _by_script(t, plain)] if _MIXED.search(plain) else kept
    kept = [t for t in kept if t.kind != SIGN or (t.low in _TELLING_SIGNS and _telling(t.low, plain, t.start))]
    return Column(
        tuple([t.low.removesuffix("'s") for t in kept]),
        tuple([t.start for t in kept]),
        tuple([t.end for t in kept]),
        tuple([t.upper for t in kept]),
    )


def _by_script(token: Token, plain: str) -> Iterator[Token]:
    """A run of letters cut where its script changes: Japanese and Korean put particles right behind a word."""
    if token.kind == SIGN:
        yield token
        return
    for piece in _SCRIPT.finditer(plain, token.start, token.end):
        low = token.low[piece.start() - token.start : piece.end() - token.start]
        yield token._replace(low=low, start=piece.start(), end=piece.end())


def _parted(token: Token, lang: str) -> tuple[Token, ...]:
    """A word with its "n't" as a word of its own, so that "don't" and "do not" are the same words."""
    parts = expanded(token.low, lang)
    return (token,) if len(parts) == 1 else tuple(token._replace(low=part) for part in parts)


def _telling(sign: str, plain: str, at: int) -> bool:
    """Whether a sign says something of a number: "-5", but not the dash of "well-known" or "4-5"."""
    if sign not in "-+":
        return True
    return plain[at + 1 : at + 2].isdigit() and (at == 0 or plain[at - 1] in " (")


@lru_cache(maxsize=4096)
def reported(text: str, lang: str, home: str = "") -> Reported:
    """Everything one sentence reports, in a paragraph that names `home`. Cached, as versions share most sentences."""
    figures = alone(text, lang).at(home)
    found = tuple(find_dates(text, lang))
    dates = tuple([date for date in found if not _inside(date, figures)]) if figures else found
    return Reported(figures, dates, found, tuple(find_sources(text, lang)), _words(text, figures, dates))


def _inside(date: Date, figures: tuple[Figure, ...]) -> bool:
    return any(figure.start < date.end and date.start < figure.end for figure in figures)


def _words(text: str, figures: tuple[Figure, ...], dates: tuple[Date, ...]) -> Words:
    spans = sorted([(f.start, f.end, FIGURE) for f in figures] + [(d.start, d.end, DATE) for d in dates])
    plain = fold(text).lower()
    masked: list[str] = []
    at: list[int] = []
    last = 0
    for start, end, sign in spans:
        masked += plain_words(plain[last:start])
        if sign == FIGURE:
            at.append(len(masked))
        masked.append(sign)
        last = max(last, end)
    masked += plain_words(plain[last:])
    stemmed = tuple(map(stem, masked))
    stems = frozenset([front for front in stemmed if len(front) > 2])
    return Words(tuple(masked), stemmed, stems, tuple(at))
