"""Spans of time and amounts of bytes as people write them: "90s", "15m", "2h", "7d", "8MB". Text in, numbers out.

Never guesses: a number without a unit is refused, because nobody can tell seconds from minutes by looking at it.
"""

from __future__ import annotations

import re
from decimal import Decimal

SECONDS = {"ms": Decimal("0.001"), "s": Decimal(1), "m": Decimal(60), "h": Decimal(3600), "d": Decimal(86400)}
SECONDS["w"] = 7 * SECONDS["d"]
BYTES = {"B": 1, "KB": 1000, "MB": 1000**2, "GB": 1000**3, "KiB": 1024, "MiB": 1024**2, "GiB": 1024**3}

_PART = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]+)")
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([A-Za-z]+)")


def seconds(text: str) -> float:
    """Seconds of a duration such as "90s", "1h30m" or "7d"; ValueError says what was expected."""
    rest = text.strip()
    total, position = Decimal(0), 0
    for part in _PART.finditer(rest):
        if rest[position : part.start()].strip() or part[2] not in SECONDS:
            break
        total += Decimal(part[1]) * SECONDS[part[2]]
        position = part.end()
    if not rest or rest[position:].strip():
        raise ValueError(f"'{text}' is not a duration; write a number and a unit, as in 90s, 15m, 2h or 7d")
    return float(total)


def spell(duration: float) -> str:
    """The duration in seconds, written with the largest unit that divides it: 900 is "15m"."""
    exact = Decimal(str(duration))
    for unit in ("d", "h", "m", "s"):
        if exact and exact % SECONDS[unit] == 0:
            return f"{exact / SECONDS[unit]:f}{unit}".replace(".0", "")
    return f"{exact:f}s"


def size(text: str) -> int:
    """Bytes of a size such as "8MB" (decimal, as disks count) or "8MiB" (binary); ValueError says what was expected."""
    found = _SIZE.fullmatch(text.strip())
    units = {unit.lower(): amount for unit, amount in BYTES.items()}
    if found is None or found[2].lower() not in units:
        raise ValueError(f"'{text}' is not a size; write a number and a unit, as in 500KB, 8MB or 8MiB")
    return int(Decimal(found[1]) * units[found[2].lower()])
