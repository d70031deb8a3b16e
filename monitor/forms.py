"""The forms in which settings and options are written: listen addresses, networks, schedules, tags, mailboxes.

Text goes in; the text in its one form comes out, or a ValueError that says what to write instead. Opens nothing.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from monitor import durations
from monitor.schedule import cron as cron_lines

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_MAILBOX = re.compile(r"[^@\s<>,;:\"()\[\]\\]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
_TAG = re.compile(r"[^\s,\"'\x00-\x1f]{1,60}")


def listen_address(text: str) -> tuple[str, int]:
    """Host and port of "127.0.0.1:8765" or "[::1]:8765"; port 0 lets the system choose."""
    host, colon, port = text.rpartition(":")
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
    elif ":" in host:
        colon = ""
    if not colon or not host or not re.fullmatch(r"[0-9]{1,5}", port) or int(port) > 65535:
        raise ValueError(f"'{text}' is not an address and port, as in 127.0.0.1:8765 or [::1]:8765")
    return host, int(port)


def is_this_machine(host: str) -> bool:
    """Whether only programs of this machine reach what listens at `host`. A name may mean anything but is localhost."""
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host.rstrip(".").lower() == "localhost"


def network(text: str) -> Network:
    """The network of a CIDR text. The address must be the network's first: "10.0.0.5/8" is a slip, not a wish."""
    try:
        return ipaddress.ip_network(text.strip())
    except ValueError as error:
        try:
            loose = ipaddress.ip_network(text.strip(), strict=False)
        except ValueError:
            raise ValueError(f"'{text}' is not a network in CIDR form, as in 127.0.0.0/8 or fd00::/8") from error
        raise ValueError(f"'{text}' has bits set after the prefix; did you mean '{loose}'?") from error


def is_inside(host: str, networks: tuple[Network, ...]) -> bool:
    """Whether a literal address, or localhost, lies in one of the networks. Names are not resolved: they may move."""
    literal = "127.0.0.1" if host in ("localhost", "localhost.") else host
    try:
        address = ipaddress.ip_address(literal)
    except ValueError:
        return False
    return any(address in one for one in networks)


def split_url(text: str, schemes: tuple[str, ...], example: str) -> SplitResult:
    """The parts of a URL with a host and one of these schemes. No message quotes the URL: it may hold a password."""
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError as error:
        raise ValueError(f"this is not a URL ({error}); write it as in {example}") from error
    if parts.scheme not in schemes or not parts.hostname or any(c.isspace() for c in text):
        raise ValueError(f"write a URL that starts with {' or '.join(f'{s}://' for s in schemes)}, as in {example}")
    return parts


def mailbox(text: str) -> str:
    """One e-mail address without a name; a domain in other letters must be written as punycode."""
    if not _MAILBOX.fullmatch(text.strip()):
        raise ValueError(f"'{text}' is not an e-mail address, as in desk@example.org")
    return text.strip()


def tag(text: str) -> str:
    """One tag: up to 60 characters without blanks, commas or quotes, so that lists of tags stay readable."""
    if not _TAG.fullmatch(text):
        raise ValueError(f"'{text}' is not a tag: up to 60 characters, no blanks, commas or quotes")
    return text


def cron(text: str, zone: str = "UTC") -> str:
    """A cron line of five fields, blanks made single, with its zone behind it; `zone` is meant where it names none."""
    return cron_lines.line(text, zone)


def schedule(text: str, zone: str = "UTC") -> str:
    """The stored form of a schedule: "adaptive", "15m" -> "every 900", "0 8 * * *" -> "cron 0 8 * * *"."""
    if text.strip() == "adaptive":
        return "adaptive"
    if len(text.split()) >= 4:
        return f"cron {cron(text, zone)}"
    try:
        return every(durations.seconds(text))
    except ValueError as error:
        raise ValueError(f"'{text}' is neither adaptive, nor a duration such as 15m, nor a cron line") from error


def every(duration: float) -> str:
    """The stored form of a fixed interval of that many seconds; less than one second is refused."""
    if duration < 1:
        raise ValueError("one second is the shortest interval between two checks")
    return f"every {duration:.15g}"


def unstored(stored: str) -> str:
    """A stored schedule as people write it, which `schedule` reads back: "every 900" -> "15m"; "" stays the default."""
    kind, _, rest = stored.partition(" ")
    if kind == "every":
        return durations.spell(float(rest))
    return rest if kind == "cron" else stored
