"""SQLite's write-ahead log, read without SQLite: the bytes of a log go in, the pages that it commits come out.

SQLite itself stops at the first frame that is not as it was written and says nothing, which is right after a power cut
and hides what a damaged disk took away. Here both are told apart. Changes nothing. https://www.sqlite.org/fileformat2.html#walformat
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

HEAD = 32
FRAME_HEAD = 24
MAGIC = 0x377F0682
"""With its last bit set the sums are of big-endian words."""


@dataclass(frozen=True, slots=True)
class Log:
    """`pages` by number as the last sound commit left them, `size` the file's pages after it (0: no commit), `lost`
    the commits behind the first frame that is not as it was written. `damage` is a head that cannot be read."""

    pages: dict[int, bytes] = field(default_factory=dict)
    size: int = 0
    lost: int = 0
    damage: str = ""

    def said(self) -> str:
        """What is wrong with it, "" for nothing."""
        if self.lost:
            return f"the log is damaged: {self.lost} commits or more in it are lost"
        return self.damage


@dataclass(frozen=True, slots=True)
class _Frame:
    page: int
    size: int
    body: bytes
    follows: bool
    """Whether its sum follows from that of the frame before it, be that one sound or not."""


def read(path: Path) -> Log:
    """The log of the database file `path`; an empty one where there is none. The database must not be in use."""
    try:
        return parsed(path.with_name(f"{path.name}-wal").read_bytes())
    except OSError:  # whoever opens the database says why it cannot be read
        return Log()


def parsed(raw: bytes) -> Log:
    """What a log holds."""
    if not raw:
        return Log()
    # All zeros is what a file system may leave of a log that was begun when the power went.
    if len(raw) < HEAD or not any(raw):
        return Log()
    magic, _, page_size, _, *_ = struct.unpack(">8I", raw[:HEAD])
    order = "big" if magic & 1 else "little"
    sizes = (1 << n for n in range(9, 17))
    if magic & ~1 != MAGIC or page_size not in sizes or _sum(raw[: HEAD - 8], (0, 0), order) != _pair(raw, HEAD - 8):
        # A head is written with the first frame, so one that is torn has nothing behind it.
        behind = len(raw) > HEAD + 2 * (FRAME_HEAD + 512)
        return Log(damage="the head of the log is damaged: what was in it is lost") if behind else Log()
    return _followed(list(_frames(raw, page_size, order)))


def _followed(frames: list[_Frame]) -> Log:
    pages: dict[int, bytes] = {}
    waiting: dict[int, bytes] = {}
    size = 0
    for at, frame in enumerate(frames):
        if not frame.follows:
            return Log(pages, size, _behind(frames[at + 1 :]))
        waiting[frame.page] = frame.body
        if frame.size:
            pages |= waiting
            size, waiting = frame.size, {}
    return Log(pages, size)


def _behind(frames: list[_Frame]) -> int:
    """Commits behind a broken frame that were finished.

    The last one may have been cut off by a power cut while its frames were written in any order; one with a sound frame
    behind it was synced before that frame was begun, so that what broke it came later.
    """
    sound = [frame for frame in frames if frame.follows]
    return sum(bool(frame.size) for frame in sound[:-1])


def _frames(raw: bytes, page_size: int, order: str) -> Iterator[_Frame]:
    """The frames of this round of the log; those that an earlier round left behind have other salts."""
    salts = raw[16:24]
    before = _pair(raw, HEAD - 8)
    step = FRAME_HEAD + page_size
    for at in range(HEAD, len(raw) - step + 1, step):
        head = raw[at : at + FRAME_HEAD]
        body = raw[at + FRAME_HEAD : at + step]
        if head[8:16] != salts:
            # One damaged head is stepped over where the next frame is of this round again.
            if raw[at + step + 8 : at + step + 16] != salts:
                return
            yield _Frame(0, 0, b"", follows=False)
            before = _pair(head, 16)
            continue
        page, size = struct.unpack(">2I", head[:8])
        told = _pair(head, 16)
        yield _Frame(page, size, body, follows=_sum(body, _sum(head[:8], before, order), order) == told)
        before = told


def _pair(raw: bytes, at: int) -> tuple[int, int]:
    one, two = struct.unpack(">2I", raw[at : at + 8])
    return one, two


def _sum(raw: bytes, start: tuple[int, int], order: str) -> tuple[int, int]:
    """SQLite's checksum, a pair of words at a time."""
    words = array("I", raw)
    if (order == "big") != (array("I", b"\1\0\0\0")[0] != 1):
        words.byteswap()
    one, two = start
    pairs = iter(words)
    for first, second in zip(pairs, pairs, strict=True):
        one = (one + first + two) & 0xFFFFFFFF
        two = (two + second + one) & 0xFFFFFFFF
    return one, two
