"""How often somebody may try a password: who tries goes in, a word and a wait come out. Holds counts, and no password.

A stranger spends from the bucket of their address and from that of the account. A browser that logged in to the account
before spends from one of its own: so nobody can shut a user out by trying wrong passwords. The bucket of an account is
larger than several addresses can empty.
"""

from __future__ import annotations

import ipaddress
import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Lock
from typing import NamedTuple

REMEMBERED = 10_000
"""Buckets at hand; the one that was used longest ago goes first, and is full again."""


class Word(StrEnum):
    """The answer."""

    TRY = "try"
    ADDRESS = "address"
    ACCOUNT = "account"
    BROWSER = "browser"


class Pace(NamedTuple):
    """Tries at once, and seconds until one more is there."""

    burst: int
    seconds: float


ADDRESS = Pace(5, 60)
ACCOUNT = Pace(50, 6)
BROWSER = Pace(10, 30)


@dataclass(slots=True)
class Throttle:
    """Token buckets under a monotonic clock; lost at a restart, which nobody outside can make."""

    now: Callable[[], float]
    _buckets: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def ask(self, address: str, account: str, browser: bytes | None) -> tuple[Word, int]:
        """Whether a try may be made, and else the seconds until one may. A try is counted at once."""
        spent = _spent(address, account, browser)
        with self._lock:
            for word, key, pace in spent:
                if (left := self._left(key, pace)) < 1:
                    return word, math.ceil((1 - left) * pace.seconds)
            for _, key, pace in spent:
                self._keep(key, self._left(key, pace) - 1)
        return Word.TRY, 0

    def right(self, address: str, account: str, browser: bytes | None) -> None:
        """It was the right password: give the try back."""
        with self._lock:
            for _, key, pace in _spent(address, account, browser):
                self._keep(key, min(pace.burst, self._left(key, pace) + 1))

    def _left(self, key: str, pace: Pace) -> float:
        left, at = self._buckets.get(key, (float(pace.burst), 0.0))
        return min(pace.burst, left + (self.now() - at) / pace.seconds) if key in self._buckets else float(pace.burst)

    def _keep(self, key: str, left: float) -> None:
        self._buckets[key] = (left, self.now())
        self._buckets.move_to_end(key)
        while len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)


def _spent(address: str, account: str, browser: bytes | None) -> list[tuple[Word, str, Pace]]:
    if browser is not None:
        return [(Word.BROWSER, f"browser {browser.hex()}", BROWSER)]
    return [(Word.ADDRESS, f"address {network(address)}", ADDRESS), (Word.ACCOUNT, f"account {account}", ACCOUNT)]


def network(address: str) -> str:
    """What counts as one address: of IPv6 the /64, which is what one line of a customer has."""
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv6Address):
        if known.ipv4_mapped is not None:
            return str(known.ipv4_mapped)
        return str(ipaddress.ip_network((known, 64), strict=False))
    return str(known)


def address_of(peer: str, forwarded: str) -> str:
    """Who asks: what a proxy on this machine says of it, else the peer."""
    try:
        here = ipaddress.ip_address(peer.partition("%")[0]).is_loopback
    except ValueError:
        here = False
    last = forwarded.rpartition(",")[2].strip()
    return last if here and last else peer
