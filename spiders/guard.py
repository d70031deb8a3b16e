"""The only way out: says whether an address or a URL may be asked, and holds that at the moment of connecting.

`blocked` (addresses.py) judges one address, `Guard` a URL, and `GuardedResolver` every address that Twisted is about
to connect to: names, literals, each redirect hop and each later lookup of the same name. Nothing here fetches.
"""

from __future__ import annotations

import ipaddress
import socket
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver, IHostResolution
from zope.interface import implementer

from spiders.addresses import BlockReason, Network, blocked, inner_addresses, networks
from spiders.fetched import End
from spiders.lookups import Lookups, Resolver
from spiders.policy import DEFAULT_PORTS, FetchPolicy

__all__ = [
    "BlockReason",
    "Guard",
    "GuardMiddleware",
    "GuardedResolver",
    "Network",
    "Refused",
    "Resolver",
    "blocked",
    "networks",
]

ANSWER_TTL = 60.0
"""Seconds an answer is kept. getaddrinfo tells no TTL; a minute is short beside any check interval."""

PATIENCE = 6.0
"""Seconds that a look waits for the address of its host; getaddrinfo itself may take a minute."""


class Refused(IgnoreRequest):
    """A look that we do not take or do not finish, with its typed end. Scrapy hands it to the errback unlogged."""

    def __init__(self, end: End, detail: str) -> None:
        super().__init__(detail)
        self.end = end
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Block:
    """A refusal: the reason as one word, and what it was found on."""

    reason: BlockReason
    detail: str


class Guard:
    """The rule for what may be asked: allowed networks and ports. Pure; safe to share between threads and channels."""

    def __init__(self, allow: Sequence[Network] = (), ports: frozenset[int] = DEFAULT_PORTS) -> None:
        self.allow = tuple(allow)
        self.ports = ports

    @classmethod
    def of(cls, policy: FetchPolicy) -> Guard:
        """The guard a policy asks for. Raises ValueError where `allow_networks` holds something else than networks."""
        return cls(networks(policy.allow_networks), policy.allowed_ports)

    def url(self, url: str) -> Block | None:
        """Why this URL may not be asked, as far as its text tells; names are judged when their addresses are known."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
        except ValueError as error:
            return Block(BlockReason.HOST_FORM, str(error))
        if parts.scheme not in ("http", "https"):
            return Block(BlockReason.SCHEME, f"{parts.scheme or 'no scheme'}: only http and https are fetched")
        if "@" in parts.netloc:
            return Block(BlockReason.USERINFO, "a user name or password in front of the host")
        if port is None:
            port = 443 if parts.scheme == "https" else 80
        return self.host(host, port)

    def host(self, host: str, port: int) -> Block | None:
        """Why this host and port may not be asked, as far as their text tells."""
        literal = _literal(host)
        if literal is None:
            if not host or any(c in "\\%@/?#[]:" or c <= " " or c == "\x7f" for c in host):
                return Block(BlockReason.HOST_FORM, f"{host!r} is no host name")
            if _ends_in_a_number(host):
                return Block(BlockReason.HOST_FORM, f"{host} is an IPv4 address in disguise")
            if port not in self.ports and not self.allow:
                return Block(BlockReason.PORT, f"port {port}")
            return None
        return self.addresses(host, [literal], port)

    def addresses(self, host: str, answer: Sequence[str], port: int) -> Block | None:
        """Why a name with these addresses may not be asked on this port.

        One refused address refuses the name: an honest public name has no private address, and connecting to the others
        would leave the choice to whoever wrote the answer.
        """
        for address in answer:
            if (reason := blocked(address, self.allow)) is not None:
                return Block(reason, f"{host} is {address}" if address != host else address)
        if port not in self.ports and not all(self._opened(address) for address in answer):
            return Block(BlockReason.PORT, f"port {port} of {host}")
        return None

    def _opened(self, address: str) -> bool:
        ip = ipaddress.ip_address(address.split("%", 1)[0])
        inner = inner_addresses(ip) if isinstance(ip, ipaddress.IPv6Address) else ()
        return all(any(one in n for n in self.allow if n.version == one.version) for one in inner or (ip,))


def _literal(host: str) -> str | None:
    try:
        return str(ipaddress.ip_address(host.strip("[]")))
    except ValueError:
        return None


def _ends_in_a_number(host: str) -> bool:
    """WHATWG URL, "ends in a number": browsers and getaddrinfo read 2130706433, 0x7f.1 and 0177.0.0.1 as IPv4."""
    last = host.rstrip(".").rsplit(".", 1)[-1].lower()
    return last.isdigit() or (last.startswith("0x") and all(c in "0123456789abcdef" for c in last[2:]))


class GuardMiddleware:
    """Refuses early and with a clear reason what the URL alone gives away; runs for every hop and for robots.txt."""

    def __init__(self, guard: Guard) -> None:
        self.guard = guard

    @classmethod
    def from_crawler(cls, crawler: Any) -> GuardMiddleware:
        """Scrapy's constructor: takes the guard from the spider's outfit."""
        return cls(crawler.spider.outfit.guard)

    def process_request(self, request: Request) -> None:
        """Raise Refused where the URL may not be asked."""
        if (block := self.guard.url(request.url)) is not None:
            raise Refused(End.BLOCKED_ADDRESS, f"{block.reason}: {block.detail}")


def system_resolver(host: str) -> list[str]:
    """The addresses the machine's own resolver gives, in its order of preference; empty where there are none."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@implementer(IHostResolution)
class _Resolution:
    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        """Nothing to cancel: a lookup in its thread runs to its end, and nobody waits for it."""


@implementer(IHostnameResolver)
class GuardedResolver:
    """Twisted's name resolver with the guard in it: hands on an answer only if every address of it may be asked.

    Twisted asks it for each new connection, literals included, and connects to nothing else; so what was judged is what
    is dialled, and a name that changes its address between two looks is judged again. Answers are kept `ANSWER_TTL`.
    """

    SIZE = 4096

    def __init__(
        self, reactor: Any, guard: Guard, clock: Callable[[], float], resolver: Resolver | None = None
    ) -> None:
        self._reactor = reactor
        self._guard = guard
        self._clock = clock
        self._lookups = Lookups(resolver or system_resolver, self._found_in_thread)
        self._answers: OrderedDict[str, tuple[float, tuple[str, ...]]] = OrderedDict()
        self._waiting: dict[str, list[Callable[[], None]]] = {}
        self._timers: dict[Callable[[], None], Any] = {}
        self._silent: set[str] = set()
        self._replaced: Any = None

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> GuardedResolver:
        """What `scrapy crawl` installs before any spider speaks: nothing private is open. The spider puts its own."""
        return cls(reactor, Guard(), reactor.seconds)

    def install_on_reactor(self) -> None:
        """Put this resolver in the reactor's place; `remove` puts the former one back."""
        self._replaced = self._reactor.nameResolver
        self._reactor.installNameResolver(self)

    def remove(self) -> None:
        """Undo `install_on_reactor` and let the lookup threads go."""
        if self._replaced is not None and self._reactor.nameResolver is self:
            self._reactor.installNameResolver(self._replaced)
        self._lookups.close()
        for timer in self._timers.values():
            if timer.active():
                timer.cancel()
        self._timers.clear()

    def why(self, host: str, port: int) -> Block | None:
        """Why the last answer for this host was refused, None if it was not: then the name has no address."""
        host = host.strip("[]")
        literal = _literal(host)
        if (block := self._guard.host(host, port)) is not None or literal is not None:
            return block
        _, answer = self._answers.get(host.lower(), (0.0, ()))
        return self._guard.addresses(host, answer, port)

    def addresses(self, host: str) -> tuple[str, ...]:
        """What this name was last found to stand for."""
        return self._answers.get(host.strip("[]").lower(), (0.0, ()))[1]

    def is_silent(self, host: str) -> bool:
        """Whether nobody has answered for this name in time."""
        return host.strip("[]").lower() in self._silent

    def resolveHostName(
        self,
        resolutionReceiver: Any,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Any = None,
        transportSemantics: Any = "TCP",
    ) -> Any:
        """Twisted's IHostnameResolver: answer with the addresses if all may be asked, else with none."""
        resolution = _Resolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)
        host = hostName.lower()

        def answered() -> None:
            _, answer = self._answers.get(host, (0.0, ()))
            if self._guard.host(host, portNumber) is None and self._guard.addresses(host, answer, portNumber) is None:
                for address in answer:
                    kind = IPv6Address if ":" in address else IPv4Address
                    resolutionReceiver.addressResolved(kind(transportSemantics, address, portNumber))
            resolutionReceiver.resolutionComplete()

        literal = _literal(host)
        if literal is not None:
            self._keep(host, (literal,))
        kept = self._answers.get(host)
        if kept is not None and 0 <= self._clock() - kept[0] < (ANSWER_TTL if kept[1] else 1.0):
            answered()
        else:
            self._look_up(host, answered)
        return resolution

    def _look_up(self, host: str, answered: Callable[[], None]) -> None:
        waiting = self._waiting.setdefault(host, [])
        waiting.append(answered)
        timer = self._reactor.callLater(PATIENCE, self._give_up, host, answered)
        self._timers[answered] = timer
        self._lookups.ask(host)

    def _give_up(self, host: str, answered: Callable[[], None]) -> None:
        """Nobody has answered in time. The lookup goes on, and what it finds serves the next look."""
        self._timers.pop(answered, None)
        waiting = self._waiting.get(host, [])
        waiting.remove(answered)
        if not waiting:
            self._waiting.pop(host, None)
            self._lookups.forget(host)
        self._answers.pop(host, None)  # an older answer may name an address that is another's by now
        self._silent.add(host)
        while len(self._silent) > self.SIZE:
            self._silent.pop()
        answered()

    def _found_in_thread(self, host: str, answer: tuple[str, ...]) -> None:
        self._reactor.callFromThread(self._found, host, answer)

    def _found(self, host: str, answer: tuple[str, ...]) -> None:
        self._keep(host, answer)
        self._silent.discard(host)
        for answered in self._waiting.pop(host, ()):
            timer = self._timers.pop(answered, None)
            if timer is not None and timer.active():
                timer.cancel()
            answered()

    def _keep(self, host: str, answer: tuple[str, ...]) -> None:
        self._answers[host] = (self._clock(), answer)
        self._answers.move_to_end(host)
        while len(self._answers) > self.SIZE:
            self._answers.popitem(last=False)
