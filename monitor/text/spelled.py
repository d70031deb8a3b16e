"""A word in, the one shape out under which all ways to write it are equal: marks, digraphs, variants, names from
other scripts, text that was decoded wrongly.

Each function lays one sort of difference flat and no other. monitor/text/letters.py asks them in turn.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from monitor.text.wordlists import rows, wordlist

LETTERS = str.maketrans(
    {
        **{"ß": "ss", "ẞ": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"},
        # Forms of alef, of the seats of hamza, of the ending of feminine nouns, and alef without dots.
        **{"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ؤ": "و", "ئ": "ي", "ة": "ه", "ى": "ي", "ک": "ك", "ی": "ي"},
    }
)
_DIGRAPHS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "ß": "ss", "æ": "ae", "œ": "oe"})
_MARK = re.compile("[\u0300-\u036f]")
# A character of two or more bytes of UTF-8 that was read as Windows-1252: its first byte is C2 to F4.
_WRONG = re.compile("[\u00c2-\u00f4][^\x00-\x7f]+")
_JOINTS = re.compile(r"(?<=\w)[\s'-]+(?=[^\W\d])|(?<=[^\W\d])[\s'-](?=\d)")
_DOTS = re.compile(r"(?<=[^\W\d])\.(?=[^\W\d]|\s|$)")
_VOWELS = re.compile("[aeiouy]+")


def without_marks(low: str) -> str:
    """Lower-case letters without accents, ligatures parted, Arabic letters in their plain form."""
    return _MARK.sub("", unicodedata.normalize("NFKD", low.translate(LETTERS)))


def with_digraphs(low: str) -> str:
    """Umlauts as they are typed where there is no key for them: "mueller"."""
    return low.translate(_DIGRAPHS)


def joined(low: str) -> str:
    """Without the spaces, hyphens, apostrophes and dots between letters; those beside a digit stay."""
    return _JOINTS.sub("", _DOTS.sub("", low))


def decoded(text: str) -> str:
    """Text as it was before it was read in the wrong encoding, once or twice."""
    for _ in range(2):
        mended = _WRONG.sub(_decoded_run, text)
        if mended == text:
            break
        text = mended
    return text


def _decoded_run(run: re.Match[str]) -> str:
    try:
        return b"".join(map(_byte, run.group())).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return run.group()


def _byte(char: str) -> bytes:
    # Control characters are bytes that were read as Latin-1, or that Windows-1252 leaves without a character.
    return char.encode("latin-1" if "\x80" <= char <= "\x9f" else "cp1252")


@lru_cache(maxsize=8_192)
def variant(low: str, lang: str) -> str:
    """The first of the ways in which a language writes a word: "colour" and "color" are "color"."""
    for one, other in rows(lang, "spelling", "inside"):
        low = low.replace(one, other)
    for one, other, stem in rows(lang, "spelling", "ends"):
        if low.endswith(one) and len(low) - len(one) >= stem:
            low = low[: -len(one)] + other
            break
    for letter in wordlist(lang, "spelling", "doubled"):
        found = re.search(f"{letter}{letter}(?=(?:ed|ing|er|ers)$)", low)
        if found and len(_VOWELS.findall(low[: found.start()])) > 1:
            low = low[: found.start()] + low[found.start() + 1 :]
    return low


# What one sound of another script is written as in Latin letters. Not here: what tells two names of one script apart
# (Meyer and Myer, Philips and Phillips, Karl and Carl, Sydney and Sidney).
_SOUNDS = [
    (re.compile("^(?:el|al|as|ash|an|ad)[ -](?=.{4})"), "al "),
    (re.compile("tsch|tch|tsj"), "ch"),
    (re.compile("sch|sh"), "s"),
    (re.compile("kh"), "k"),
    (re.compile("gh|gu(?=[ei])"), "g"),
    (re.compile("dh"), "d"),
    (re.compile("^dj|(?<=[aeiou])dj"), "j"),
    (re.compile("ou|oo"), "u"),
    (re.compile("w"), "v"),
    (re.compile("^y"), "j"),
    (re.compile("(?<=k)(?:ij|iy|yy|yj|ii|i|y)$"), "y"),
]
_DOUBLE = re.compile(r"(.)\1")


def same_sounds(one: str, other: str) -> bool:
    """Whether two names may be one name from another script; q is k to some and g to others."""
    first, second = without_marks(one), without_marks(other)
    # Who writes q for a sound also doubles others at will: Gaddafi, Qadafi.
    doubles = "q" not in first + second
    return not _shapes(first, doubles).isdisjoint(_shapes(second, doubles))


def _shapes(plain: str, doubles: bool) -> set[str]:
    found = set()
    for shape in {plain.replace("q", "k"), plain.replace("q", "g")}:
        for pattern, sound in _SOUNDS:
            shape = pattern.sub(sound, shape)
        found.add(shape if doubles else _DOUBLE.sub(r"\1", shape))
    return found
