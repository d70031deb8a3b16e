"""Text in one plain form, for matching only: digits of every script, quotes, dashes and spaces become ASCII.

A text goes in, a text of the same length comes out (`fold`), so a span found in one is a span of the other.
`compose` is for the rare text with decomposed letters or invisible characters: it shortens, and gives the way back.
Nothing here is ever shown or stored.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# No article is longer, in code points. What lies beyond is not read for facts, so that no page costs more than seconds.
READ = 200_000
# What is longer, in code points, is no sentence; nothing of it is kept in memory.
SENTENCE = 2_000

_QUOTES = dict.fromkeys("“”„‟«»″〝〞＂❝❞「」『』", '"') | dict.fromkeys("‘’‚‛′ʼ＇`´‹›", "'")
_DASHES = dict.fromkeys("‐‑‒–—―−﹣－", "-")
_NUMERIC = {"٬": ",", "٫": ".", "٪": "%", "％": "%", "＄": "$", "，": ",", "．": ".", "﹪": "%", "˙": "."}
_NUMERIC |= {"⁄": "/", "∕": "/"}
_PLAIN = _QUOTES | _DASHES | _NUMERIC

# Characters that are not seen and stand inside words: soft hyphen, zero-width marks, direction marks, byte-order mark.
# The zero-width non-joiner stays: it separates words in Persian.
_INVISIBLE = "\u00ad\u200b\u200d\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u061c\u0640"
_ACCENTS = re.compile("[\u0300-\u036f]")
_NEEDS_COMPOSING = re.compile(f"[{_INVISIBLE}\u0300-\u036f\u064b-\u0652]")
_DROPPED = re.compile(f"[{_INVISIBLE}\u064b-\u0652]")


class _Table(dict[int, str]):
    """Fills itself with the characters it meets, so that importing costs nothing."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = _PLAIN.get(char)
        if plain is None:
            category = unicodedata.category(char)
            if category == "Nd":
                plain = str(unicodedata.decimal(char))
            elif category == "Zs":
                plain = " "
            else:
                plain = char
        self[code] = plain
        return plain


_TABLE = _Table()


def fold(text: str) -> str:
    """The text with digits, quotes, dashes and spaces in ASCII; same length, letters and line breaks untouched."""
    if text.isascii():
        return text
    return _folded(text) if len(text) <= SENTENCE else text.translate(_TABLE)


@lru_cache(maxsize=256)
def _folded(text: str) -> str:
    """Cached, because every kind of fact begins by folding the same sentence."""
    return text.translate(_TABLE)


@lru_cache(maxsize=4096)
def plain_letters(word: str) -> str:
    """The word without the accents of its Latin letters; the marks of other scripts stay."""
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", word)))


class Composed(NamedTuple):
    """A text without invisible characters and with composed letters. `offsets[i]` is where character i stood before.

    `offsets` has one more entry than the text, for its end; it is None where nothing moved.
    """

    text: str
    offsets: list[int] | None

    def before(self, position: int) -> int:
        """Where a position of this text was in the text given."""
        return position if self.offsets is None else self.offsets[position]


def compose(text: str) -> Composed:
    """NFC letters, no invisible characters, no Arabic vowel marks or stretching; linear time."""
    if text.isascii() or not _NEEDS_COMPOSING.search(text):
        return Composed(text, None)
    out: list[str] = []
    offsets: list[int] = []
    at, length = 0, len(text)
    while at < length:
        end = at + 1
        # A run of marks is cut at 30: no script needs more, and composing one endless run would be quadratic.
        while end < length and end - at < 30 and "\u0300" <= text[end] <= "\u036f":
            end += 1
        piece = text[at:end]
        if not _DROPPED.match(piece):
            joined = unicodedata.normalize("NFC", piece) if end - at > 1 else piece
            out.append(joined)
            offsets.extend([at] * len(joined))
        at = end
    offsets.append(length)
    return Composed("".join(out), offsets)
