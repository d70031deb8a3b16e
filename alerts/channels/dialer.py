"""The way out for webhooks: a host name goes in, a socket to an address that was checked comes out.

The check is made on the resolved address at connect time and that very address is dialled, so a name that answers
differently a moment later (DNS rebinding) gains nothing. Follows no redirect, uses no proxy, reads no environment.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from requests import PreparedRequest
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.response import HTTPResponse

from alerts.channels.deadline import Wire
from alerts.channels.trace import Trace, untold

Blocked = Callable[[str], str | None]
"""An address in text form -> why it must not be reached, or None. Handed in; the same rule guards the fetcher."""

Resolve = Callable[[str, int], Sequence[str]]
"""A host name and a port -> its addresses in text form. Raises OSError (socket.gaierror) if there are none."""

Dial = Callable[[tuple[str, int], float], socket.socket]
"""An address and a timeout in seconds -> a connected socket. Raises OSError."""

MOST_ADDRESSES = 4
"""How many addresses of one name are tried before the attempt counts as unreachable."""


class UnknownHost(Exception):
    """The name has no address, or the resolver did not say."""


class BlockedAddress(Exception):
    """The name leads to an address that must not be reached; the text says which and why."""


class Unreachable(Exception):
    """None of the addresses took a connection; the text holds the last error."""


def system_resolve(host: str, port: int) -> list[str]:
    """The addresses the system's resolver gives, each once, in its order of preference."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def system_dial(address: tuple[str, int], timeout: float) -> socket.socket:
    """A TCP connection to an address that is already in numbers."""
    return socket.create_connection(address, timeout)


class Dialer:
    """Connects to names whose every address is allowed."""

    def __init__(self, blocked: Blocked, resolve: Resolve, dial: Dial, timeout: float) -> None:
        self._blocked = blocked
        self._resolve = resolve
        self._dial = dial
        self._timeout = timeout

    def connect(self, host: str, port: int, trace: Trace = untold) -> socket.socket:
        """A socket to the first address that answers. Raises UnknownHost, BlockedAddress or Unreachable.

        One forbidden address among several is enough to refuse the name: mixed answers are how rebinding begins.
        """
        addresses = self.look_up(host, port, trace)
        last: OSError | None = None
        tried = addresses[:MOST_ADDRESSES]
        for address in tried:
            try:
                connected = self._dial((address, port), self._timeout / len(tried))
            except OSError as error:
                last = error
            else:
                trace("connect", f"{address} port {port}")
                return connected
        raise Unreachable(str(last)) from last

    def look_up(self, host: str, port: int, trace: Trace = untold) -> list[str]:
        """The addresses of a name, all of them allowed; connects to none. Raises UnknownHost or BlockedAddress."""
        try:
            found = list(self._resolve(host.strip("[]"), port))
        except (OSError, UnicodeError) as error:
            raise UnknownHost(str(error)) from error
        if not found:
            raise UnknownHost("the name has no address")
        trace("resolve", f"{host} is {', '.join(found)}")
        for address in found:
            if reason := self._refused(address):
                raise BlockedAddress(f"{address}: {reason}")
        return found

    def _refused(self, address: str) -> str | None:
        try:
            return self._blocked(address)
        except ValueError:
            # The rule could not read the address; what cannot be judged is not dialled.
            return "not an address"


class _Plain(HTTPConnection):
    """A connection that dials through `through`, which stands for the dialler and the wire of one attempt."""

    def __init__(self, *args: Any, through: _Through, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._through = through

    def _new_conn(self) -> socket.socket:
        # `_dns_host` keeps the final dot of an absolute name; `host` drops it for the certificate's sake.
        return self._through.connect(self._dns_host, self.port)

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as urllib3 itself declares it
        self._through.wire.handed_over = True
        self._through.wire.trace("message", "the request is sent")
        return super().getresponse()


class _Secure(_Plain, HTTPSConnection):
    """The same over TLS."""

    def connect(self) -> None:
        super().connect()
        version = getattr(self.sock, "version", None)
        self._through.wire.trace("tls", f"{version() if version else 'TLS'}, the certificate is good for {self.host}")


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


@dataclass(frozen=True, slots=True)
class _Through:
    dialer: Dialer
    wire: Wire

    def connect(self, host: str, port: int) -> socket.socket:
        connected = self.dialer.connect(host, port, self.wire.trace)
        self.wire.hold(connected)
        return connected


class CheckedAdapter(HTTPAdapter):
    """A requests adapter for one attempt, whose connection comes from a Dialer and is shown to a Wire.

    Host header, SNI and the certificate's name stay those of the URL, since only the dialling is replaced.
    """

    def __init__(self, dialer: Dialer, wire: Wire, context: Callable[[], ssl.SSLContext]) -> None:
        super().__init__(max_retries=0)
        self._through = _Through(dialer, wire)
        self._context = context
        self._pools: list[HTTPConnectionPool] = []

    def get_connection_with_tls_context(
        self, request: PreparedRequest, verify: Any, proxies: Any = None, cert: Any = None
    ) -> HTTPConnectionPool:
        """A pool of its own for the URL's host; proxies are not looked at, the context verifies in any case."""
        where, _ = self.build_connection_pool_key_attributes(request, True)
        host, port = where["host"], where["port"]
        pool: HTTPConnectionPool
        if where["scheme"] == "https":
            pool = _SecurePool(host, port or 443, ssl_context=self._context(), through=self._through)
        else:
            pool = _PlainPool(host, port or 80, through=self._through)
        self._pools.append(pool)
        return pool

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """Nothing: the context verifies. The usual method would make it read all authorities anew for each attempt."""

    def close(self) -> None:
        """Close the connection with the session."""
        super().close()
        for pool in self._pools:
            pool.close()
