"""Rows out of the pages of a database file, read without SQLite, so that a damaged page costs what stands on it and no
more: bytes go in, records come out. Changes nothing. https://www.sqlite.org/fileformat2.html
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from mmap import mmap

MAGIC = b"SQLite format 3\0"
USUAL_PAGE = 4096
DEEPEST = 40
LONGEST = 256_000_000
"""Bytes of one row: a damaged length must not ask for all memory."""

TABLE_LEAF, TABLE_INNER, INDEX_LEAF, INDEX_INNER = 13, 5, 10, 2
INDEX = (INDEX_LEAF, INDEX_INNER)
ROWS = {TABLE_LEAF, INDEX_LEAF, INDEX_INNER}
"""Pages on which rows stand; an inner page of a table holds keys alone."""

Value = int | float | str | bytes | None


class Unreadable(Exception):
    """A page or a row is not what SQLite writes."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row as it is stored: its number, None on a page of an index, and its values in stored order."""

    rowid: int | None
    values: tuple[Value, ...]


@dataclass(slots=True)
class Tally:
    """What could not be read on a walk: pages, and rows on pages that could."""

    pages: int = 0
    rows: int = 0


class Pages:
    """The pages of a file, as the log leaves them. Remembers in `seen` which pages a walk has used."""

    def __init__(self, raw: bytes | mmap, newer: dict[int, bytes], size: int) -> None:
        """`newer` and `size` are what the log holds: pages by number, and how many there are (0: as many as fit)."""
        self._raw = raw
        self._newer = newer
        self.page_size = len(next(iter(newer.values()))) if newer else _page_size(raw)
        self.count = size or -(-len(raw) // self.page_size)
        self.seen: set[int] = set()

    def page(self, number: int) -> bytes:
        """Raises Unreadable for one that is not there."""
        found = self._newer.get(number)
        if found is None:
            found = self._raw[(number - 1) * self.page_size : number * self.page_size]
        if number < 1 or len(found) < self.page_size:
            raise Unreadable(f"page {number} is not in the file")
        return found

    def rows(self, root: int, tally: Tally) -> Iterator[Record]:
        """All rows under a root. A page that cannot be read loses what is under it, and no more."""
        family: tuple[int, ...] = ()
        todo = [(root, 0)]
        while todo:
            number, depth = todo.pop()
            try:
                raw = self.page(number)
                kind, children = raw[_start(number)], _children(raw, _start(number))
            except (Unreadable, struct.error):
                tally.pages += 1
                continue
            family = family or ((TABLE_LEAF, TABLE_INNER) if kind in (TABLE_LEAF, TABLE_INNER) else INDEX)
            if number in self.seen or depth > DEEPEST or kind not in family:
                tally.pages += 1
                continue
            self.seen.add(number)
            todo += [(child, depth + 1) for child in reversed(children)]
            rows, bad = self.rows_on(number, raw)
            tally.rows += bad
            yield from rows

    def rows_on(self, number: int, raw: bytes) -> tuple[list[Record], int]:
        """The rows on one page, and how many there could not be read."""
        found: list[Record] = []
        bad = 0
        for at in _cells(raw, _start(number)) if raw[_start(number)] in ROWS else ():
            try:
                found.append(self._record(raw, at, raw[_start(number)]))
            except (Unreadable, UnicodeDecodeError, struct.error, IndexError):
                bad += 1
        return found, bad

    def left_over(self) -> Iterator[int]:
        """Pages that no walk has used and that rows may stand on."""
        for number in range(1, self.count + 1):
            if number in self.seen:
                continue
            try:
                raw = self.page(number)
                _children(raw, _start(number))
            except (Unreadable, struct.error):
                continue
            if raw[_start(number)] in ROWS:
                yield number

    def pass_over_free(self) -> None:
        """Count the pages of the freelist as used: what was deleted must not come back."""
        try:
            trunk = struct.unpack(">I", self.page(1)[32:36])[0]
            while trunk and trunk not in self.seen:
                raw = self.page(trunk)
                follow, count = struct.unpack(">2I", raw[:8])
                self.seen.add(trunk)
                self.seen.update(struct.unpack(f">{count}I", raw[8 : 8 + 4 * min(count, self.page_size // 4)]))
                trunk = follow
        except (Unreadable, struct.error):
            return

    def _record(self, raw: bytes, at: int, kind: int) -> Record:
        rowid = None
        if kind == INDEX_INNER:
            at += 4
        length, at = varint(raw, at)
        if kind == TABLE_LEAF:
            rowid, at = varint(raw, at)
        if length > LONGEST:
            raise Unreadable("a row of no possible length")
        return Record(rowid, values_of(self._payload(raw, at, length, kind)))

    def _payload(self, raw: bytes, at: int, length: int, kind: int) -> bytes:
        usable = self.page_size
        most = usable - 35 if kind == TABLE_LEAF else (usable - 12) * 64 // 255 - 23
        if length <= most:
            return _exactly(raw[at : at + length], length)
        least = (usable - 12) * 32 // 255 - 23
        here = least + (length - least) % (usable - 4)
        if here > most:
            here = least
        pieces = [_exactly(raw[at : at + here], here)]
        (more,) = struct.unpack(">I", raw[at + here : at + here + 4])
        left = length - here
        used = []
        while left > 0:
            if more in self.seen or more in used:
                raise Unreadable(f"page {more} belongs to another row")
            used.append(more)
            page = self.page(more)
            pieces.append(page[4 : 4 + left])
            left -= len(pieces[-1])
            (more,) = struct.unpack(">I", page[:4])
        self.seen.update(used)
        return b"".join(pieces)


def varint(raw: bytes, at: int) -> tuple[int, int]:
    """A number of one to nine bytes, and where it ends."""
    value = 0
    for step in range(8):
        byte = raw[at + step]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + step + 1
    value = value << 8 | raw[at + 8]
    return value - (1 << 64) if value >> 63 else value, at + 9


def values_of(payload: bytes) -> tuple[Value, ...]:
    """The values of one record. Raises Unreadable where the lengths do not come to the whole."""
    head, at = varint(payload, 0)
    kinds = []
    while at < head:
        kind, at = varint(payload, at)
        kinds.append(kind)
    if at != head:
        raise Unreadable("a row whose head is not where it ends")
    found: list[Value] = []
    for kind in kinds:
        value, at = _value(payload, at, kind)
        found.append(value)
    if at != len(payload):
        raise Unreadable("a row that is not as long as it says")
    return tuple(found)


_WIDTHS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


def _value(payload: bytes, at: int, kind: int) -> tuple[Value, int]:
    if kind in (0, 8, 9):
        return {0: None, 8: 0, 9: 1}[kind], at
    if width := _WIDTHS.get(kind):
        return int.from_bytes(_exactly(payload[at : at + width], width), "big", signed=True), at + width
    if kind == 7:
        return struct.unpack(">d", payload[at : at + 8])[0], at + 8
    if kind < 12:
        raise Unreadable(f"no value is of sort {kind}")
    width = (kind - 12) // 2
    raw = _exactly(payload[at : at + width], width)
    return (raw.decode("utf-8") if kind % 2 else raw), at + width


def _exactly(raw: bytes, length: int) -> bytes:
    if len(raw) != length:
        raise Unreadable("a row that leads out of its page")
    return raw


def _page_size(raw: bytes | mmap) -> int:
    told = int.from_bytes(raw[16:18], "big")
    told = 65536 if told == 1 else told
    return told if raw[:16] == MAGIC and told in {1 << n for n in range(9, 17)} else USUAL_PAGE


def _start(number: int) -> int:
    """Where a page begins to tell of itself: the first one has the head of the file before that."""
    return 100 if number == 1 else 0


def _cells(raw: bytes, start: int) -> list[int]:
    head = 12 if raw[start] in (TABLE_INNER, INDEX_INNER) else 8
    count = int.from_bytes(raw[start + 3 : start + 5], "big")
    if start + head + 2 * count > len(raw):
        return []
    return list(struct.unpack(f">{count}H", raw[start + head : start + head + 2 * count]))


def _children(raw: bytes, start: int) -> list[int]:
    """The pages under an inner page, [] for a leaf. Raises Unreadable for what is neither."""
    kind = raw[start]
    if kind not in (TABLE_LEAF, TABLE_INNER, INDEX_LEAF, INDEX_INNER):
        raise Unreadable(f"no page is of sort {kind}")
    count = int.from_bytes(raw[start + 3 : start + 5], "big")
    if start + 8 + 2 * count > len(raw):
        raise Unreadable("a page with more rows than room")
    if kind in (TABLE_LEAF, INDEX_LEAF):
        return []
    found = [struct.unpack(">I", raw[at : at + 4])[0] for at in _cells(raw, start) if at + 4 <= len(raw)]
    return [*found, struct.unpack(">I", raw[start + 8 : start + 12])[0]]
