"""Which kind of capture file a path is, and its captures. Looks at the first bytes, never at a name."""

from __future__ import annotations

import zipfile
import zlib
from enum import StrEnum
from pathlib import Path

from monitor.sources.captures import cdx, saved, warc
from monitor.sources.captures.capture import Captures

_HEAD = 4096


class Form(StrEnum):
    """What a file of captures is."""

    WARC = "warc"
    WACZ = "wacz"
    HTML = "html"
    CDX = "cdx"


def form_of(path: Path) -> Form | None:
    """The form of a file, None where it holds no captures. Raises OSError."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(b"\x1f\x8b"):
        try:
            head = zlib.decompressobj(31).decompress(head, _HEAD)
        except zlib.error:
            return None
    if head.startswith(b"WARC/"):
        return Form.WARC
    if head.startswith(b"PK\x03\x04"):
        return Form.WACZ if _holds_archive(path) else None
    begins = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if begins.startswith((b"<!doctype html", b"<html")):
        return Form.HTML
    return Form.CDX if cdx.is_index(head) else None


def opened(path: Path, form: Form, url: str = "", at: str = "") -> Captures:
    """The captures of a file in the order in which they stand; `url` and `at` are those of a saved page."""
    match form:
        case Form.WARC:
            return warc.warc(path)
        case Form.WACZ:
            return warc.wacz(path)
        case Form.HTML:
            return saved.saved(path, url, at)
        case Form.CDX:
            return cdx.cdx(path)


def _holds_archive(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as packed:
            return any(name.startswith("archive/") for name in packed.namelist())
    except (zipfile.BadZipFile, OSError):
        return False
