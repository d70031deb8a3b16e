"""A paragraph is read once: its sentences in order, each with its figures, placed by the paragraph where it must.

A text and its language go in, SentenceFacts come out, with spans of the text as given. A line break ends a paragraph.
Touches nothing outside, never raises, and reads at most READ characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from monitor.facts.figure import Figure
from monitor.facts.frames import places
from monitor.facts.one_sentence import figures_of
from monitor.facts.vocabulary import Vocabulary, vocabulary
from monitor.text.normal import READ, Composed, compose, fold
from monitor.text.sentences import Span, sentences
from monitor.text.spotting import runs
from monitor.text.tokens import forms_of, tokens

# A sentence longer than this is read in pieces: no rule looks farther.
SENTENCE = 1000
# A piece ends at the last white space of this many characters, so that no number is cut.
_SEAM = 60

_DIGIT = re.compile(r"\d")


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
    words = vocabulary(lang)
    composed = compose(text[:READ])
    plain = fold(composed.text)
    return tuple(_as_given(facts, text, plain, composed) for facts in _read(plain, composed, words))


def figures_in(text: str, lang: str) -> list[Figure]:
    """The figures of a text alone. A text that holds no number is not even cut into sentences."""
    words = vocabulary(lang)
    composed = compose(text[:READ])
    plain = fold(composed.text)
    if not _may_hold(plain, words):
        return []
    found = [figure for facts in _read(plain, composed, words) for figure in facts.figures]
    return found if plain is text else [_placed(figure, text, composed) for figure in found]


def _read(plain: str, composed: Composed, words: Vocabulary) -> Iterator[SentenceFacts]:
    """The sentences of a folded text, paragraph by paragraph."""
    paragraph = _Paragraph()
    for sentence in sentences(composed.text, words.lang):
        if "\n" in plain[paragraph.end : sentence.start]:
            yield from paragraph.at_home(plain, words)
            paragraph = _Paragraph()
        paragraph.end = sentence.end
        found: list[Figure] = []
        for start, end in _pieces(plain, sentence):
            if end - start < len(plain) and not _may_hold(plain[start:end], words):
                paragraph.unread.append((start, end))
                continue
            figures, here, wide = figures_of(plain, tokens(plain, start, end), words, composed.text[start:end])
            if not here:
                at = len(paragraph.sentences)
                paragraph.homeless += [(at, len(found) + i) for i in range(len(figures)) if i not in wide]
            found += figures
            paragraph.named.update(place.name for place in here)
        paragraph.sentences.append(SentenceFacts(sentence.start, sentence.end, tuple(found)))
    yield from paragraph.at_home(plain, words)


def _pieces(plain: str, sentence: Span) -> Iterator[tuple[int, int]]:
    """A sentence in pieces of at most SENTENCE characters, cut at white space where there is some."""
    start = sentence.start
    while start < sentence.end:
        end = min(start + SENTENCE, sentence.end)
        if end < sentence.end:
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


@dataclass(slots=True)
class _Paragraph:
    """What one paragraph held so far: its sentences, the places it names, and the spans not read for figures."""

    sentences: list[SentenceFacts] = field(default_factory=list)
    named: set[str] = field(default_factory=set)
    unread: list[tuple[int, int]] = field(default_factory=list)
    homeless: list[tuple[int, int]] = field(default_factory=list)  # sentence and figure, where no place is named
    end: int = 0

    def at_home(self, plain: str, words: Vocabulary) -> list[SentenceFacts]:
        """The sentences, with the place that the paragraph names if that is one: with two nobody could tell which."""
        if not (words.places or words.place_nouns) or len(self.named) > 1 or not self.homeless:
            return self.sentences
        for start, end in self.unread:
            row = tokens(plain, start, end)
            self.named.update(place.name for place in places(plain, row, forms_of(row), words))
        if len(self.named) == 1:
            (home,) = self.named
            for at in dict.fromkeys(at for at, _ in self.homeless):
                alone = {i for one, i in self.homeless if one == at}
                facts = self.sentences[at]
                placed = [replace(f, place=home) if i in alone else f for i, f in enumerate(facts.figures)]
                self.sentences[at] = facts._replace(figures=tuple(placed))
        return self.sentences


def _as_given(facts: SentenceFacts, text: str, plain: str, composed: Composed) -> SentenceFacts:
    """The sentence with all spans in the text as given."""
    if plain is text:
        return facts
    start, end = composed.before(facts.start), composed.before(facts.end)
    return SentenceFacts(start, end, tuple([_placed(figure, text, composed) for figure in facts.figures]))


def _placed(figure: Figure, text: str, composed: Composed) -> Figure:
    """The figure with its span and surface in the text as given."""
    start, end = composed.before(figure.start), composed.before(figure.end)
    return replace(figure, start=start, end=end, surface=text[start:end])
