"""Pages whose bytes are not in the charset they declare: bytes and the broken text go in, a better text comes out.

Used only where the declared charset left replacement characters all over the page; then the page's language tells which
charset its publisher's old system writes (the fallback table of the HTML standard, section 13.2.3.2).
"""

from __future__ import annotations

import re

_LANGUAGE = re.compile(r"<html[^>]*\slang\s*=\s*[\"']?([a-z]{2})(?:-([a-z]+))?", re.I)
_BROKEN = "\ufffd"
_CHARSET = {
    "ar": "cp1256", "fa": "cp1256", "ur": "cp1256", "he": "cp1255", "iw": "cp1255", "el": "cp1253", "tr": "cp1254",
    "ru": "cp1251", "uk": "cp1251", "bg": "cp1251", "sr": "cp1251", "mk": "cp1251", "be": "cp1251", "th": "cp874",
    "pl": "cp1250", "cs": "cp1250", "sk": "cp1250", "hu": "cp1250", "sl": "cp1250", "hr": "cp1250", "ro": "cp1250",
    "lt": "cp1257", "lv": "cp1257", "et": "cp1257", "vi": "cp1258", "ja": "cp932", "ko": "cp949", "zh": "gb18030",
}  # fmt: skip


def repaired(body: bytes, text: str) -> str:
    """The text in the charset that the page's language suggests, if that reads it without the broken characters."""
    if _BROKEN not in text:
        return text
    broken = text.count(_BROKEN)
    if broken < 20 or broken < 0.001 * len(text):
        return text
    found = _LANGUAGE.search(text[:5000])
    if found is None:
        return text
    language, region = found.group(1).lower(), (found.group(2) or "").lower()
    charset = "big5hkscs" if language == "zh" and region in ("tw", "hk", "hant") else _CHARSET.get(language, "cp1252")
    better = body.decode(charset, "replace")
    return better if better.count(_BROKEN) < broken / 20 else text
