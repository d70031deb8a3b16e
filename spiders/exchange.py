"""One answer as it went over the wire: what was sent, what came, from whom, by which certificates. A value only.

What would let somebody else in is never in it: of cookies and of credentials the name alone is kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

Field = tuple[str, str | None]
"""Name and value of a header field; the value is None where it is a secret."""

SECRET = frozenset(
    {
        "authorization",
        "proxy-authorization",
        "authentication-info",
        "proxy-authentication-info",
        "cookie",
        "cookie2",
        "set-cookie",
        "set-cookie2",
        "x-api-key",
        "x-auth-token",
        "x-csrf-token",
        "x-xsrf-token",
    }
)
"""Fields whose value is a login or stands for one (RFC 6265, RFC 9110 section 11, and what APIs use in their place)."""

WIRE = "wire"
"""request.meta: the Wire of the hop."""


@dataclass(frozen=True, slots=True)
class Wire:
    """What the connection knows of one request and its answer, before the body."""

    request: str
    sent: tuple[Field, ...]
    answer: str
    received: tuple[Field, ...]
    peer: str
    tls: str
    certificates: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One answer with all that says where it came from.

    `request` and `answer` are their first lines, `hops` the addresses that led here with their statuses, `peer` the
    address that was connected to, `addresses` what the resolver named, `certificates` the chain as the peer sent it
    (DER), `came_at` Unix seconds of our clock, `coded_size` and `coded_sha256` the body before its content coding came
    off.
    """

    request: str
    sent: tuple[Field, ...]
    answer: str
    received: tuple[Field, ...]
    hops: tuple[tuple[str, int], ...]
    peer: str
    addresses: tuple[str, ...]
    tls: str
    certificates: tuple[bytes, ...]
    came_at: float
    coded_size: int
    coded_sha256: str


def exchange_of(
    wire: Wire, hops: Iterable[tuple[str, int]], addresses: Sequence[str], came_at: float, coded: bytes
) -> Exchange:
    """The exchange of one answer whose body came as the bytes `coded`."""
    return Exchange(
        request=wire.request,
        sent=wire.sent,
        answer=wire.answer,
        received=wire.received,
        hops=tuple((without_login(url), status) for url, status in hops),
        peer=wire.peer,
        addresses=tuple(addresses),
        tls=wire.tls,
        certificates=wire.certificates,
        came_at=came_at,
        coded_size=len(coded),
        coded_sha256=hashlib.sha256(coded).hexdigest(),
    )


def fields_of(headers: Any) -> tuple[Field, ...]:
    """The header fields of a Twisted request or response in their order, secrets without their value."""
    found = ((name.decode("latin-1"), values) for name, values in headers.getAllRawHeaders())
    return tuple(
        (name, None if name.lower() in SECRET else value.decode("latin-1"))
        for name, values in found
        for value in values
    )


def without_login(url: str) -> str:
    """The address without a user name and password in it."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    if "@" not in parts.netloc:
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def wire_of(request: Any, response: Any, transport: Any, certificates: tuple[bytes, ...]) -> Wire:
    """What a Twisted request, its response and their connection say."""
    protocol, major, minor = response.version
    peer = transport.getPeer()
    return Wire(
        request=f"{request.method.decode('latin-1')} {request.uri.decode('latin-1')} HTTP/1.1",
        sent=fields_of(request.headers),
        answer=f"{protocol.decode('latin-1')}/{major}.{minor} {response.code} {response.phrase.decode('latin-1')}",
        received=fields_of(response.headers),
        peer=f"{peer.host} port {peer.port}",
        tls=_tls(transport),
        certificates=certificates,
    )


def chain_of(transport: Any) -> tuple[bytes, ...]:
    """The certificates that the peer of a connection sent, its own first, as DER; none without TLS."""
    from OpenSSL import crypto

    handle = getattr(transport, "getHandle", None)
    chain = getattr(handle(), "get_peer_cert_chain", None) if handle is not None else None
    found = chain() if chain is not None else None
    return tuple(crypto.dump_certificate(crypto.FILETYPE_ASN1, one) for one in found or ())


def _tls(transport: Any) -> str:
    handle = getattr(transport, "getHandle", None)
    connection: Any = handle() if handle is not None else None
    if not hasattr(connection, "get_cipher_name"):
        return ""
    return f"{connection.get_protocol_version_name()} {connection.get_cipher_name() or ''}".strip()
