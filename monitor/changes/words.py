"""Two texts in, the words that left and came out as Pieces. For showing a change, never for judging one.

Myers' diff as in diff-match-patch, run over words: each distinct word stands as one private-use character, so a figure
with its separators, sign, currency and % is one word and is never cut in the middle.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from diff_match_patch import diff_match_patch
from rapidfuzz.distance import Indel

Op = Literal["=", "-", "+"]

_WORD = re.compile(
    r"""
    (?:(?<!\w)[+\-\u2212])?(?:[$\u20ac\u00a3\u00a5\u20b9\u20bd]\s?)?   # sign and currency in front
      (?:\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?!\d)                   # groups of three after a space
        |\d+(?:[.,:\u2019'\u066c\u066b/]\d+)*)                          # digits of any script with separators
      (?:\s?[%\u2030\u066a\u20ac\u00a3\u00b0](?!\w))?                   # percent, degree or currency behind
      [^\W\d_]*                                                        # 41.1k, 3rd, 5pm
    | [^\W\d_]+(?:[\u2019'\-][^\W\d_]+)*                               # a word, with its apostrophes and hyphens
    | \s+
    | .                                  # any other sign by itself; lone surrogates too
    """,
    re.VERBOSE | re.DOTALL,
)
_HAS_WORD = re.compile(r"\w")

_PRIVATE = tuple(range(0xE000, 0xF900)) + tuple(range(0xF0000, 0xFFFFE)) + tuple(range(0x100000, 0x10FFFE))
"""Unicode's private-use characters: all 137,468 that may stand for a word. None is a surrogate."""

_PATIENCE = 200
"""Myers' diff in Python costs the square of the number of differing words; above this one in C++ does the same work."""
_MOST_CELLS = 400_000_000
"""Words times words (50 MB in C++). Beyond, what lies between the common beginning and end is shown as replaced."""
_REWRITTEN = 0.5
"""From this share of differing words (a space is a word) chance matches ("the", "of") are merged into larger pieces."""


class Piece(NamedTuple):
    """A run of text and what became of it: `=` stayed, `-` left, `+` came."""

    op: Op
    text: str


def diff_words(old: str, new: str) -> list[Piece]:
    """The Pieces that turn `old` into `new`, word by word.

    Joining the `=` and `-` pieces gives `old`, joining `=` and `+` gives `new`, exactly. Same texts, same pieces:
    there is no time limit inside, and so no clock.
    """
    if old == new:
        return [Piece("=", old)] if old else []
    first, second = _WORD.findall(old), _WORD.findall(new)
    head = _common(first, second)
    tail = _common(first[head:][::-1], second[head:][::-1])
    middle = _diff(first[head : len(first) - tail], second[head : len(second) - tail])
    ends = Piece("=", "".join(first[:head])), Piece("=", "".join(first[len(first) - tail :]))
    return _joined([ends[0], *middle, ends[1]])


def _common(first: Sequence[str], second: Sequence[str]) -> int:
    """How many words both begin with."""
    length = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        length += 1
    return length


def _diff(first: Sequence[str], second: Sequence[str]) -> list[Piece]:
    """The pieces between two lists of words that differ at both ends."""
    number: dict[str, int] = {}
    for word in (*first, *second):
        number.setdefault(word, len(number))
    if not first or not second or len(number) > len(_PRIVATE) or len(first) * len(second) > _MOST_CELLS:
        return [Piece("-", "".join(first)), Piece("+", "".join(second))]
    letters = [chr(point) for point in _PRIVATE[: len(number)]]
    words = dict(zip(letters, number, strict=True))
    coded = "".join(letters[number[word]] for word in first), "".join(letters[number[word]] for word in second)
    differing = Indel.distance(*coded)
    engine = diff_match_patch()
    engine.Diff_Timeout = 0  # a time limit would make the answer depend on the machine
    diffs = engine.diff_main(*coded, False) if differing <= _PATIENCE else _by_opcodes(*coded)
    if differing > _REWRITTEN * (len(first) + len(second)):
        if len(diffs) > _PATIENCE:
            return [Piece("-", "".join(first)), Piece("+", "".join(second))]
        engine.diff_cleanupSemantic(diffs)
    signs: dict[int, Op] = {0: "=", -1: "-", 1: "+"}
    return _bridged([Piece(signs[op], "".join(words[letter] for letter in text)) for op, text in diffs])


def _by_opcodes(first: str, second: str) -> list[tuple[int, str]]:
    """The same diff in the form diff-match-patch gives, from RapidFuzz."""
    diffs: list[tuple[int, str]] = []
    for step in Indel.opcodes(first, second):
        if step.tag == "equal":
            diffs.append((0, first[step.src_start : step.src_end]))
            continue
        if step.src_end > step.src_start:
            diffs.append((-1, first[step.src_start : step.src_end]))
        if step.dest_end > step.dest_start:
            diffs.append((1, second[step.dest_start : step.dest_end]))
    return diffs


def _bridged(pieces: Sequence[Piece]) -> list[Piece]:
    """A space or comma that stayed between two edits is shown with them: "two men" -> "six women" is one edit."""
    bridged: list[Piece] = []
    left = came = ""
    for at, piece in enumerate(pieces):
        between = 0 < at < len(pieces) - 1
        if piece.op == "=" and not (between and (left or came) and not _HAS_WORD.search(piece.text)):
            bridged += [Piece("-", left), Piece("+", came), piece]
            left = came = ""
            continue
        left += piece.text if piece.op != "+" else ""
        came += piece.text if piece.op != "-" else ""
    return [*bridged, Piece("-", left), Piece("+", came)]


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Neighbours with the same sign become one; empty ones go."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and joined[-1].op == piece.op:
            joined[-1] = Piece(piece.op, joined[-1].text + piece.text)
        elif piece.text:
            joined.append(piece)
    return joined
