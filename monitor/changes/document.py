"""An article taken apart for comparison: its sentences, notices and headline, without furniture.

Two Articles go in; what both hold in the same words, wherever it stands, is set aside at once. Judges nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from monitor.changes.change import Where
from monitor.facts.dates import Date, find_dates
from monitor.facts.figure import Figure
from monitor.facts.normal import fold
from monitor.facts.notices import LineKind, inline_notices, line_kind
from monitor.facts.sentences import sentences
from monitor.facts.sources import Source, find_sources
from spiders.article import Article

FIGURE, DATE = "§", "†"
"""What stands for a figure and for a date among the words of a masked sentence."""

_WORD = re.compile(r"(?:(?<![\w.])[-+\u2212])?[$€£¥]?\d+(?:[.,:/']\d+)*%?|[^\W\d_]+(?:'[^\W\d_]+)*|[%$€£¥]")
_CLOCK_IN_FRONT = re.compile(r"\A\s*\d{1,2}[:.]\d\d(?:\s*[ap]\.?m\.?)?\s*[-|:]?\s+(?=\D)")
_ENDING = re.compile(r"(?:'s?|ing|ings|ied|ies|ed|es|s|er|ers|e|ly)$")
_LONGEST_SENTENCE = 2_000
"""Code points; a "sentence" beyond (a table, a list without stops) is compared in pieces of this size."""


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """One sentence and where it stands. `key` are its words without case and punctuation: equal keys say the same."""

    text: str
    where: Where
    order: int
    paragraph: int
    key: tuple[str, ...]
    lang: str

    @property
    def headline(self) -> bool:
        """Whether it is the title."""
        return self.where == "headline"


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence's words: `masked` with § for figures and † for dates, `stems` the ones that carry meaning."""

    masked: tuple[str, ...]
    stems: frozenset[str]
    at: tuple[int, ...]
    """For each figure, its place among the masked words."""


@dataclass(frozen=True, slots=True)
class Reported:
    """What one sentence reports, read once for each text."""

    figures: tuple[Figure, ...]
    dates: tuple[Date, ...]
    sources: tuple[Source, ...]
    words: Words


@dataclass(slots=True)
class Document:
    """One version's sentences in reading order, its notices, and the full text of its paragraphs."""

    lang: str
    title: str = ""
    sentences: list[Sentence] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, digits in ASCII, numbers with sign, currency and percent as one word."""
    return tuple(_WORD.findall(fold(text).lower()))


def stem(word: str) -> str:
    """The front of a word, enough to know it again in another form ("flooding", "floods"); holds for any alphabet."""
    bare = _ENDING.sub("", word)
    return (bare if len(bare) >= 3 else word)[:6]


def documents(old: Article, new: Article) -> tuple[Document, Document]:
    """Both versions taken apart. Furniture is left out of both, notices are lifted out of the text."""
    return _document(old), _document(new)


def _document(article: Article) -> Document:
    lang = article.language or "en"
    document = Document(lang, article.title)
    document.notices += [notice for notice in article.notices if notice.strip()]
    for where, paragraph in _parts(article):
        kind = LineKind.REPORT if where == "headline" else line_kind(paragraph, lang)
        if kind is LineKind.NOTICE:
            document.notices.append(paragraph)
        if kind is not LineKind.REPORT:
            continue
        body = paragraph if where == "headline" else _CLOCK_IN_FRONT.sub("", paragraph)
        for note in reversed(inline_notices(body, lang)):
            document.notices.append(note.text)
            body = body[: note.start] + " " + body[note.end :]
        document.paragraphs.append(body)
        for piece in _pieces(body, lang):
            key = words_of(piece)
            if key:
                at = len(document.sentences)
                document.sentences.append(Sentence(piece, where, at, len(document.paragraphs) - 1, key, lang))
    return document


def _parts(article: Article) -> Iterator[tuple[Where, str]]:
    if article.title.strip():
        yield "headline", article.title
    if article.standfirst.strip():
        yield "standfirst", article.standfirst
    for n, paragraph in enumerate(article.paragraphs):
        if paragraph.strip():
            yield ("lead" if n == 0 else "body"), paragraph
    for caption in article.captions:
        if caption.strip():
            yield "caption", caption
    for entry in article.live:
        for line in (entry.title, *entry.text.split("\n")):
            if line.strip():
                yield "live", line


def _pieces(text: str, lang: str) -> Iterable[str]:
    for span in sentences(text, lang):
        if len(span.text) <= _LONGEST_SENTENCE:
            yield span.text
        else:
            yield from (span.text[at : at + _LONGEST_SENTENCE] for at in range(0, len(span.text), _LONGEST_SENTENCE))


def unequal(old: Document, new: Document) -> tuple[list[Sentence], list[Sentence]]:
    """The sentences of each version that the other does not hold in the same words, wherever it stands."""
    there = Counter(sentence.key for sentence in new.sentences)
    here = Counter(sentence.key for sentence in old.sentences)
    return _without(old.sentences, there), _without(new.sentences, here)


def _without(sentences_: list[Sentence], other: Counter[tuple[str, ...]]) -> list[Sentence]:
    """A sentence said twice in one version and once in the other is not a difference."""
    return [sentence for sentence in sentences_ if sentence.key not in other]


@lru_cache(maxsize=4096)
def reported(text: str, lang: str) -> Reported:
    """Everything one sentence reports. Cached, because versions share most sentences; the text alone decides."""
    from monitor.facts import find_figures

    figures = tuple(find_figures(text, lang))
    dates = tuple(date for date in find_dates(text, lang) if not _inside(date, figures))
    return Reported(figures, dates, tuple(find_sources(text, lang)), _words(text, figures, dates))


def _inside(date: Date, figures: tuple[Figure, ...]) -> bool:
    return any(figure.start < date.end and date.start < figure.end for figure in figures)


def _words(text: str, figures: tuple[Figure, ...], dates: tuple[Date, ...]) -> Words:
    spans = sorted([(f.start, f.end, FIGURE) for f in figures] + [(d.start, d.end, DATE) for d in dates])
    plain = fold(text).lower()
    masked: list[str] = []
    at: list[int] = []
    last = 0
    for start, end, sign in spans:
        masked += _WORD.findall(plain[last:start])
        if sign == FIGURE:
            at.append(len(masked))
        masked.append(sign)
        last = max(last, end)
    masked += _WORD.findall(plain[last:])
    stems = frozenset(stem(word) for word in masked if len(word) > 2)
    return Words(tuple(masked), stems, tuple(at))
