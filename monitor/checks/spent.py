"""How much of the workers' time each host took of late: seconds go in, a number to compare hosts by comes out.

What was taken counts half after a minute, so a host whose pages were long is not put behind the others for good.
"""

from __future__ import annotations

HALF_LIFE = 60.0
FORGOTTEN = 0.001
"""Seconds below which a host is as good as new."""
MOST = 2_000
"""Hosts remembered before those as good as new are forgotten."""


class Spent:
    """Seconds by host. `now` is monotonic."""

    def __init__(self) -> None:
        self._hosts: dict[str, tuple[float, float]] = {}

    def of(self, host: str, now: float) -> float:
        """What counts of this host's seconds now."""
        seconds, at = self._hosts.get(host, (0.0, now))
        return float(seconds * 0.5 ** ((now - at) / HALF_LIFE))

    def add(self, host: str, seconds: float, now: float) -> None:
        """This host took so much more."""
        if len(self._hosts) >= MOST:
            self._hosts = {one: kept for one, kept in self._hosts.items() if self.of(one, now) > FORGOTTEN}
        self._hosts[host] = (self.of(host, now) + seconds, now)
