"""A text is cut into sentences. Spans come out in order, without overlap or surrounding space; nothing is rewritten.

Abbreviations, initials, decimals, ellipses and closing quotes do not end a sentence; a line break always does. What
counts as an abbreviation is data: the `[sentences]` table of a language's lexicon.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from monitor.text.lexicon import lexicon
from monitor.text.normal import fold

# No text has more sentences; a page of single digits would have millions.
MOST = 10_000
ENDS = '.!…"”»）。؟)'
"""What a sentence ends with in print; a line that ends with none of these is a heading, an item or a button."""


class Span(NamedTuple):
    """A piece of a text: `text[start:end]` of the text given, in code points."""

    start: int
    end: int
    text: str


# An end mark, what closes after it, and then space, the end, or (for scripts written without spaces) anything.
_END = re.compile(r"""(?P<mark>\.{2,}|[.!?…؟؛۔]+)(?P<close>["')\]]*)(?=\s|$)|(?P<wide>[。！？]+)["'）」』]*|\n+""")
# Where an end may stand. Looking for these first, and for the whole pattern only there, takes a tenth of the time.
_MAY_END = re.compile(r"[.!?…؟؛۔。！？\n]")
_WORD_BEFORE = re.compile(r"[^\s\"'(\[\-]+")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_NEXT = re.compile(r"\s*[\"'(\[]*\s*-?\s*([^\W_]+|[^\s\w])")
_ORDINAL = re.compile(r"\d{1,2}")


@lru_cache(maxsize=64)
def _saying(lang: str) -> re.Pattern[str] | None:
    verbs = lexicon(lang).saying
    return re.compile(rf"[^.!?\n,;:\"]{{0,60}}?\b(?:{'|'.join(map(re.escape, verbs))})\b") if verbs else None


def sentences(text: str, lang: str = "en") -> list[Span]:
    """The sentences of a text. An unknown language gets the rules that hold for all. Never raises; linear time."""
    plain = fold(text)
    words = lexicon(lang)
    out: list[Span] = []
    start = at = 0
    place = _MAY_END.search(plain)
    if place is None or (place.end() == len(plain) and place[0] != "\n"):
        bare = text.strip()
        at = len(text) - len(text.lstrip())
        return [Span(at, at + len(bare), bare)] if bare else []  # one sentence, as most texts asked about are
    while place := _MAY_END.search(plain, at):
        match = _END.match(plain, place.start())
        at = match.end() if match else place.end()
        if match is None:
            continue
        if match.group("mark") and not _ends(plain, match, words.never_end, words.may_end, words.starters, lang):
            continue
        _add(out, text, start, match.end())
        start = match.end()
        if len(out) == MOST:
            break  # the rest is one piece
    _add(out, text, start, len(text))
    return out


def _add(out: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    bare = piece.strip()
    if bare:
        at = start + len(piece) - len(piece.lstrip())
        out.append(Span(at, at + len(bare), bare))


def _ends(
    plain: str,
    match: re.Match[str],
    never: frozenset[str],
    may: frozenset[str],
    starters: frozenset[str],
    lang: str,
) -> bool:
    """Whether this mark ends a sentence, from the word before it and the word after it."""
    following = _NEXT.match(plain, match.end(), match.end() + 60)
    if following is None:
        return True
    word = following.group(1)
    mark, close = match.group("mark"), match.group("close")
    if word[0].islower():
        # "Go!" he said. A new sentence may begin in lower case only after a closed one ("iPhone sales fell").
        return False
    if close and mark[0] in "!?…" and '"' in close:
        saying = _saying(lang)
        return not (saying and saying.match(plain, match.end(), match.end() + 90))
    if mark != "." or close:
        return True
    # The text is turned round, so that the word at its end is found without trying each place before it.
    before = _WORD_BEFORE.match(plain[max(0, match.start() - 24) : match.start()][::-1])
    if before is None:
        return True
    last = before.group()[::-1]
    lower = last.lower()
    if lower in never:
        return False
    if len(last) == 1 and last.isalpha() and last.isupper():
        return word.lower() in starters  # an initial: "J. Smith", but "vitamin C. The"
    if lower in may or _DOTTED.fullmatch(last):
        return word.lower() in starters
    if lang[:2] == "de" and _ORDINAL.fullmatch(last):
        return word.lower() in starters  # "am 14. Mai": German writes ordinals with a dot
    return True
