"""The serial number that opens a row of a table: it shifts when a row comes in, and says nothing of what the row holds.

The text of a row goes in, how far its serial number reaches comes out. Knows a row by its cells, parted by bars.
"""

from __future__ import annotations

import re

_ROW = re.compile(r"\s*(?:no\.?|nr\.?|#)?\s*\d{1,4}[.)]?\s*\|(?=\s*[^|\d]*[^\W\d_][^|\d]*\|[^|]*\d)", re.IGNORECASE)


def serial_end(text: str) -> int:
    """Where the serial number ends, 0 where there is none: "28 | Uttar Pradesh | 227"."""
    m = _ROW.match(text)
    return m.end() if m else 0
