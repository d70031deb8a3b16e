"""The words that differ between two sentences that are one sentence in two versions, with what stands beside them.

A link goes in, edits come out: what left, what came, and the words before. Says nothing about what an edit means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, repeat
from operator import itemgetter
from typing import NamedTuple

from rapidfuzz.distance import Indel, Opcode

from monitor.changes.evidence.pairing import Link
from monitor.changes.evidence.spans import Span, around
from monitor.changes.evidence.spelling import replaced, slip
from monitor.facts.quotes import find_quotes
from monitor.facts.sentence import Sentence
from monitor.text.forms import expanded, written_together
from monitor.text.normal import fold
from monitor.text.words import without_dots

UNLIKE = 0.4
"""Below this share of words in order a sentence was written anew, and a word that differs says nothing."""
_TOKEN = re.compile(r"([^\W_]+(?:['.-][^\W_]+)*)")
_ASCII_TOKEN = re.compile(r"([a-zA-Z0-9]++(?!['.-])|[a-zA-Z0-9]+(?:['.-][a-zA-Z0-9]+)*)", re.ASCII)


class Token(NamedTuple):
    """A word as written (quotation marks and dashes folded) and its span in the sentence."""

    text: str
    start: int
    end: int
    low: str
    """The word for comparing: lower case, without a possessive or the dots of initials, "not" for its short form."""

    @property
    def capital(self) -> bool:
        """Whether it is written like a name."""
        return self.text[:1].isupper()


_low = itemgetter(3)


class Edit(NamedTuple):
    """Words that left and words that came at one place; `at_old` and `at_new` say where among the tokens."""

    left: tuple[Token, ...]
    came: tuple[Token, ...]
    at_old: int
    at_new: int


@dataclass(frozen=True, slots=True)
class Edited:
    """A pair of sentences as tokens outside quotes, figures and dates, and the edits between them."""

    link: Link
    old: tuple[Token, ...]
    new: tuple[Token, ...]
    edits: tuple[Edit, ...]

    @property
    def left(self) -> set[str]:
        """Words the new sentence no longer holds."""
        return {token.low for token in self.old} - {token.low for token in self.new}

    @property
    def came(self) -> set[str]:
        """Words the old sentence did not hold."""
        return {token.low for token in self.new} - {token.low for token in self.old}


def tokens(sentence: Sentence) -> tuple[Token, ...]:
    """The words of a sentence outside its quotes, figures and dates, which are compared by rules of their own."""
    read = sentence.read
    hidden = [(f.start, f.end) for f in read.figures] + [(d.start, d.end) for d in read.dates]
    hidden += [(q.start, q.end) for q in find_quotes(sentence.text, sentence.lang)]
    plain = fold(sentence.text)
    for start, end in hidden:
        plain = plain[:start] + " " * (end - start) + plain[end:]
    # Words and the gaps between them by turns: their lengths add up to the places.
    parts = (_ASCII_TOKEN if plain.isascii() else _TOKEN).split(plain)
    places = list(accumulate(map(len, parts)))
    words = parts[1::2]
    lows = list(map(str.casefold, words))
    # A Token without the checks of its constructor: a rewritten article has thousands.
    found: list[Token] = list(map(tuple.__new__, repeat(Token), zip(words, places[::2], places[1::2], lows)))  # noqa: B905
    plainly = list(map(str.isalnum, words))
    odd = [] if all(plainly) else [n for n, alone in enumerate(plainly) if not alone]
    if (together := written_together(sentence.lang)) and not together.isdisjoint(lows):
        odd = sorted({*odd, *(n for n, low in enumerate(lows) if low in together)})
    for n in reversed(odd):  # few words have something to take off or to part
        word, start, end, _ = found[n]
        low = without_dots(word).casefold().removesuffix("'s")
        found[n : n + 1] = [Token(word, start, end, part) for part in expanded(low, sentence.lang)]
    return tuple(found)


def edited(link: Link) -> Edited:
    """The edits between the two sentences of a link; none where they are too unlike for edits to mean anything."""
    if link.order < UNLIKE:
        return Edited(link, (), (), ())
    old, new = tokens(link.old), tokens(link.new)
    steps = _steps(old, new)
    if spelled := _spelled_like(old, new, steps, link.new.lang):
        new, steps = spelled, _steps(old, spelled)
    edits = []
    left: list[Token] = []
    came: list[Token] = []
    start = (0, 0)
    for step in steps:
        if step.tag == "equal":
            if left or came:
                edits.append(Edit(tuple(left), tuple(came), *start))
            left, came = [], []
            start = (step.src_end, step.dest_end)
            continue
        left += old[step.src_start : step.src_end]
        came += new[step.dest_start : step.dest_end]
    if left or came:
        edits.append(Edit(tuple(left), tuple(came), *start))
    return Edited(link, old, new, tuple(edits))


def _steps(old: Sequence[Token], new: Sequence[Token]) -> Sequence[Opcode]:
    return list(Indel.opcodes(list(map(_low, old)), list(map(_low, new))))


def _spelled_like(
    old: Sequence[Token], new: Sequence[Token], steps: Sequence[Opcode], lang: str
) -> tuple[Token, ...] | None:
    """The new tokens, with a slip of the pen on either side taken for the word of the old one; None without a slip."""
    slips = [(i, j) for i, j in replaced(steps) if slip(old[i].text, new[j].text, lang)]
    if not slips:
        return None
    kept = list(new)
    for i, j in slips:
        kept[j] = new[j]._replace(low=old[i].low)
    return tuple(kept)


def spans_of(pair: Edited, left: Sequence[Token], came: Sequence[Token]) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Where words of both sentences of a pair stand; no span for a side without words."""
    old, new = (
        (around(sentence, [(token.start, token.end) for token in words]),) if words else ()
        for sentence, words in ((pair.link.old, left), (pair.link.new, came))
    )
    return old, new


def clause(sentence: Sentence, words: Sequence[Token], reach: int = 30) -> str:
    """The part of the sentence around some words, cut at words, for showing."""
    if not words:
        return sentence.text
    start, end = max(0, words[0].start - reach), min(len(sentence.text), words[-1].end + reach)
    while start > 0 and not sentence.text[start - 1].isspace():
        start -= 1
    while end < len(sentence.text) and not sentence.text[end].isspace():
        end += 1
    return sentence.text[start:end].strip()


def beside(pair: Edited, changed: Sequence[Token], old: bool) -> tuple[Token, ...]:
    """The words of the other version at the place of an edit."""
    for edit in pair.edits:
        if set(changed) & set(edit.left + edit.came):
            side, at = (pair.old, edit.at_old) if old else (pair.new, edit.at_new)
            return side[max(0, at - 2) : at + 3]
    return ()
