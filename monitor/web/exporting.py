"""Changes as a table for a spreadsheet: rows of the store go in, CSV comes out (RFC 4180, UTF-8 with its mark).

No cell can be taken for a formula: what begins like one gets an apostrophe before it. Reads no store.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from typing import cast

from alerts.alert import ChangeFields
from alerts.messages.lines import line
from alerts.messages.marks import shown
from monitor.clock import iso
from monitor.store.rows import ChangeRow

MOST_ROWS = 20_000
"""Changes in one table; `before` goes on below the last id."""

SIDE = ("text", "lo", "hi", "bound", "unit", "counted", "place", "holder", "as_of", "source", "sentence")
COLUMNS = (
    *("id", "seen_at", "article_id", "url", "title", "version", "passage", "kind", "level", "where", "also", "fact"),
    *("delta", "ratio", "announced", "relation"),
    *(f"old_{name}" for name in SIDE),
    *(f"new_{name}" for name in SIDE),
    *("explanation", "link"),
)

# CWE-1236: what spreadsheets take for a formula, a full-width sign and a leading blank among them.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def table(rows: Sequence[ChangeRow], public_url: str) -> bytes:
    """The table with a head, newest first."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: cell(value) for name, value in _cells(row, public_url).items()})
    # The mark tells spreadsheets that it is UTF-8.
    return out.getvalue().encode("utf-8-sig", "replace")


def cell(value: object) -> str:
    """The text of a cell, never a formula; control and direction marks are shown."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = "" if value is None else shown(str(value))
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def _cells(row: ChangeRow, public_url: str) -> dict[str, object]:
    fields = row.change.to_dict()
    found = {name: fields[name] for name in ("kind", "level", "where", "delta", "ratio", "announced", "relation")}
    for side in ("old", "new"):
        found |= {f"{side}_{name}": (fields[side] or {}).get(name) for name in SIDE}
    return {
        "id": row.id,
        "seen_at": iso(row.seen_at),
        "article_id": row.article_id,
        "url": row.url,
        "title": row.title,
        "version": row.version,
        "passage": row.passage,
        **found,
        "also": " ".join(place["where"] for place in fields["also"]),
        "fact": line(cast(ChangeFields, fields)).headline,
        "explanation": fields["explanation"],
        "link": f"{public_url}/changes/{row.id}",
    }
