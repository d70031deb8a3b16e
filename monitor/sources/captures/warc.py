"""WARC (ISO 28500) and WACZ: the pages among their records, listed without keeping any, and read one by one.

A file goes in, captures come out. What is cut or broken ends the list with a fault; what stands before it is whole.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, cast

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from monitor.sources.captures.capture import MOST_BYTES, MOST_CAPTURES, Capture, Captures, Fault, Kept, moment

MOST_RECORD = 1_000_000_000
"""Bytes that one record may announce; a longer one is no page, and nothing behind it is looked for."""
_PAGES = ("text/html", "application/xhtml")
# What warcio's own parsing meets in broken records comes through as it is.
_BROKEN = (
    *(ArchiveLoadFailed, EOFError, OSError, ValueError, zlib.error, zipfile.BadZipFile),
    *(AttributeError, TypeError, KeyError, IndexError),
)

Opening = Callable[[], BinaryIO]


def warc(path: Path) -> Captures:
    """The pages of one WARC file, compressed or not."""
    return _listed(path.name, lambda: path.open("rb"))


def wacz(path: Path) -> Captures:
    """The pages of every WARC in a WACZ file."""
    try:
        with zipfile.ZipFile(path) as packed:
            names = [one for one in packed.namelist() if one.startswith("archive/") and ".warc" in one]
    except _BROKEN as wrong:
        yield Fault(path.name, f"the file cannot be opened: {wrong}")
        return
    if not names:
        yield Fault(path.name, "there is no WARC in its archive/ folder")
    for name in names:
        yield from _listed(f"{path.name}/{name}", partial(_member, path, name))


def record_at(opening: Opening, offset: int, where: str) -> Kept:
    """The page of the record that begins at a byte. Raises ValueError."""
    try:
        with _closing(opening) as stream:
            stream.seek(offset)
            record = next(iter(ArchiveIterator(stream)))
            headers = record.http_headers.headers if record.http_headers else []
            body = record.content_stream().read(MOST_BYTES + 1)
            cut = len(body) <= MOST_BYTES and _is_cut(record)
    except (*_BROKEN, StopIteration) as wrong:
        raise ValueError(f"{where}: the record cannot be read: {wrong}") from wrong
    if len(body) > MOST_BYTES:
        raise ValueError(f"{where}: the page is larger than {MOST_BYTES // 1_000_000} MB")
    if cut:
        raise ValueError(f"{where}: the record is shorter than it says; what is left of the page was not taken")
    # What the codings of the transfer were, warcio has taken off.
    dropped = ("content-encoding", "transfer-encoding", "content-length")
    return Kept(body, {name.lower(): value for name, value in headers if name.lower() not in dropped})


def _listed(name: str, opening: Opening) -> Captures:
    count = 0
    with _closing(opening) as stream:
        records = ArchiveIterator(stream)
        while True:
            try:
                record = next(records, None)
            except _BROKEN as wrong:
                yield Fault(
                    name, f"it is cut or broken behind {count} pages: {str(wrong).strip() or type(wrong).__name__}"
                )
                return
            if record is None:
                return
            where = f"{name} at {records.get_record_offset()}"
            if record.length is not None and record.length > MOST_RECORD:
                yield Fault(where, "the record says that it is over 1 GB long; nothing behind it was read")
                return
            if record.rec_type != "response" or record.http_headers is None:
                continue
            if not (record.http_headers.get_header("Content-Type") or "text/html").lower().startswith(_PAGES):
                continue
            if count == MOST_CAPTURES:
                yield Fault(where, f"{MOST_CAPTURES:,} pages were listed; nothing behind them was read")
                return
            yield _capture(record, where, opening, records.get_record_offset())
            count += 1


def _capture(record: Any, where: str, opening: Opening, offset: int) -> Capture | Fault:
    headers = record.rec_headers
    url = (headers.get_header("WARC-Target-URI") or "").strip("<> ")
    try:
        at_ms = moment(headers.get_header("WARC-Date") or "")
        status = int(record.http_headers.get_statuscode())
    except ValueError:
        return Fault(where, f"{url or 'a record'} says no time or no status")
    return Capture(url, at_ms, status, where, lambda: record_at(opening, offset, where))


def _is_cut(record: Any) -> bool:
    """Whether the file ended before the record did: of a page that is cut every lost sentence would be a change."""
    record.raw_stream.read()
    return bool(record.raw_stream.limit > 0)


def _member(path: Path, name: str) -> BinaryIO:
    return cast(BinaryIO, zipfile.ZipFile(path).open(name))


@contextmanager
def _closing(opening: Opening) -> Iterator[BinaryIO]:
    with opening() as stream:
        yield stream
