"""Mail servers and mail addresses: a URL or an address as people write it goes in, its parts come out.

Opens nothing and asks no resolver.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

import idna

from alerts.messages.marks import one_line

SCHEMES = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
"""smtp: STARTTLS where it is offered; smtp+starttls: refused without it; smtps: TLS from the first byte. With ports."""

# The dot-atom of RFC 5322 3.2.3 with the letters of RFC 6531 3.3; quoted local parts are legal too, but nobody has one
# and they hide injections.
_ATOM = r"(?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]|[^\W_]|[\u0300-\u036f])+"
_LOCAL = re.compile(rf"{_ATOM}(\.{_ATOM})*")
# Underscores are no part of a mail domain, but of many machines' names.
_DOMAIN = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed in. `scheme` is a key of SCHEMES; an empty `username` means no login."""

    scheme: str
    host: str
    port: int
    username: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def parse(cls, url: str, username: str = "", password: str = "") -> Server:
        """From smtp://user:password@host:port; what is given apart wins over what the URL says. Raises ValueError."""
        parts = urlsplit(url)
        if parts.scheme not in SCHEMES or not parts.hostname or parts.path.strip("/"):
            raise ValueError("a mail server is named as smtp://host:25, smtps://host:465 or smtp+starttls://host:587")
        return cls(
            parts.scheme,
            parts.hostname,
            parts.port or SCHEMES[parts.scheme],
            username or unquote(parts.username or ""),
            password or unquote(parts.password or ""),
        )

    @property
    def here(self) -> bool:
        """Whether it runs on this machine, where nobody listens in between."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def mailbox(address: str) -> str:
    """A bare address as SMTP carries it, its domain in ASCII (IDNA). Raises ValueError that says what is wrong with it.

    A local part outside ASCII stays as it is: it needs SMTPUTF8 on every server along the way (RFC 6531).
    """
    local, _, domain = address.strip().rpartition("@")
    if not domain.isascii():
        try:
            domain = idna.encode(domain, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            domain = ""
    if not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(domain):
        raise ValueError(f"not a mail address that can be sent to: {one_line(address)!r}")
    return f"{local}@{domain}"


def with_detail(address: str, detail: str) -> str:
    """bounces@example.org and dl_x -> bounces+dl_x@example.org: the sub-address that most servers hand to bounces@."""
    local, _, domain = address.rpartition("@")
    return f"{local}+{detail}@{domain}"
