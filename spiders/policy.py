"""FetchPolicy: the limits every look keeps to, in one frozen value. Reads no configuration and decides nothing."""

from __future__ import annotations

from dataclasses import dataclass

DEFAULT_PORTS = frozenset({80, 443, 8080, 8443})
"""Ports a public host may be asked on. Others belong to services that must not be spoken to by way of a URL."""


@dataclass(frozen=True, slots=True)
class FetchPolicy:
    """How far a look may go: `timeout` in seconds of wall clock for all hops together, `max_body` in bytes both before
    and after decompression, `max_headers` and `max_header_bytes` for one response, `allow_networks` as CIDR text.

    `concurrency` bounds the looks under way at once, `per_host` those at one host. An address inside `allow_networks`
    may be asked on any port, every other one only on `allowed_ports`.
    """

    user_agent: str
    allow_networks: tuple[str, ...] = ()
    timeout: float = 20.0
    max_body: int = 8 * 1024 * 1024
    max_headers: int = 200
    max_header_bytes: int = 256 * 1024
    max_redirects: int = 5
    concurrency: int = 32
    per_host: int = 1
    obey_robots: bool = True
    allowed_ports: frozenset[int] = DEFAULT_PORTS

    @property
    def product(self) -> str:
        """The product token of `user_agent`, which robots.txt groups are matched with (RFC 9309, 2.2.1)."""
        return self.user_agent.split("/", 1)[0].split(None, 1)[0].lower() if self.user_agent.strip() else "*"
