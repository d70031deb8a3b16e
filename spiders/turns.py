"""Whose turn it is: checks go in at any speed, and come out so that neither a host nor all are asked too much.

Hosts take turns, first come first served inside a host, so one host with many articles never holds up the others.
`Turns` orders the checks, `Places` holds the connections that they open. Knows no clock and no network.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from spiders.fetched import DueCheck


class Turns:
    """A queue per host with two limits: `total` checks out at once, `per_host` of them at one host."""

    def __init__(self, total: int, per_host: int) -> None:
        self._total = total
        self._per_host = per_host
        self._queues: dict[str, deque[DueCheck]] = {}
        self._order: deque[str] = deque()  # hosts with a queue and a free place, each once
        self._out: dict[str, int] = {}
        self._count = 0

    def __len__(self) -> int:
        """How many checks wait."""
        return sum(len(queue) for queue in self._queues.values())

    def put(self, check: DueCheck) -> None:
        """Let a check wait for its turn."""
        queue = self._queues.get(check.host)
        if queue is None:
            queue = self._queues[check.host] = deque()
            if self._out.get(check.host, 0) < self._per_host:
                self._order.append(check.host)
        queue.append(check)

    def take(self) -> DueCheck | None:
        """The next check whose turn it is, None while every place is taken or nobody waits. Give it back by `free`."""
        if self._count >= self._total or not self._order:
            return None
        host = self._order.popleft()
        queue = self._queues[host]
        check = queue.popleft()
        if not queue:
            del self._queues[host]
        self._count += 1
        self._out[host] = out = self._out.get(host, 0) + 1
        if queue and out < self._per_host:
            self._order.append(host)
        return check

    def free(self, host: str) -> None:
        """A check of this host came back: its place is free."""
        out = self._out.pop(host) - 1
        if out:
            self._out[host] = out
        self._count -= 1
        if out == self._per_host - 1 and host in self._queues:
            self._order.append(host)

    def clear(self) -> list[DueCheck]:
        """Take everybody out of the queue and give them back, in no order."""
        waiting = [check for queue in self._queues.values() for check in queue]
        self._queues.clear()
        self._order.clear()
        return waiting


class Places:
    """Places at each host, for every connection that a look opens: also where a redirect or a robots.txt leads.

    Scrapy's own slots do not hold on asyncio: they count a request only once its task has run, so two that come in one
    turn of the loop both find the place free.
    """

    def __init__(self, per_host: int) -> None:
        self._per_host = per_host
        self._hosts: dict[str, tuple[asyncio.Semaphore, list[None]]] = {}

    @asynccontextmanager
    async def at(self, host: str) -> AsyncIterator[None]:
        """Hold a place at a host, waiting for one if need be; those who wait are served in order."""
        if (entry := self._hosts.get(host)) is None:
            entry = self._hosts[host] = (asyncio.Semaphore(self._per_host), [])
        places, here = entry
        here.append(None)
        try:
            async with places:
                yield
        finally:
            here.pop()
            if not here:
                del self._hosts[host]
