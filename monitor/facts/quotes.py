"""Quotes that a text gives between quotation marks, of any style, with their words in a plain form.

A text goes in, spans come out; a quote that is not closed ends with its paragraph or where the next one opens. Does not
say who spoke: sources.py does.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from monitor.text.normal import READ, fold


class Quote(NamedTuple):
    """`text[start:end]` is the quote without its marks, as written; `words` are its words in lower case."""

    text: str
    start: int
    end: int
    words: tuple[str, ...]


_OPENING = frozenset("“„‟«〝「『❝")
_CLOSING = frozenset("”»〞」』❞")
_EITHER = frozenset(
    '"＂»«“'
)  # German sets »so«, Swedish ”so”, German also „so“: which it is depends on what is beside it
_MARK = re.compile('["“”„‟«»〝〞＂❝❞「」『』\n]|(?<!\\w)[‘](?=\\w)|(?<=[\\w.,!?…])[’](?!\\w)')
_MAY_MARK = re.compile('["“”„‟«»〝〞＂❝❞「」『』‘]')
_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*")
_TRIM = " \t\u00a0\u202f,"
_LONGEST = 6_000
"""Code points. Beyond, a mark was lost, and what follows is not a quote."""


def plain_words(text: str) -> tuple[str, ...]:
    """Words for comparing: lower case, digits in ASCII, without punctuation and marks."""
    return tuple(_WORD.findall(fold(text).lower()))


def find_quotes(text: str, lang: str = "en") -> list[Quote]:
    """Quotes in order, without overlap. Marks inside a quote of another sort are part of it. Linear time; never raises.

    `lang` changes nothing today: marks of all languages are read from what stands beside them.
    """
    text = text[:READ]
    if not _MAY_MARK.search(text):
        return []  # most sentences hold no mark that opens a quote
    quotes: list[Quote] = []
    opened: tuple[str, int] | None = None  # the mark and where its words begin
    for match in _MARK.finditer(text):
        mark, at = match.group(), match.start()
        if mark == "\n":
            if opened and opened[0] != "‘":
                _keep(quotes, text, opened[1], at)
            opened = None
        elif opened is None:
            if _opens(text, mark, at):
                opened = (mark, at + 1)
        elif mark == "‘" or (mark == "’") != (opened[0] == "‘"):
            continue
        elif _closes(text, mark, at, opened[0]):
            _keep(quotes, text, opened[1], at)
            opened = None
        elif _opens(text, mark, at):
            _keep(quotes, text, opened[1], at)
            opened = (mark, at + 1)
    if opened and opened[0] != "‘":
        _keep(quotes, text, opened[1], len(text))
    return quotes


def _beside(text: str, at: int) -> tuple[bool, bool]:
    """Whether a mark has something that can be quoted after it, and before it."""
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    return not after.isspace() and after not in ",.;:!?)", not before.isspace() and before not in "([—–:"


def _opens(text: str, mark: str, at: int) -> bool:
    after, before = _beside(text, at)
    if mark in "’":
        return False
    if mark in "«“„‟〝「『❝‘":
        return True if mark != "«" else after or not before
    return after and not before


def _closes(text: str, mark: str, at: int, opened: str) -> bool:
    after, before = _beside(text, at)
    if opened == "«":
        return mark == "»"
    if opened == "„":
        return mark in '“”"'
    if opened == "»":
        return mark == "«"
    if mark in _OPENING and not (mark in _EITHER and before and not after):
        return False
    return mark in _CLOSING or before or not after


def _keep(quotes: list[Quote], text: str, start: int, end: int) -> None:
    if end - start > _LONGEST:
        return
    while start < end and text[start] in _TRIM:
        start += 1
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    words = plain_words(text[start:end])
    if words:
        quotes.append(Quote(text[start:end], start, end, words))
