"""An article parsed once: its parts in reading order, each with its sentences, figures, quotes, sources and notices.

An Article goes in, a Parsed comes out; stored facts and comparison read the same one. A part is read when it is first
asked for: most versions share most parts, and most comparisons never need to look into these. Compares nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from monitor.facts.dates import Date
from monitor.facts.figure import Figure
from monitor.facts.notices import LineKind, inline_notices, line_kind
from monitor.facts.parts import Where
from monitor.facts.quotes import Quote, find_quotes
from monitor.facts.sentence import Paragraph, Sentence
from monitor.facts.sources import Source
from monitor.text.sentences import sentences
from monitor.text.words import words_of
from spiders.article import Article

PLACES = 100_000
"""Orders of sentences that a part has room for."""
_CLOCK_IN_FRONT = re.compile(r"\A\s*\d{1,2}[:.]\d\d(?:\s*[ap]\.?m\.?)?\s*[-|:]?\s+(?=\D)")
_SLUG = re.compile(r"\A(?:UPDATE|WRAPUP|RPT|REFILE)\s*\d*\s*-\s*")
"""Wire services number the takes of a story in its headline; the number is theirs, not the story's."""
_LONGEST_SENTENCE = 2_000
"""Code points; a "sentence" beyond (a table, a list without stops) is read in pieces of this size."""


class Part:
    """One paragraph, headline, caption, row or line of an entry: `where` it stands, and at which `place` of the text.

    `notices` are what it says of an earlier version; `paragraph` is what it reports, without them; None where it
    reports nothing.
    """

    def __init__(self, where: Where, text: str, place: int, lang: str) -> None:
        self.where: Where = where
        self.text = text
        self.place = place
        self.lang = lang

    @cached_property
    def furniture(self) -> bool:
        """Whether it is a line of page furniture."""
        return self._kind is LineKind.FURNITURE

    @property
    def notices(self) -> tuple[str, ...]:
        """The notices in it, the last one first."""
        return self._read[0]

    @property
    def paragraph(self) -> Paragraph | None:
        """What it reports, with its sentences."""
        return self._read[1]

    @property
    def sentences(self) -> list[Sentence]:
        """The sentences of what it reports."""
        return [sentence for _, sentence in self.paragraph.sentences] if self.paragraph else []

    @property
    def figures(self) -> Iterator[Figure]:
        """Its figures in reading order; their spans are of their sentences."""
        return (figure for sentence in self.sentences for figure in sentence.read.figures)

    @property
    def dates(self) -> Iterator[Date]:
        """Its dates in reading order; their spans are of their sentences."""
        return (date for sentence in self.sentences for date in sentence.read.all_dates)

    @property
    def sources(self) -> Iterator[Source]:
        """Whom it names as a source, in reading order; their spans are of their sentences."""
        return (source for sentence in self.sentences for source in sentence.read.sources)

    @property
    def quotes(self) -> list[Quote]:
        """Its quotes, which may go over several sentences; their spans are of `paragraph.text`."""
        return find_quotes(self.paragraph.text, self.lang) if self.paragraph else []

    def cut(self, length: int) -> Part:
        """The same part, of which no more than `length` code points are read."""
        return self if len(self.text) <= length else Part(self.where, self.text[:length], self.place, self.lang)

    @cached_property
    def _kind(self) -> LineKind:
        return LineKind.REPORT if self.where == "headline" else line_kind(self.text, self.lang)

    @cached_property
    def _read(self) -> tuple[tuple[str, ...], Paragraph | None]:
        if self.furniture or not self.text:
            return (), None
        notices, text = self._before_notice() if self._kind is LineKind.NOTICE else ([], self.text)
        if not text:
            return tuple(notices), None
        text = (_SLUG if self.where == "headline" else _CLOCK_IN_FRONT).sub("", text)
        for note in reversed(inline_notices(text, self.lang)):
            notices.append(note.text)
            text = text[: note.start] + " " + text[note.end :]
        paragraph = Paragraph(text, self.lang)
        for n, (begins, piece) in enumerate(_pieces(text, self.lang)):
            if key := words_of(piece):
                order = self.place * PLACES + n
                sentence = Sentence(piece, self.where, order, self.place, key, self.lang, paragraph)
                paragraph.sentences.append((begins, sentence))
        return tuple(notices), paragraph

    def _before_notice(self) -> tuple[list[str], str]:
        """The notice, which goes on to the end, and what is reported before it begins."""
        for span in sentences(self.text, self.lang):
            if line_kind(span.text, self.lang) is LineKind.NOTICE:
                return [self.text[span.start :]], self.text[: span.start].strip()
        return [self.text], ""


@dataclass(frozen=True, slots=True, eq=False)
class Parsed:
    """An article and its parts in reading order."""

    article: Article
    lang: str
    parts: tuple[Part, ...]

    @property
    def sentences(self) -> Iterator[Sentence]:
        """All sentences of what it reports, in reading order."""
        return (sentence for part in self.parts for sentence in part.sentences)

    @property
    def notices(self) -> Iterator[str]:
        """What it says of its earlier versions: what the page marks as a notice, then those in its text."""
        yield from (notice for notice in self.article.notices if notice.strip())
        yield from (notice for part in self.parts for notice in part.notices)


def parse(article: Article) -> Parsed:
    """The article taken apart; nothing of it is read yet. An unknown language is read with the rules that hold for all.

    Letters are composed first: a decomposed "é" is no other letter, and no word ends inside it.
    """
    lang = article.language or "en"
    composed = (
        (where, text if text.isascii() else unicodedata.normalize("NFC", text)) for where, text in _texts(article)
    )
    return Parsed(
        article, lang, tuple([Part(where, text, place, lang) for place, (where, text) in enumerate(composed)])
    )


def _texts(article: Article) -> Iterator[tuple[Where, str]]:
    if article.title.strip():
        yield "headline", article.title
    if article.standfirst.strip():
        yield "standfirst", article.standfirst
    for n, paragraph in enumerate(article.prose()):
        if paragraph.strip():
            yield ("lead" if n == 0 else "body"), paragraph
    for table in article.tables:
        if table.caption.strip():
            yield "body", table.caption
        for row in table.rows:
            for line in row.cell_lines(table.header):
                yield "body", line
    for caption in article.captions:
        if caption.strip():
            yield "caption", caption
    for entry in article.live:
        for line in (entry.title, *entry.text.split("\n")):
            if line.strip():
                yield "live", line


def _pieces(text: str, lang: str) -> Iterable[tuple[int, str]]:
    """The sentences of a paragraph, each with where it begins."""
    for span in sentences(text, lang):
        for at in range(0, len(span.text), _LONGEST_SENTENCE):
            yield span.start + at, span.text[at : at + _LONGEST_SENTENCE]
