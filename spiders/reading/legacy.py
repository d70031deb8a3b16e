"""Pages whose bytes are not in the charset they declare: bytes and the text made of them go in, a better one comes out.

UTF-8 betrays itself, whatever the label says. Where a text is broken or nothing was declared, the page's language tells
which charsets its publisher's old system writes (the fallback table of the HTML standard, section 13.2.3.2).
"""

from __future__ import annotations

import re

from spiders.decoding import declared, known_codec

_LANGUAGE = re.compile(r"<html[^>]*\slang\s*=\s*[\"']?([a-z]{2})(?:-([a-z]+))?", re.I)
_BROKEN = "\ufffd"
_CYRILLIC = ("cp1251", "koi8-r")
_CHARSETS = {
    "ar": ("cp1256",), "fa": ("cp1256",), "ur": ("cp1256",), "he": ("cp1255",), "iw": ("cp1255",), "el": ("cp1253",),
    "tr": ("cp1254",), "ru": _CYRILLIC, "uk": ("cp1251", "koi8-u"), "bg": _CYRILLIC, "sr": ("cp1251", "cp1250"),
    "mk": _CYRILLIC, "be": _CYRILLIC, "th": ("cp874",), "pl": ("cp1250", "iso8859-2"), "cs": ("cp1250", "iso8859-2"),
    "sk": ("cp1250", "iso8859-2"), "hu": ("cp1250", "iso8859-2"), "sl": ("cp1250", "iso8859-2"),
    "hr": ("cp1250", "iso8859-2"), "ro": ("cp1250", "iso8859-2"), "lt": ("cp1257",), "lv": ("cp1257",),
    "et": ("cp1257",), "vi": ("cp1258",), "ja": ("cp932", "euc_jp"), "ko": ("cp949",), "zh": ("gb18030", "big5hkscs"),
}  # fmt: skip
_TRADITIONAL = ("tw", "hk", "mo", "hant")


def repaired(body: bytes, text: str, *, guessed: bool = False) -> str:
    """The text as the bytes are likely meant; the given one where nothing speaks against it.

    `guessed` says that no charset was declared and the text is the last resort's.
    """
    if body.isascii():
        return text
    if not text.isascii() and (utf8 := _as_utf8(body, text)):
        return utf8
    broken = text.count(_BROKEN) if _BROKEN in text else 0
    if not guessed and (not broken or sum(char > "\x7f" for char in text) >= 2 * broken):
        return text  # most of what is no ASCII was read: the others are slips in a text of that charset
    if broken and (named := known_codec(declared(body[:5000]))) and not named.startswith("utf"):
        own = body.decode(named, "replace")
        if own.count(_BROKEN) < broken / 20:
            return own  # the server said one charset and the page, which knows better, another
    found = _LANGUAGE.search(text[:5000])
    if found is None and guessed:
        return text
    charsets = _CHARSETS.get(found.group(1).lower(), ("cp1252",)) if found else ("cp1252",)
    if found and (found.group(2) or "").lower() in _TRADITIONAL:
        charsets = charsets[::-1]
    better = min((body.decode(charset, "replace") for charset in charsets), key=_oddness)
    return better if guessed or better.count(_BROKEN) < broken / 20 else text


def _as_utf8(body: bytes, text: str) -> str:
    """The bytes as UTF-8, if they are valid as that and were read as something else."""
    try:
        read = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""
    # Ten characters of several bytes are never valid by chance.
    return read if len(read) + 10 <= len(text) or (read != text and _BROKEN in text) else ""


def _oddness(text: str) -> float:
    """How unlike writing a text is: characters that could not be read, and words that turn their cases round.

    A Cyrillic text read by the other of its charsets has small letters where capitals belong and the other way round;
    kana and Chinese read by another's have broken characters and half-width forms.
    """
    sample = [char for char in text[:60_000] if char > "\x7f"]
    if not sample:
        return 0.0
    odd = sum(
        char == _BROKEN or char.isupper() or "\uff61" <= char <= "\uff9f" or not char.isprintable() for char in sample
    )
    return odd / len(sample)
