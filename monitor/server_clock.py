"""The clock that machines share: the database server's, asked now and then and carried on by the machine's own seconds.

A machine whose wall clock is a minute off plans, leases and dates as all the others do.
"""

from __future__ import annotations

import time

from monitor.store import Store
from monitor.store.postgres import server_ms


class ServerClock:
    """As SystemClock; `ask` again every few seconds, since the two drift apart."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._offset_ms = 0.0
        self.ask()

    def ask(self) -> None:
        """Set it by the server. Half of the way there and back is what the answer is old. Raises StoreError."""
        before = time.monotonic()
        now = self._store.read(server_ms)
        after = time.monotonic()
        self._offset_ms = now - (before + after) * 500

    def now_ms(self) -> int:
        """Milliseconds since 1970-01-01 UTC."""
        return int(time.monotonic() * 1000 + self._offset_ms)

    def monotonic(self) -> float:
        """Seconds that only ever grow."""
        return time.monotonic()
