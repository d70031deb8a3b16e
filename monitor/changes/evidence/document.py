"""An article taken apart for comparison: its sentences, notices and headline, without furniture.

Two Articles go in; what both hold in the same words, wherever it stands, is set aside at once. Judges nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from monitor.facts.dates import DateIndex, find_dates
from monitor.facts.notices import LineKind, inline_notices, line_kind
from monitor.facts.parts import Where
from monitor.facts.sentence import Sentence, reported
from monitor.text.sentences import sentences
from monitor.text.words import words_of
from spiders.article import Article

_CLOCK_IN_FRONT = re.compile(r"\A\s*\d{1,2}[:.]\d\d(?:\s*[ap]\.?m\.?)?\s*[-|:]?\s+(?=\D)")
_SLUG = re.compile(r"\A(?:UPDATE|WRAPUP|RPT|REFILE)\s*\d*\s*-\s*")
"""Wire services number the takes of a story in its headline; the number is theirs, not the story's."""
LONGEST = 100_000
"""Code points of one version that differ from the other and are compared; how many more there are is counted."""
_SHORT = 40
"""Code points that a shorter paragraph counts for: each costs its look at what it is."""
_MOST_SHARED = 500_000
"""Code points that both versions hold and that are searched for what moved or is said again."""
MOST_SENTENCES = 600
"""Differing sentences of one version that are compared, and sentences that are read to find a figure told elsewhere."""
_LONGEST_SENTENCE = 2_000
"""Code points; a "sentence" beyond (a table, a list without stops) is compared in pieces of this size."""


PLACES = 100_000
"""Orders of sentences that a paragraph has room for."""


class Paragraph(NamedTuple):
    """What a paragraph reports, and its sentences, each with where it begins."""

    text: str
    sentences: list[tuple[int, Sentence]]


class Document:
    """One version taken apart. `changed` and `notices` are worked out at once, everything else when it is asked for.

    Most versions share most paragraphs, and most comparisons never need to look into these.
    """

    def __init__(self, lang: str, title: str, parts: Sequence[tuple[Where, str]], shared: frozenset[str]) -> None:
        self.lang = lang
        self.title = title
        self.notices: list[str] = []
        self.paragraphs: dict[int, Paragraph] = {}
        """The reporting paragraphs that the other version does not hold, by their place."""
        self.changed: list[Sentence] = []
        self.furniture: list[Sentence] = []
        """Lines of page furniture that the other version does not hold."""
        self.shared: list[tuple[int, Where, str]] = []
        self._sentences: list[Sentence] | None = None
        self._words: tuple[str, ...] | None = None
        self._flat: str | None = None
        self._joined: str | None = None
        self._word_set: frozenset[str] | None = None
        self._dates: DateIndex | None = None
        self.unread = 0
        """Code points that differ and are not compared."""
        room, shared_room = LONGEST, _MOST_SHARED
        for place, (where, text) in enumerate(parts):
            if text not in shared:
                self.changed += self._taken_apart(place, where, text[:room]) if room else ()
                self.unread += max(0, len(text) - room)
                room = max(0, room - max(len(text), _SHORT))
            elif shared_room > 0:
                self.shared.append((place, where, text))
                shared_room -= len(text)

    def _taken_apart(self, place: int, where: Where, text: str) -> Iterator[Sentence]:
        """The sentences of a paragraph; none of furniture or a notice."""
        kind = LineKind.REPORT if where == "headline" else line_kind(text, self.lang)
        if kind is LineKind.NOTICE:
            text = self._before_notice(text)
        if kind is LineKind.FURNITURE:
            self.furniture.append(Sentence(text, where, place * PLACES, place, words_of(text), self.lang))
        if kind is LineKind.FURNITURE or not text:
            return
        body = (_SLUG if where == "headline" else _CLOCK_IN_FRONT).sub("", text)
        for note in reversed(inline_notices(body, self.lang)):
            self.notices.append(note.text)
            body = body[: note.start] + " " + body[note.end :]
        self.paragraphs[place] = paragraph = Paragraph(body, [])
        for n, (begins, piece) in enumerate(_pieces(body, self.lang)):
            key = words_of(piece)
            if key:
                sentence = Sentence(piece, where, place * PLACES + n, place, key, self.lang)
                paragraph.sentences.append((begins, sentence))
                yield sentence

    def _before_notice(self, text: str) -> str:
        """What a paragraph reports before its notice begins. The rest, to its end, becomes a notice."""
        for span in sentences(text, self.lang):
            if line_kind(span.text, self.lang) is LineKind.NOTICE:
                self.notices.append(text[span.start :])
                return text[: span.start].strip()
        self.notices.append(text)
        return ""

    @property
    def sentences(self) -> list[Sentence]:
        """All sentences in reading order."""
        if self._sentences is None:
            # What is a notice in both versions is no change of a notice, so the list of notices must not grow here.
            notices, paragraphs, furniture = list(self.notices), dict(self.paragraphs), list(self.furniture)
            rest = [s for place, where, text in self.shared for s in self._taken_apart(place, where, text)]
            self.notices, self.paragraphs, self.furniture = notices, paragraphs, furniture
            self._sentences = sorted([*self.changed, *rest], key=lambda sentence: sentence.order)
        return self._sentences

    @property
    def words(self) -> tuple[str, ...]:
        """All words in reading order, furniture of shared paragraphs included."""
        if self._words is None:
            known = chain.from_iterable([sentence.key for sentence in self.changed])
            self._words = (*known, *words_of("\n".join([text for _, _, text in self.shared])))
        return self._words

    @property
    def word_set(self) -> frozenset[str]:
        """The same words, each once."""
        if self._word_set is None:
            self._word_set = frozenset(self.words)
        return self._word_set

    @property
    def flat(self) -> str:
        """All words in a row, with a space on both sides of each."""
        if self._flat is None:
            self._flat = f" {' '.join(self.words)} "
        return self._flat

    @property
    def dates(self) -> DateIndex:
        """All dates."""
        if self._dates is None:
            # What is compared is read whole anyway; of the rest, nothing but its dates is asked for.
            known, more = self.changed[:MOST_SENTENCES], self.changed[MOST_SENTENCES:]
            found = [date for s in known for date in reported(s.text, s.lang).all_dates]
            found += [date for s in more for date in find_dates(s.text, s.lang)]
            found += [date for _, _, text in self.shared for date in find_dates(text, self.lang)]
            self._dates = DateIndex(found)
        return self._dates

    def holds(self, text: str) -> bool:
        """Whether an unchanged paragraph contains this text as it is."""
        if self._joined is None:
            self._joined = "\n".join([shared for _, _, shared in self.shared])
        return text in self._joined if "\n" not in text else any(text in shared for _, _, shared in self.shared)


def documents(old: Article, new: Article) -> tuple[Document, Document]:
    """Both versions taken apart. Furniture is left out of both, notices are lifted out of the text."""
    # Letters are composed first: a decomposed "é" is no other letter, and no word ends inside it.
    before, after = (
        [(where, text if text.isascii() else unicodedata.normalize("NFC", text)) for where, text in _parts(article)]
        for article in (_within_window(old, new), new)
    )
    # A paragraph is set aside only if both hold it equally often: a notice that was there twice may be gone once.
    here, there = Counter(text for _, text in before), Counter(text for _, text in after)
    shared = frozenset(text for text, count in here.items() if there[text] == count)
    first = Document(old.language or "en", old.title, before, shared)
    second = Document(new.language or "en", new.title, after, shared)
    first.notices += _lone(old.notices, new.notices)
    second.notices += _lone(new.notices, old.notices)
    return first, second


def _within_window(old: Article, new: Article) -> Article:
    """The older version without the entries of a live blog that are older than all the newer one still shows."""
    left = {entry.key for entry in new.live}
    if not left or all(entry.key in left for entry in old.live):
        return old
    shared = [n for n, entry in enumerate(old.live) if entry.key in left]
    times = [entry.published for entry in old.live if entry.published]
    if times and times == sorted(times) and len(set(times)) > 1:  # the oldest stands first
        kept = old.live[min(shared, default=len(old.live)) :]
    else:
        kept = old.live[: max(shared, default=-1) + 1]
    return replace(old, live=kept)


def _lone(notices: Sequence[str], others: Sequence[str]) -> list[str]:
    return [notice for notice in notices if notice.strip() and notice not in others]


def _parts(article: Article) -> Iterator[tuple[Where, str]]:
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


def shared_places(old: Document, new: Document) -> list[tuple[int, int]]:
    """Where the paragraphs that both versions hold stand in each, as orders of sentences."""
    places: dict[str, list[int]] = {}
    for place, _, text in old.shared:
        places.setdefault(text, []).append(place)
    found = []
    for place, _, text in new.shared:
        if here := places.get(text):
            found.append((here.pop(0) * PLACES, place * PLACES))
    return found


def unequal(old: Document, new: Document) -> tuple[list[Sentence], list[Sentence]]:
    """The sentences of each version that the other does not hold in the same words, wherever it stands.

    A sentence said twice in one version and once in the other is not a difference.
    """
    there = {sentence.key for sentence in new.changed}
    here = {sentence.key for sentence in old.changed}
    return (
        [s for s in old.changed if s.key not in there and not new.holds(s.text)],
        [s for s in new.changed if s.key not in here and not old.holds(s.text)],
    )
