"""Lists of addresses: one a line with tags behind it, or CSV with a header. Lines in, a wish for each out."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence

from monitor import forms
from monitor.sources.wish import Wish

SEPARATORS = re.compile(r"[\s,;]+")
# Tags seldom hold these; addresses do.
_OF_ADDRESS = re.compile(r"[/?=&%]")
_GUARDED = re.compile(r"'(?=[=+\-@])")


def lines_of(body: bytes) -> list[str]:
    """The lines; a byte that is no UTF-8 spoils its own line only: it becomes a mark that no address may hold."""
    return body.decode("utf-8-sig", errors="replace").splitlines()


def is_table(lines: Sequence[str]) -> bool:
    """Whether the first line is the header of a table with addresses."""
    return "url" in _header(next((line for line in lines if line.strip() and not line.lstrip().startswith("#")), ""))


def read(lines: Sequence[str], zone: str = "UTC") -> list[Wish]:
    """The addresses in these lines, each with the number of its line."""
    return list(_table(lines, zone) if is_table(lines) else _plain(lines))


def _header(line: str) -> list[str]:
    try:
        return [cell.strip().lower() for cell in next(csv.reader([line]), [])]
    except csv.Error:
        return []


def _plain(lines: Iterable[str]) -> Iterator[Wish]:
    for number, line in enumerate(lines, 1):
        words = line.split(maxsplit=1)
        if words and not words[0].startswith("#"):
            # A "#" after a blank starts a comment; inside an address it starts the fragment.
            rest = re.split(r"(?:^|\s)#", words[1])[0] if len(words) > 1 else ""
            tags = tuple(filter(None, SEPARATORS.split(rest)))
            yield Wish(words[0], tags, line=number, fault=_damage(line) or _torn(rest))


def _table(lines: Sequence[str], zone: str) -> Iterator[Wish]:
    header: list[str] = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        # Line by line, so that a quotation mark that is never closed spoils its own line and not all that follow.
        try:
            cells = [cell.strip() for cell in next(csv.reader([line], strict=True))]
        except csv.Error as error:
            yield Wish(line, line=number, fault=f"not a line of CSV: {error}")
            continue
        if not header:
            header = [cell.lower() for cell in cells]
            continue
        row = dict(zip(header, cells, strict=False))
        fault, schedule = _damage(line), row.get("schedule", "")
        try:
            schedule = forms.schedule(schedule, zone) if schedule else ""
        except ValueError as error:
            fault = fault or str(error)
        kind = row.get("kind", "") or "article"
        if kind not in ("article", "feed"):
            fault = fault or f"'{kind}' is neither article nor feed"
        tags = tuple(_GUARDED.sub("", tag) for tag in SEPARATORS.split(row.get("tags", "")) if tag)
        yield Wish(row.get("url", ""), tags, schedule, number, fault, kind)


def _damage(text: str) -> str:
    return "the line holds bytes that are not UTF-8" if "\ufffd" in text else ""


def _torn(rest: str) -> str:
    """Why what stands after the blank is no list of tags but the rest of an address."""
    if _OF_ADDRESS.search(rest):
        return f"'{rest.strip()[:100]}' looks like the rest of the address; write a blank in an address as %20"
    return ""
