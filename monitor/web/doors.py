"""The connections of the web page: how many, for how long, and whose. Comes between the sockets and the application.

Whoever connects and says nothing, or half a request, or does not read the answer, loses the connection; and where all
places are taken, the one that has waited longest for its request, of the address that holds most, makes room.
"""

from __future__ import annotations

import asyncio
import ipaddress
import resource
from enum import StrEnum
from typing import Any, ClassVar

from uvicorn.protocols.http.h11_impl import H11Protocol

REQUEST_SECONDS = 10.0
"""For a whole request, head and body; they are short."""
ANSWER_SECONDS = 60.0
"""For an answer, from the last byte of its request to the last that was taken."""
MOST = 200
"""Connections at once. People open six, and a proxy some tens."""
BACKLOG = 64
"""Connections taken in one turn of the loop; more wait in the kernel."""


class Standing(StrEnum):
    """What a connection is doing."""

    ASKING = "asking"
    ANSWERED = "answered"
    IDLE = "idle"


def most_connections(descriptors: int | None = None) -> int:
    """How many connections there may be: a quarter of the descriptors at most, which everything else needs too."""
    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0] if descriptors is None else descriptors
    return MOST if soft == resource.RLIM_INFINITY else max(8, min(MOST, soft // 4))


class Doors:
    """Who is inside, in the order in which they came. A connection is anything with `standing` and `leave()`."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._inside: dict[Any, str] = {}

    def __len__(self) -> int:
        return len(self._inside)

    def enter(self, one: Any, address: str) -> bool:
        """Let one in, if need be in place of another; False where nobody can make room."""
        if len(self._inside) >= self._most and not self._make_room(_peer(address)):
            return False
        self._inside[one] = _peer(address)
        return True

    def left(self, one: Any) -> None:
        """One is gone."""
        self._inside.pop(one, None)

    def _make_room(self, newcomer: str) -> bool:
        count: dict[str, int] = {newcomer: 1}
        for peer in self._inside.values():
            count[peer] = count.get(peer, 0) + 1
        # Nobody who holds fewer places than the newcomer would is put out for it.
        waiting = [one for one, peer in self._inside.items() if one.standing is not Standing.ANSWERED]
        waiting = [one for one in waiting if count[self._inside[one]] >= count[newcomer]]
        if not waiting:
            return False
        oldest = max(waiting, key=lambda one: count[self._inside[one]])  # of equals the first that came
        self.left(oldest)
        oldest.leave()
        return True


def _peer(address: str) -> str:
    """Who is at an address: of IPv6 a whole /64, which one customer has."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    return str(ipaddress.ip_network((ip, 64), strict=False)) if ip.version == 6 else str(ip)


class Connection(H11Protocol):
    """uvicorn's connection with a clock and a place. `doors` is set by `connections_of`."""

    doors: ClassVar[Doors]
    standing = Standing.IDLE
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """asyncio: somebody connected."""
        super().connection_made(transport)
        if not self.doors.enter(self, self.client[0] if self.client else ""):
            self.leave()
            return
        self._stand(Standing.ASKING)

    def data_received(self, data: bytes) -> None:
        """asyncio: part of a request came."""
        if self.standing is Standing.IDLE:
            self._stand(Standing.ASKING)
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        """uvicorn: the answer was given to the socket."""
        self._stand(Standing.IDLE)
        super().on_response_complete()
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """asyncio: it is over."""
        self._stand(Standing.IDLE)
        self.doors.left(self)
        super().connection_lost(exc)

    def leave(self) -> None:
        """End it now; what is not yet sent is dropped."""
        self._stand(Standing.IDLE)
        self.transport.abort()

    def _look(self) -> None:
        cycle = self.cycle
        whole = cycle is not None and not cycle.response_complete and not cycle.more_body
        if whole and self.standing is not Standing.ANSWERED:
            self._stand(Standing.ANSWERED)

    def _stand(self, standing: Standing) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self.standing = standing
        seconds = {Standing.ASKING: REQUEST_SECONDS, Standing.ANSWERED: ANSWER_SECONDS}.get(standing)
        if seconds is not None:
            self._timer = self.loop.call_later(seconds, self.leave)


def connections_of(doors: Doors) -> type[Connection]:
    """The class of connections that share these doors, for uvicorn's `http`."""
    return type("Connection", (Connection,), {"doors": doors})
