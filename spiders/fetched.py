"""Fetched: how one look at one address ended, whatever happened, in one typed value. Fetches nothing itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from spiders.exchange import Exchange


class End(StrEnum):
    """Every way a fetch can end. The log, the metric and the screen print this same word."""

    OK = "ok"
    NOT_MODIFIED = "not_modified"
    NOT_FOUND = "not_found"
    GONE = "gone"
    LEGAL_BLOCK = "legal_block"
    FORBIDDEN = "forbidden"
    RATE_LIMITED = "rate_limited"
    CLIENT_ERROR = "client_error"
    SERVER_ERROR = "server_error"
    UNREACHABLE = "unreachable"
    UNKNOWN_HOST = "unknown_host"
    TLS_FAILED = "tls_failed"
    TIMEOUT = "timeout"
    CUT_SHORT = "cut_short"
    TOO_LARGE = "too_large"
    TOO_MANY_HEADERS = "too_many_headers"
    BAD_ENCODING = "bad_encoding"
    EMPTY = "empty"
    BINARY = "binary"
    REDIRECT_LOOP = "redirect_loop"
    BAD_REDIRECT = "bad_redirect"
    BLOCKED_ADDRESS = "blocked_address"
    ROBOTS_DENIED = "robots_denied"
    BAD_RESPONSE = "bad_response"


NOT_SENT = "not sent: another machine may be at this host by now"
"""The detail of a look that was given up before anything was sent; it says nothing about the article."""


@dataclass(frozen=True, slots=True)
class DueCheck:
    """One look to take. `token` fences it: a result with an older token is not recorded. Validators as last received.

    `validators_url` is the address that gave them (`Fetched.url` then); None stands for `url`. They go nowhere else.
    """

    article_id: int
    token: int
    url: str
    host: str
    etag: str | None = None
    last_modified: str | None = None
    validators_url: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """One look taken. `body` is decompressed bytes; `url` the address after redirects; header names are lower case.

    `retry_after` is the host's own wish in seconds; `crawl_delay` what its robots.txt asks between two fetches;
    `permanent` says that the redirect that led here was a 301 or 308; `took` is seconds; `exchange` is how the answer
    came, None where none did; `asked` are other addresses that the page names as its own and that hold no page either.
    """

    check: DueCheck
    end: End
    url: str
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    detail: str = ""
    retry_after: float | None = None
    crawl_delay: float | None = None
    permanent: bool = False
    took: float = 0.0
    exchange: Exchange | None = None
    asked: tuple[str, ...] = ()
