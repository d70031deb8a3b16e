"""Follows redirects: an answer with a Location goes in, the request for the next hop or a typed refusal comes out.

Each hop starts anew at the guard and at that host's robots.txt. Takes the place of Scrapy's middleware, which hands on
a redirect to another scheme as if it were a page and keeps a redirected request in the queue of the first host.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from spiders.asking import HOPS, hop
from spiders.fetched import End
from spiders.guard import Refused
from spiders.policy import FetchPolicy
from spiders.references import as_sent, resolved

FOLLOWED = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})

LONGEST_LOCATION = 8_192
"""Bytes: longer than any address that a browser follows (RFC 9110, 4.1 asks for 8,000), and cheap to spell anew."""


class RedirectsMiddleware:
    """Follows at most `max_redirects` hops, and none to an address it has already been at (RFC 9110, 15.4)."""

    def __init__(self, policy: FetchPolicy) -> None:
        self.policy = policy

    @classmethod
    def from_crawler(cls, crawler: Any) -> RedirectsMiddleware:
        """Scrapy's constructor: takes the policy from the spider's outfit."""
        return cls(crawler.spider.outfit.policy)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """The next hop of a redirect, any other answer as it is. Raises Refused with BAD_REDIRECT or REDIRECT_LOOP."""
        if response.status not in FOLLOWED:
            return response
        return next_hop(
            request, response.status, next_address(request.url, response.headers.get("Location")), self.policy
        )


def next_hop(request: Request, status: int, target: str, policy: FetchPolicy) -> Request:
    """The request for where an answer of this status leads. Raises Refused with REDIRECT_LOOP."""
    hops = (*request.meta.get(HOPS, ()), (request.url, status))
    if len(hops) > policy.max_redirects:
        raise Refused(End.REDIRECT_LOOP, f"more than {policy.max_redirects} redirects")
    following = hop(target, {**request.meta, HOPS: hops}, policy)
    if following.url in {url for url, _ in hops}:
        raise Refused(End.REDIRECT_LOOP, f"leads back to {following.url}")
    following.callback, following.errback = request.callback, request.errback
    return following


def next_address(url: str, location: bytes | None) -> str:
    """Where a redirect leads, absolute. Raises Refused(BAD_REDIRECT) where it leads nowhere or to another scheme."""
    if not location or not location.strip():
        raise Refused(End.BAD_REDIRECT, "a redirect without a Location")
    if len(location) > LONGEST_LOCATION:
        raise Refused(End.BAD_REDIRECT, f"a Location of {len(location)} bytes")
    try:
        # Not UTF-8 by any rule, yet servers send it so; what is neither is kept byte by byte (RFC 9110, 5.5).
        target = as_sent(resolved(url, location))
        scheme = urlsplit(target).scheme
    except (ValueError, UnicodeError) as error:
        raise Refused(End.BAD_REDIRECT, f"Location {location[:200]!r}: {error}") from error
    if scheme not in ("http", "https"):
        raise Refused(End.BAD_REDIRECT, f"leads to {scheme}:, which is not fetched")
    return target


def all_permanent(hops: tuple[tuple[str, int], ...]) -> bool:
    """Whether these redirects say that the address has moved for good."""
    return bool(hops) and all(status in PERMANENT for _, status in hops)
