"""Scraped text made safe to show, and two sentences marked where they differ.

Text goes in, text or pieces come out. Never renders markup; a number is one token, so no mark ever splits it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_BIDI = {
    "\u061c": "ALM",
    "\u200e": "LRM",
    "\u200f": "RLM",
    "\u202a": "LRE",
    "\u202b": "RLE",
    "\u202c": "PDF",
    "\u202d": "LRO",
    "\u202e": "RLO",
    "\u2066": "LRI",
    "\u2067": "RLI",
    "\u2068": "FSI",
    "\u2069": "PDI",
}
"""Marks that can reorder what stands around them, digits included (Unicode UAX 9): shown by name, never obeyed."""

_SHOWN = {ord(mark): f"[{name}]" for mark, name in _BIDI.items()}
_SHOWN.update({code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\t\n"})
_SHOWN.update({code: f"[{code:04X}]" for code in range(0x7F, 0xA0)})
_SHOWN.update({code: "\ufffd" for code in range(0xD800, 0xE000)})

TOKEN = re.compile(
    r"""
    \d+ (?: [.,:/\u066b\u066c\u00a0\u202f'\u2019-] \d+ )*   # 41,100   1.5   14:30   41 100 with a hard blank
    | [^\W\d_]+ (?: ['\u2019\u02bc-] [^\W\d_]+ )*           # words, don't, cease-fire
    | \s+
    | .                                                     # any other sign stands alone
    """,
    re.VERBOSE | re.DOTALL,
)

LONGEST_DIFF = 800
"""Tokens a side beyond which two sentences are not compared: difflib's time grows with their product."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a sentence. `mark` says whether the other sentence has it too."""

    text: str
    mark: Literal["same", "removed", "added"] = "same"


def shown(text: str) -> str:
    """The text with every control and direction mark made visible; line breaks and tabs stay."""
    return text.translate(_SHOWN)


def one_line(text: str, longest: int = 200) -> str:
    """The text as a header can carry it: one line, no control or direction mark, at most `longest` characters.

    Joiners inside words (U+200C, U+200D) stay: Persian and emoji need them.
    """
    kept = (_header_char(char) for char in text)
    line = " ".join("".join(kept).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def around(sentence: str, words: str, longest: int) -> str:
    """The sentence, cut to about `longest` characters in such a way that `words` stay in it."""
    if len(sentence) <= longest:
        return sentence
    at = max(sentence.find(words), 0)
    start = 0 if at + len(words) <= longest else max(0, at - longest // 4)
    cut = sentence[start : start + longest]
    return ("…" if start else "") + cut + ("…" if start + longest < len(sentence) else "")


def marked(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both sentences cut into pieces, the differing ones marked; joined again, the pieces give the sentences back."""
    was, now = TOKEN.findall(old), TOKEN.findall(new)
    if max(len(was), len(now)) > LONGEST_DIFF:
        return (Piece(old, "removed"),), (Piece(new, "added"),)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if a < b:
            left.append(Piece("".join(was[a:b]), "same" if tag == "equal" else "removed"))
        if c < d:
            right.append(Piece("".join(now[c:d]), "same" if tag == "equal" else "added"))
    return tuple(_joined(left)), tuple(_joined(right))


def spanned(sentence: str, words: str, mark: Literal["removed", "added"]) -> tuple[Piece, ...]:
    """A sentence without a counterpart, with only the words it is about marked; all of it where they are not in it."""
    before, found, after = sentence.partition(words) if words else (sentence, "", "")
    if not found:
        return (Piece(sentence, mark),) if sentence else ()
    pieces = (Piece(before), Piece(found, mark), Piece(after))
    return tuple(piece for piece in pieces if piece.text)


def _joined(pieces: list[Piece]) -> Iterator[Piece]:
    """The pieces, with a lone blank between two marked ones marked too: one mark over two words reads better."""
    run: Piece | None = None
    for at, piece in enumerate(pieces):
        mark = piece.mark
        between = 0 < at < len(pieces) - 1 and mark == "same" and not piece.text.strip()
        if between:
            mark = pieces[at - 1].mark
        if run is not None and run.mark == mark:
            run = Piece(run.text + piece.text, mark)
            continue
        if run is not None:
            yield run
        run = Piece(piece.text, mark)
    if run is not None:
        yield run


def _header_char(char: str) -> str:
    if char.isspace():
        return " "
    if char in "\u200c\u200d":
        return char
    # Cc control, Cf format (direction marks, zero width), Cs half a surrogate pair, Co and Cn without a meaning.
    category = unicodedata.category(char)
    if category == "Cc":
        return " "
    return "" if category in {"Cf", "Cs", "Co", "Cn"} else char
