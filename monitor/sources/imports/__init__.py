"""Files of other programs, and lists of ours: bytes go in, one wish for each line or job comes out, whole or faulty.

Tells them apart by what stands in them, never by their names. Unpacks nothing to disk.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from monitor.sources.imports import backup, jobs, lists, opml
from monitor.sources.wish import Wish

MOST_BYTES = 256_000_000


class Form(StrEnum):
    """What a file is."""

    LIST = "list"
    CSV = "csv"
    OPML = "opml"
    JOBS = "jobs"
    BACKUP = "backup"
    BINARY = "binary"


_JOB = re.compile(rb"^(?:-\s+)?(?:url|navigate|command|kind|name|filters?)\s*:(?:\s|$)", re.MULTILINE)


def form_of(body: bytes) -> Form:
    """What the file is, by its first bytes and lines."""
    head = body[:65_536].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"PK\x03\x04") or (head.startswith(b"{") and b'"watching"' in body[:5_000_000]):
        return Form.BACKUP
    if b"\x00" in body[:8192]:
        return Form.BINARY
    if head.startswith(b"<") and b"<opml" in head[:4096].lower():
        return Form.OPML
    if lists.is_table(lists.lines_of(head)):
        return Form.CSV
    return Form.JOBS if _JOB.search(body[:2_000_000]) else Form.LIST


def read_wishes(body: bytes, zone: str = "UTC") -> tuple[Form, Sequence[Wish]]:
    """What the file is and what it asks for; `zone` is that of cron lines without one."""
    form = form_of(body)
    match form:
        case Form.BACKUP:
            return form, backup.read(body)
        case Form.OPML:
            return form, opml.read(body)
        case Form.JOBS:
            return form, jobs.read(body)
        case Form.BINARY:
            return form, ()
        case _:
            return form, lists.read(lists.lines_of(body), zone)
