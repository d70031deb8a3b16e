"""A text is cut into the terms by which it is searched, and so is what a person types: folded, in any script.

Case, accents and vowel points are laid flat; scripts that write no blanks are cut into pairs of characters; 41,100 and
41 100 are one number. The database sees terms only, so that each database finds the same. Knows no database.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from monitor.errors import UsageError
from monitor.text.spelled import LETTERS

MOST_TERMS = 24
"""Terms of one question."""
LONGEST = 64
"""Characters of one term; a longer run of letters is no word that anybody types."""


class Term(NamedTuple):
    """One term and where it stands in the text."""

    form: str
    start: int
    end: int
    pair: bool = False
    """Of a script that writes no blanks between its words; it may be the beginning of the next term too."""


class Part(NamedTuple):
    """One part of a question: terms that follow each other. `begins`: the last is the beginning of a word only."""

    forms: tuple[str, ...]
    begins: bool = False
    without: bool = False
    """The text must not have it."""


# Thai, Lao, Myanmar, Khmer, kana, Han and Hangul: written without blanks, or with particles that stick to the word.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
# Between digits in threes these part thousands; Arabic has a sign of its own.
_THOUSANDS = ",.'\u2019\u066c\u00a0\u202f\u2009"
_QUOTES = '"\u201c\u201d\u201e\u00ab\u00bb\u300c\u300d'
_PART = re.compile(rf"(-)?[{_QUOTES}]([^{_QUOTES}]*)(?:[{_QUOTES}]|$)|(?<!\S)(-)?([^\s{_QUOTES}]+)|([^\s{_QUOTES}]+)")


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    # Python's \w leaves out the marks that Indic and Thai vowels are. Above the first planes there are hardly any.
    marks = "".join(c for c in map(chr, range(0x300, 0x3100)) if unicodedata.category(c) in ("Mn", "Mc"))
    more = "".join(chr(c) for c in range(0xA66F, 0xFE30) if unicodedata.category(chr(c)) in ("Mn", "Mc"))
    own = re.escape(marks + more)
    return re.compile(
        rf"(?P<number>(?<!\d)\d{{1,3}}(?:[{_THOUSANDS}]\d{{3}})+(?!\d)|\d+)"
        rf"|(?P<unspaced>(?:[{_UNSPACED}][{own}\u200c\u200d]*)+)"
        rf"|(?P<word>[^\W\d_{_UNSPACED}](?:[^\W\d_{_UNSPACED}]|[{own}]|\u200c|\u200d|\u00ad)*)"
    )


def terms(text: str) -> list[Term]:
    """The terms of a text in their order. Never raises; the time grows with the length."""
    found: list[Term] = []
    for match in _pattern().finditer(text):
        start = match.start()
        if match.lastgroup == "unspaced":
            found += _pairs(match.group(), start)
        elif form := (_number if match.lastgroup == "number" else fold)(match.group()):
            found += [Term(piece[:LONGEST], start, match.end()) for piece in form.split()]
    return found


def fold(word: str) -> str:
    """A word without case, accents and points; marks that are letters of their script stay."""
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFKD", word.casefold().translate(LETTERS))
    whole = unicodedata.normalize("NFC", "".join(char for char in apart if not _falls(char)))
    return whole.casefold().translate(LETTERS)


def question(asked: str) -> list[Part]:
    """What a person typed: words, "phrases", beginnings with a star, and with a minus what must not be there.

    Raises UsageError where it names nothing to look for, or too much.
    """
    parts: list[Part] = []
    for match in _PART.finditer(asked):
        phrase = match.group(2) is not None
        words = match.group(2) if phrase else match.group(4) or match.group(5)
        cut = terms(words)
        if not cut:
            continue
        forms = tuple(term.form for term in cut)
        begins = not phrase and words.endswith("*")
        if cut[-1].pair and len(cut) > 1:
            forms = forms[:-1]  # the single character behind the last pair: what follows it is not asked for
        elif cut[-1].pair:
            begins = True
        parts.append(Part(forms, begins, bool(match.group(1) or match.group(3))))
    if not any(not part.without for part in parts):
        raise UsageError('say what to look for: words, or a "phrase"; a minus before a word leaves out what has it')
    if sum(len(part.forms) for part in parts) > MOST_TERMS:
        raise UsageError(f"a search takes at most {MOST_TERMS} words")
    return parts


def places(text: str, parts: Sequence[Part]) -> list[tuple[int, int]]:
    """Where the parts of a question stand in a text, in order, without overlap."""
    have = terms(text)
    spans = []
    for part in parts:
        if part.without:
            continue
        size = len(part.forms)
        for at in range(len(have) - size + 1):
            run = have[at : at + size]
            last = run[-1].form
            if not (last == part.forms[-1] or (part.begins and last.startswith(part.forms[-1]))):
                continue
            if all(one.form == form for one, form in zip(run, part.forms[:-1], strict=False)):
                end = run[-1].start + 1 if run[-1].pair and len(part.forms[-1]) == 1 else run[-1].end
                spans.append((run[0].start, end))
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def marked(text: str, parts: Sequence[Part]) -> list[list[str]]:
    """The text in pieces: what was asked for under "!", the rest under "="."""
    pieces = []
    at = 0
    for start, end in places(text, parts):
        pieces += [["=", text[at:start]], ["!", text[start:end]]]
        at = end
    return [piece for piece in [*pieces, ["=", text[at:]]] if piece[1]]


def _pairs(run: str, start: int) -> list[Term]:
    """Each two neighbours, and the last character alone, so that it is found as others are: by how a term begins."""
    chars: list[tuple[str, int, int]] = []
    for at, char in enumerate(run):
        if chars and unicodedata.combining(char) and char in "\u3099\u309a":
            before, first, _ = chars[-1]
            chars[-1] = (before + char, first, at + 1)
        else:
            chars.append((char, at, at + 1))
    folded = [(form, first, end) for char, first, end in chars for form in fold(char) if form.strip()]
    after = [*folded, None][1:]
    return [
        Term(form + (then[0] if then else ""), start + first, start + (then[2] if then else end), True)
        for (form, first, end), then in zip(folded, after, strict=True)
    ]


def _number(digits: str) -> str:
    return "".join(str(unicodedata.digit(char)) for char in digits if char.isdecimal())


@lru_cache(maxsize=4_096)
def _falls(char: str) -> bool:
    """Accents and points. Vowels and viramas of Indic scripts and tones of Thai are letters: their class is another."""
    if char in "\u200c\u200d\u00ad\u0640":
        return True
    kind = unicodedata.combining(char)
    return 10 <= kind <= 36 or kind >= 200 or unicodedata.category(char)[0] in "CZPS"
