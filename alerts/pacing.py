"""How fast a channel may go on: a token bucket and now go in, whether there is a token and when the next one come out.

Pure: the clock and the store stay outside. What finds no token is not dropped: it waits and becomes part of a digest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

UNITS = {"s": 1.0, "sec": 1.0, "min": 60.0, "m": 60.0, "h": 3600.0, "hour": 3600.0, "d": 86_400.0, "day": 86_400.0}
_RATE = re.compile(r"(\d+)\s*/\s*([a-z]+)")

GATHER_MS = 60_000
"""What finds no token waits at least this long, so that one digest takes up more than one alert."""


@dataclass(frozen=True, slots=True)
class Rate:
    """`count` messages in `seconds`: that many at once after a rest, then one each `seconds / count`."""

    text: str
    count: int
    seconds: float

    @classmethod
    def parse(cls, text: str) -> Rate:
        """From "30/h" or "60/min". Raises ValueError that says what is wrong."""
        found = _RATE.fullmatch(text.strip().lower())
        if found is None or found[2] not in UNITS:
            raise ValueError(f'\'{text}\' is no rate; write it as in "30/h" or "60/min"')
        if not 1 <= int(found[1]) <= 1_000_000:
            raise ValueError(f"'{text}' would send nothing; a rate is 1 or more")
        return cls(text.strip(), int(found[1]), UNITS[found[2]])

    @property
    def gap_ms(self) -> float:
        """Milliseconds from one token to the next."""
        return self.seconds * 1000 / self.count


RATES = {"email": Rate("30/h", 30, 3600.0)}
"""The rate of a channel of this type where its settings name none; any other has that of a webhook."""

WEBHOOK_RATE = Rate("60/min", 60, 60.0)


@dataclass(frozen=True, slots=True)
class Bucket:
    """`tokens` that were there at `at_ms`."""

    tokens: float
    at_ms: int


def filled(bucket: Bucket | None, rate: Rate, now_ms: int) -> Bucket:
    """The bucket as it stands now: full where none is known, never fuller than full; a clock set back fills nothing."""
    if bucket is None:
        return Bucket(float(rate.count), now_ms)
    gained = max(0, now_ms - bucket.at_ms) / rate.gap_ms
    return Bucket(min(float(rate.count), bucket.tokens + gained), now_ms)


def take(bucket: Bucket | None, rate: Rate, now_ms: int) -> tuple[Bucket, int]:
    """The bucket after one message and 0, or the bucket as it stands and the milliseconds until there is a token."""
    now = filled(bucket, rate, now_ms)
    # A hair's breadth: a third of a token thrice is a token.
    if now.tokens >= 1 - 1e-6:
        return replace(now, tokens=max(0.0, now.tokens - 1)), 0
    return now, max(1, round((1 - now.tokens) * rate.gap_ms))
