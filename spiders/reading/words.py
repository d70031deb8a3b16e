"""Text as it is compared: one spelling for white space, quotation marks and dashes. Strings in, strings and keys out.

Never decides what a text means, and never changes the text that is shown.
"""

from __future__ import annotations

import re
import unicodedata
from binascii import b2a_base64
from functools import lru_cache
from hashlib import blake2b

SPACE = re.compile(r"\s+")
_UNSEEN = ("\xad", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2060", "\ufeff")
_ONE_SPELLING = (
    ("“", '"'), ("”", '"'), ("„", '"'), ("«", '"'), ("»", '"'), ("‘", "'"), ("’", "'"), ("‚", "'"), ("–", "-"),
    ("—", "-"),
)  # fmt: skip
_URL_SAFE = bytes.maketrans(b"+/", b"-_")
LONGEST = 20_000
"""Characters of a text that are looked at to weigh or sketch it; no paragraph of news has a tenth of it."""
_LONGEST_UNIFIED = 200_000
"""Characters up to which NFKC is applied; it takes a second for ten times as many, and makes 18 of some of them."""
_SHORT = 2000
"""Characters up to which a text is kept at hand in its compared form."""
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]|[^\W_]+")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SENTENCE_END = re.compile(r"[.!?…。！？؟۔।][\"'”’»)\]]*$")


def collapse(text: str) -> str:
    """The text on one line: every run of white space becomes one space, ends are trimmed, soft hyphens go."""
    if text.isprintable() and "  " not in text:  # so the only white space are single spaces, and most texts are so
        return text.strip(" ")
    return " ".join((text if text.isascii() else text.replace("\xad", "").replace("\u200b", "")).split())


def plain(text: str) -> str:
    """The text as it is compared: NFKC, one kind of quote and dash, no invisible characters, lower case."""
    return _compared(text) if len(text) < _SHORT else _compared.__wrapped__(text)


@lru_cache(maxsize=1024)  # each text of a page is compared several times while the page is read
def _compared(text: str) -> str:
    if text.isascii():
        tidy = text.isprintable()
    else:
        if len(text) <= _LONGEST_UNIFIED:
            text = unicodedata.normalize("NFKC", text)
        tidy = text.isprintable()
        # Passes in C, each of which takes a hundredth of the time of one str.translate.
        if not tidy:
            for unseen in _UNSEEN:
                text = text.replace(unseen, "")
        for other, one in _ONE_SPELLING:
            text = text.replace(other, one)
    text = text.lower()
    return text.strip(" ") if tidy and "  " not in text else " ".join(text.split())


def words(text: str) -> list[str]:
    """The words of a text, lower case; a CJK or Thai character counts as a word, since they write no spaces."""
    return _WORD.findall(plain(text))


def key(text: str) -> str:
    """Eight characters that stand for a text in memory (48 bits of BLAKE2b over its compared form, base64url)."""
    return _key(text) if len(text) < _SHORT else _key.__wrapped__(text)


@lru_cache(maxsize=1024)
def _key(text: str) -> str:
    digest = blake2b(plain(text).encode("utf-8", "replace"), digest_size=6).digest()
    return b2a_base64(digest, newline=False).translate(_URL_SAFE).decode("ascii")


def shingles(text: str, size: int = 4) -> set[tuple[str, ...]]:
    """All runs of `size` words; a shorter text is one run."""
    found = words(text)
    if not found:
        return set()
    return {tuple(found[i : i + size]) for i in range(max(1, len(found) - size + 1))}


def weight(text: str) -> int:
    """How much a text says, in characters of an alphabet: a CJK character stands for about three letters."""
    return len(text) if text.isascii() else len(text) + 2 * len(_WIDE.findall(text[:LONGEST]))


def ends_sentence(text: str) -> bool:
    """Whether the text stops where a sentence stops, in the scripts that mark it."""
    return bool(_SENTENCE_END.search(text.rstrip()))
