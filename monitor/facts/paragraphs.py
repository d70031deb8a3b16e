"""A sentence is read once: its figures, and the places that it names. A paragraph lends its place to its figures.

A text and its language go in, figures come out by sentence, with spans of the text as given. A line break ends a
paragraph. Touches nothing outside, never raises, and reads at most READ characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from monitor.facts.figure import Figure
from monitor.facts.frames import places
from monitor.facts.one_sentence import figures_of
from monitor.facts.vocabulary import Vocabulary, vocabulary
from monitor.text.normal import READ, Composed, compose, fold
from monitor.text.normal import SENTENCE as LONGEST
from monitor.text.sentences import Span, sentences
from monitor.text.spotting import runs
from monitor.text.tokens import forms_of, tokens

# A sentence longer than this is read in pieces: no rule looks farther.
SENTENCE = 1000
# A piece ends at the last white space of this many characters, so that no number is cut.
_SEAM = 60

_DIGIT = re.compile(r"\d")


class Alone(NamedTuple):
    """What one sentence says by itself, with spans of the sentence."""

    figures: tuple[Figure, ...]
    named: frozenset[str]
    """The places that it names where it was read for figures."""
    homeless: tuple[int, ...]
    """Which figures stand where no place is named, and are of one all the same."""
    unread: tuple[tuple[int, int], ...]
    """The pieces without a number, which were not read."""

    def at(self, home: str) -> tuple[Figure, ...]:
        """The figures, those that name no place with the one of their paragraph; "" for none."""
        if not home or not self.homeless:
            return self.figures
        alone = set(self.homeless)
        return tuple([replace(f, place=home) if i in alone else f for i, f in enumerate(self.figures)])


class SentenceFacts(NamedTuple):
    """One sentence, `text[start:end]` of the text given, and its figures; their spans are of that text, too."""

    start: int
    end: int
    figures: tuple[Figure, ...]


def read_paragraph(text: str, lang: str = "en") -> tuple[SentenceFacts, ...]:
    """Every sentence of a text with its figures; one without figures has none.

    The figures are those of `find_figures(text, lang)`: a sentence that names no place has the place of its paragraph,
    if that names just one. Linear time.
    """
    composed = compose(text[:READ])
    return tuple(_as_given(facts, text, composed) for facts in _read(composed.text, lang))


def figures_in(text: str, lang: str) -> list[Figure]:
    """The figures of a text alone. A text that holds no number is not even cut into sentences."""
    composed = compose(text[:READ])
    if not _may_hold(fold(composed.text), vocabulary(lang)):
        return []
    return [figure for facts in _read(composed.text, lang) for figure in _as_given(facts, text, composed).figures]


def alone(sentence: str, lang: str) -> Alone:
    """What a sentence says by itself. Versions share most sentences, so what is read once is kept for a while."""
    return _kept(sentence, lang) if len(sentence) <= LONGEST else _alone(sentence, lang)


def home_of(read: Iterable[tuple[str, Alone]], lang: str) -> str:
    """The place that a paragraph names if that is one: with two nobody could tell which.

    Its sentences go in with what they say; they are looked at again, where they were not read, only if it is asked for.
    """
    words = vocabulary(lang)
    if not (words.places or words.place_nouns):
        return ""
    given = list(read)
    named = {name for _, facts in given for name in facts.named}
    if len(named) > 1 or not any(facts.homeless for _, facts in given):
        return ""
    for sentence, facts in given:
        if facts.unread:
            named |= _named(sentence, lang) if len(sentence) <= LONGEST else _named.__wrapped__(sentence, lang)
        if len(named) > 1:
            return ""
    return next(iter(named), "")


def _read(text: str, lang: str) -> Iterator[SentenceFacts]:
    """The sentences of a composed text, paragraph by paragraph."""
    paragraph: list[Span] = []
    for sentence in sentences(text, lang):
        if paragraph and "\n" in text[paragraph[-1].end : sentence.start]:
            yield from _at_home(paragraph, lang)
            paragraph = []
        paragraph.append(sentence)
    yield from _at_home(paragraph, lang)


def _at_home(paragraph: list[Span], lang: str) -> Iterator[SentenceFacts]:
    read = [(span.text, alone(span.text, lang)) for span in paragraph]
    home = home_of(read, lang)
    for span, (_, facts) in zip(paragraph, read, strict=True):
        at = span.start
        figures = [replace(f, start=f.start + at, end=f.end + at) if at else f for f in facts.at(home)]
        yield SentenceFacts(span.start, span.end, tuple(figures))


def _alone(sentence: str, lang: str) -> Alone:
    words = vocabulary(lang)
    composed = compose(sentence)
    plain = fold(composed.text)
    figures: list[Figure] = []
    named: set[str] = set()
    homeless: list[int] = []
    unread: list[tuple[int, int]] = []
    for start, end in _pieces(plain):
        if not _may_hold(plain[start:end], words):
            unread.append((start, end))
            continue
        found, here, wide = figures_of(plain, tokens(plain, start, end), words, composed.text[start:end])
        if not here:
            homeless += [len(figures) + i for i in range(len(found)) if i not in wide]
        figures += found if plain is sentence else [_placed(figure, sentence, composed) for figure in found]
        named.update(place.name for place in here)
    return Alone(tuple(figures), frozenset(named), tuple(homeless), tuple(unread))


_kept = lru_cache(maxsize=4096)(_alone)


@lru_cache(maxsize=1024)
def _named(sentence: str, lang: str) -> frozenset[str]:
    """The places that the pieces of a sentence name in which there is no number."""
    words = vocabulary(lang)
    plain = fold(compose(sentence).text)
    rows = [tokens(plain, start, end) for start, end in alone(sentence, lang).unread]
    return frozenset(place.name for row in rows for place in places(plain, row, forms_of(row), words))


def _pieces(plain: str) -> Iterator[tuple[int, int]]:
    """A sentence in pieces of at most SENTENCE characters, cut at white space where there is some."""
    start, last = 0, len(plain)
    while start < last:
        end = min(start + SENTENCE, last)
        if end < last:
            seam = max(plain.rfind(" ", end - _SEAM, end), plain.rfind("\t", end - _SEAM, end))
            end = seam + 1 if seam > start else end
        yield start, end
        start = end


def _may_hold(plain: str, words: Vocabulary) -> bool:
    """Whether a text may hold a number: a digit, or a word that begins one. Most sentences end here."""
    if _DIGIT.search(plain):
        return True
    found = runs(plain)
    if not words.trigger_runs.isdisjoint(found):
        return True
    mark, compound, begins = words.numbers.attached, words.numbers.compound, words.piece_begins
    if mark and any(word.startswith(mark) and word[len(mark) :] in words.begins for word in found):
        return True
    return compound is not None and any(word[:2] in begins and compound.fullmatch(word) for word in found)


def _as_given(facts: SentenceFacts, text: str, composed: Composed) -> SentenceFacts:
    """The sentence with all spans in the text as given."""
    if composed.offsets is None:
        return facts
    start, end = composed.before(facts.start), composed.before(facts.end)
    return SentenceFacts(start, end, tuple([_placed(figure, text, composed) for figure in facts.figures]))


def _placed(figure: Figure, text: str, composed: Composed) -> Figure:
    """The figure with its span and surface in the text as given."""
    start, end = composed.before(figure.start), composed.before(figure.end)
    return replace(figure, start=start, end=end, surface=text[start:end])
