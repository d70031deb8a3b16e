"""Bytes of a page go in, its text comes out, with the charset and why that one. Never raises and never reads markup
beyond the charset it declares.

A page may not choose any codec Python knows: only those of the WHATWG Encoding Standard, under its labels, so that text
reads here as in a browser and utf-7 and its like stay out.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from enum import StrEnum


class CharsetReason(StrEnum):
    """What decided the charset."""

    BOM = "bom"
    HEADER = "header"
    META = "meta"
    VALID_UTF8 = "valid_utf8"
    MOSTLY_UTF8 = "mostly_utf8"
    FALLBACK = "fallback"


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, the WHATWG name of the charset it was read by, and what decided that."""

    text: str
    charset: str
    why: CharsetReason


# Python's codec -> the WHATWG encoding that its labels stand for, and the codec that reads it. Browsers read the narrow
# old names as their wider successors (iso-8859-1 as windows-1252, gb2312 as gbk), so we do (Encoding Standard, 4.2).
_WHATWG = {
    "utf-8": ("utf-8", "utf-8"),
    "utf-16": ("utf-16le", "utf-16-le"),
    "utf-16-le": ("utf-16le", "utf-16-le"),
    "utf-16-be": ("utf-16be", "utf-16-be"),
    "ascii": ("windows-1252", "cp1252"),
    "iso8859-1": ("windows-1252", "cp1252"),
    "cp1252": ("windows-1252", "cp1252"),
    "iso8859-9": ("windows-1254", "cp1254"),
    "cp1254": ("windows-1254", "cp1254"),
    "iso8859-11": ("windows-874", "cp874"),
    "tis-620": ("windows-874", "cp874"),
    "cp874": ("windows-874", "cp874"),
    "shift_jis": ("shift_jis", "cp932"),
    "cp932": ("shift_jis", "cp932"),
    "gb2312": ("gbk", "gb18030"),
    "gbk": ("gbk", "gb18030"),
    "gb18030": ("gb18030", "gb18030"),
    "big5": ("big5", "big5hkscs"),
    "big5hkscs": ("big5", "big5hkscs"),
    "euc_kr": ("euc-kr", "cp949"),
    "cp949": ("euc-kr", "cp949"),
    "euc_jp": ("euc-jp", "euc_jp"),
    "iso2022_jp": ("iso-2022-jp", "iso2022_jp"),
    "koi8-r": ("koi8-r", "koi8-r"),
    "koi8-u": ("koi8-u", "koi8-u"),
    "mac-roman": ("macintosh", "mac-roman"),
    "mac-cyrillic": ("x-mac-cyrillic", "mac-cyrillic"),
    "cp866": ("ibm866", "cp866"),
    **{f"iso8859-{n}": (f"iso-8859-{n}", f"iso8859-{n}") for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    **{f"cp125{n}": (f"windows-125{n}", f"cp125{n}") for n in (0, 1, 3, 5, 6, 7, 8)},
}

# Labels of the standard that Python does not know, or knows as something else.
_LABELS = {
    "x-sjis": "shift_jis",
    "windows-31j": "cp932",
    "ks_c_5601-1987": "cp949",
    "korean": "cp949",
    "x-gbk": "gbk",
    "x-x-big5": "big5",
    "x-cp1250": "cp1250",
    "x-cp1251": "cp1251",
    "x-cp1252": "cp1252",
    "dos-874": "cp874",
    "windows-874": "cp874",
    "iso-8859-8-i": "iso8859-8",
    "logical": "iso8859-8",
    "visual": "iso8859-8",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-mac-ukrainian": "mac-cyrillic",
    "unicode": "utf-16-le",
    "ucs-2": "utf-16-le",
    "unicode-1-1-utf-8": "utf-8",
    "x-unicode20utf8": "utf-8",
    "koi": "koi8-r",
    "sun_eu_greek": "iso8859-7",
}

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))

_PRESCAN = 1024  # HTML Standard, 13.2.3.2: a declaration has to stand in the first 1024 bytes; we grant some slack
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.S)
_META = re.compile(rb"<meta[\s/][^>]*>", re.I)
_ATTRIBUTE = re.compile(rb"""[\s/"'](charset|content|http-equiv)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.I)
_IN_CONTENT = re.compile(rb"""charset\s*=\s*["']?\s*([^\s"';]+)""", re.I)
_XML = re.compile(rb"""\A<\?xml[^>]*?\sencoding\s*=\s*["']([^"']+)["']""", re.I)


def decode(body: bytes, content_type: str | None) -> Decoded:
    """The text of a page: by its byte order mark, else its HTTP charset, else its meta, else UTF-8 or windows-1252.

    What a declared charset cannot read becomes U+FFFD, as in a browser: a wrong byte must not hide the article.
    """
    for mark, codec in _BOMS:
        if body.startswith(mark):
            return _read(body[len(mark) :], codec, CharsetReason.BOM)
    if (named := known_codec(_header_charset(content_type))) is not None:
        return _read(body, named, CharsetReason.HEADER)
    if (named := known_codec(declared(body[: 4 * _PRESCAN]))) is not None:
        # Whoever could write the tag in ASCII is not in UTF-16 (HTML Standard, 13.2.3.2, step 13 of the prescan).
        return _read(body, "utf-8" if named.startswith("utf-16") else named, CharsetReason.META)
    return _guess(body)


def known_codec(label: str) -> str | None:
    """Python's codec for a charset label of the Encoding Standard, None where the standard knows no such label."""
    label = label.strip().strip("\"'").lower()
    if not label.isascii() or not 0 < len(label) <= 40:
        return None
    try:
        name = codecs.lookup(_LABELS.get(label, label)).name
    except (LookupError, ValueError):
        return None
    return _WHATWG[name][1] if name in _WHATWG else None


def _read(body: bytes, codec: str, why: CharsetReason) -> Decoded:
    name = _WHATWG[codecs.lookup(codec).name][0]
    return Decoded(body.decode(codec, "replace"), name, why)


def _header_charset(content_type: str | None) -> str:
    for part in (content_type or "").split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            return value
    return ""


def declared(head: bytes) -> str:
    """The charset that a page names itself, in its XML declaration or a meta element; empty without one we know."""
    if (xml := _XML.match(head)) is not None:
        return xml[1].decode("latin-1")
    for tag in _META.finditer(_COMMENT.sub(b"", head)):
        attributes = {m[1].lower(): m[2] or m[3] or m[4] or b"" for m in _ATTRIBUTE.finditer(tag[0])}
        found = attributes.get(b"charset", b"")
        if not found and attributes.get(b"http-equiv", b"").strip().lower() == b"content-type":
            inside = _IN_CONTENT.search(attributes.get(b"content", b""))
            found = inside[1] if inside else b""
        if found and known_codec(found.decode("latin-1")) is not None:
            return found.decode("latin-1")
    return ""


def _guess(body: bytes) -> Decoded:
    """Nothing declared. UTF-8 betrays itself: text in another charset is next to never valid as it."""
    try:
        return Decoded(body.decode("utf-8"), "utf-8", CharsetReason.VALID_UTF8)
    except UnicodeDecodeError:
        pass
    # A stray byte in a UTF-8 page (a cut-off teaser, a foreign comment) must not turn every accent of it to rubbish.
    text = body.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    right = len(text) - len(text.encode("ascii", "ignore")) - wrong
    if right > 20 * wrong:
        return Decoded(text, "utf-8", CharsetReason.MOSTLY_UTF8)
    return _read(body, "cp1252", CharsetReason.FALLBACK)
