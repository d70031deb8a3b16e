"""A page saved from a browser: one HTML file, with the address and the time that it, or whoever hands it in, says.

A file goes in, one capture comes out, or a fault where nobody says of which address it is.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from monitor.sources.captures.capture import MOST_BYTES, Capture, Captures, Fault, Kept, moment

_HEAD = 65_536
# Browsers write the first, SingleFile the second; the third is the page's own word.
_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d+\)(\S+)\s*-->", re.IGNORECASE)
_SINGLE_FILE = re.compile(
    rb"<!--\s*Page saved with SingleFile\s+url:\s*(\S+)\s+saved date:\s*([^\n]+?)\s*-->", re.IGNORECASE
)
_CANONICAL = re.compile(rb"<link\b[^>]*\brel=[\"']?canonical[\"']?[^>]*>", re.IGNORECASE)
_HREF = re.compile(rb"\bhref=[\"']?([^\"'\s>]+)", re.IGNORECASE)
# "Tue May 02 2023 14:00:00 GMT+0200 (Central European Summer Time)", as JavaScript prints a date.
_PRINTED = re.compile(r"(?:[A-Z][a-z]{2} )?([A-Z][a-z]{2} \d{1,2} \d{4} \d\d:\d\d:\d\d) GMT([+-]\d{4})")
_TOOLBAR = re.compile(rb"<!-- BEGIN WAYBACK TOOLBAR INSERT -->.*?<!-- END WAYBACK TOOLBAR INSERT -->", re.DOTALL)


def saved(path: Path, url: str = "", at: str = "") -> Captures:
    """The page of one file. `url` and `at` go before what the file says; without a time it is that of the file."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    found = _SINGLE_FILE.search(head)
    given = url or (found[1] if found else _from_comment(head) or _canonical(head)).decode("utf-8", "replace")
    if not given:
        yield Fault(path.name, "the file does not say of which address it is; name it with --url")
        return
    note = ""
    try:
        at_ms = moment(at) if at else _printed(found[2].decode("utf-8", "replace")) if found else None
    except ValueError:
        yield Fault(path.name, f"{at!r} is no time; write it as 2023-05-03T14:00:00Z")
        return
    if at_ms is None:
        at_ms = int(path.stat().st_mtime * 1000)
        note = "its time is that of the file; name another with --at"
    yield Capture(given, at_ms, 200, path.name, lambda: page_of(path), note)


def page_of(path: Path) -> Kept:
    """The page that a file holds, without what the Wayback Machine put into it. Raises ValueError."""
    try:
        with path.open("rb") as file:
            body = file.read(MOST_BYTES + 1)
    except OSError as wrong:
        raise ValueError(f"{path}: cannot be read: {wrong.strerror}") from wrong
    if len(body) > MOST_BYTES:
        raise ValueError(f"{path}: the page is larger than {MOST_BYTES // 1_000_000} MB")
    return Kept(_TOOLBAR.sub(b"", body), {"content-type": "text/html"})


def _from_comment(head: bytes) -> bytes:
    found = _SAVED_FROM.search(head)
    return found[1] if found else b""


def _canonical(head: bytes) -> bytes:
    link = _CANONICAL.search(head)
    href = _HREF.search(link[0]) if link else None
    return href[1] if href else b""


def _printed(text: str) -> int | None:
    found = _PRINTED.search(text)
    if found is None:
        try:
            return moment(text)
        except ValueError:
            return None
    return int(datetime.strptime(" ".join(found.groups()), "%b %d %Y %H:%M:%S %z").timestamp() * 1000)
