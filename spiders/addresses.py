"""Judges one address: the ranges that are not the public internet, each with its reason and the document that says so.

An address and the opened networks go in, a BlockReason or None comes out. Opens no connection and asks no resolver.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_network

Network = IPv4Network | IPv6Network


class BlockReason(StrEnum):
    """Why an address or a URL may not be asked. The log, the metric and the screen print this same word."""

    UNSPECIFIED = "unspecified"
    LOOPBACK = "loopback"
    PRIVATE = "private"
    SHARED = "shared"
    LINK_LOCAL = "link_local"
    METADATA = "metadata"
    MULTICAST = "multicast"
    BROADCAST = "broadcast"
    DOCUMENTATION = "documentation"
    BENCHMARK = "benchmark"
    PROTOCOL = "protocol"
    TUNNEL = "tunnel"
    RESERVED = "reserved"
    NOT_AN_ADDRESS = "not_an_address"
    SCHEME = "scheme"
    USERINFO = "userinfo"
    HOST_FORM = "host_form"
    PORT = "port"


def _rows(*rows: tuple[str, BlockReason]) -> tuple[tuple[Network, BlockReason], ...]:
    return tuple((ip_network(text), reason) for text, reason in rows)


# Python's own `is_global` is not used: on 3.11 it calls 192.88.99.1, 64:ff9b::7f00:1, 2002:7f00:1::, 3fff::1 and
# 192.0.0.8 global. The first row that holds an address decides, so the narrow ones stand first.
IPV4 = _rows(
    ("255.255.255.255/32", BlockReason.BROADCAST),  # RFC 919
    ("168.63.129.16/32", BlockReason.METADATA),  # Azure's host agent: a public number that never leaves the machine
    ("0.0.0.0/8", BlockReason.UNSPECIFIED),  # RFC 1122, 3.2.1.3: "this host on this network"; Linux answers on it
    ("10.0.0.0/8", BlockReason.PRIVATE),  # RFC 1918
    ("100.64.0.0/10", BlockReason.SHARED),  # RFC 6598
    ("127.0.0.0/8", BlockReason.LOOPBACK),  # RFC 1122, 3.2.1.3
    ("169.254.0.0/16", BlockReason.LINK_LOCAL),  # RFC 3927; cloud metadata lives on 169.254.169.254
    ("172.16.0.0/12", BlockReason.PRIVATE),  # RFC 1918
    ("192.0.0.0/24", BlockReason.PROTOCOL),  # RFC 6890, 2.1
    ("192.0.2.0/24", BlockReason.DOCUMENTATION),  # RFC 5737
    ("192.31.196.0/24", BlockReason.PROTOCOL),  # RFC 7535, AS112
    ("192.52.193.0/24", BlockReason.TUNNEL),  # RFC 7450, AMT
    ("192.88.99.0/24", BlockReason.TUNNEL),  # RFC 7526, the withdrawn 6to4 relay
    ("192.168.0.0/16", BlockReason.PRIVATE),  # RFC 1918
    ("192.175.48.0/24", BlockReason.PROTOCOL),  # RFC 7534, AS112
    ("198.18.0.0/15", BlockReason.BENCHMARK),  # RFC 2544
    ("198.51.100.0/24", BlockReason.DOCUMENTATION),  # RFC 5737
    ("203.0.113.0/24", BlockReason.DOCUMENTATION),  # RFC 5737
    ("224.0.0.0/4", BlockReason.MULTICAST),  # RFC 1112
    ("240.0.0.0/4", BlockReason.RESERVED),  # RFC 1112
)

IPV6 = _rows(
    ("::/128", BlockReason.UNSPECIFIED),  # RFC 4291, 2.5.2
    ("::1/128", BlockReason.LOOPBACK),  # RFC 4291, 2.5.3
    ("64:ff9b:1::/48", BlockReason.TUNNEL),  # RFC 8215: a translator of the local network, whatever it leads to
    ("100::/64", BlockReason.RESERVED),  # RFC 6666, discard-only
    ("fc00::/7", BlockReason.PRIVATE),  # RFC 4193
    ("fe80::/10", BlockReason.LINK_LOCAL),  # RFC 4291, 2.5.6
    ("fec0::/10", BlockReason.PRIVATE),  # RFC 3879, site-local
    ("ff00::/8", BlockReason.MULTICAST),  # RFC 4291, 2.7
    ("2001::/32", BlockReason.TUNNEL),  # RFC 4380, Teredo: no server of the web lives behind it
    ("2001:2::/48", BlockReason.BENCHMARK),  # RFC 5180
    ("2001:db8::/32", BlockReason.DOCUMENTATION),  # RFC 3849
    ("2001::/23", BlockReason.PROTOCOL),  # RFC 2928
    ("2002::/16", BlockReason.TUNNEL),  # RFC 3056, 6to4, withdrawn by RFC 7526
    ("2620:4f:8000::/48", BlockReason.PROTOCOL),  # RFC 7534, AS112
    ("3fff::/20", BlockReason.DOCUMENTATION),  # RFC 9637
)

IPV6_GLOBAL = ip_network("2000::/3")
"""The only space from which IANA hands out public unicast addresses (RFC 4291, 2.4); the rest counts as reserved."""

_MAPPED = ip_network("::ffff:0:0/96")
_TRANSLATED = ip_network("64:ff9b::/96")
_COMPATIBLE = ip_network("::/96")


def networks(texts: Sequence[str]) -> tuple[Network, ...]:
    """The networks that CIDR texts name; a bare address stands for itself. Raises ValueError for anything else."""
    return tuple(ipaddress.ip_network(text.strip(), strict=False) for text in texts)


def blocked(address: str, allow: Sequence[Network] = ()) -> BlockReason | None:
    """Why this IPv4 or IPv6 address may not be asked, None if it may. Anything but an address is NOT_AN_ADDRESS.

    An IPv4 address inside an IPv6 one (mapped, NAT64, 6to4, Teredo, compatible) is judged first: the packet goes there.
    `allow` opens ranges that are refused otherwise, but an opened outer range never opens the inner address.
    """
    try:
        ip = ipaddress.ip_address(address.split("%", 1)[0])  # a zone ("fe80::1%eth0") does not change what it is
    except ValueError:
        return BlockReason.NOT_AN_ADDRESS
    if isinstance(ip, ipaddress.IPv6Address):
        for inner in inner_addresses(ip):
            if (reason := blocked(str(inner), allow)) is not None:
                return reason
        if ip in _MAPPED or ip in _TRANSLATED:
            return None  # the same host by another spelling, and it was just judged
    if any(ip.version == network.version and ip in network for network in allow):
        return None
    for network, reason in IPV4 if ip.version == 4 else IPV6:
        if ip in network:
            return reason
    return BlockReason.RESERVED if ip.version == 6 and ip not in IPV6_GLOBAL else None


def inner_addresses(ip: ipaddress.IPv6Address) -> tuple[ipaddress.IPv4Address, ...]:
    """The IPv4 addresses that an IPv6 one carries: none, one, or Teredo's two (server and client)."""
    if ip.sixtofour is not None:
        return (ip.sixtofour,)
    if ip.teredo is not None:
        return ip.teredo
    last = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    if ip in _MAPPED or ip in _TRANSLATED or (ip in _COMPATIBLE and int(ip) > 1):
        return (last,)
    return ()
