"""Opens the connections: a request goes in, a response or a typed exception comes out. The only place that dials.

Scrapy's HTTP/1.1 client with what it lacks: a limit on headers while they arrive, one deadline for all hops of a look,
one TLS context for all hosts, and a way to let go at once. Judges no address (guard.py does, inside the reactor).
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
    _ScrapyAgent,
)
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Headers, Response
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet._sslverify import ClientTLSOptions
from twisted.internet.defer import Deferred
from twisted.internet.ssl import AcceptableCiphers, CertificateOptions, platformTrust
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer

from spiders.asking import SPENT
from spiders.exchange import WIRE, chain_of, wire_of
from spiders.fetched import NOT_SENT, End
from spiders.guard import Refused
from spiders.policy import FetchPolicy

log = logging.getLogger(__name__)

KEPT_OPEN = 20.0
"""Seconds an idle connection is kept: long enough for the next article of the same host within its pause, short enough
that thousands of hosts do not hold a socket and a TLS session each (Twisted's default is 240)."""


class TooManyHeaders(Exception):
    """The response has more headers, or more bytes of them, than the policy allows."""


class _CappedParser(_LenientHTTPClientParser):
    """Counts header lines and bytes as they come: Twisted bounds only the single line, so a flood fills the memory."""

    lines_left: int
    bytes_left: int

    def lineReceived(self, line: bytes) -> None:
        self.lines_left -= 1
        self.bytes_left -= len(line)
        if self.lines_left < 0:
            raise TooManyHeaders("more headers than the limit")
        if self.bytes_left < 0:
            raise TooManyHeaders("more bytes of headers than the limit")
        super().lineReceived(line)

    def lineLengthExceeded(self, line: bytes) -> None:
        raise TooManyHeaders("a header longer than the limit")


class _CappedProtocol(_LenientHTTP11ClientProtocol):
    policy: FetchPolicy
    chain: tuple[bytes, ...] | None = None

    def request(self, request: Any) -> Any:
        answer = super().request(request)
        answer.addCallback(self._witnessed, request, self.transport)
        # As Scrapy does for its own parser: Twisted names the parser's class in the middle of request().
        parser: Any = self._parser
        parser.__class__ = _CappedParser
        parser.lines_left = self.policy.max_headers + 2  # the status line before and the empty line after
        parser.bytes_left = parser.MAX_LENGTH = self.policy.max_header_bytes
        return answer

    def _witnessed(self, response: Any, request: Any, transport: Any) -> Any:
        try:
            if self.chain is None:  # once a connection: it does not change with the next request
                self.chain = chain_of(transport)
            response._rowback_wire = wire_of(request, response, transport, self.chain)
        except Exception:  # what is missing in the evidence must not cost the look
            log.exception("the exchange with a peer could not be described")
        return response


class _CappedFactory(_LenientHTTP11ClientFactory):
    policy: FetchPolicy

    def buildProtocol(self, addr: Any) -> _CappedProtocol:
        protocol = _CappedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
        protocol.policy = self.policy
        return protocol


class _Agent(_ScrapyAgent):
    """Scrapy's agent, which builds the headers of an answer twice: before the body and after it."""

    @staticmethod
    def _headers_from_twisted_response(response: Any) -> Headers:
        headers: Headers | None = getattr(response, "_scrapy_headers", None)
        if headers is None:
            headers = response._scrapy_headers = _ScrapyAgent._headers_from_twisted_response(response)
        return headers

    def _cb_bodyready(self, txresponse: Any, request: Request) -> Any:
        request.meta[WIRE] = getattr(txresponse, "_rowback_wire", None)
        return super()._cb_bodyready(txresponse, request)


@implementer(IPolicyForHTTPS)
class SharedTrust:
    """Verifies every host against the machine's certificates with one context.

    Scrapy makes a context for each connection and so reads the whole list of authorities each time.
    """

    def __init__(self) -> None:
        self._options: CertificateOptions | None = None

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:
        """Twisted's IPolicyForHTTPS: what opens the TLS connection to this host and verifies its name."""
        if self._options is None:
            # OpenSSL's own cipher list: Twisted's is narrower than what some news sites still speak over TLS 1.2.
            ciphers = AcceptableCiphers.fromOpenSSLCipherString("DEFAULT")  # type: ignore[no-untyped-call]
            trust = platformTrust()  # type: ignore[no-untyped-call]
            self._options = CertificateOptions(trustRoot=trust, acceptableCiphers=ciphers)
        return ClientTLSOptions(self._options.clientConnectionForTLS, hostname.decode("ascii"))


class Dialer(HTTP11DownloadHandler):
    """Scrapy's download handler for http and https, under the spider's policy."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._outfit = crawler.spider.outfit
        self._policy: FetchPolicy = self._outfit.policy
        # The pool calls its factory with two arguments of its own, so the policy comes along as a class attribute.
        pool: Any = self._pool
        pool._factory = type("Factory", (_CappedFactory,), {"policy": self._policy})
        pool.cachedConnectionTimeout = KEPT_OPEN
        self._contextFactory: Any = SharedTrust()
        self._open: set[Deferred[Any]] = set()
        self._abandoned = False
        self._outfit.dialers.append(self)

    async def download_request(self, request: Request) -> Response:
        """Fetch one hop within what is left of the look's time; raises Scrapy's exceptions and TooManyHeaders' wrap."""
        async with self._outfit.places.at(urlparse_cached(request).hostname or ""):
            if not self._outfit.may_send():
                raise Refused(End.UNREACHABLE, NOT_SENT)
            return await self._download(request)

    async def _download(self, request: Request) -> Response:
        loop = asyncio.get_running_loop()
        started = loop.time()
        left = self._policy.timeout - request.meta.get(SPENT, 0.0)
        if self._abandoned:
            raise DownloadTimeoutError("the service is stopping")
        if left <= 0:
            raise DownloadTimeoutError(f"the redirects took longer than {self._policy.timeout:g} s")
        request.meta["download_timeout"] = left
        agent = _Agent(
            contextFactory=self._contextFactory,
            pool=self._pool,
            maxsize=self._policy.max_body,
            fail_on_dataloss=True,
            crawler=self._crawler,
        )
        download = agent.download_request(request)
        self._open.add(download)
        try:
            with wrap_twisted_exceptions():
                return await maybe_deferred_to_future(download)
        finally:
            self._open.discard(download)
            request.meta[SPENT] = request.meta.get(SPENT, 0.0) + loop.time() - started

    def abandon(self) -> None:
        """Let go of every connection in use and open no other: the looks on them end at once."""
        self._abandoned = True
        for download in list(self._open):
            download.cancel()
