"""A sentence is cut into tokens: runs of digits with their separators, words, and single signs.

Everything later is a look-up of tokens in a table, so that no rule has to search the text again. Never raises.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import accumulate, compress, repeat
from operator import itemgetter, ne
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
_AFTER_DIGIT = "만억조천년월일시분"
_HAN = "\u3400-\u9fff\uf900-\ufaff"
_LETTER = rf"[^\W\d_{_HAN}]"
# Words come first, as most tokens are words.
_TOKEN = re.compile(
    rf"((?<=\d)[{_AFTER_DIGIT}]|[{_HAN}]|{_LETTER}+(?:'{_LETTER}+)*|(?:(?<![^\s(~+-])[.,])?\d+(?:[.,']\d+)*|[^\s])"
)
_ASCII = re.compile(r"([A-Za-z]+(?:'[A-Za-z]+)*|(?:(?<![^\s(~+-])[.,])?[0-9]+(?:[.,'][0-9]+)*|[^\s])", re.ASCII)
# What stands before these says what they are: the "0" before ".5", the digit before a Korean scale.
_LOOKS_BACK = f".,{_AFTER_DIGIT}"


class _Kinds(dict[str, int]):
    """What the last character of a token says of its kind; fills itself with the characters it meets."""

    def __missing__(self, char: str) -> int:
        kind = self[char] = DIGITS if char.isdecimal() else WORD if char.isalnum() else SIGN
        return kind


_kind = _Kinds().__getitem__
_last = itemgetter(-1)


def tokens(plain: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of `plain[start:end]`, a folded text; gaps between them are white space only."""
    end = len(plain) if end is None else end
    whole = start == 0 and end == len(plain)
    piece = plain if whole else plain[start:end]
    pattern = _ASCII if piece.isascii() else _TOKEN
    if start and piece[:1] in _LOOKS_BACK:
        begins, ends = _spans(pattern, plain, start, end)
        forms = [plain[i:j] for i, j in zip(begins, ends, strict=True)]
    else:
        # Tokens and the gaps between them by turns: their lengths add up to the places, with no look at any match.
        parts = pattern.split(piece)
        forms = parts[1::2]
        places = list(accumulate(map(len, parts), initial=start))
        begins, ends = places[1::2], places[2::2]
    lows = list(map(str.lower, forms)) if len(piece.lower()) == len(piece) else list(map(_lower, forms))
    kinds = map(_kind, map(_last, forms))
    # A Token without the checks of its constructor: half of the time that tokens take.
    return list(map(tuple.__new__, repeat(Token), zip(kinds, lows, begins, ends, map(ne, lows, forms))))  # noqa: B905


_kind_of, _low_of = itemgetter(0), itemgetter(1)


def forms_of(row: Sequence[Token]) -> list[str]:
    """The folded lower-case forms of a row of tokens."""
    return list(map(_low_of, row))


def digits_in(row: Sequence[Token]) -> list[int]:
    """The indexes of the tokens that are digits."""
    return list(compress(range(len(row)), map(DIGITS.__eq__, map(_kind_of, row))))


def where(forms: Sequence[str], wanted: Container[str]) -> list[int]:
    """The indexes of the forms that are among `wanted`: most rules look closer at few of the tokens of a sentence."""
    return list(compress(range(len(forms)), map(wanted.__contains__, forms)))


def _spans(pattern: re.Pattern[str], plain: str, start: int, end: int) -> tuple[list[int], list[int]]:
    spans = [match.span() for match in pattern.finditer(plain, start, end)]
    return [span[0] for span in spans], [span[1] for span in spans]


def _lower(form: str) -> str:
    """A form in lower case; a letter that is two in lower case stays, so that places do not move."""
    return "".join([low if len(low := char.lower()) == 1 else char for char in form])


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

    def firsts(self) -> Mapping[str, object]:
        """The first tokens of all phrases, as keys."""
        return self._first

    def meanings(self) -> Iterable[T]:
        """What the phrases mean."""
        return self._whole.values()

    def get(self, word: str) -> T | None:
        """The meaning of a single word."""
        return self._whole.get((word,))

    def at(self, row: Sequence[Token], i: int) -> tuple[int, T] | None:
        """The longest phrase that begins at token i, as (index after it, meaning)."""
        if i >= len(row) or (lengths := self._first.get(row[i].low)) is None:
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
        if i <= 0 or (lengths := self._last.get(row[i - 1].low)) is None:
            return None
        for length in lengths:
            if length <= i:
                form = tuple([token.low for token in row[i - length : i]])
                if form in self._whole:
                    return i - length, self._whole[form]
        return None
