"""Sentences that are set aside before anything is compared: what differs in them is writing, not reporting.

The differing sentences of both versions go in; those set aside come out, each with the licence and what it saw. A slip
of the pen put right, a line that says only when the page was updated, a paragraph cut short with an ellipsis.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from monitor.changes.evidence.content import words_of_content
from monitor.changes.evidence.measures import SCORE
from monitor.changes.evidence.pairing import Link
from monitor.changes.evidence.spelling import same_but_for_slips
from monitor.facts.sentence import Sentence
from monitor.text.cues import cues
from monitor.text.forms import head_pattern
from monitor.text.functional import Weight, weights
from monitor.text.normal import fold

_LINE = 25
"""Words of a line that can be a stamp."""
_HEAT = frozenset({"celsius", "fahrenheit", "degree"})
_ENDINGS = (".", "!", "?")
_CUT = ("...", "\u2026", "[...]", "[\u2026]")
_HEAD, _TAIL = 16, 4
"""Words of a line run into a sentence, at most, and of the sentence behind it, at least."""
_SHORTEST = 3
"""Words from which the front of a paragraph is known again."""


class Aside(NamedTuple):
    """Sentences that are not compared: one of either version, or a pair; `name` is the licence, `saw` what it saw."""

    old: Sentence | None
    new: Sentence | None
    name: str
    saw: str


def furniture(old: Sequence[Sentence], new: Sequence[Sentence]) -> Iterator[Aside]:
    """Lines of page furniture that only one version holds."""
    for side, (sentences, others) in enumerate(((old, new), (new, old))):
        held = {sentence.key for sentence in others}
        yield from (_one(s, side, "furniture", "a line that is no report") for s in sentences if s.key not in held)


def retyped(links: Sequence[Link]) -> Iterator[Aside]:
    """Pairs of sentences that only had a slip of the pen put right, or were given one."""
    for link in links:
        if link.main and same_but_for_slips(fold(link.old.text), fold(link.new.text), link.new.lang):
            yield Aside(link.old, link.new, "spelling", "a slip of the pen")


def same_but_for_front(links: Sequence[Link]) -> Iterator[Aside]:
    """Pairs that differ in a line run into their front only: "Live updates: Follow the latest", "Watch:"."""
    for link in links:
        if link.main and _front(link.old, link.new):
            yield Aside(link.old, link.new, "furniture", "a line run into the front of the sentence")


def _front(old: Sentence, new: Sentence) -> bool:
    first, second = old.column.low, new.column.low
    tail = 0
    while tail < min(len(first), len(second)) and first[-1 - tail] == second[-1 - tail]:
        tail += 1
    heads = [" ".join(row[: len(row) - tail]) for row in (first, second)]
    if heads[0] == heads[1] or tail < _TAIL or any(len(row) - tail > _HEAD for row in (first, second)):
        return False
    head = head_pattern(new.lang)
    return all(
        not text or (head.match(text) and _apart(sentence, tail))
        for text, sentence in zip(heads, (old, new), strict=True)
    )


def _apart(sentence: Sentence, tail: int) -> bool:
    """Whether what stands before the last words is a line of its own: a sentence begins behind it, and it reports
    no number. "More than 40", "Plus de 40" begin a sentence with the same words as "More:" does a line."""
    column, read = sentence.column, sentence.read
    begins = column.start[-tail]
    told = [f.start for f in read.figures] + [d.start for d in read.all_dates]
    return column.upper[-tail] and all(start >= begins for start in told)


def stamps(old: Sequence[Sentence], new: Sequence[Sentence]) -> Iterator[Aside]:
    """Lines that say only when the page was published or updated."""
    for side, sentences in enumerate((old, new)):
        for sentence in sentences:
            if not sentence.headline and _stamp(sentence):
                yield _one(sentence, side, "furniture", "it says only when the page was published or updated")


def _stamp(sentence: Sentence) -> bool:
    words = cues(sentence.lang).words("furniture", "stamps") | cues("en").words("furniture", "stamps")
    column = sentence.column
    if len(column.low) > _LINE or words.isdisjoint(column.low) or not sentence.read.all_dates:
        return False
    dates = [(d.start, d.end) for d in sentence.read.all_dates]
    heavy = weights(column.low, sentence.lang)
    return all(
        low in words
        or heavy[n] is not Weight.CONTENT
        or not any(char.isalpha() for char in low)
        or any(start < column.end[n] and column.start[n] < end for start, end in dates)
        for n, low in enumerate(column.low)
    )


def live_scores(old: Sequence[Sentence], new: Sequence[Sentence]) -> Iterator[Aside]:
    """Lines without a sentence that a page renews by itself: "Live: Torvik 1-0 Sandholm", "Orlo 5°C, light rain"."""
    for side, sentences in enumerate((old, new)):
        for sentence in sentences:
            if sentence.headline or len(sentence.column.low) > _HEAD or sentence.text.rstrip()[-1:] in _ENDINGS:
                continue
            if _live_score(sentence):
                yield _one(sentence, side, "furniture", "a live score under a label")
            elif _weather(sentence):
                yield _one(sentence, side, "furniture", "the weather of a place, and no sentence")


def _weather(sentence: Sentence) -> bool:
    """Whether a line holds a temperature and words for the weather, and beside them only names and numbers."""
    figures = sentence.read.figures
    if not any(figure.unit in _HEAT for figure in figures):
        return False
    words = cues(sentence.lang).words("furniture", "weather") | cues("en").words("furniture", "weather")
    said = [word for word in words_of_content(sentence) if not word.number]
    plain = [word for word in said if word.low not in words]
    return len(said) > len(plain) and all(word.name or word.at == 0 for word in plain)


def _live_score(sentence: Sentence) -> bool:
    if not head_pattern(sentence.lang).match(sentence.text):
        return False
    return any(figure.unit == SCORE for figure in sentence.read.figures)


def cut_short(old: Sequence[Sentence], new: Sequence[Sentence]) -> Iterator[Aside]:
    """Paragraphs of which one version gives the front only, and says so with an ellipsis: the text of a teaser."""
    paragraphs = [_by_paragraph(side) for side in (old, new)]
    for short, long, side in ((paragraphs[1], paragraphs[0], 1), (paragraphs[0], paragraphs[1], 0)):
        for sentences in short.values():
            if not sentences[-1].text.rstrip().endswith(_CUT):
                continue
            front = [word for s in sentences for word in s.column.low]
            whole = next((w for w in long.values() if len(front) >= _SHORTEST and _begins(w, front)), None)
            if whole:
                yield from (_one(sentence, side, "cut short", "an ellipsis") for sentence in sentences)
                yield from (_one(sentence, 1 - side, "cut short", "an ellipsis") for sentence in whole)


def _one(sentence: Sentence, side: int, name: str, saw: str) -> Aside:
    return Aside(None, sentence, name, saw) if side else Aside(sentence, None, name, saw)


def _by_paragraph(sentences: Sequence[Sentence]) -> dict[int, list[Sentence]]:
    found: dict[int, list[Sentence]] = {}
    for sentence in sentences:
        found.setdefault(sentence.paragraph, []).append(sentence)
    return found


def _begins(sentences: Sequence[Sentence], front: Sequence[str]) -> bool:
    return [word for s in sentences for word in s.column.low][: len(front)] == list(front)
