"""Names how a look ended: a response or a failure goes in, one typed Fetched comes out.

Everything that can go wrong on the way has its End; an error nobody foresaw ends as BAD_RESPONSE with its own words.
Decides nothing about the article and stores nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from OpenSSL import SSL
from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.http import Response
from service_identity import VerificationError
from twisted.internet.error import ConnectError, ConnectionAborted, ConnectionDone, ConnectionLost
from twisted.python.failure import Failure
from twisted.web._newclient import ResponseNeverReceived

from spiders.asking import CHECK, CONDITIONAL, CRAWL_DELAY, HOPS
from spiders.connecting import TooManyHeaders
from spiders.exchange import WIRE, exchange_of
from spiders.fetched import DueCheck, End, Fetched
from spiders.guard import PATIENCE, GuardedResolver, Refused
from spiders.redirects import all_permanent
from spiders.sniffing import is_binary
from spiders.unpacking import BadEncoding, TooLarge, unpack

log = logging.getLogger(__name__)

LONGEST_PAUSE = 24 * 3600.0
"""Seconds of a Retry-After that are honoured; a host that asks for more is asked again after a day."""

_BY_STATUS = {
    304: End.NOT_MODIFIED,
    401: End.FORBIDDEN,
    403: End.FORBIDDEN,
    404: End.NOT_FOUND,
    408: End.TIMEOUT,  # the server's own word for it; the next try may well succeed
    410: End.GONE,
    429: End.RATE_LIMITED,
    451: End.LEGAL_BLOCK,
    206: End.CUT_SHORT,  # we never ask for a part, and a part must not stand as a version
}


def from_response(
    response: Response, request: Request, limit: int, now: float, took: float, addresses: Sequence[str] = ()
) -> Fetched:
    """The Fetched of an answer. `limit` is the largest body in bytes, `now` Unix seconds, `took` seconds, `addresses`
    what the resolver named."""
    check: DueCheck = request.meta[CHECK]
    headers = headers_of(response)
    body, wire = response.body, request.meta.get(WIRE)
    end, detail = _end_of_status(response.status, bool(request.meta.get(CONDITIONAL)))
    if body:
        try:
            body = unpack(body, headers.get("content-encoding", ""), limit)
        except (BadEncoding, TooLarge) as error:
            body = b""
            if end is End.OK:  # of an error page the status says enough
                end, detail = End.BAD_ENCODING if isinstance(error, BadEncoding) else End.TOO_LARGE, str(error)
    if body and is_binary(headers.get("content-type", ""), body):
        body = b""
        if end is End.OK:
            end, detail = End.BINARY, headers.get("content-type", "")[:200] or "no text"
    if end is End.OK and not body.strip():
        end, body = End.EMPTY, b""
    return Fetched(
        check=check,
        end=end,
        url=response.url,
        status=response.status,
        headers=headers,
        body=b"" if end is End.NOT_MODIFIED else body,
        detail=detail,
        retry_after=retry_after(headers, now),
        crawl_delay=request.meta.get(CRAWL_DELAY),
        permanent=all_permanent(request.meta.get(HOPS, ())),
        took=took,
        exchange=exchange_of(wire, request.meta.get(HOPS, ()), addresses, now, response.body) if wire else None,
    )


def from_failure(error: BaseException, request: Request, resolver: GuardedResolver, took: float) -> Fetched:
    """The Fetched of a look that got no answer, or one we refused to follow or to read. `took` is seconds."""
    end, detail = end_of(error, request.url, resolver)
    hops: tuple[tuple[str, int], ...] = request.meta.get(HOPS, ())
    return Fetched(
        check=request.meta[CHECK],
        end=end,
        url=request.url,
        status=None,
        detail=detail,
        crawl_delay=request.meta.get(CRAWL_DELAY),
        permanent=all_permanent(hops),
        took=took,
    )


def _end_of_status(status: int, conditional: bool) -> tuple[End, str]:
    if status == 304 and not conditional:
        return End.BAD_RESPONSE, "304 to a request without validators"
    if (end := _BY_STATUS.get(status)) is not None:
        return end, ""
    if 200 <= status < 300:
        return End.OK, ""
    if 300 <= status < 400:
        return End.BAD_REDIRECT, f"status {status}"
    if 400 <= status < 500:
        return End.CLIENT_ERROR, f"status {status}"
    if 500 <= status < 600:
        return End.SERVER_ERROR, f"status {status}"
    return End.BAD_RESPONSE, f"status {status}"


def end_of(error: BaseException, url: str, resolver: GuardedResolver) -> tuple[End, str]:
    """The End of an exception, and what to tell about it. `url` is the hop it happened on."""
    text = str(error)
    match error:
        case Refused():
            return error.end, error.detail
        case CannotResolveHostError():
            host, port = _host_and_port(url)
            if (block := resolver.why(host, port)) is not None:
                return End.BLOCKED_ADDRESS, f"{block.reason}: {block.detail}"
            if resolver.is_silent(host):
                return End.TIMEOUT, f"no answer about the name {host} in {PATIENCE:g} s"
            return End.UNKNOWN_HOST, f"{host} has no address"
        case DownloadTimeoutError():
            return End.TIMEOUT, text
        case DownloadConnectionRefusedError():
            return End.UNREACHABLE, text
        case DownloadCancelledError():
            return End.TOO_LARGE, "the body is larger than the limit"
        case ResponseDataLossError():
            return End.CUT_SHORT, "the connection ended in the middle of the body"
        case DownloadFailedError():
            return _end_of_failed(error)
        case SSL.Error() | VerificationError():
            return End.TLS_FAILED, _tls_words(error)
        case ConnectError():
            return End.UNREACHABLE, text
        case ValueError():  # Twisted's word for a host name that cannot be one
            return End.UNKNOWN_HOST, text
    log.error("an unforeseen end of a look at %s", url, exc_info=error)
    return End.BAD_RESPONSE, f"{type(error).__name__}: {text}"[:300]


def _end_of_failed(error: DownloadFailedError) -> tuple[End, str]:
    """Twisted wraps what went wrong on a connection in a list of reasons."""
    outer = error.__cause__
    reasons = [f.value if isinstance(f, Failure) else f for f in getattr(outer, "reasons", ())]
    for reason in reasons:
        if isinstance(reason, TooManyHeaders):
            return End.TOO_MANY_HEADERS, str(reason)
        if isinstance(reason, SSL.Error | VerificationError):
            return End.TLS_FAILED, _tls_words(reason)
    words = "; ".join(str(reason) or type(reason).__name__ for reason in reasons)[:300]
    if any(isinstance(reason, ConnectionLost | ConnectionDone | ConnectionAborted) for reason in reasons):
        if isinstance(outer, ResponseNeverReceived):
            return End.UNREACHABLE, f"the connection ended before any answer: {words}"
        return End.CUT_SHORT, f"the connection ended in the middle of the answer: {words}"
    return End.BAD_RESPONSE, words or str(error)


def _tls_words(error: BaseException) -> str:
    if isinstance(error, VerificationError):
        return "the certificate is for another name"
    parts = [part for entry in (error.args[0] if error.args else ()) for part in entry[-1:] if part]
    return ", ".join(parts) or "the TLS connection failed"


def _host_and_port(url: str) -> tuple[str, int]:
    try:
        parts = urlsplit(url)
        return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return "", 80


def headers_of(response: Response) -> dict[str, str]:
    """The headers with names in lower case; several of one name are joined by ", " (RFC 9110, 5.2)."""
    found: Any = response.headers.items()
    return {name.decode("latin-1").lower(): b", ".join(values).decode("latin-1") for name, values in found}


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Seconds the host asks us to stay away (RFC 9110, 10.2.3), at most LONGEST_PAUSE, None if it asks nothing.

    A date is read against the host's own Date where it sends one, so that its clock may be wrong; `now` is Unix time.
    """
    value = headers.get("retry-after", "").strip()
    if not value:
        return None
    if value.isascii() and value.isdigit():
        return min(float(value[:12]), LONGEST_PAUSE)
    until = _date(value)
    if until is None:
        return None
    since = _date(headers.get("date", "")) or datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=now)
    return min(max((until - since).total_seconds(), 0.0), LONGEST_PAUSE)


def _date(value: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
