"""A CDX or CDXJ index of the Wayback Machine's kind, and the captures that it lists, in files beside it.

Each line is answered. A capture stands in a WARC that the line names, or in a file named by its 14 digits of time, as
downloaders of the Wayback Machine write them; it is looked for in the folder of the index and below.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from monitor.sources.captures.capture import MOST_CAPTURES, Capture, Captures, Fault, moment
from monitor.sources.captures.saved import page_of
from monitor.sources.captures.warc import record_at

_STAMP = re.compile(r"\d{14}")
_PLAIN = ("N", "b", "a", "m", "s", "k", "S")
"""The fields of the Wayback Machine's answer: key, time, address, type, status, digest, length."""
_WITH_FILE = ("N", "b", "a", "m", "s", "k", "r", "M", "S", "V", "g")
"""The eleven of a CDX file beside WARCs: V is the place in the file g."""
_PAGES = ("text/html", "application/xhtml")
MOST_FILES = 200_000


def cdx(path: Path) -> Captures:
    """What the lines of an index list."""
    beside = _by_stamp(path.parent)
    legend: Sequence[str] = ()
    with path.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            where = f"{path.name}:{number}"
            if number > MOST_CAPTURES:
                yield Fault(where, f"{MOST_CAPTURES:,} lines were read; nothing behind them was")
                return
            words = line.split()
            if not words or words == ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]:
                continue
            if words[0] == "CDX":
                legend = words[1:]
                continue
            try:
                row = _json_row(line) if line.rstrip().endswith("}") else _row(words, legend)
                yield from _captured(row, where, path.parent, beside)
            except (ValueError, KeyError, TypeError) as wrong:
                yield Fault(where, f"this is no line of an index: {wrong}")


def is_index(head: bytes) -> bool:
    """Whether a file begins as an index does."""
    first = head.lstrip().split(b"\n", 1)[0].decode("utf-8", "replace")
    words = first.split()
    return first.startswith("CDX ") or (len(words) >= 3 and _STAMP.fullmatch(words[1]) is not None)


def _row(words: Sequence[str], legend: Sequence[str]) -> dict[str, str]:
    names = legend or (_WITH_FILE if len(words) == len(_WITH_FILE) else _PLAIN)
    if len(words) < min(3, len(names)):
        raise ValueError(f"{len(words)} fields")
    return dict(zip(names, words, strict=False))


def _json_row(line: str) -> dict[str, str]:
    """A line of CDXJ: key, time, and an object."""
    _, stamp, rest = line.split(maxsplit=2)
    told = json.loads(rest)
    names = {"a": "url", "m": "mime", "s": "status", "V": "offset", "g": "filename"}
    return {"b": stamp, **{short: str(told[name]) for short, name in names.items() if name in told}}


def _captured(
    row: dict[str, str], where: str, folder: Path, beside: dict[str, list[Path]]
) -> Iterator[Capture | Fault]:
    stamp, url, status = row["b"], row["a"], row.get("s", "200")
    at_ms = moment(stamp)
    kind = row.get("m", "-").lower()
    if kind != "-" and not kind.startswith(_PAGES):
        return  # a picture, or a revisit that kept no page
    if not status.isdigit():
        status = "200"
    if "g" in row and row.get("V", "").isdigit():
        archive = folder / Path(row["g"]).name  # a path in the line may not lead out of the folder
        if not archive.is_file():
            yield Fault(where, f"{Path(row['g']).name} is not beside the index")
            return
        offset = int(row["V"])
        yield Capture(url, at_ms, int(status), where, lambda: record_at(lambda: archive.open("rb"), offset, where))
        return
    files = beside.get(stamp, [])
    if not files:
        yield Fault(where, f"no file named by {stamp} is beside the index")
        return
    file = min(files, key=lambda one: _unlike(one, url))
    yield Capture(url, at_ms, int(status), where, lambda: page_of(file))


def _unlike(file: Path, url: str) -> tuple[int, str]:
    """Of several files of one second, the one whose path holds most of the address comes first."""
    parts = {part for part in re.split(r"[/?#]", url.partition("://")[2]) if part}
    return -len(parts & set(file.parts)), str(file)


def _by_stamp(folder: Path) -> dict[str, list[Path]]:
    """The files in a folder and below whose name, or a folder above, has the 14 digits of a time."""
    found: dict[str, list[Path]] = {}
    count = 0
    for where, _, names in os.walk(folder):
        for name in sorted(names):
            count += 1
            if count > MOST_FILES:
                return found
            path = Path(where) / name
            stamps = _STAMP.findall(str(path.relative_to(folder)))
            if stamps and path.suffix.lower() not in (".css", ".js", ".png", ".jpg", ".gif", ".svg", ".woff2"):
                found.setdefault(stamps[-1], []).append(path)
    return found
