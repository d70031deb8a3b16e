"""Where each key and each array element of a TOML text stands. A text that tomllib has accepted goes in, a map from
the path in its tables to line and column comes out. Never reads values: tomllib does that, but forgets positions.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

Path = tuple[str | int, ...]


class Position(NamedTuple):
    """A place in a text; both count from 1, columns in characters."""

    line: int
    column: int


_SPACE = re.compile(r"[ \t]*")
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'""")
# A backslash at the end of a line drops that line end and all blanks that follow it (TOML 1.0, strings).
_ESCAPE = re.compile(r"(?:\\[ \t]*\n\s*)*(?:\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}|\\[^uU\s]|[^\\])")
_DOT = re.compile(r"[ \t]*\.[ \t]*")
_PLAIN = re.compile(r"[^,\]}#\r\n]*")
# The longest form first: a multi-line string may hold one or two of its own quotes, also right before its end.
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}(?!")' r"|'''.*?'{3,5}(?!')" r'|"(?:[^"\\\n]|\\.)*"' r"|'[^'\n]*'",
    re.DOTALL,
)


def positions(text: str) -> Mapping[Path, Position]:
    """The position of every key (`("rule", 1, "name")`, arrays counted from 0), table header and array element.

    The text must be valid TOML; for any other the answer has no meaning.
    """
    return _scanned(text).found


def nearest(found: Mapping[Path, Position], path: Path) -> Position:
    """The position of the path, or of the closest thing around it that is written down; 1:1 if there is none."""
    while path and path not in found:
        path = path[:-1]
    return found.get(path, Position(1, 1))


def inside(text: str, path: Path, at: int) -> Position | None:
    """Where the character `at` of the string at `path` stands, counted as the string reads; None for no string there.

    An escape is written in more characters than it reads as, and a string over several lines has several lines.
    """
    scan = _scanned(text)
    if path not in scan.strings:
        return None
    start, end = scan.strings[path]
    offset = start + _written(scan.text[start:end], at)
    line_start = scan.text.rfind("\n", 0, offset) + 1
    return Position(scan.text.count("\n", 0, offset) + 1, offset - line_start + 1)


@lru_cache(maxsize=1)
def _scanned(text: str) -> _Scan:
    """The walk through a text, kept for the next question: a file with a thousand mistakes is walked once."""
    # TOML takes CRLF as a line end; tomllib reads it so, and a lone CR never passes it.
    scan = _Scan(text.replace("\r\n", "\n"))
    scan.run()
    return scan


def _written(raw: str, at: int) -> int:
    """The offset in a string as written, quotes included, of its character `at` as read."""
    quote = 3 if raw[:3] in ('"""', "'''") else 1
    offset = quote + (quote == 3 and raw[3:4] == "\n")
    for _ in range(at):
        if offset >= len(raw) - quote:
            break
        escape = _ESCAPE.match(raw, offset) if raw[0] == '"' else None
        offset = escape.end() if escape else offset + 1
    return offset


class _Scan:
    """One walk through the text. `at` is the offset of the next character to read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[Path, Position] = {}
        self.strings: dict[Path, tuple[int, int]] = {}
        self.lengths: dict[Path, int] = {}
        self.line, self.line_start, self.line_at = 1, 0, 0

    def run(self) -> None:
        prefix: Path = ()
        while True:
            self.skip(_BLANK)
            if self.at >= len(self.text):
                return
            if self.text.startswith("[", self.at):
                prefix = self.header()
            else:
                self.pair(prefix)

    def skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if match is None:
            return ""
        self.at = match.end()
        return match[0]

    def note(self, path: Path, offset: int) -> None:
        newlines = self.text.count("\n", self.line_at, offset)
        if newlines:
            self.line += newlines
            self.line_start = self.text.rindex("\n", 0, offset) + 1
        self.line_at = offset
        self.found.setdefault(path, Position(self.line, offset - self.line_start + 1))

    def key(self) -> list[tuple[str, int]]:
        """A dotted key: its parts, each with the offset where it starts."""
        parts = []
        while True:
            start = self.at
            raw = self.skip(_KEY)
            parts.append((next(iter(tomllib.loads(f"{raw}=0"))), start))
            if not self.skip(_DOT):
                return parts

    def resolve(self, prefix: Path, name: str) -> Path:
        """The path of a table; a name that is an array of tables means its newest element."""
        path = (*prefix, name)
        return (*path, self.lengths[path] - 1) if path in self.lengths else path

    def header(self) -> Path:
        is_array = self.text.startswith("[[", self.at)
        self.at += 2 if is_array else 1
        self.skip(_SPACE)
        parts = self.key()
        self.skip(_SPACE)
        self.at += 2 if is_array else 1
        path: Path = ()
        for name, start in parts[:-1]:
            path = self.resolve(path, name)
            self.note(path, start)
        name, start = parts[-1]
        path = (*path, name)
        self.note(path, start)
        if is_array:
            self.lengths[path] = self.lengths.get(path, 0) + 1
            path = (*path, self.lengths[path] - 1)
            self.note(path, start)
        return path

    def pair(self, prefix: Path) -> None:
        path = prefix
        for name, start in self.key():
            path = (*path, name)
            self.note(path, start)
        self.skip(_SPACE)
        self.at += 1  # the equals sign
        self.skip(_SPACE)
        self.value(path)

    def value(self, path: Path) -> None:
        first = self.text[self.at : self.at + 1]
        if first in ('"', "'"):
            start = self.at
            self.skip(_STRING)
            self.strings.setdefault(path, (start, self.at))
        elif first == "[":
            self.array(path)
        elif first == "{":
            self.table(path)
        else:
            self.skip(_PLAIN)

    def array(self, path: Path) -> None:
        self.at += 1
        for index in range(len(self.text)):
            self.skip(_BLANK)
            if self.text.startswith("]", self.at):
                break
            self.note((*path, index), self.at)
            self.value((*path, index))
            self.skip(_BLANK)
            if self.text.startswith(",", self.at):
                self.at += 1
        self.at += 1

    def table(self, path: Path) -> None:
        self.at += 1
        while True:
            self.skip(_BLANK)
            if self.text.startswith("}", self.at):
                break
            self.pair(path)
            self.skip(_BLANK)
            if self.text.startswith(",", self.at):
                self.at += 1
        self.at += 1
