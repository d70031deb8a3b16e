"""Two spans of text in, whether they are the same letters out, and by which difference of writing.

    same_letters("Mueller", "Müller", "de")        diacritics  same_letters("colour", "color", "en")     variant
    same_letters("cease-fire", "ceasefire", "en")  joined      same_letters("Kinsasa", "Kinshasa", "es") transliteration
    same_letters("goverment", "government", "en")  slip        same_letters("Meyers", "Myers", "en")     other

Symmetric and pure. A corrected name is a fact: two capitalised words that both may be names are never a slip.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache

from monitor.text.lexicon import code_of
from monitor.text.normal import compose, fold
from monitor.text.slips import slip
from monitor.text.spelled import decoded, joined, same_sounds, variant, with_digraphs, without_marks
from monitor.text.wordlists import switched, wordlist


class Spelling(StrEnum):
    """By what two spans differ though their letters are the same; the later in this list, the more was laid flat."""

    SAME = "same"
    TYPOGRAPHY = "typography"
    """Composed letters, quotes, dashes, spaces, invisible marks, vowel marks and stretching of Arabic."""
    CASE = "case"
    DIACRITICS = "diacritics"
    JOINED = "joined"
    """Spaces, hyphens, apostrophes, dots of initials."""
    VARIANT = "variant"
    """British and American, before and after a reform."""
    MOJIBAKE = "mojibake"
    TRANSLITERATION = "transliteration"
    SLIP = "slip"
    OTHER = "other"


LONGEST = 400
"""Characters. What is longer is a sentence, and its words are compared one by one."""
_NAME = 6
"""Letters from which a name is compared by its sounds; shorter ones are one letter from too many others."""
_SLIPS = 2
"""Slips in one span. With more of them something else was written."""
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_EDGES = re.compile(r"^[^\w+-]+|[^\w%]+$")
_LAST_VOWEL = re.compile(r"(?:[aeiou]|ais|ee)[nsm]?$")


def same_letters(old: str, new: str, lang: str) -> Spelling:
    """Whether two spans are the same letters, and if they are not equal, why."""
    if old == new:
        return Spelling.SAME
    if _garbled(old, new):
        return Spelling.MOJIBAKE
    if max(len(old), len(new)) > LONGEST:
        return Spelling.OTHER
    first, second = sorted((old, new))
    return _same(first, second, code_of(lang))


def _garbled(old: str, new: str) -> bool:
    """Whether one was read in a wrong encoding, however often, and the two differ only where that left its marks."""
    if old.isascii() and new.isascii():
        return False
    if _NOT_ASCII.sub("\0", old) != _NOT_ASCII.sub("\0", new):
        return False
    return any(decoded(text) != text for text in (old, new))


@lru_cache(maxsize=16_384)
def _same(old: str, new: str, lang: str) -> Spelling:
    first, second = _plain(old), _plain(new)
    found = _compared(first, second, lang)
    if found is not Spelling.OTHER or (first.isascii() and second.isascii()):
        return found
    mended = [_plain(decoded(text)) for text in (old, new)]
    if mended != [first, second] and _compared(mended[0], mended[1], lang) in _BY_LETTER:
        return Spelling.MOJIBAKE
    return Spelling.MOJIBAKE if _lost(first, second) or _lost(second, first) else found


def _plain(text: str) -> str:
    return " ".join(_EDGES.sub("", fold(compose(unicodedata.normalize("NFC", text)).text)).split())


def _lost(damaged: str, whole: str) -> bool:
    """Whether one text is the other with letters outside ASCII lost to the sign for "unreadable"."""
    if "\ufffd" not in damaged or "\ufffd" in whole:
        return False
    parts = re.split("\ufffd+", damaged)
    return re.fullmatch("[^\x00-\x7f]{1,3}".join(map(re.escape, parts)), whole) is not None


def _compared(old: str, new: str, lang: str) -> Spelling:
    """The first difference of writing that explains all of it; word by word where there are as many."""
    if old == new:
        return Spelling.TYPOGRAPHY
    before, after = old.split(" "), new.split(" ")
    if len(before) != len(after) or len(before) == 1:
        return _alike(old, new, lang)
    differing = [(one, other) for one, other in zip(before, after, strict=True) if one != other]
    reasons = [_compared(one, other, lang) for one, other in differing]
    if reasons.count(Spelling.SLIP) > _SLIPS:
        return Spelling.OTHER
    if Spelling.OTHER in reasons:
        return _alike(old, new, lang)
    return max(reasons, key=_ORDER.index)


def _alike(old: str, new: str, lang: str) -> Spelling:
    """Case, marks, joints, variants and slips of what is one word on either side, or joined on one."""
    low, other = old.lower(), new.lower()
    if low == other:
        return Spelling.CASE
    marked = old.islower() and new.islower()
    if _equal(low, other, with_digraphs):
        return Spelling.DIACRITICS
    if _equal(low, other, without_marks):
        return Spelling.OTHER if _mark_tells(low, other, marked, lang) else Spelling.DIACRITICS
    bare = without_marks(joined(low)), without_marks(joined(other))
    if bare[0] == bare[1] and bare[0]:
        return Spelling.OTHER if _joint_tells(low, other, bare[0], lang) else Spelling.JOINED
    if _equal(bare[0], bare[1], lambda word: variant(word, lang)):
        return Spelling.VARIANT
    return Spelling.SLIP if slip(old, new, lang) else _name(old, new)


def _equal(one: str, other: str, shape: Callable[[str], str]) -> bool:
    return shape(one) == shape(other)


def _joint_tells(low: str, other: str, bare: str, lang: str) -> bool:
    """Whether words joined are others than words apart: "a part", "no table", a striker who re-signed."""
    if bare in wordlist(lang, "spelling", "joined_alike"):
        return False
    if bare in wordlist(lang, "spelling", "hyphen_tells"):
        return True
    tells = wordlist(lang, "spelling", "apart_tells")
    parts = [_apart(low), _apart(other)]
    return any(part in tells or (len(part) == 1 and part.isalpha()) for part in parts[0] ^ parts[1])


def _apart(low: str) -> set[str]:
    """The words of a span; a letter before or behind a number is a part of it ("B 52", "5 m")."""
    words = ["", *low.replace(".", "").split(), ""]
    lone = zip(words, words[1:], words[2:], strict=False)
    return {word for before, word, after in lone if not (before[-1:].isdigit() or after[:1].isdigit())}


def _mark_tells(low: str, other: str, marked: bool, lang: str) -> bool:
    """Whether a mark makes another word of it: "konnte", "könnte"; "anuncio", "anunció"; "Vater", "Väter"."""
    bare = without_marks(low)
    if bare in _plain_words(lang, "marks_tell_words"):
        return True
    if not marked:
        return False  # a name, or the head of a sentence
    if switched(lang, "spelling", "marks_tell"):
        return True
    endings = wordlist(lang, "spelling", "marks_tell_ends")
    if not endings:
        return False
    last = _LAST_VOWEL.search(bare)
    ends = low[last.start() :] != other[last.start() :] if last else False
    return len(bare) <= _SHORT or (ends and last is not None and last.group() in endings)


@lru_cache(maxsize=32)
def _plain_words(lang: str, name: str) -> frozenset[str]:
    return frozenset(map(without_marks, wordlist(lang, "spelling", name)))


def _name(old: str, new: str) -> Spelling:
    """Two spellings of one name from another script: capitalised, long enough, and of the same sounds."""
    names = all(text[:1].isupper() and len(text) >= _NAME for text in (old, new))
    if names and same_sounds(old.lower(), new.lower()):
        return Spelling.TRANSLITERATION
    return Spelling.OTHER


_SHORT = 3
"""Letters up to which a mark always tells in a language that has such endings: "si", "sí"."""
_ORDER = tuple(Spelling)
_BY_LETTER = _ORDER[: _ORDER.index(Spelling.VARIANT)]
"""What may be left to explain once a wrong decoding is undone."""
