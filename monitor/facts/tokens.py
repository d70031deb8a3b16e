"""A sentence is cut into tokens: runs of digits with their separators, words, and single signs.

Everything later is a look-up of tokens in a table, so that no rule has to search the text again. Never raises.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Generic, NamedTuple, TypeVar

WORD, DIGITS, SIGN = range(3)
T = TypeVar("T")


class Token(NamedTuple):
    """One token: its kind, its folded lower-case form, and its place in the text."""

    kind: int
    low: str
    start: int
    end: int
    upper: bool = False
    """Holds a capital."""


# Han characters are words each, and so are Korean scales and parts of a date after digits: no space parts them.
_HAN = "\u3400-\u9fff\uf900-\ufaff"
_LETTER = rf"[^\W\d_{_HAN}]"
# Words come first, as most tokens are words.
_TOKEN = re.compile(
    rf"((?<=\d)[만억조천년월일시분]|[{_HAN}]|{_LETTER}+(?:'{_LETTER}+)*)|((?:(?<![^\s(~+-])[.,])?\d+(?:[.,']\d+)*)|[^\s]"
)
_ASCII = re.compile(r"([A-Za-z]+(?:'[A-Za-z]+)*)|((?:(?<![^\s(~+-])[.,])?[0-9]+(?:[.,'][0-9]+)*)|[^\s]", re.ASCII)
_KINDS = {1: WORD, 2: DIGITS, None: SIGN}
# A Token without the checks of its constructor: half of the time that tokens take.
_token = partial(tuple.__new__, Token)


def tokens(plain: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of `plain[start:end]`, a folded text; gaps between them are white space only."""
    end = len(plain) if end is None else end
    whole = start == 0 and end == len(plain)
    piece = plain if whole else plain[start:end]
    lower = piece.lower()
    if len(lower) != len(piece):  # a letter that is two in lower case moves what follows it
        lower = "".join([low if len(low := char.lower()) == 1 else char for char in piece])
    # The pattern looks back over the start, so it reads the whole text.
    found = (_ASCII if piece.isascii() else _TOKEN).finditer(plain, start, end)
    out: list[Token] = []
    for match in found:
        begin, after = match.span()
        low = lower[begin - start : after - start]
        out.append(_token((_KINDS[match.lastindex], low, begin, after, low != piece[begin - start : after - start])))
    return out


def key(phrase: str) -> tuple[str, ...]:
    """The form under which a phrase of a lexicon is looked up: its tokens."""
    return tuple(match.group().lower() for match in _TOKEN.finditer(phrase))


class Phrases(Generic[T]):
    """Phrases of one or more tokens, each with a meaning; the longest match wins, forwards or backwards."""

    __slots__ = ("_first", "_last", "_whole")

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._whole: dict[tuple[str, ...], T] = {key(phrase): meaning for phrase, meaning in entries}
        self._whole.pop((), None)
        self._first = self._lengths(0)
        self._last = self._lengths(-1)

    def _lengths(self, which: int) -> dict[str, list[int]]:
        lengths: dict[str, set[int]] = {}
        for form in self._whole:
            lengths.setdefault(form[which], set()).add(len(form))
        return {word: sorted(found, reverse=True) for word, found in lengths.items()}

    def __len__(self) -> int:
        return len(self._whole)

    def __contains__(self, word: object) -> bool:
        """Whether a single word is a phrase of its own."""
        return (word,) in self._whole

    def firsts(self) -> Iterable[str]:
        """The first tokens of all phrases."""
        return self._first

    def meanings(self) -> Iterable[T]:
        """What the phrases mean."""
        return self._whole.values()

    def get(self, word: str) -> T | None:
        """The meaning of a single word."""
        return self._whole.get((word,))

    def at(self, row: Sequence[Token], i: int) -> tuple[int, T] | None:
        """The longest phrase that begins at token i, as (index after it, meaning)."""
        if i >= len(row):
            return None
        lengths = self._first.get(row[i].low)
        if lengths is None:
            return None
        for length in lengths:
            if length == 1:
                return i + 1, self._whole[(row[i].low,)]
            form = tuple([token.low for token in row[i : i + length]])
            if len(form) == length and form in self._whole:
                return i + length, self._whole[form]
        return None

    def before(self, row: Sequence[Token], i: int) -> tuple[int, T] | None:
        """The longest phrase that ends just before token i, as (index of its first token, meaning)."""
        if i <= 0:
            return None
        lengths = self._last.get(row[i - 1].low)
        if lengths is None:
            return None
        for length in lengths:
            if length <= i:
                form = tuple([token.low for token in row[i - length : i]])
                if form in self._whole:
                    return i - length, self._whole[form]
        return None
