"""Pages whose bytes are not in the charset they declare: bytes and how they were decoded go in, the likely text out.

What is declared stands unless the bytes speak against it: UTF-8, UTF-16 and ISO-2022-JP betray themselves by their
form, all others by the words they make. Of a text that no charset makes words of, it says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from spiders.decoding import CharsetReason, Decoded, declared, decode, known_codec
from spiders.reading.charsets import Reads, ranked, reads, sample_of

_LANGUAGE = re.compile(rb"<html[^>]*\slang\s*=\s*[\"']?([a-zA-Z]{2})(?:-([a-zA-Z]+))?", re.I)
_TRADITIONAL = frozenset(["tw", "hk", "mo", "hant"])
_ESCAPES = re.compile(rb"\x1b\$[@B]")
"""ISO-2022-JP's way into JIS X 0208; no text has the escape character otherwise."""
_BROKEN = "\ufffd"
CHANCE = 3
"""Characters of several bytes that are never valid UTF-8 by chance where all others are ASCII."""
MANY = 10
"""The same under a declared charset whose own characters have several bytes."""
_WIDE = frozenset(["shift_jis", "euc-jp", "gbk", "gb18030", "big5", "euc-kr", "iso-2022-jp", "utf-16le", "utf-16be"])
WORDS = 0.98
"""From here a text surely reads as the language it says it is in."""
FEW = 0.3
"""What another charset must reach at least to be taken instead of the declared one."""
AHEAD = 0.2
"""And how far it must be ahead of it: who declares is mostly right."""
AHEAD_ALIKE = 0.03
"""The same where both make words of one language: neighbours share most letters, and one misread letter tells."""
EVIDENCE = 40
"""Bytes above 7F from which a text can be said to be readable or not."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """The text as its bytes are likely meant. `garbled` says that no charset makes words of them."""

    text: str
    garbled: bool = False


def text_of(body: bytes, headers: Mapping[str, str]) -> tuple[Repaired, bytes | None]:
    """The text of a page, and its bytes where they are that text in UTF-8, which the parser need not encode again."""
    content_type = next((value for name, value in headers.items() if name.lower() == "content-type"), "")
    found = decode(body, content_type)
    plain = found.charset == "utf-8" and found.why is not CharsetReason.BOM and _BROKEN not in found.text
    # One byte is looked for a hundred times as fast as two.
    if plain and b"\x1b" not in body and b"\0" not in body[:2000]:
        return Repaired(found.text), body
    return repaired(body, found), None


def repaired(body: bytes, found: Decoded) -> Repaired:
    """The text of a page that was decoded as it declares, or as browsers do where it declares nothing."""
    if found.why is CharsetReason.BOM:
        return Repaired(found.text)
    if (wide := _utf16(body)) and found.charset != wide[0]:
        return Repaired(body.decode(wide[1], "replace"))
    if _ESCAPES.search(body) and _BROKEN not in (read := body.decode("iso2022_jp", "replace")):
        return Repaired(read)
    if body.isascii():
        return Repaired(body.decode("ascii") if found.charset.startswith("utf-16") and not wide else found.text)
    if found.charset != "utf-8" and not wide and (utf8 := _as_utf8(body, found)):
        return Repaired(utf8)
    if wide or (found.charset == "utf-8" and _BROKEN not in found.text):
        return Repaired(found.text)
    return _by_words(body, found)


def _by_words(body: bytes, found: Decoded) -> Repaired:
    sample = sample_of(body)
    above = sum(byte > 0x7F for byte in sample)
    if not above:
        return Repaired(found.text)
    language = _language_of(body)
    claimed = reads(sample, found.charset, language)
    if language and claimed.fit >= WORDS and found.why is not CharsetReason.FALLBACK:
        return Repaired(found.text)
    claimed = max(claimed, reads(sample, found.charset), key=lambda one: one.score)
    own = _named_inside(body)
    best = max(ranked(sample), key=lambda one: _trusted(one, language, own))
    ahead = AHEAD_ALIKE if best.language in (claimed.language, language) else AHEAD
    if found.why is CharsetReason.FALLBACK:
        ahead = 0.0
    elif best.charset == found.charset or (above < EVIDENCE / 4 and claimed.fit >= WORDS):
        return Repaired(found.text)
    if best.score >= FEW and _trusted(best, language, own) > _trusted(claimed, language, own) + ahead:
        return Repaired(body.decode(known_codec(best.charset) or "cp1252", "replace"))
    return Repaired(found.text, garbled=above >= EVIDENCE and claimed.fit < 0)


def _trusted(one: Reads, language: str, own: str) -> float:
    """How well it reads, a little more where the page says the same of its language or its charset."""
    return one.score + 0.15 * (one.language == language) + 0.15 * (known_codec(one.charset) == own)


def _language_of(body: bytes) -> str:
    said = _LANGUAGE.search(body[:5000])
    if said is None:
        return ""
    language, region = said[1].decode("ascii").lower(), (said[2] or b"").decode("ascii").lower()
    if language == "zh":
        return "zh-TW" if region in _TRADITIONAL else "zh"
    return {"iw": "he", "no": "da", "nb": "da", "nn": "da", "bs": "hr"}.get(language, language)


def _named_inside(body: bytes) -> str:
    """The codec that the page names itself, whatever the server's header says; empty for UTF-8, which it is not."""
    codec = known_codec(declared(body[:5000])) or ""
    return "" if codec.startswith("utf") else codec


def _utf16(body: bytes) -> tuple[str, str] | None:
    """UTF-16 without its mark: markup is ASCII, so every other byte of much of it is zero."""
    head = body[:2000]
    if head.count(0) < 0.2 * len(head) or len(head) < 20:
        return None
    late = head[1::2].count(0) > head[::2].count(0)
    return ("utf-16le", "utf-16-le") if late else ("utf-16be", "utf-16-be")


def _as_utf8(body: bytes, found: Decoded) -> str:
    """The bytes as UTF-8, if they are valid as that and too many to be so by chance."""
    try:
        read = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""
    above = sum(char > "\x7f" for char in read)
    return read if above >= (MANY if found.charset in _WIDE else CHANCE) or _BROKEN in found.text else ""
