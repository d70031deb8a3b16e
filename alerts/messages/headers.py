"""Headers of a mail: a name and a text go in, the lines of RFC 5322 and RFC 2047 come out. No parser sees the text.

Text from outside goes out inside encoded words unless it is short, plain ASCII without any sign of them, so that an
encoded word in a headline is shown as the text it is. It never stands at the start of a line. What should be plain
already, such as an id, is refused where it is not.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from email.policy import EmailPolicy
from typing import Any

LINE = 76
"""Characters of a line that holds an encoded word (RFC 2047 2)."""

WORD = 75
"""Characters of one encoded word (RFC 2047 2)."""

LONGEST_LINE = 998
"""Characters of any line (RFC 5322 2.1.1)."""

_Q, _B, _END = "=?utf-8?q?", "=?utf-8?b?", "?="
# The letters that stand for themselves even where a phrase is expected (RFC 2047 5, rule 3).
_BARE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")
# Printable ASCII in single blanks. A space before or after it would be lost, one of two as well.
_PLAIN = re.compile(r"[!-~]+(?: [!-~]+)*")
_EXACT = re.compile(r"[!-~\u00a0-\U0010ffff]+(?: [!-~\u00a0-\U0010ffff]+)*")
# A break that does not begin a folded line would begin a header or the body.
_LOOSE_BREAK = re.compile(r"\r\n(?! )|\r(?!\n)|(?<!\r)\n|\0")


class Written(str):
    """A header's value as it goes out; `said` is the same for a person."""

    said: str

    def __new__(cls, wire: str, said: str) -> Written:
        """`wire` may be folded, with CR LF and a blank."""
        made = super().__new__(cls, wire)
        made.said = said
        return made


class Unparsed(EmailPolicy):
    """A policy that keeps each value as it is given and writes it so.

    Python's own parses what is assigned: on 3.11 and 3.12 it decodes encoded words that it finds there, and a CR LF in
    one of them became a header of its own.
    """

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:
        """As it is. Raises ValueError for a value that would end its header."""
        if _LOOSE_BREAK.search(str(value)):
            raise ValueError(f"the header {name} has a break in it")
        return name, value

    def header_fetch_parse(self, name: str, value: str) -> Any:
        """As it was stored."""
        return value

    def fold(self, name: str, value: str) -> str:
        """The lines as they are: whoever made the value has folded it."""
        return f"{name}: {value}{self.linesep}"

    def fold_binary(self, name: str, value: str) -> bytes:
        """The lines as bytes; UTF-8 only where an address has it (RFC 6532)."""
        return self.fold(name, value).encode("utf-8" if self.utf8 else "ascii")


def text(name: str, words: str) -> Written:
    """A text of any kind as the value of the header `name`. A half of a surrogate pair becomes U+FFFD."""
    words = words.encode("utf-8", "replace").decode()
    room = LINE - len(name) - 2
    plain = len(words) <= room and "=?" not in words and (not words or _PLAIN.fullmatch(words) is not None)
    return Written(words if plain else "\r\n ".join(_encoded(words, min(room, WORD))), words)


def exact(value: str) -> Written:
    """A value that is plain already, such as an id. Raises ValueError for a control and for undue length."""
    if not _EXACT.fullmatch(value) or len(value) > LONGEST_LINE - 40:
        raise ValueError(f"not the value of a header: {value[:80]!r}")
    return Written(value, value)


def _encoded(words: str, first: int) -> Iterator[str]:
    """The text as encoded words, the first at most `first` long; no character is split between two (RFC 2047 5)."""
    raw = words.encode()
    quoted = [_quoted(char) for char in words]
    # Q where it is no longer: a person may have to read it as it stands.
    q = sum(map(len, quoted)) <= -(-len(raw) // 3) * 4
    lead, units = (_Q, quoted) if q else (_B, list(words))
    run: list[str] = []
    size, room = 0, first - len(lead) - len(_END)
    for unit in units:
        width = len(unit) if q else len(unit.encode())
        if run and size + width > (room if q else room // 4 * 3):
            yield _word(lead, "".join(run))
            run, size, room = [], 0, WORD - len(lead) - len(_END)
        run.append(unit)
        size += width
    yield _word(lead, "".join(run))


def _word(lead: str, run: str) -> str:
    return lead + (run if lead == _Q else base64.b64encode(run.encode()).decode()) + _END


def _quoted(char: str) -> str:
    if char == " ":
        return "_"
    return "".join(chr(byte) if byte in _BARE else f"={byte:02X}" for byte in char.encode())
