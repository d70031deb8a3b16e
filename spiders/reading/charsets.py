"""In which charset a page's bytes are words: bytes go in, for each charset how well it reads and as which language.

Letters that the language writes count for a charset; symbols amid words, broken characters, and letters of two scripts
in one word count against it. Judges by a sample of the text between the tags, never by what is declared.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any

from spiders.decoding import known_codec

SAMPLE = 2_500
"""Bytes of text that are judged. More tells nothing new."""
MOST = 20_000
"""Texts that are looked through for sentences."""
SENTENCE = 60
"""Bytes."""
RARE = 0.1
"""What a charset that few pages are in must read better by."""
_UNSEEN = re.compile(rb"<(script|style)\b.*?(?:</\1|\Z)|<!--.*?(?:-->|\Z)", re.I | re.S)
_TEXT = re.compile(rb">([^<>]*[\x80-\xff][^<>]*)")
"""No trail byte of a charset of the web is "<" or ">" but in ISO-2022-JP, which writes no byte above 7F."""
_WORD = re.compile(r"[^\W\d_]+(?:[^\W\d_]|[\u0300-\u036f])*")
_TYPOGRAPHY = frozenset(
    "“”„‟‘’‚«»‹›–—…•·€£$°§©®™¿¡ºª№′″×÷±½²³−‑、。「」『』（）〈〉《》【】〔〕・：；！？，．％～ー‥―＝＋／｢｣〇○◆■★→٪،؛؟۔ـ"
    "\u00a0\u00ad\u2002\u2003\u2009\u202f\u200b\u200c\u200d\u200e\u200f\u3000\ufeff"
)
_ODD_INSIDE = frozenset("“”„‚«»‹›•£$§©®™¿¡№×÷±½²³°")
"""Signs that stand around words and numbers, and in no word."""


@dataclass(frozen=True, slots=True)
class Reads:
    """How well a charset reads: `fit` is 1 where each sign fits the language, negative where most fit none.

    `score` is a little more than that where common words were met.
    """

    charset: str
    language: str
    score: float
    fit: float


@dataclass(frozen=True, slots=True)
class _Language:
    name: str
    letters: frozenset[str]
    script: re.Pattern[str] | None
    common: frozenset[str]
    charsets: tuple[str, ...]


@cache
def _lexicon() -> dict[str, Any]:
    return tomllib.loads(files("spiders.reading").joinpath("lexicons/charsets.toml").read_text("utf-8"))


@cache
def _languages() -> tuple[_Language, ...]:
    return tuple(
        _Language(
            name,
            frozenset(form for char in one.get("letters", "") for form in (char, char.upper()) if len(form) == 1),
            re.compile(f"[{one['script']}]") if "script" in one else None,
            frozenset(one["common"]),
            tuple(one["charsets"]),
        )
        for name, one in _lexicon()["languages"].items()
    )


def sample_of(body: bytes) -> bytes:
    """The first texts between tags that hold bytes above 7F; sentences before names and menus."""
    found: list[bytes] = []
    short: list[bytes] = []
    size = 0
    for match in islice(_TEXT.finditer(_UNSEEN.sub(b"<", body)), MOST):
        if len(match[1]) < SENTENCE:
            short.append(match[1])
            continue
        found.append(match[1])
        size += len(match[1])
        if size > SAMPLE:
            break
    return b"\n".join([*found, *short])[: int(1.5 * SAMPLE)]


@dataclass(frozen=True, slots=True)
class _Text:
    """A sample read by one charset: its words with signs above 7F, and what the signs between words are worth."""

    whole: str
    total: int
    words: tuple[tuple[str, frozenset[str], bool, bool], ...]
    marks: float


def _text(sample: bytes, charset: str) -> _Text:
    whole = unicodedata.normalize("NFC", sample.decode(known_codec(charset) or "latin-1", "replace"))
    words = []
    for word in _WORD.findall(whole):
        if not word.isascii():
            above = frozenset(char for char in word if char > "\x7f")
            mixed = any(char < "\x7f" for char in word) and any("\u0370" <= char < "\u1e00" for char in above)
            words.append((word, above, _has_sane_case(word) and not mixed, len(word) > 3 and word.isupper()))
    return _Text(whole, sum(char > "\x7f" for char in whole), tuple(words), sum(_marks(whole)))


def ranked(sample: bytes) -> list[Reads]:
    """All charsets that some language writes, the best first; of equals the one whose language is named first."""
    texts: dict[str, _Text] = {}
    found = []
    for language in _languages():
        for charset in language.charsets:
            if charset not in texts:
                texts[charset] = _text(sample, charset)
            rare = RARE if charset in _lexicon()["rare"] else 0.0
            found.append(_reads(charset, texts[charset], language, rare))
    return sorted(found, key=lambda one: -one.score)


def reads(sample: bytes, charset: str, language: str = "") -> Reads:
    """How well one charset reads in this language, or in that which it fits best, of those that are written in it."""
    codec, text = known_codec(charset), _text(sample, charset)
    writing = [one for one in _languages() if codec in map(known_codec, one.charsets)]
    if language:
        writing = [one for one in writing if one.name == language]
    elif not writing:
        writing = list(_languages())
    return max(
        (_reads(charset, text, one) for one in writing),
        key=lambda one: one.score,
        default=Reads(charset, language, -1.0, -1.0),
    )


def _reads(charset: str, text: _Text, language: _Language, rare: float = 0.0) -> Reads:
    fit, said = _fit(text, language)
    return Reads(charset, language.name, fit + said - rare, fit)


def _fit(text: _Text, language: _Language) -> tuple[float, float]:
    """How well the signs fit, and what the common words add to that."""
    if not text.total:
        return 1.0, 0.0
    if language.script is not None:
        return sum(_signs(text.whole, language, language.script)) / text.total, 0.0
    good = text.marks
    said = 0
    for word, above, sane, capitals in text.words:
        size = sum(char > "\x7f" for char in word)
        fits = sane and above <= language.letters
        if len(word) == 1 and word < "\u0370" and word.lower() not in language.common:
            continue  # a dash that another charset has as a letter
        # A text read by the other of two Cyrillic charsets is all capitals.
        good += (0.3 if capitals else 1) * size if fits else -size
        said += fits and len(word) > 1 and word.lower() in language.common
    if len(text.words) >= 12 and said < 0.04 * len(text.words) and min(language.letters) > "\u036f":
        good -= 0.5 * text.total  # every word is written so, and none of the commonest is there
    return good / text.total, 0.3 * min(1.0, 6 * said / max(len(text.words), 20))


def _signs(text: str, language: _Language, script: re.Pattern[str]) -> Iterator[float]:
    """What each sign of a writing without spaces is worth."""
    for index, char in enumerate(text):
        if char <= "\x7f":
            continue
        if language.name == "th" and (_is_latin(text[index - 1 : index]) or _is_latin(text[index + 1 : index + 2])):
            yield -1.0  # an accented letter of a Latin word
        elif char in language.common:
            yield 1.2
        elif script.match(char):
            yield 0.4 if language.name == "ja" else 0.25
        elif char in _TYPOGRAPHY or "\u3040" <= char <= "\u30ff" or "\uff01" <= char <= "\uff5e":
            yield 0.8 if language.name == "ja" or char in _TYPOGRAPHY else -0.5
        else:
            yield -1.0


def _marks(text: str) -> Iterator[float]:
    """What signs are worth that are no letters: they stand between words, not in them."""
    for index, char in enumerate(text):
        if char <= "\x7f" or char.isalpha() or "\u0300" <= char <= "\u036f":
            continue
        before, after = text[index - 1 : index], text[index + 1 : index + 2]
        if char not in _TYPOGRAPHY or (char in _ODD_INSIDE and before.isalpha() and after.isalpha()):
            yield -4.0 if before.isalpha() or after.isalpha() else -1.5
        else:
            yield 0.0 if before.isalpha() and after.isalpha() and char not in "’·" else 0.8


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _has_sane_case(word: str) -> bool:
    """Small letters, capitals, or one capital in front: the wrong Cyrillic charset turns the cases round."""
    return word.islower() or word.isupper() or word[1:].islower() or not (word.lower() != word or word.upper() != word)
