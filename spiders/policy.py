"""FetchPolicy: the limits every look keeps to, in one frozen value. Reads no configuration and decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

DEFAULT_PORTS = frozenset({80, 443, 8080, 8443})
"""Ports a public host may be asked on. Others belong to services that must not be spoken to by way of a URL."""


@dataclass(frozen=True, slots=True)
class SiteHeaders:
    """What goes out to one host and its subdomains: `plain` headers always, `secret` ones by https alone.

    Secrets are kept out of the repr, so that no log shows them.
    """

    host: str
    plain: Mapping[str, str] = field(default_factory=dict)
    secret: Mapping[str, str] = field(default_factory=dict, repr=False)


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
    sites: tuple[SiteHeaders, ...] = ()

    def headers_for(self, url: str) -> dict[str, str]:
        """The headers of the site that an address belongs to; the nearest host named wins.

        Asked for each hop by itself, so that a redirect takes no secret along to another host.
        """
        try:
            parts = urlsplit(url)
            host = (parts.hostname or "").rstrip(".").lower()
        except ValueError:
            return {}
        found = [one for one in self.sites if host == one.host or host.endswith("." + one.host)]
        if not found:
            return {}
        site = max(found, key=lambda one: len(one.host))
        return {**site.plain, **(site.secret if parts.scheme == "https" else {})}

    @property
    def product(self) -> str:
        """The product token of `user_agent`, which robots.txt groups are matched with (RFC 9309, 2.2.1)."""
        return self.user_agent.split("/", 1)[0].split(None, 1)[0].lower() if self.user_agent.strip() else "*"
